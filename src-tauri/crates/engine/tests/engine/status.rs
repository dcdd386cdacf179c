//! How matters stand, the worst first.

use std::sync::Arc;
use std::time::Duration;

use domain::run::Task;
use domain::{Fault, FaultCode};
use store::connections;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::world::{World, learner, user};

async fn states(world: &World) -> (String, Vec<String>) {
    let status = world.status().await;
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let each = status["connections"].as_array().unwrap();
    (
        text(&status["state"]),
        each.iter().map(|one| text(&one["state"])).collect(),
    )
}

#[tokio::test]
async fn what_was_never_read_is_not_up_to_date() {
    let world = World::peopled();
    assert_eq!(states(&world).await.0, "needs_attention");
    world.sync_of(Some(&["records"]), None).await;
    let (all, each) = states(&world).await;
    assert_eq!((all.as_str(), each[0].as_str()), ("needs_attention", "up_to_date"));
    world.sync().await;
    assert_eq!(states(&world).await.0, "up_to_date");
}

#[tokio::test]
async fn each_kind_of_failure_has_its_state_and_the_worst_is_told() {
    let world = World::peopled();
    world.sync().await;
    for (code, state) in [
        (FaultCode::Unreachable, "offline"),
        (FaultCode::KeysRefused, "needs_attention"),
        (FaultCode::AnswerUnreadable, "error"),
        (FaultCode::RateLimited, "error"),
    ] {
        world
            .remote("assess")
            .look()
            .broken
            .insert("users", Fault::new(code, "wished for"));
        world.sync().await;
        let (all, each) = states(&world).await;
        assert_eq!((all.as_str(), each[1].as_str()), (state, state), "{code}");
        assert_eq!(each[0], "up_to_date", "one connection's fault is its own");
    }
    let unreachable = Fault::new(FaultCode::Unreachable, "wished for");
    world.remote("records").look().broken.insert("centres", unreachable);
    world.sync().await;
    assert_eq!(states(&world).await.0, "error", "an error is worse than offline");
}

#[tokio::test]
async fn a_success_of_another_task_hides_no_failure() {
    let world = World::peopled();
    world.sync().await;
    let failing = Fault::new(FaultCode::AnswerUnreadable, "wished for");
    world.remote("assess").look().broken.insert("results", failing);
    world.sync().await;
    world.sync_of(None, Some(&[Task::Users])).await;
    assert_eq!(states(&world).await.0, "error");
}

#[tokio::test]
async fn a_run_at_work_shows_as_syncing() {
    let world = World::peopled();
    world.sync().await;
    let gate = Arc::new(Semaphore::new(0));
    world.remote("assess").look().gate = Some(gate.clone());
    let asked = {
        let (engine, ask) = (world.engine.clone(), world.ask(Some(&["assess"]), None));
        tokio::spawn(async move { engine.sync(ask, CancellationToken::new()).await })
    };
    while world.remote("assess").look().under_way.0 == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(
        states(&world).await,
        ("syncing".into(), vec!["up_to_date".into(), "syncing".into()])
    );
    gate.add_permits(1000);
    asked.await.unwrap().unwrap();
    assert_eq!(states(&world).await.0, "up_to_date");
}

#[tokio::test]
async fn a_connection_that_is_switched_off_neither_works_nor_worries() {
    let world = World::peopled();
    world.sync().await;
    let assess = world.id("assess");
    world
        .store
        .write(|w| connections::set_enabled(w, assess, false))
        .unwrap();
    let (all, each) = states(&world).await;
    assert_eq!((all.as_str(), each[1].as_str()), ("up_to_date", "paused"));
    world.clock.set("2026-11-25T10:00:00Z");
    assert_eq!(world.run_due().await, ["records learners catch_up done"]);
    let report = world.sync().await;
    assert_eq!(report.runs.len(), 1);
}

#[tokio::test]
async fn a_run_that_was_cancelled_leaves_something_to_do() {
    let world = World::peopled();
    world.sync().await;
    let cancel = CancellationToken::new();
    world.remote("records").look().gate = Some(Arc::new(Semaphore::new(0)));
    let ask = world.ask(None, None);
    let (engine, token) = (world.engine.clone(), cancel.clone());
    let asked = tokio::spawn(async move { engine.sync(ask, token).await });
    while world.remote("records").look().under_way.0 == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    cancel.cancel();
    asked.await.unwrap().unwrap();
    assert_eq!(states(&world).await.0, "needs_attention");
}

#[tokio::test]
async fn links_that_wait_for_a_person_need_attention() {
    let world = World::peopled();
    for number in [5, 6] {
        let mut child = learner(number, "c1");
        child.given_name = "Somebody".into();
        child.date_of_birth = "2008-01-01".parse().ok();
        world.put_learner(child);
        world.put_user(user(number));
    }
    world.sync().await;
    let status = world.status().await;
    assert_eq!(
        status["state"], "needs_attention",
        "never up to date while anything is held"
    );
    let message = status["connections"][1]["message"].as_str().unwrap();
    assert!(message.starts_with("2 links are held for review."), "{message}");
    let assess = world.id("assess");
    for number in [5, 6] {
        let (l, u) = (
            world.learner_id(&format!("L{number}")),
            world.user_id(&format!("U{number}")),
        );
        world.engine.review(assess, l, u, true).await.unwrap();
    }
    assert_eq!(states(&world).await.0, "up_to_date", "answered, they wait no more");
}

#[tokio::test]
async fn what_is_overdue_where_nobody_keeps_the_schedule_is_not_up_to_date() {
    let world = World::peopled();
    world.sync().await;
    world.clock.set("2026-11-23T06:00:00Z");
    assert_eq!(
        states(&world).await.0,
        "up_to_date",
        "a computer that wakes in the morning catches up first"
    );
    world.clock.set("2026-11-23T10:00:00Z");
    let status = world.status().await;
    assert_eq!(status["state"], "needs_attention");
    let message = status["connections"][1]["message"].as_str().unwrap();
    assert!(
        message.starts_with("Overdue since 0"),
        "a time of this morning: {message}"
    );
    world.sync().await;
    assert_eq!(states(&world).await.0, "up_to_date");
}

#[tokio::test]
async fn a_pause_is_told_by_the_clock_on_the_wall() {
    let world = World::peopled();
    world.sync().await;
    for (until, words) in [
        ("2026-11-22T11:00:00Z", "Paused until 11:00."),
        ("2026-11-23T00:00:00Z", "Paused until tomorrow at 00:00."),
        ("2026-12-24T09:30:00Z", "Paused until 24 December 2026 at 09:30."),
    ] {
        world.engine.pause(until.parse().unwrap()).await.unwrap();
        let status = world.status().await;
        assert_eq!(status["connections"][0]["message"], words);
    }
}
