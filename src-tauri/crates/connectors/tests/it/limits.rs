//! Sessions, limits, and what is asked for and no more.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::ports::{LearnerQuery, Listed};
use domain::{FaultCode, Next};
use sandbox::{Fault, OnefileOptions, Op, RateLimit, SandboxOptions, System, What};

use crate::support::{World, all};

fn of_centre(world: &World) -> LearnerQuery {
    LearnerQuery {
        centre: Some(world.sandbox.customer().centres[0].id.to_string()),
        ..LearnerQuery::default()
    }
}

#[tokio::test]
async fn callers_side_by_side_share_one_sign_in() {
    let world = World::new(60).await;
    let onefile = world.onefile();
    let (one, two, three) = tokio::join!(
        all(onefile.learners(of_centre(&world))),
        onefile.centres(),
        onefile.learner("1")
    );
    assert!(!one.whole().is_empty() && two.is_ok() && three.unwrap().is_none());
    assert_eq!(world.sandbox.calls().of(Op::OnefileSignIn), 1);
}

#[tokio::test]
async fn a_session_is_renewed_before_it_ends() {
    let world = World::new(60).await;
    let onefile = world.onefile();
    onefile.centres().await.unwrap();
    world.sandbox.set_clock_offset(TimeDelta::hours(22));
    onefile.centres().await.unwrap();
    assert_eq!(world.sandbox.calls().of(Op::OnefileSignIn), 1);
    world
        .sandbox
        .set_clock_offset(TimeDelta::hours(23) + TimeDelta::minutes(1));
    onefile.centres().await.unwrap();
    assert_eq!(world.sandbox.calls().of(Op::OnefileSignIn), 2);
    let refused = world
        .sandbox
        .calls()
        .log()
        .iter()
        .filter(|call| call.status == 401)
        .count();
    assert_eq!(refused, 0, "the old session was never sent after its end");
}

#[tokio::test]
async fn a_session_that_ended_early_is_renewed_once_for_all() {
    let world = World::new(60).await;
    let onefile = world.onefile();
    onefile.centres().await.unwrap();
    world.sandbox.expire_sessions();
    let listed = all(onefile.learners(of_centre(&world))).await;
    assert!(!listed.whole().is_empty());
    assert_eq!(world.sandbox.calls().of(Op::OnefileSignIn), 2);
}

#[tokio::test]
async fn a_session_refused_twice_means_keys_that_are_not_good() {
    let world = World::new(60).await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::OnefileCentres, What::Status(401)));
    let fault = world.onefile().centres().await.err().unwrap();
    assert_eq!(fault.code, FaultCode::KeysRefused);
    assert_eq!(
        world.sandbox.calls().of(Op::OnefileSignIn),
        2,
        "it is renewed once, not for ever"
    );
}

#[tokio::test]
async fn a_session_may_come_in_quotes() {
    let options = SandboxOptions {
        onefile: OnefileOptions {
            session_in_quotes: true,
            ..OnefileOptions::default()
        },
        ..SandboxOptions::default()
    };
    let world = World::with(60, options).await;
    assert_eq!(world.onefile().centres().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_sign_in_page_is_no_session() {
    let world = World::new(60).await;
    world.sandbox.faults().add(Fault::on(Op::OnefileSignIn, What::Html));
    let fault = world.onefile().centres().await.err().unwrap();
    assert_eq!(fault.code, FaultCode::AnswerUnreadable);
}

#[tokio::test]
async fn never_more_calls_at_once_than_allowed() {
    let mut world = World::new(120).await;
    world.sandbox.set_latency(std::time::Duration::from_millis(3));
    all(world.onefile().learners(of_centre(&world))).await.whole();
    assert_eq!(
        world.sandbox.calls().most_at_once(System::Onefile),
        4,
        "as many as the definition says"
    );
    world.sandbox.calls().reset();
    world.settings.push(("concurrency", "2".to_owned()));
    all(world.onefile().learners(of_centre(&world))).await.whole();
    assert_eq!(
        world.sandbox.calls().most_at_once(System::Onefile),
        2,
        "as many as the connection says"
    );
}

#[tokio::test]
async fn the_definitions_limit_keeps_clear_of_the_systems() {
    let options = SandboxOptions {
        onefile: OnefileOptions {
            limit: Some(RateLimit {
                calls_per_minute: 60,
                retry_after: None,
            }),
            ..OnefileOptions::default()
        },
        ..SandboxOptions::default()
    };
    let mut world = World::with(120, options).await;
    let fault = all(world.onefile().learners(of_centre(&world))).await.failed();
    assert_eq!(
        fault.code,
        FaultCode::RateLimited,
        "a limit that nobody told is run into"
    );
    assert!(matches!(fault.next, Next::RetryLater(Some(_))));
    world.settings.clear();
    world.overlay("onefile", "limits.calls_per_minute = 60");
    world.sandbox.set_clock_offset(TimeDelta::minutes(2));
    world.sandbox.calls().reset();
    let query = LearnerQuery {
        known: Arc::new(all_but(&world, 7)),
        ..of_centre(&world)
    };
    all(world.onefile().learners(query)).await.whole();
    assert!(world.sandbox.calls().log().iter().all(|call| call.status != 429));
}

fn all_but(world: &World, count: usize) -> HashSet<String> {
    let customer = world.sandbox.customer();
    let centre = customer.centres[0].id;
    let learners = customer
        .onefile
        .rows()
        .iter()
        .filter(|user| user.role == 1 && user.centre_id == centre);
    learners.skip(count).map(|user| user.id.to_string()).collect()
}

#[tokio::test]
async fn known_learners_are_present_without_a_call() {
    let world = World::new(120).await;
    let query = LearnerQuery {
        known: Arc::new(all_but(&world, 5)),
        ..of_centre(&world)
    };
    let rows = all(world.onefile().learners(query)).await.whole();
    let whole = rows.iter().filter(|row| matches!(row, Listed::Whole(_))).count();
    assert_eq!(whole, 5);
    assert_eq!(world.sandbox.calls().of(Op::OnefileUserGet), 5);
}

#[tokio::test]
async fn rows_that_are_whole_need_no_second_call() {
    let options = SandboxOptions {
        onefile: OnefileOptions {
            full_rows: true,
            ..OnefileOptions::default()
        },
        ..SandboxOptions::default()
    };
    let full = World::with(120, options).await;
    let bare = full.served(SandboxOptions::default()).await;
    let from_rows = all(full.onefile().learners(of_centre(&full))).await.whole();
    let from_details = all(bare.onefile().learners(of_centre(&bare))).await.whole();
    let same = from_rows.iter().zip(&from_details).all(|pair| match pair {
        (Listed::Whole(one), Listed::Whole(other)) => one == other,
        _ => false,
    });
    assert!(
        same && from_rows.len() == from_details.len(),
        "either way tells the same"
    );
    assert_eq!(full.sandbox.calls().of(Op::OnefileUserGet), 0);
}

#[tokio::test]
async fn only_those_changed_since_are_listed_where_asked() {
    let world = World::new(120).await;
    let start = world.sandbox.now();
    world.sandbox.set_clock_offset(TimeDelta::hours(1));
    let changed = all_but(&world, 2).into_iter().next().unwrap();
    world
        .sandbox
        .edit(|editor| editor.learner(&changed, |learner| learner.email = Some("new@example.org".into())));
    let query = LearnerQuery {
        changed_since: Some(start + TimeDelta::minutes(30)),
        ..of_centre(&world)
    };
    let rows = all(world.onefile().learners(query)).await.whole();
    let [Listed::Whole(learner)] = rows.as_slice() else {
        panic!("one has changed")
    };
    assert_eq!(learner.email.as_deref(), Some("new@example.org"));
}

#[tokio::test]
async fn a_learner_who_went_meanwhile_is_set_aside() {
    let world = World::new(120).await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::OnefileUserGet, What::Status(404)).after(3).times(1));
    let listed = all(world.onefile().learners(of_centre(&world))).await;
    assert_eq!(listed.skipped.len(), 1);
    assert_eq!(listed.skipped[0].reason, domain::run::SkipReason::GoneMeanwhile);
    assert!(listed.skipped[0].external_id.is_some());
    assert_eq!(listed.fault, None);
}

#[tokio::test]
async fn learners_who_all_seem_gone_mean_a_wrong_path() {
    let world = World::new(120).await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::OnefileUserGet, What::Status(404)));
    let fault = all(world.onefile().learners(of_centre(&world))).await.failed();
    assert_eq!(fault.code, FaultCode::OperationMissing);
    assert!(
        fault.sentence().contains("operations.\"learners.get\""),
        "{}",
        fault.sentence()
    );
}

#[tokio::test]
async fn details_that_cannot_be_read_are_set_aside_with_whose_they_are() {
    let world = World::new(60).await;
    let rewrites = world.sandbox.rewrites();
    rewrites.add(sandbox::Rewrite::map(Op::OnefileUserGet, "DOB", |value| {
        match value.as_str() {
            Some(_) => serde_json::json!("long ago"),
            None => value.clone(),
        }
    }));
    let listed = all(world.onefile().learners(of_centre(&world))).await;
    assert!(!listed.skipped.is_empty() && listed.fault.is_none());
    for skipped in &listed.skipped {
        assert!(skipped.external_id.is_some());
        assert_eq!(skipped.reason, domain::run::SkipReason::DateUnreadable);
        assert_eq!(skipped.field.as_deref(), Some("DOB"));
    }
}
