//! Listings: cut and gone on with, whole or not, believed or held.

use chrono::TimeDelta;
use domain::run::{RunState, SkipReason, Skipped, Task};
use domain::{FaultCode, Role};

use crate::world::{World, centre, cut_off, learner, lines, told};

/// A world of this many learners, changed long ago, and no accounts.
fn many(count: u32) -> World {
    let world = World::new();
    world.clock.set("2026-10-01T10:00:00Z");
    for number in 1..=count {
        world.put_learner(learner(number, "c1"));
    }
    world.clock.set(crate::world::MORNING);
    world
}

fn details(asked: &[String]) -> Vec<&str> {
    asked.iter().filter_map(|call| call.strip_prefix("learner ")).collect()
}

async fn learners(world: &World) -> engine::SyncReport {
    world.sync_of(Some(&["records"]), Some(&[Task::Learners])).await
}

#[tokio::test]
async fn a_listing_that_was_cut_fetches_nothing_again_that_is_stored() {
    let world = many(12);
    // centres, page 1, five details, page 2, two details: the third of page 2 is cut off.
    world.fail("records", 10, cut_off());
    let report = learners(&world).await;
    assert_eq!(lines(&report)[0], "records learners asked failed");
    assert_eq!(report.runs[0].added, 5, "a page that came whole is stored");
    world.take_asked();
    world.clock.pass(TimeDelta::hours(1));
    let report = learners(&world).await;
    assert_eq!(lines(&report)[0], "records learners asked done");
    assert_eq!(report.runs[0].added, 7);
    let asked = world.take_asked();
    let fetched = details(&asked);
    assert_eq!(fetched.len(), 7, "only what is not stored: {fetched:?}");
}

#[tokio::test]
async fn what_changed_between_the_cut_and_the_next_run_is_not_missed() {
    let world = many(12);
    world.fail("records", 10, cut_off());
    learners(&world).await;
    world.clock.pass(TimeDelta::minutes(5));
    let mut edited = learner(1, "c1");
    edited.family_name = "Edited".into();
    world.put_learner(edited);
    world.clock.pass(TimeDelta::hours(1));
    learners(&world).await;
    assert_eq!(world.learner("L1")["family_name"], "Edited");
}

#[tokio::test]
async fn a_later_listing_that_was_cut_goes_on_with_its_changes() {
    let world = many(12);
    learners(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    for number in 1..=12 {
        let mut edited = learner(number, "c1");
        edited.family_name = "Edited".into();
        world.put_learner(edited);
    }
    world.clock.pass(TimeDelta::hours(1));
    world.fail("records", 10, cut_off());
    learners(&world).await;
    world.take_asked();
    world.clock.pass(TimeDelta::hours(1));
    let report = learners(&world).await;
    assert_eq!((report.runs[0].added, report.runs[0].changed), (0, 7));
    assert_eq!(
        details(&world.take_asked()).len(),
        7,
        "the first five are as new as the cut listing"
    );
    for number in 1..=12 {
        assert_eq!(world.learner(&format!("L{number}"))["family_name"], "Edited");
    }
}

#[tokio::test]
async fn who_lacks_in_two_whole_listings_in_a_row_is_gone() {
    let world = many(12);
    learners(&world).await;
    world.remote("records").look().learners.remove("L12");
    learners(&world).await;
    assert!(!world.is_gone("L12"), "once may be a row that shifted between pages");
    let report = learners(&world).await;
    assert!(world.is_gone("L12"));
    assert_eq!(report.runs[0].changed, 1, "who is gone has changed");
    world.put_learner(learner(12, "c1"));
    learners(&world).await;
    assert!(!world.is_gone("L12"), "and whoever comes back is back");
}

#[tokio::test]
async fn who_lacks_in_a_listing_that_states_its_total_is_gone_at_once() {
    let world = many(12);
    world.remote("records").look().abilities.changed_since = false;
    world.remote("records").look().abilities.states_total = true;
    learners(&world).await;
    world.remote("records").look().learners.remove("L12");
    learners(&world).await;
    assert!(world.is_gone("L12"));
}

#[tokio::test]
async fn nobody_is_gone_while_a_row_without_an_id_is_kept_aside() {
    let world = many(12);
    world.remote("records").look().abilities.changed_since = false;
    world.remote("records").look().abilities.states_total = true;
    learners(&world).await;
    world.remote("records").look().learners.remove("L12");
    world.remote("records").look().skipped = vec![Skipped {
        external_id: None,
        reason: SkipReason::IdMissing,
        field: Some("ID".into()),
    }];
    for _ in 0..3 {
        let report = learners(&world).await;
        assert_eq!(report.runs[0].state, RunState::DoneWithSkips);
        assert_eq!(report.runs[0].skipped, 1);
    }
    assert!(!world.is_gone("L12"), "the row without an id may be theirs");
}

#[tokio::test]
async fn a_stored_row_that_is_kept_aside_counts_as_seen() {
    let world = many(12);
    learners(&world).await;
    world.remote("records").look().learners.remove("L12");
    world.remote("records").look().skipped = vec![Skipped {
        external_id: Some("L12".into()),
        reason: SkipReason::FieldMistyped,
        field: Some("DOB".into()),
    }];
    for _ in 0..3 {
        learners(&world).await;
    }
    assert!(!world.is_gone("L12"), "it was listed, only not readable");
}

#[tokio::test]
async fn who_moves_to_another_centre_is_not_gone() {
    let world = many(12);
    world.remote("records").look().centres.push(centre("c2"));
    world.remote("records").look().abilities.changed_since = false;
    world.remote("records").look().abilities.states_total = true;
    learners(&world).await;
    world.put_learner(learner(3, "c2"));
    let report = learners(&world).await;
    assert_eq!(report.runs[0].state, RunState::Done);
    assert!(!world.is_gone("L3"));
    assert_eq!(world.learner("L3")["centre"], "Centre c2");
}

#[tokio::test]
async fn a_listing_that_comes_back_empty_is_held_until_a_person_confirms() {
    let world = World::peopled();
    world.sync().await;
    let before = std::mem::take(&mut world.remote("records").look().learners);
    let report = world.sync().await;
    assert_eq!(lines(&report)[0], "records learners asked held");
    assert_eq!(report.runs[0].fault.as_ref().unwrap().code, FaultCode::Implausible);
    assert_eq!(
        report.runs[0].fault.as_ref().unwrap().message,
        "records listed 0 of 4 stored rows of Centre c1. Nothing was marked as gone. What to do: look at the run, then \
         confirm it or correct the cause and sync again."
    );
    assert_eq!(report.matched, 3, "matching goes on with what is stored");
    assert_eq!(world.status().await["connections"][0]["state"], "needs_attention");
    let again = world.sync().await;
    assert_eq!(
        lines(&again)[0],
        "records learners asked held",
        "syncing again confirms nothing"
    );
    assert!(
        world.engine.confirm(report.runs[0].id).await.is_err(),
        "only the last one can be confirmed"
    );
    let confirmed = world.engine.confirm(again.runs[0].id).await.unwrap();
    assert_eq!(lines(&confirmed)[0], "records learners confirmed done");
    assert_eq!(confirmed.runs[0].changed, 4);
    assert!(world.is_gone("L1") && world.is_gone("L4"));
    assert_ne!(world.status().await["connections"][0]["state"], "needs_attention");
    let twice = world.engine.confirm(again.runs[0].id).await.unwrap_err();
    assert_eq!(twice.code, FaultCode::Refused, "what is confirmed is confirmed");
    world.remote("records").look().learners = before;
    world.sync().await;
    assert!(!world.is_gone("L1"), "people who come back are back");
}

#[tokio::test]
async fn a_listing_that_lacks_a_third_of_many_is_held_and_settled_by_a_good_one() {
    let world = many(20);
    learners(&world).await;
    let all = world.remote("records").look().learners.clone();
    world.remote("records").look().learners = all.clone().into_iter().take(13).collect();
    let report = learners(&world).await;
    assert_eq!(report.runs[0].state, RunState::Held, "13 of 20 are under 70 %");
    world.remote("records").look().learners = all;
    learners(&world).await;
    assert!(
        world.engine.confirm(report.runs[0].id).await.is_err(),
        "a later listing has settled it"
    );
    assert_eq!(world.status().await["connections"][0]["state"], "up_to_date");
}

#[tokio::test]
async fn seven_in_ten_are_plausible() {
    let world = many(20);
    learners(&world).await;
    let all = world.remote("records").look().learners.clone();
    world.remote("records").look().learners = all.into_iter().take(14).collect();
    let report = learners(&world).await;
    assert_eq!(report.runs[0].state, RunState::Done);
}

#[tokio::test]
async fn a_centre_that_is_no_longer_named_is_an_empty_listing() {
    let world = many(3);
    world.remote("records").look().centres.push(centre("c2"));
    world.put_learner(learner(9, "c2"));
    learners(&world).await;
    world.remote("records").look().centres.pop();
    let report = learners(&world).await;
    assert_eq!(report.runs[0].state, RunState::Held);
    assert!(report.runs[0].fault.as_ref().unwrap().message.contains("of Centre c2"));
}

#[tokio::test]
async fn a_users_listing_is_held_in_the_same_way() {
    let world = World::peopled();
    world.sync().await;
    world.remote("assess").look().users.clear();
    let report = world.sync().await;
    assert_eq!(lines(&report)[1], "assess users asked held");
    assert_eq!(report.matched, 3, "links stand while nobody has confirmed");
    let confirmed = world.engine.confirm(report.runs[1].id).await.unwrap();
    assert_eq!(confirmed.matched, 0, "without its account no link stands");
    assert_eq!(world.results("L1"), ["R1"], "results stay on record");
}

#[tokio::test]
async fn a_cursor_from_a_clock_that_was_ahead_is_forgotten() {
    let world = many(3);
    world.clock.set("2027-11-22T10:00:00Z");
    learners(&world).await;
    world.clock.set("2026-11-22T10:00:00Z");
    learners(&world).await;
    let mut edited = learner(1, "c1");
    edited.family_name = "Edited".into();
    world.put_learner(edited);
    world.clock.pass(TimeDelta::hours(1));
    learners(&world).await;
    assert_eq!(world.learner("L1")["family_name"], "Edited");
}

#[tokio::test]
async fn a_listing_cut_off_while_a_clock_was_ahead_hides_no_change() {
    let world = many(12);
    learners(&world).await;
    world.clock.set("2027-11-22T10:00:00Z");
    world.put_learner(learner(13, "c1"));
    // centres, the changes, their one detail, and then the whole list breaks off.
    world.fail("records", 4, cut_off());
    assert_eq!(lines(&learners(&world).await)[0], "records learners asked failed");
    world.clock.set("2026-11-22T11:00:00Z");
    let mut edited = learner(13, "c1");
    edited.family_name = "Edited".into();
    world.put_learner(edited);
    world.clock.set("2026-11-22T12:00:00Z");
    for _ in 0..3 {
        learners(&world).await;
        world.clock.pass(TimeDelta::hours(1));
    }
    assert_eq!(world.learner("L13")["family_name"], "Edited");
}

#[tokio::test]
async fn a_system_without_centres_and_changes_is_listed_whole() {
    let world = many(7);
    world.remote("records").look().abilities = domain::ports::RecordAbilities::default();
    let report = learners(&world).await;
    assert_eq!(report.runs[0].added, 7);
    world.take_asked();
    let report = learners(&world).await;
    assert_eq!((report.runs[0].read, report.runs[0].unchanged), (7, 7));
    assert!(!world.take_asked().contains(&"centres".to_owned()));
}

#[tokio::test]
async fn pages_are_told_as_they_come() {
    let world = many(12);
    learners(&world).await;
    let mut events = world.engine.events();
    learners(&world).await;
    let mut told_of = vec![];
    while let Ok(event) = events.try_recv() {
        if let engine::Event::Progress { phase, done, total, .. } = event {
            told_of.push((phase, done, total));
        }
    }
    assert_eq!(
        told_of.last(),
        Some(&(engine::Phase::Learners, 12, Some(12))),
        "phase, count and total"
    );
}

#[tokio::test]
async fn two_record_systems_are_read_in_one_sync() {
    let world = World::peopled();
    world.connect("second", "onefile", Role::Records);
    world.remote("second").look().centres = vec![centre("s1")];
    let report = world.sync().await;
    let learners: Vec<String> = report
        .runs
        .iter()
        .filter(|run| run.task == Task::Learners)
        .map(told)
        .collect();
    assert_eq!(learners.len(), 2);
    assert_eq!(report.matched, 3);
}
