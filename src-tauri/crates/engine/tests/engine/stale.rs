//! What must not go stale or stand still for good: rows that were kept aside, rows read by another definition, runs whose
//! end nobody recorded, results that a pause cut off.

use std::time::Duration;

use chrono::TimeDelta;
use domain::ports::Clock;
use domain::run::{RunReason, SkipReason, Skipped, Task};
use domain::{Fault, FaultCode, Next};
use store::runs;

use crate::world::{World, learner, lines};

async fn learners(world: &World) -> engine::SyncReport {
    world.sync_of(Some(&["records"]), Some(&[Task::Learners])).await
}

fn details(world: &World) -> Vec<String> {
    let asked = world.take_asked().into_iter();
    asked
        .filter_map(|call| call.strip_prefix("learner ").map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn a_change_that_could_not_be_read_is_fetched_again_until_it_can() {
    let world = World::peopled();
    learners(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    let mut edited = learner(1, "c1");
    edited.family_name = "Edited".into();
    world.put_learner(edited);
    let remote = world.remote("records");
    let unreadable = remote.look().learners.remove("L1").unwrap();
    remote.look().skipped = vec![Skipped {
        external_id: Some("L1".into()),
        reason: SkipReason::DateUnreadable,
        field: Some("DOB".into()),
    }];
    learners(&world).await;
    world.clock.pass(TimeDelta::days(1));
    learners(&world).await;
    remote.look().skipped.clear();
    remote.look().learners.insert("L1".into(), unreadable);
    world.clock.pass(TimeDelta::days(1));
    world.take_asked();
    learners(&world).await;
    assert_eq!(
        world.learner("L1")["family_name"],
        "Edited",
        "the change lies before the cursor, and nobody else would bring it"
    );
    world.take_asked();
    learners(&world).await;
    assert!(details(&world).is_empty(), "once it is read, it is known as any other");
}

#[tokio::test]
async fn a_row_kept_aside_that_reads_as_it_is_stored_is_not_fetched_for_ever() {
    let world = World::peopled();
    learners(&world).await;
    let remote = world.remote("records");
    remote.look().skipped = vec![Skipped {
        external_id: Some("L1".into()),
        reason: SkipReason::FieldMistyped,
        field: Some("ULN".into()),
    }];
    let whole = remote.look().learners.remove("L1").unwrap();
    learners(&world).await;
    remote.look().skipped.clear();
    remote.look().learners.insert("L1".into(), whole);
    world.take_asked();
    learners(&world).await;
    assert_eq!(details(&world), ["L1"]);
    learners(&world).await;
    assert!(details(&world).is_empty());
}

#[tokio::test]
async fn rows_that_another_definition_read_are_read_again() {
    let world = World::peopled();
    learners(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    learners(&world).await;
    world.take_asked();
    world.clock.pass(TimeDelta::hours(1));
    world.remote("records").look().reading = 2;
    learners(&world).await;
    assert_eq!(
        details(&world).len(),
        4,
        "a field that is mended now concerns those who have not changed since"
    );
    learners(&world).await;
    assert!(details(&world).is_empty(), "once is enough");
}

#[tokio::test]
async fn a_run_that_another_process_left_open_does_not_stop_the_schedule() {
    let world = World::peopled();
    world.run_due().await;
    let (records, now) = (world.id("records"), "2026-11-22T11:00:00Z".parse().unwrap());
    // Another process was killed in the middle of it, while this engine was at work.
    world
        .store
        .write(|w| runs::start(w, records, Task::Learners, RunReason::Asked, now))
        .unwrap();
    world.clock.set("2026-11-23T10:00:00Z");
    assert_eq!(world.run_due().await[0], "records learners catch_up done");
    assert!(world.runs().contains(&"records learners asked interrupted".to_owned()));
}

#[tokio::test]
async fn an_app_that_is_never_closed_backs_up_every_day_all_the_same() {
    let world = World::peopled();
    for (day, backups) in [(22, 1), (23, 2), (24, 3)] {
        world.clock.set(&format!("2026-11-{day}T10:00:00Z"));
        world.run_due().await;
        world.clock.pass(TimeDelta::hours(1));
        world.run_due().await;
        assert_eq!(world.store.backups().len(), backups);
    }
}

#[tokio::test]
async fn a_provider_that_cannot_be_opened_spoils_no_report() {
    let world = World::peopled();
    world.sync().await;
    world.systems.without_keys.lock().unwrap().push("assess".into());
    world.engine.reconsider(world.id("assess")).await.unwrap();
    let report = world.sync().await;
    assert_eq!(
        lines(&report),
        [
            "records learners asked done",
            "assess users asked failed",
            "assess match asked failed"
        ]
    );
    assert_eq!(report.matched, 3, "how matters stand is told from what is stored");
}

#[tokio::test]
async fn a_pause_of_a_hundred_thousand_years_ends_its_run_and_nothing_else() {
    let world = World::peopled();
    let ages =
        Fault::new(FaultCode::RateLimited, "429").then(Next::RetryLater(Some(Duration::from_secs(9_000_000_000_000))));
    world.fail("assess", 1, ages);
    let report = world.sync().await;
    assert_eq!(lines(&report)[1], "assess users asked failed");
    world.clock.pass(TimeDelta::days(2));
    assert!(
        world.run_due().await.iter().any(|run| run.starts_with("assess users")),
        "nonsense has an end"
    );
}

#[tokio::test]
async fn a_look_up_that_knows_nothing_but_usernames_blanks_nobody_who_is_stored() {
    let world = World::peopled();
    let mut typed = learner(1, "c1");
    typed.provider_username = Some("user1".into());
    world.put_learner(typed);
    world.sync().await;
    let of_user = |world: &World| {
        let (provider, id) = (world.id("assess"), world.user_id("U1"));
        let today = world.clock.now().date_naive();
        let input = world
            .store
            .read(|r| store::matching::input(r, provider, today))
            .unwrap();
        let user = input.users.into_iter().find(|user| user.id == id).unwrap();
        (user.email, user.given_name, user.date_of_birth, user.in_scope)
    };
    let before = of_user(&world);
    assert!(before.0.is_some());
    let remote = world.remote("assess");
    let missing = Fault::new(FaultCode::OperationMissing, "404");
    remote.look().broken.insert("users", missing);
    let bare = domain::records::UserRecord {
        external_id: "U1".into(),
        username: Some("user1".into()),
        active: true,
        ..domain::records::UserRecord::default()
    };
    remote.look().users.insert("U1".into(), bare);
    let report = world.sync().await;
    assert!(world.take_asked().contains(&"find username user1".to_owned()));
    assert_eq!(report.runs[1].changed, 0);
    assert_eq!(of_user(&world), before, "what the list said of them stands");
}

#[tokio::test]
async fn results_cut_off_by_a_pause_go_on_where_they_were() {
    let world = World::peopled();
    world.sync().await;
    world.take_asked();
    let later = || Fault::new(FaultCode::RateLimited, "429").then(Next::RetryLater(Some(Duration::from_secs(600))));
    for cut_at in ["results U2", "results U3"] {
        world.fail("assess", 2, later());
        world.sync_of(None, Some(&[Task::Results])).await;
        assert_eq!(world.take_asked().last().unwrap(), cut_at);
        world.clock.pass(TimeDelta::minutes(11));
    }
    world.sync_of(None, Some(&[Task::Results])).await;
    assert_eq!(world.take_asked(), ["results U3"], "nothing again that is stored");
    world.sync_of(None, Some(&[Task::Results])).await;
    assert_eq!(world.take_asked().len(), 3, "the next turn is about everybody");
}

#[tokio::test]
async fn results_cut_off_long_ago_are_fetched_for_everybody() {
    let world = World::peopled();
    world.sync().await;
    world.fail("assess", 2, crate::world::cut_off());
    world.sync_of(None, Some(&[Task::Results])).await;
    world.clock.pass(TimeDelta::days(1));
    world.take_asked();
    world.sync_of(None, Some(&[Task::Results])).await;
    let mut asked = world.take_asked();
    assert_eq!(asked[0], "results U2", "who waits longest comes first");
    asked.sort();
    assert_eq!(asked, ["results U1", "results U2", "results U3"]);
}
