//! What a sync that a person asks for does.

use chrono::TimeDelta;
use domain::run::Task;

use crate::world::{World, learner, lines, result, user};

#[tokio::test]
async fn a_first_sync_reads_matches_and_fetches_results_in_one_pass() {
    let world = World::peopled();
    let report = world.sync().await;
    assert_eq!(
        lines(&report),
        [
            "records learners asked done",
            "assess users asked done",
            "assess match asked done",
            "assess results asked done"
        ]
    );
    assert_eq!(
        (report.matched, report.unmatched_learners, report.unmatched_users),
        (3, 1, 0)
    );
    assert_eq!(world.links("L2"), ["email U2"]);
    assert_eq!(world.results("L2"), ["R2"]);
    let read: Vec<u64> = report.runs.iter().map(|run| run.read).collect();
    assert_eq!(read, [4, 3, 0, 3], "each run counts rows of its own kind");
}

#[tokio::test]
async fn calls_are_what_the_systems_make_necessary() {
    let world = World::peopled();
    let report = world.sync().await;
    assert_eq!(
        world.take_asked(),
        [
            "centres",
            "learners c1 p1",
            "learner L1",
            "learner L2",
            "learner L3",
            "learner L4",
            "users p1",
            "results U1",
            "results U2",
            "results U3"
        ]
    );
    let calls: Vec<u64> = report.runs.iter().map(|run| run.calls).collect();
    assert_eq!(calls, [6, 1, 0, 3], "each run tells the calls that it made");
}

#[tokio::test]
async fn a_second_sync_with_no_change_adds_and_changes_nothing() {
    let world = World::peopled();
    world.sync().await;
    world.take_asked();
    world.clock.pass(TimeDelta::hours(1));
    let report = world.sync().await;
    assert!(
        report.runs.iter().all(|run| run.added == 0 && run.changed == 0),
        "nothing is new the second time: {report:?}"
    );
    let asked = world.take_asked();
    assert!(
        !asked.iter().any(|call| call.starts_with("learner ")),
        "nobody's details are fetched again: {asked:?}"
    );
}

#[tokio::test]
async fn an_address_corrected_is_matched_by_the_next_sync_with_the_results_at_once() {
    let world = World::peopled();
    world.sync().await;
    world.clock.pass(TimeDelta::hours(1));
    world.put_user(user(4));
    world.put_result(4, result("R4", "Maths Level 1"));
    let mut corrected = learner(4, "c1");
    corrected.given_name = "Corrected".to_owned();
    world.put_learner(corrected);
    world.take_asked();
    let report = world.sync().await;
    assert_eq!(report.matched, 4);
    assert_eq!(world.results("L4"), ["R4"]);
    let asked = world.take_asked();
    let fetched: Vec<&String> = asked.iter().filter(|call| call.starts_with("learner ")).collect();
    assert_eq!(fetched, ["learner L4"], "only the one that changed, and once");
}

#[tokio::test]
async fn getting_users_matches_too_and_fetches_no_results() {
    let world = World::peopled();
    let report = world.sync_of(None, Some(&[Task::Learners])).await;
    assert_eq!(
        lines(&report),
        ["records learners asked done", "assess match changed done"]
    );
    let report = world.sync_of(Some(&["assess"]), Some(&[Task::Users])).await;
    assert_eq!(lines(&report), ["assess users asked done", "assess match changed done"]);
    assert_eq!(report.matched, 3);
    assert!(world.results("L1").is_empty());
    let report = world.sync_of(None, Some(&[Task::Results])).await;
    assert_eq!(lines(&report), ["assess results asked done"]);
    assert_eq!(world.results("L1"), ["R1"]);
}

#[tokio::test]
async fn a_sync_of_the_record_system_alone_fetches_the_results_of_new_links() {
    let world = World::peopled();
    world.sync_of(Some(&["assess"]), None).await;
    let report = world.sync_of(Some(&["records"]), None).await;
    assert_eq!(
        lines(&report),
        [
            "records learners asked done",
            "assess match changed done",
            "assess results linked done"
        ]
    );
    assert_eq!(world.results("L3"), ["R3"], "matched means visible");
}

#[tokio::test]
async fn a_second_sync_within_the_overlap_is_as_good_as_any() {
    let world = World::new();
    world.put_learner(learner(1, "c1"));
    world.sync().await;
    world.clock.pass(TimeDelta::minutes(2));
    let report = world.sync().await;
    assert_eq!(lines(&report)[0], "records learners asked done");
    assert_eq!(
        (report.runs[0].read, report.runs[0].unchanged),
        (1, 1),
        "listed among the changes and among all, they are one person"
    );
    let fetched = world.take_asked().iter().filter(|call| *call == "learner L1").count();
    assert_eq!(fetched, 2, "once by each sync, because the change lies in the overlap");
}
