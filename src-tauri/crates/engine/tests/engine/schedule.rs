//! What runs by itself, and when.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Fault, FaultCode, Next, Role};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::world::{World, lines};

const NIGHTLY: [&str; 4] = [
    "records learners scheduled done",
    "assess users scheduled done",
    "assess match scheduled done",
    "assess results scheduled done",
];

fn late() -> Vec<String> {
    NIGHTLY.map(|line| line.replace("scheduled", "catch_up")).to_vec()
}

/// Moves the clock to the moment when a connection is due next.
async fn wait_for(world: &World, connection: usize) -> DateTime<Utc> {
    let status = world.status().await;
    let due = status["connections"][connection]["next_due_at"]
        .as_str()
        .unwrap()
        .to_owned();
    world.clock.set(&due);
    due.parse().unwrap()
}

#[tokio::test]
async fn what_never_ran_runs_at_once_and_then_every_night_in_order() {
    let world = World::peopled();
    assert_eq!(world.run_due().await, NIGHTLY);
    assert!(world.run_due().await.is_empty(), "nothing is due twice");
    let night = wait_for(&world, 0).await;
    assert!(night > "2026-11-23T02:00:00Z".parse::<DateTime<Utc>>().unwrap());
    assert!(night < "2026-11-23T05:00:00Z".parse::<DateTime<Utc>>().unwrap());
    assert_eq!(world.run_due().await, NIGHTLY);
    let next = wait_for(&world, 1).await;
    assert_eq!(next - night, TimeDelta::days(1), "at the same moment the night after");
}

#[tokio::test]
async fn three_days_asleep_are_made_up_for_once() {
    let world = World::peopled();
    world.run_due().await;
    world.clock.pass(TimeDelta::days(3));
    assert_eq!(world.run_due().await, late());
    assert!(world.run_due().await.is_empty());
    world.clock.pass(TimeDelta::minutes(1));
    assert!(world.run_due().await.is_empty());
}

#[tokio::test]
async fn a_clock_set_back_repeats_nothing_and_stops_nothing() {
    let world = World::peopled();
    world.run_due().await;
    world.clock.pass(TimeDelta::hours(-2));
    assert!(world.run_due().await.is_empty());
    world.clock.pass(TimeDelta::days(-365));
    assert_eq!(world.run_due().await.len(), 4, "a record from next year says nothing");
    assert!(world.run_due().await.is_empty());
}

#[tokio::test]
async fn a_pause_holds_the_schedule_and_ends_by_itself() {
    let world = World::peopled();
    world
        .engine
        .pause("2026-11-22T11:00:00Z".parse().unwrap())
        .await
        .unwrap();
    assert!(world.run_due().await.is_empty());
    let status = world.status().await;
    assert_eq!(status["paused_until"], "2026-11-22T11:00:00Z");
    assert_eq!(world.sync().await.matched, 3, "what a person asks for still runs");
    assert_eq!(
        world.status().await["state"],
        "paused",
        "never up to date while anything is paused"
    );
    world.clock.set("2026-11-23T09:00:00Z");
    assert_eq!(world.engine.paused_until().await.unwrap(), None);
    assert_eq!(world.run_due().await, late());
    world
        .engine
        .pause("2026-11-25T11:00:00Z".parse().unwrap())
        .await
        .unwrap();
    world.engine.resume().await.unwrap();
    assert_eq!(world.status().await["state"], "up_to_date");
}

#[tokio::test]
async fn a_connection_whose_keys_are_refused_rests_until_a_person_acts() {
    let world = World::peopled();
    world.run_due().await;
    let refused = Fault::new(FaultCode::KeysRefused, "401");
    world.remote("assess").look().broken.insert("users", refused);
    world.clock.pass(TimeDelta::days(1));
    let tried = world.run_due().await;
    assert_eq!(tried[1], "assess users catch_up failed");
    world.take_asked();
    world.clock.pass(TimeDelta::days(1));
    let without = world.run_due().await;
    assert!(
        without.contains(&"records learners catch_up done".to_owned()),
        "the others go on"
    );
    assert!(
        !world
            .take_asked()
            .iter()
            .any(|call| call.starts_with("users") || call.starts_with("results")),
        "the connection that rests is not called: {without:?}"
    );
    let status = world.status().await;
    assert_eq!(status["state"], "needs_attention");
    assert_eq!(status["connections"][1]["next_due_at"], serde_json::Value::Null);
    assert!(
        status["connections"][1]["message"]
            .as_str()
            .unwrap()
            .contains("did not accept the keys")
    );
    assert!(
        !status["connections"][1]["last_success_at"].is_null(),
        "a failure erases no success"
    );
    world.remote("assess").look().broken.clear();
    world.engine.reconsider(world.id("assess")).await.unwrap();
    let again = world.run_due().await;
    assert!(again.contains(&"assess users scheduled done".to_owned()), "{again:?}");
    assert_eq!(world.status().await["state"], "up_to_date");
}

#[tokio::test]
async fn a_sync_that_a_person_asks_for_tries_a_connection_that_rests() {
    let world = World::peopled();
    let refused = Fault::new(FaultCode::KeysRefused, "401");
    world.remote("assess").look().broken.insert("users", refused);
    world.run_due().await;
    world.remote("assess").look().broken.clear();
    assert!(world.run_due().await.is_empty());
    assert_eq!(world.sync().await.matched, 3);
    assert_eq!(world.status().await["state"], "up_to_date");
}

#[tokio::test]
async fn a_server_that_asks_for_a_pause_gets_it_whatever_the_task() {
    let world = World::peopled();
    let pause = Next::RetryLater(Some(Duration::from_secs(1800)));
    world.fail("assess", 1, Fault::new(FaultCode::RateLimited, "429").then(pause));
    assert_eq!(
        world.run_due().await,
        [
            "records learners scheduled done",
            "assess users scheduled failed",
            "assess match scheduled done"
        ],
        "results are not asked for either"
    );
    world.clock.pass(TimeDelta::minutes(29));
    assert!(world.run_due().await.is_empty());
    world.clock.pass(TimeDelta::minutes(1));
    let again = world.run_due().await;
    assert!(again.contains(&"assess users scheduled done".to_owned()), "{again:?}");
    assert!(again.iter().any(|line| line.starts_with("assess results")), "{again:?}");
    assert_eq!(world.results("L1"), ["R1"]);
}

#[tokio::test]
async fn failures_in_a_row_wait_longer_and_longer() {
    let world = World::peopled();
    let unreachable = Fault::new(FaultCode::Unreachable, "no route");
    world.remote("records").look().broken.insert("centres", unreachable);
    world.run_due().await;
    assert_eq!(world.status().await["connections"][0]["state"], "offline");
    let mut waits = vec![];
    for _ in 0..8 {
        let from = world.engine.status().await.unwrap().connections[0].next_due_at.unwrap();
        let failed_at = wait_for(&world, 0).await;
        assert_eq!(from, failed_at);
        assert_eq!(world.run_due().await, ["records learners scheduled failed"]);
        waits.push(wait_for(&world, 0).await - failed_at);
    }
    assert!(waits[0] <= TimeDelta::minutes(2), "soon at first: {waits:?}");
    assert!(
        waits[7] > TimeDelta::minutes(29) && waits[7] <= TimeDelta::hours(1),
        "an hour at most: {waits:?}"
    );
    world.remote("records").look().broken.clear();
    let back = world.run_due().await;
    assert_eq!(back[0], "records learners scheduled done");
    assert!(
        back.contains(&"assess results linked done".to_owned()),
        "and matched means visible: {back:?}"
    );
}

#[tokio::test]
async fn the_schedule_leaves_alone_what_a_person_is_synchronising() {
    let world = World::peopled();
    let gate = Arc::new(Semaphore::new(0));
    world.remote("records").look().gate = Some(gate.clone());
    let asked = {
        let (engine, ask) = (world.engine.clone(), world.ask(None, None));
        tokio::spawn(async move { engine.sync(ask, CancellationToken::new()).await })
    };
    while world.runs().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(world.run_due().await.is_empty());
    assert_eq!(
        world.status().await["state"],
        "syncing",
        "assess was never read, and its turn in this sync comes"
    );
    gate.add_permits(1000);
    assert_eq!(lines(&asked.await.unwrap().unwrap()).len(), 4);
    assert!(world.run_due().await.is_empty(), "and what was synchronised is not due");
}

#[tokio::test]
async fn hourly_matching_asks_record_systems_for_changes_first() {
    let world = World::peopled();
    world.connect("skills", "skills_forward", Role::Assessments);
    world.run_due().await;
    world.take_asked();
    world.clock.pass(TimeDelta::minutes(1));
    assert_eq!(world.run_due().await, ["skills results scheduled done"]);
    world.clock.pass(TimeDelta::hours(1));
    let hourly = world.run_due().await;
    assert!(hourly[0].starts_with("records learners"), "{hourly:?}");
    assert!(hourly.iter().any(|line| line.starts_with("skills match")), "{hourly:?}");
    assert!(
        !hourly.iter().any(|line| line.starts_with("assess")),
        "where nothing changed, a daily provider is left alone: {hourly:?}"
    );
    let asked = world.take_asked();
    assert!(asked.contains(&"changed c1 p1".to_owned()) && !asked.contains(&"learners c1 p1".to_owned()));
}

#[tokio::test]
async fn results_of_one_learner_are_no_nights_work() {
    let world = World::peopled();
    world.sync().await;
    world.clock.set("2026-11-23T05:00:00Z");
    let runs = world
        .engine
        .latest_results(world.learner_id("L1"), CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(runs[0].read, 1);
    assert_eq!(world.run_due().await, late(), "the others' results are still due");
}

#[tokio::test]
async fn the_window_of_the_night_can_be_set() {
    let world = World::peopled();
    world.sync().await;
    let refused = world.engine.set_overnight("25:00", "05:00").await.unwrap_err();
    assert_eq!(refused.code, FaultCode::SettingRefused);
    world.engine.set_overnight("23:30", "00:30").await.unwrap();
    let due = world.engine.status().await.unwrap().connections[0].next_due_at.unwrap();
    assert!(due >= "2026-11-22T23:30:00Z".parse::<DateTime<Utc>>().unwrap());
    assert!(due < "2026-11-23T23:30:00Z".parse::<DateTime<Utc>>().unwrap());
}

#[tokio::test]
async fn the_loop_looks_at_once_and_ends_when_told() {
    let world = World::peopled();
    let cancel = CancellationToken::new();
    let looping = {
        let (engine, cancel) = (world.engine.clone(), cancel.clone());
        tokio::spawn(async move { engine.run_schedule(cancel).await })
    };
    for _ in 0..500 {
        if world.runs() == NIGHTLY {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(world.runs(), NIGHTLY);
    cancel.cancel();
    tokio::time::timeout(Duration::from_secs(5), looping)
        .await
        .unwrap()
        .unwrap();
}
