//! What values mean where no name tells it, and what a system may not have at all.

use domain::Subject;
use domain::records::UserRef;
use sandbox::Op::{self, BksbDiagnostic, BksbInitial, BksbUsersList};
use sandbox::{Rewrite, SandboxOptions};
use serde_json::{Value, json};

use super::seen::{Seen, see};
use crate::support::World;

#[tokio::test]
async fn times_in_utc_without_a_zone_are_mended_by_one_line() {
    let world = World::new(60).await;
    let base = see(&world, "bksb").await;
    for (op, field) in [
        (BksbInitial, "ResultDate"),
        (BksbDiagnostic, "ResultDate"),
        (Op::BksbSessions, "DateStarted"),
        (Op::BksbSessions, "DateCompleted"),
        (Op::BksbComponents, "MeasuredAt"),
    ] {
        world.sandbox.rewrites().add(Rewrite::map(op, field, utc_without_zone));
    }
    world.overlay("bksb", "formats.moment.zone = \"utc\"");
    let mended = see(&world, "bksb").await;
    let instants = |seen: &Seen| -> Vec<_> {
        let results = seen.results.iter().flat_map(|user| &user.results);
        results.map(|result| (result.started_at, result.finished_at)).collect()
    };
    assert!(
        instants(&mended) == instants(&base),
        "no answer can tell the two apart; a person can"
    );
}

fn utc_without_zone(value: &Value) -> Value {
    let local = value.as_str().and_then(|text| text.parse().ok());
    match local {
        Some(local) if !value.as_str().is_some_and(|text| text.starts_with("0001")) => {
            json!(
                domain::uk_time::instant(local)
                    .naive_utc()
                    .format("%Y-%m-%dT%H:%M:%S")
                    .to_string()
            )
        }
        _ => value.clone(),
    }
}

#[tokio::test]
async fn when_a_sign_in_link_ends_in_uk_time_is_mended_by_one_line() {
    let options = SandboxOptions {
        time: std::sync::Arc::new(|| "2026-07-01T12:00:00Z".parse().unwrap()),
        ..SandboxOptions::default()
    };
    let world = World::with(60, options).await;
    let user = UserRef {
        external_id: world.sandbox.customer().bksb.rows()[0].id.to_string(),
        username: None,
    };
    let base = world.bksb().login_link(&user).await.unwrap().expires_at;
    let uk = |value: &Value| {
        let utc: chrono::DateTime<chrono::Utc> = value.as_str().unwrap().parse().unwrap();
        let summer = utc.naive_utc() + chrono::TimeDelta::hours(1);
        json!(summer.format("%Y-%m-%dT%H:%M:%S").to_string())
    };
    world
        .sandbox
        .rewrites()
        .add(Rewrite::map(Op::BksbLoginLink, "Expiry", uk));
    assert_ne!(world.bksb().login_link(&user).await.unwrap().expires_at, base);
    world.overlay("bksb", "formats.expiry.zone = \"uk\"");
    assert_eq!(world.bksb().login_link(&user).await.unwrap().expires_at, base);
}

#[tokio::test]
async fn a_subject_that_stands_elsewhere_is_told_kept_raw_and_mended_by_one_line() {
    let world = World::new(150).await;
    let base = see(&world, "bksb").await;
    for (from, to) in [("CourseSubject", "Subject"), ("CourseName", "Course")] {
        world.sandbox.rewrites().add(Rewrite::rename(BksbDiagnostic, from, to));
    }
    let otherwise = see(&world, "bksb").await;
    for field in ["CourseSubject", "CourseName"] {
        assert!(otherwise.said.contains(field), "{field} is told: {}", otherwise.said);
    }
    let unmapped = otherwise.results.iter().flat_map(|user| &user.results);
    let unmapped: Vec<_> = unmapped.filter(|result| result.subject == Subject::Other).collect();
    assert!(
        !unmapped.is_empty() && unmapped.iter().all(|result| result.subject_raw.is_some()),
        "what no table maps is kept as it came, and counted"
    );
    world.overlay(
        "bksb",
        "operations.\"results.list.diagnostic\".fields.subject = [\"Subject\", \"Course\"]",
    );
    let mended = see(&world, "bksb").await;
    assert!(mended.said.is_empty() && mended.is_all_of(&base), "{}", mended.said);
}

#[tokio::test]
async fn a_percent_may_come_with_its_sign() {
    let world = World::new(150).await;
    let base = see(&world, "bksb").await;
    let signed = |percent: &Value| json!(format!("{percent} %"));
    world
        .sandbox
        .rewrites()
        .add(Rewrite::map(BksbDiagnostic, "PercentScore", signed));
    assert!(see(&world, "bksb").await.is_all_of(&base));
}

#[tokio::test]
async fn a_field_that_a_system_does_not_have_is_told_and_done_without_by_one_line() {
    let world = World::new(150).await;
    let base = see(&world, "bksb").await;
    for (op, operation, theirs, ours) in [
        (BksbUsersList, "users.list", "Username", "username"),
        (BksbUsersList, "users.list", "Firstname", "given_name"),
        (BksbUsersList, "users.list", "Lastname", "family_name"),
        (BksbUsersList, "users.list", "Email", "email"),
        (BksbUsersList, "users.list", "DateOfBirth", "date_of_birth"),
        (BksbUsersList, "users.list", "Active", "active"),
        (BksbDiagnostic, "results.list.diagnostic", "PercentScore", "percent"),
        (BksbDiagnostic, "results.list.diagnostic", "Result", "level"),
    ] {
        world.sandbox.rewrites().add(Rewrite::drop(op, theirs));
        let otherwise = see(&world, "bksb").await;
        let told = format!("operations.\"{operation}\".fields.{ours}");
        assert!(otherwise.said.contains(&told), "{told}: {}", otherwise.said);
        assert!(
            otherwise.is_true_to(&base),
            "{theirs}: nothing is passed on with a blank"
        );
        world.overlay("bksb", &format!("{told}.optional = true"));
        let mended = see(&world, "bksb").await;
        assert!(
            !mended.said.contains("What to do"),
            "{theirs}: no fault is left: {}",
            mended.said
        );
        assert_eq!(
            (mended.users.len(), results(&mended)),
            (base.users.len(), results(&base)),
            "{theirs}: everybody and every result is there, without it"
        );
        world.overlay("bksb", "");
        world.sandbox.rewrites().clear();
    }
}

fn results(seen: &Seen) -> usize {
    seen.results.iter().map(|user| user.results.len()).sum()
}
