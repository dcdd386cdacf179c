//! Runs, listings, connections and single values.

use std::time::Duration;

use domain::run::{Counts, RunReason, RunState, SkipReason, Skipped, Task};
use domain::{Fault, FaultCode, Next, Role, RunId, Settings, SystemKind};

use super::support::{Ids, Place, day, user, whole};
use crate::tables::connections::NewConnection;
use crate::tables::listings::{Completed, ListingState};
use crate::{connections, kv, listings, runs, skips, tags, views};

fn finish(place: &Place, run: RunId, state: RunState, fault: Option<&Fault>) {
    let counts = Counts {
        read: 5,
        added: 1,
        changed: 2,
        unchanged: 2,
        skipped: 0,
        calls: 7,
    };
    place
        .store
        .write(|w| runs::finish(w, run, state, &counts, fault, day(1)))
        .unwrap();
}

#[test]
fn a_run_is_told_from_beginning_to_end() {
    let (place, ids) = Place::with_connections();
    let run = place
        .store
        .write(|w| runs::queue(w, ids.records, Task::Learners, RunReason::Scheduled, day(0)))
        .unwrap();
    let row = || place.store.read(|r| runs::by_id(r, run)).unwrap();
    assert_eq!(
        (row().state, row().started_at, row().finished_at),
        (RunState::Queued, None, None)
    );
    place
        .store
        .write(|w| runs::set_state(w, run, RunState::Running, day(1)))
        .unwrap();
    assert_eq!((row().started_at, row().finished_at), (Some(day(1)), None));
    finish(&place, run, RunState::Done, None);
    assert_eq!(
        (row().finished_at, row().counts.calls, row().fault),
        (Some(day(1)), 7, None)
    );
    assert_eq!(
        place.store.read(|r| runs::by_id(r, RunId(99))).unwrap_err().code,
        FaultCode::NotFound
    );
}

#[test]
fn a_fault_is_kept_as_its_sentence_and_never_as_its_cause() {
    let (place, ids) = Place::with_connections();
    let fault = Fault::new(FaultCode::RateLimited, "a cause for the log")
        .with("connection", "Onefile")
        .then(Next::RetryLater(Some(Duration::from_secs(60))));
    finish(&place, ids.run, RunState::Failed, Some(&fault));
    let row = place.store.read(|r| runs::by_id(r, ids.run)).unwrap();
    let kept = row.fault.unwrap();
    assert_eq!((kept.code, kept.next), (FaultCode::RateLimited, Next::RetryLater(None)));
    assert_eq!(kept.retry_at, Some(day(1) + chrono::TimeDelta::seconds(60)));
    assert!(kept.message.starts_with("Onefile asked for a pause"));
    let shown = serde_json::to_string(&place.store.read(|r| views::runs(r, 10)).unwrap()).unwrap();
    assert!(!shown.contains("cause for the log"));
}

#[test]
fn a_pause_that_leads_beyond_the_calendar_ends_the_run_all_the_same() {
    let (place, ids) = Place::with_connections();
    for seconds in [9_000_000_000_000, u64::MAX] {
        let fault =
            Fault::new(FaultCode::RateLimited, "429").then(Next::RetryLater(Some(Duration::from_secs(seconds))));
        finish(&place, ids.run, RunState::Failed, Some(&fault));
        let row = place.store.read(|r| runs::by_id(r, ids.run)).unwrap();
        assert_eq!(row.fault.unwrap().retry_at, None);
    }
}

#[test]
fn a_failure_does_not_erase_the_last_success() {
    let (place, ids) = Place::with_connections();
    finish(&place, ids.run, RunState::DoneWithSkips, None);
    let failed = place.run(ids.records);
    finish(
        &place,
        failed,
        RunState::Failed,
        Some(&Fault::new(FaultCode::Unreachable, "")),
    );
    let rows = place.store.read(views::status_rows).unwrap();
    assert_eq!(rows[0].last_success_at, Some(day(1)));
    assert_eq!(
        rows[0].last_runs[0].id, failed,
        "the last run that is over, whatever became of it"
    );
    assert!(rows[1].last_runs.is_empty() && rows[1].last_success_at.is_none());
    let success = place
        .store
        .read(|r| runs::last_success(r, ids.records, Task::Learners))
        .unwrap();
    assert_eq!(success.map(|run| run.id), Some(ids.run));
    let started = place
        .store
        .read(|r| runs::last_start(r, ids.records, Task::Learners))
        .unwrap();
    assert_eq!(started, Some(day(0)));
}

#[test]
fn what_the_last_session_left_open_is_interrupted() {
    let (place, ids) = Place::with_connections();
    let left = place.run(ids.records);
    finish(&place, ids.run, RunState::Held, None);
    assert_eq!(place.store.write(|w| runs::interrupt_open(w, day(2))).unwrap(), [left]);
    let list = place.store.read(|r| runs::list(r, 10)).unwrap();
    let states: Vec<_> = list.iter().map(|run| run.state).collect();
    assert_eq!(states, [RunState::Interrupted, RunState::Held], "newest first");
    assert_eq!(place.store.write(|w| runs::interrupt_open(w, day(3))).unwrap(), []);
}

#[test]
fn what_was_skipped_is_kept_with_its_reason() {
    let (place, ids) = Place::with_connections();
    let skipped = [
        Skipped {
            external_id: Some("4".to_owned()),
            reason: SkipReason::DateUnreadable,
            field: Some("DOB".to_owned()),
        },
        Skipped {
            external_id: None,
            reason: SkipReason::IdMissing,
            field: None,
        },
    ];
    place.store.write(|w| skips::record(w, ids.run, &skipped)).unwrap();
    assert_eq!(place.store.read(|r| skips::list(r, ids.run)).unwrap(), skipped);
}

#[test]
fn a_pending_listing_goes_on_where_it_was_begun() {
    let (place, ids) = Place::with_connections();
    let state = || place.store.read(|r| listings::state(r, ids.records, "1")).unwrap();
    assert_eq!(state(), ListingState::default());
    let begin = |run, since| {
        place
            .store
            .write(|w| listings::begin(w, ids.records, "1", run, since))
            .unwrap()
    };
    begin(ids.run, day(1));
    let later = place.run(ids.records);
    let pending = begin(later, day(2));
    assert_eq!(
        (pending.pending_run, pending.pending_since),
        (Some(ids.run), Some(day(1))),
        "the first one's"
    );
    let complete = |cursor, what| {
        place
            .store
            .write(|w| listings::complete(w, ids.records, "1", cursor, what))
            .unwrap();
    };
    complete(Some(day(1)), Completed::Whole(day(3)));
    let expected = ListingState {
        cursor: Some(day(1)),
        whole_at: Some(day(3)),
        ..ListingState::default()
    };
    assert_eq!(state(), expected);
    complete(Some(day(0)), Completed::Changes);
    assert_eq!(
        state(),
        expected,
        "a cursor never goes back, and changes are no whole listing"
    );
    complete(None, Completed::Changes);
    assert_eq!(state(), expected);
    begin(later, day(4));
    assert_eq!((state().cursor, state().pending_run), (Some(day(1)), Some(later)));
    place.store.write(|w| listings::forget(w, ids.records, "1")).unwrap();
    assert_eq!(state(), ListingState::default());
}

#[test]
fn names_of_connections_are_unique_in_any_case() {
    let (place, ids) = Place::with_connections();
    let kind = SystemKind("bksb".to_owned());
    let settings = Settings([("base_url".to_owned(), "https://example.org".to_owned())].into());
    let add = |name: &str| {
        let new = NewConnection {
            name,
            kind: &kind,
            role: Role::Assessments,
            settings: &settings,
        };
        place.store.write(|w| connections::insert(w, &new, day(0)))
    };
    let refused = add("BKSB").unwrap_err();
    assert_eq!(refused.code, FaultCode::Refused);
    assert!(refused.sentence().contains("bksb"), "it names the one that has it");
    let second = add("Second").unwrap();
    assert_eq!(
        place.store.read(|r| connections::by_id(r, second)).unwrap().settings,
        settings
    );
    let rename = |name: &str| place.store.write(|w| connections::rename(w, second, name));
    assert_eq!(rename("onefile").unwrap_err().code, FaultCode::Refused);
    rename("second").unwrap();
    let found = place
        .store
        .read(|r| connections::by_name(r, "SECOND"))
        .unwrap()
        .unwrap();
    assert_eq!((found.id, found.name.as_str(), found.enabled), (second, "second", true));
    let names: Vec<_> = place
        .store
        .read(connections::list)
        .unwrap()
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, ["Onefile", "bksb", "second"], "record systems first");
    let missing = place.store.write(|w| connections::remove(w, domain::ConnectionId(99)));
    assert_eq!(missing.unwrap_err().code, FaultCode::NotFound);
    assert!(
        place
            .store
            .read(|r| connections::users_available(r, ids.provider))
            .unwrap()
    );
}

#[test]
fn a_removed_connection_takes_its_rows_and_leaves_the_others() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1")]);
    place.put_users(ids, &[user("1")]);
    place.store.write(|w| connections::remove(w, ids.records)).unwrap();
    for table in ["learners", "learner_ninos", "centres", "runs"] {
        assert_eq!(place.number(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    assert_eq!(place.number("SELECT count(*) FROM users"), 1);
}

#[test]
fn a_single_value_is_written_only_when_it_changes() {
    let place = Place::new();
    let set = |value| place.store.write(|w| kv::set(w, "paused_until", value)).unwrap();
    set(Some("a"));
    let before = place.bytes();
    set(Some("a"));
    assert!(place.bytes() == before);
    set(None);
    assert_eq!(place.store.read(|r| kv::get(r, "paused_until")).unwrap(), None);
}

#[test]
fn tags_go_to_linked_learners_of_the_kind() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2")]);
    place.put_users(ids, &[user("1")]);
    let (Ids { provider, .. }, user) = (ids, place.user_id(ids, "1"));
    let learner = place.learner_id(ids, "1");
    place
        .store
        .write(|w| {
            w.execute(
                "INSERT INTO links (provider, learner, user, rule, since) VALUES (?, ?, ?, 'email', 0)",
                (provider.0, learner.0, user.0),
            )
        })
        .unwrap();
    use domain::records::LearnerKind::{Applicant, Learner};
    for (kind, tag) in [
        (Learner, "IA done"),
        (Learner, " IA done "),
        (Learner, ""),
        (Applicant, "Applicant"),
    ] {
        place
            .store
            .write(|w| tags::put_on_linked(w, provider, user, kind, &[tag], day(1)))
            .unwrap();
    }
    assert_eq!(place.store.read(|r| tags::of(r, learner)).unwrap(), ["IA done"]);
    assert_eq!(place.number("SELECT count(*) FROM learner_tags"), 1);
}
