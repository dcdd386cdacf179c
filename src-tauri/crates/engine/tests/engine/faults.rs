//! What goes wrong in one place and what goes on elsewhere.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::ports::RecordAbilities;
use domain::run::{RunReason, RunState, SkipReason, Skipped, Task};
use domain::{Fault, FaultCode, Next, Role};
use store::{runs, skips};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::world::{World, cut_off, lines, user};

#[tokio::test]
async fn one_connections_fault_never_stops_anothers_run() {
    let world = World::peopled();
    world.connect("other", "bksb", Role::Assessments);
    world.remote("other").look().broken.insert("users", cut_off());
    world.connect("broken", "onefile", Role::Records);
    world.remote("broken").look().broken.insert("centres", cut_off());
    let report = world.sync().await;
    assert_eq!(
        lines(&report)
            .into_iter()
            .filter(|line| line.ends_with("failed"))
            .collect::<Vec<_>>(),
        ["broken learners asked failed", "other users asked failed"]
    );
    assert_eq!(world.results("L1"), ["R1"], "what works is done");
    let message = &report.runs.iter().find(|run| run.connection == "other").unwrap().fault;
    assert_eq!(
        message.as_ref().unwrap().message,
        "An answer of other was cut off. What was read so far is stored; the next run tries again."
    );
}

#[tokio::test]
async fn a_panic_ends_its_run_and_nothing_else() {
    let world = World::peopled();
    world.remote("assess").look().panics = Some("users");
    let report = world.sync().await;
    let run = &report.runs[1];
    assert_eq!((run.task, run.state), (Task::Users, RunState::Failed));
    assert_eq!(run.fault.as_ref().unwrap().code, FaultCode::Internal);
    world.remote("assess").look().panics = None;
    assert_eq!(world.sync().await.matched, 3, "the engine is as good as before");
}

#[tokio::test]
async fn keys_that_are_not_there_fail_the_run_with_what_to_do() {
    let world = World::peopled();
    world.systems.without_keys.lock().unwrap().push("records".into());
    let report = world.sync().await;
    let fault = report.runs[0].fault.as_ref().unwrap();
    assert_eq!(fault.code, FaultCode::KeysMissing);
    assert!(fault.message.contains("of records is not stored here"));
    world.systems.without_keys.lock().unwrap().clear();
    assert_eq!(world.sync().await.matched, 3, "with the keys typed it works at once");
}

#[tokio::test]
async fn a_system_is_opened_once_until_its_settings_or_keys_may_have_changed() {
    let world = World::peopled();
    world.sync().await;
    world.sync().await;
    assert_eq!(*world.systems.opened.lock().unwrap(), 2, "each once");
    world.engine.reconsider(world.id("assess")).await.unwrap();
    world.sync().await;
    assert_eq!(
        *world.systems.opened.lock().unwrap(),
        3,
        "and anew when a person changed something"
    );
}

#[tokio::test]
async fn a_cancelled_run_keeps_what_it_stored() {
    let world = World::peopled();
    world.remote("records").look().page_size = 2;
    let gate = Arc::new(Semaphore::new(5));
    world.remote("records").look().gate = Some(gate);
    let cancel = CancellationToken::new();
    let running = tokio::spawn({
        let (engine, ask, cancel) = (world.engine.clone(), world.ask(None, None), cancel.clone());
        async move { engine.sync(ask, cancel).await }
    });
    while world.remote("records").look().asked.len() < 6 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    cancel.cancel();
    let report = running.await.unwrap().unwrap();
    assert_eq!(
        lines(&report),
        ["records learners asked cancelled"],
        "nothing else is begun"
    );
    assert_eq!(report.runs[0].added, 2, "the page that was stored stays");
    assert!(report.runs[0].fault.is_none(), "what a person asked for is no fault");
    world.remote("records").look().gate = None;
    world.take_asked();
    let report = world.sync().await;
    assert_eq!(report.runs[0].added, 2, "and the next run goes on from there");
}

#[tokio::test]
async fn a_caller_who_stops_waiting_leaves_no_open_run() {
    let world = World::peopled();
    world.remote("records").look().gate = Some(Arc::new(Semaphore::new(0)));
    let waiting = world.engine.sync(world.ask(None, None), CancellationToken::new());
    assert!(tokio::time::timeout(Duration::from_millis(100), waiting).await.is_err());
    for _ in 0..200 {
        if world.runs() == ["records learners asked cancelled"] {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the run was left open: {:?}", world.runs());
}

#[tokio::test]
async fn a_connection_has_one_run_at_a_time_and_the_second_waits() {
    let world = World::peopled();
    let gate = Arc::new(Semaphore::new(0));
    world.remote("records").look().gate = Some(gate.clone());
    let ask = || {
        let (engine, ask) = (world.engine.clone(), world.ask(None, None));
        tokio::spawn(async move { engine.sync(ask, CancellationToken::new()).await })
    };
    let first = ask();
    while world.remote("records").look().under_way.0 == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let second = ask();
    while world.runs().len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(
        world.runs(),
        ["records learners asked running", "records learners asked queued"]
    );
    gate.add_permits(1000);
    assert_eq!(first.await.unwrap().unwrap().matched, 3);
    assert_eq!(second.await.unwrap().unwrap().matched, 3);
    assert_eq!(world.remote("records").look().under_way.1, 1, "calls never overlapped");
    assert_eq!(world.remote("assess").look().under_way.1, 1);
}

#[tokio::test]
async fn another_process_that_writes_makes_it_busy_and_nothing_is_recorded() {
    let world = World::peopled();
    world.lock.held_elsewhere.store(true, Ordering::SeqCst);
    let busy = world
        .engine
        .sync(world.ask(None, None), CancellationToken::new())
        .await
        .unwrap_err();
    assert_eq!(busy.code, FaultCode::Busy);
    let due = world.engine.run_due(&CancellationToken::new()).await.unwrap_err();
    assert_eq!(due.code, FaultCode::Busy);
    assert!(world.runs().is_empty());
    assert!(world.engine.status().await.is_ok(), "reading always works");
}

#[tokio::test]
async fn what_the_last_session_left_open_is_interrupted_at_launch() {
    let mut world = World::peopled();
    let (records, now) = (world.id("records"), "2026-11-22T09:00:00Z".parse().unwrap());
    world
        .store
        .write(|w| runs::start(w, records, Task::Learners, RunReason::Asked, now))
        .unwrap();
    world.restart();
    world.lock.held_elsewhere.store(true, Ordering::SeqCst);
    assert!(
        world.engine.on_launch().await.unwrap().is_empty(),
        "while another process writes, what is open is its own"
    );
    world.lock.held_elsewhere.store(false, Ordering::SeqCst);
    assert_eq!(world.engine.on_launch().await.unwrap().len(), 1);
    assert_eq!(world.runs(), ["records learners asked interrupted"]);
    assert_eq!(
        world.run_due().await[0],
        "records learners catch_up done",
        "it is made up for"
    );
}

#[tokio::test]
async fn results_that_came_before_a_fault_are_stored() {
    let world = World::peopled();
    world.sync_of(None, Some(&[Task::Learners])).await;
    world.sync_of(None, Some(&[Task::Users])).await;
    world.fail("assess", 3, cut_off());
    let report = world.sync_of(None, Some(&[Task::Results])).await;
    assert_eq!(lines(&report), ["assess results asked failed"]);
    assert_eq!(report.runs[0].added, 2);
    assert_eq!(world.results("L2"), ["R2"]);
}

#[tokio::test]
async fn an_account_that_vanished_meanwhile_is_skipped() {
    let world = World::peopled();
    world.sync_of(None, Some(&[Task::Learners])).await;
    world.sync_of(None, Some(&[Task::Users])).await;
    world.remote("assess").look().users.remove("U1");
    let report = world.sync_of(None, Some(&[Task::Results])).await;
    assert_eq!(lines(&report), ["assess results asked done_with_skips"]);
    assert_eq!((report.runs[0].added, report.runs[0].skipped), (2, 1));
}

#[tokio::test]
async fn rows_kept_aside_are_counted_once_with_their_reason() {
    let world = World::peopled();
    world.sync().await;
    let odd = Skipped {
        external_id: Some("L99".into()),
        reason: SkipReason::DateUnreadable,
        field: Some("DOB".into()),
    };
    world.remote("records").look().skipped = vec![odd.clone()];
    let report = world.sync_of(None, Some(&[Task::Learners])).await;
    assert_eq!(
        report.runs[0].skipped, 1,
        "listed among the changes and among all, it is one row"
    );
    let kept = world.store.read(|r| skips::list(r, report.runs[0].id)).unwrap();
    assert_eq!(kept, [odd]);
}

#[tokio::test]
async fn accounts_that_were_merged_bring_their_results_along() {
    let world = World::peopled();
    world.sync().await;
    {
        let assess = world.remote("assess");
        let mut remote = assess.look();
        remote.users.remove("U1");
        let moved = remote.results.remove("U1").unwrap();
        remote.results.get_mut("U2").unwrap().extend(moved);
    }
    let report = world.sync().await;
    assert_eq!(report.matched, 2);
    assert_eq!(world.results("L2"), ["R1", "R2"]);
    let results = report.runs.iter().find(|run| run.task == Task::Results).unwrap();
    assert_eq!(results.added, 0, "a result that moves is not a new one");
}

#[tokio::test]
async fn a_provider_without_a_list_is_asked_for_the_learners_own_identifiers() {
    let world = World::peopled();
    let mut recorded = crate::world::learner(4, "c1");
    recorded.provider_username = Some("user4".into());
    world.put_learner(recorded);
    world.put_user(user(4));
    let refused = Fault::new(FaultCode::PermissionRefused, "403");
    world.remote("assess").look().broken.insert("users", refused);
    let report = world.sync().await;
    assert!(
        report.runs.iter().all(|run| run.state == RunState::Done),
        "{:?}",
        lines(&report)
    );
    assert_eq!(world.links("L4"), ["username U4"], "a recorded username links");
    assert!(
        world.links("L1").is_empty(),
        "an address tried as a username links nobody"
    );
    assert_eq!(report.unmatched_users, 0, "how many there are is not known");
    let asked = world.take_asked();
    let found: Vec<&String> = asked.iter().filter(|call| call.starts_with("find")).collect();
    assert_eq!(
        found,
        [
            "find username person1@example.org",
            "find username person2@example.org",
            "find username person3@example.org",
            "find username user4"
        ]
    );
    let status = world.status().await;
    assert_eq!(
        status["connections"][1]["state"], "up_to_date",
        "it works, in its own way"
    );
    assert!(
        status["connections"][1]["message"]
            .as_str()
            .unwrap()
            .contains("does not list its users")
    );
    world.remote("assess").look().users.clear();
    world.sync().await;
    assert_eq!(world.links("L4"), ["username U4"], "who was not found is not gone");
}

#[tokio::test]
async fn a_list_that_breaks_off_after_its_first_page_is_no_missing_list() {
    let world = World::peopled();
    world.remote("assess").look().page_size = 2;
    world.fail("assess", 2, Fault::new(FaultCode::PermissionRefused, "403"));
    let report = world.sync_of(Some(&["assess"]), Some(&[Task::Users])).await;
    assert_eq!(lines(&report)[0], "assess users asked failed");
}

#[tokio::test]
async fn a_fault_keeps_what_happens_next_as_the_place_that_saw_it_said() {
    let world = World::peopled();
    world.remote("records").look().abilities = RecordAbilities::default();
    let later = Fault::new(FaultCode::RequestRefused, "412").then(Next::RetryLater(None));
    world.fail("records", 1, later);
    world.sync().await;
    let row = world.store.read(|r| runs::by_id(r, domain::RunId(1))).unwrap();
    assert_eq!(row.fault.unwrap().next, Next::RetryLater(None));
}

#[tokio::test]
async fn a_run_at_work_says_in_the_store_what_it_has_done_so_far() {
    let world = World::peopled();
    world.remote("records").look().page_size = 2;
    world.remote("records").look().gate = Some(Arc::new(Semaphore::new(4)));
    let cancel = CancellationToken::new();
    let (engine, ask, token) = (world.engine.clone(), world.ask(None, None), cancel.clone());
    let asked = tokio::spawn(async move { engine.sync(ask, token).await });
    while world.remote("records").look().asked.len() < 5 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let row = world.store.read(|r| runs::by_id(r, domain::RunId(1))).unwrap();
    assert_eq!(
        (row.counts.added, row.counts.calls),
        (2, 4),
        "were the app to end now, this would be on record"
    );
    cancel.cancel();
    asked.await.unwrap().unwrap();
}
