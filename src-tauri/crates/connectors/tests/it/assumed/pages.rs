//! How lists come in pages.

use sandbox::Op::{BksbDiagnostic, BksbUsersList, OnefileUsersList};
use sandbox::{BksbOptions, OnefileOptions, Rewrite, SandboxOptions};
use serde_json::{Value, json};

use super::seen::see;
use crate::support::World;

/// The same customer at a Onefile with other habits.
async fn with_onefile(usual: &World, onefile: OnefileOptions) -> World {
    let options = SandboxOptions {
        onefile,
        ..SandboxOptions::default()
    };
    usual.served(options).await
}

#[tokio::test]
async fn a_smaller_largest_page_is_refused_aloud_and_mended_by_one_line() {
    let usual = World::new(120).await;
    let base = see(&usual, "onefile").await;
    let small = OnefileOptions {
        max_page_size: 20,
        ..OnefileOptions::default()
    };
    let world = with_onefile(&usual, small).await;
    let otherwise = see(&world, "onefile").await;
    assert!(
        otherwise.learners.is_empty() && otherwise.said.contains("operations.\"learners.list\""),
        "{}",
        otherwise.said
    );
    world.overlay("onefile", "operations.\"learners.list\".paging.size = 20");
    let mended = see(&world, "onefile").await;
    assert!(mended.said.is_empty() && mended.is_all_of(&base));
}

#[tokio::test]
async fn a_smaller_largest_page_that_is_kept_without_a_word_is_told_by_the_check() {
    let world = World::new(120).await;
    let base = see(&world, "onefile").await;
    world
        .sandbox
        .rewrites()
        .add(Rewrite::body(OnefileUsersList, |body| match body {
            Value::Array(rows) => json!(rows.iter().take(20).collect::<Vec<_>>()),
            other => other.clone(),
        }));
    let otherwise = see(&world, "onefile").await;
    assert!(
        otherwise.said.contains("pages of 20 rows where 50 are asked for"),
        "{}",
        otherwise.said
    );
    assert!(otherwise.is_true_to(&base), "who is listed is listed as they are");
    world.overlay("onefile", "operations.\"learners.list\".paging.size = 20");
    let mended = see(&world, "onefile").await;
    assert!(mended.said.is_empty() && mended.is_all_of(&base), "{}", mended.said);
}

#[tokio::test]
async fn a_larger_page_is_asked_for_by_one_line() {
    let usual = World::new(300).await;
    let base = see(&usual, "onefile").await;
    let large = OnefileOptions {
        max_page_size: 200,
        ..OnefileOptions::default()
    };
    let world = with_onefile(&usual, large).await;
    world.overlay("onefile", "operations.\"learners.list\".paging.size = 200");
    assert!(see(&world, "onefile").await.is_all_of(&base));
    let calls = |world: &World| world.sandbox.calls().of(OnefileUsersList);
    assert!(
        calls(&world) < calls(&usual),
        "fewer calls are all that there is to gain"
    );
}

#[tokio::test]
async fn archived_learners_may_as_well_not_be_listed() {
    let usual = World::new(120).await;
    let base = see(&usual, "onefile").await;
    let hidden = OnefileOptions {
        list_archived: false,
        ..OnefileOptions::default()
    };
    let world = with_onefile(&usual, hidden).await;
    let otherwise = see(&world, "onefile").await;
    let current = base.learners.iter().filter(|learner| !learner.archived);
    assert!(otherwise.learners.iter().eq(current), "everybody else is there");
    assert!(
        base.learners.iter().any(|learner| learner.archived),
        "there has to be somebody archived"
    );
    assert_eq!(
        otherwise.said, "",
        "who is no longer listed is told by the listing, not by a field"
    );
}

#[tokio::test]
async fn listed_rows_with_other_names_cost_a_call_and_lose_nothing() {
    let usual = World::new(120).await;
    let base = see(&usual, "onefile").await;
    let full = OnefileOptions {
        full_rows: true,
        ..OnefileOptions::default()
    };
    let world = with_onefile(&usual, full).await;
    assert!(see(&world, "onefile").await.is_all_of(&base));
    for field in ["Email", "NINO", "ULN", "DOB", "OrganisationID", "Archived"] {
        world
            .sandbox
            .rewrites()
            .add(Rewrite::rename(OnefileUsersList, field, "Other"));
        assert!(see(&world, "onefile").await.is_all_of(&base), "{field}");
        world.sandbox.rewrites().clear();
    }
}

#[tokio::test]
async fn listed_rows_that_leave_out_what_details_tell_are_told_and_mended_by_one_line() {
    let usual = World::new(120).await;
    let base = see(&usual, "onefile").await;
    let full = OnefileOptions {
        full_rows: true,
        ..OnefileOptions::default()
    };
    let world = with_onefile(&usual, full).await;
    world
        .sandbox
        .rewrites()
        .add(Rewrite::drop(OnefileUsersList, "EmailVerified"));
    let otherwise = see(&world, "onefile").await;
    assert!(
        otherwise.said.contains("check learners.list: [\"EmailVerified\"]"),
        "{}",
        otherwise.said
    );
    assert!(otherwise.is_true_to(&base));
    world.overlay(
        "onefile",
        "operations.\"learners.list\".complete_when = [\"email\", \"email_verified\"]",
    );
    let mended = see(&world, "onefile").await;
    assert!(mended.said.is_empty() && mended.is_all_of(&base), "{}", mended.said);
}

#[tokio::test]
async fn a_page_size_that_is_not_understood_loses_nobody_and_is_mended_by_one_line() {
    let world = World::new(120).await;
    let base = see(&world, "bksb").await;
    let everybody = base.users.len();
    let small = "operations.\"users.list\".paging.size = 30";
    world.overlay("bksb", small);
    world
        .sandbox
        .rewrites()
        .add(Rewrite::param(BksbUsersList, "recordsPerPage", "pageSize"));
    assert!(
        see(&world, "bksb").await.is_all_of(&base),
        "the total says when the list is over, not the size"
    );
    let mend = "operations.\"users.list\".query = { pageSize = \"{page_size}\", recordsPerPage = \"\" }";
    world.overlay("bksb", &format!("{small}\n{mend}"));
    world.sandbox.calls().reset();
    assert!(see(&world, "bksb").await.is_all_of(&base));
    assert_eq!(
        world.sandbox.calls().of(BksbUsersList),
        everybody.div_ceil(30) + 1,
        "pages are as large as asked for, and the check asks for one"
    );
}

#[tokio::test]
async fn a_largest_page_of_bksb_loses_nobody() {
    let usual = World::new(120).await;
    let base = see(&usual, "bksb").await;
    let options = SandboxOptions {
        bksb: BksbOptions {
            max_page_size: Some(7),
            ..BksbOptions::default()
        },
        ..SandboxOptions::default()
    };
    let world = usual.served(options).await;
    let otherwise = see(&world, "bksb").await;
    assert!(
        otherwise.said.is_empty() && otherwise.is_all_of(&base),
        "the total goes on"
    );
    world.overlay("bksb", "operations.\"users.list\".paging.size = 7");
    assert!(see(&world, "bksb").await.is_all_of(&base));
}

#[tokio::test]
async fn what_nobody_reads_may_be_otherwise() {
    let world = World::new(60).await;
    let base = see(&world, "bksb").await;
    for op in [BksbUsersList, BksbDiagnostic] {
        for field in ["CurrentPage", "RecordsPerPage", "AssessmentID"] {
            world.sandbox.rewrites().add(Rewrite::drop(op, field));
        }
    }
    let otherwise = see(&world, "bksb").await;
    assert!(otherwise.said.is_empty() && otherwise.is_all_of(&base));
}
