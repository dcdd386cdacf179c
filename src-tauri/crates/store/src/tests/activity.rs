//! Runs and audit, as the window lists them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::run::{Counts, RunReason, RunState, SkipReason, Skipped, Task};
use domain::{ConnectionId, Fault, FaultCode, Next, RunId};

use super::centre::Centre;
use super::support::day;
use crate::audit::{self, Act, Action};
use crate::held::{self, Missing};
use crate::store::Writer;
use crate::views::{self, RunEntry, RunsAsk};
use crate::{kv, runs, skips};

const ALL: RunsAsk = RunsAsk {
    connection: None,
    task: None,
    state: None,
    group: true,
    limit: 100,
    offset: 0,
};

fn at(minute: i64) -> DateTime<Utc> {
    day(1) + TimeDelta::minutes(minute)
}

/// A run of a minute's length. It brought `added` rows.
fn run(centre: &Centre, connection: ConnectionId, task: Task, minute: i64, added: u64, fault: Option<&Fault>) -> RunId {
    let counts = Counts {
        read: 9,
        added,
        ..Counts::default()
    };
    let state = if fault.is_some() {
        RunState::Failed
    } else {
        RunState::Done
    };
    let work = |w: &Writer<'_>| {
        let run = runs::start(w, connection, task, RunReason::Scheduled, at(minute))?;
        runs::finish(w, run, state, &counts, fault, at(minute + 1))?;
        Ok(run)
    };
    centre.place.store.write(work).unwrap()
}

/// Each entry as its last run and how many it stands for, after those that the centre began with.
fn entries(centre: &Centre, ask: &RunsAsk) -> (u64, Vec<(i64, i64)>) {
    let page = centre.place.store.read(|r| views::runs_page(r, ask)).unwrap();
    let told = page.entries.iter().map(|entry| match entry {
        RunEntry::Run { run } => (run.id.0, 1),
        RunEntry::Group { group } => (group.last_id.0, group.count),
    });
    (u64::try_from(page.total).unwrap(), told.collect())
}

/// A day of polls, and what else went on.
fn busy() -> (Centre, Vec<i64>) {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    let unreachable = Fault::new(FaultCode::Unreachable, "no network");
    let ids = vec![
        run(&centre, provider, Task::Results, 0, 0, None),
        run(&centre, provider, Task::Results, 1, 0, None),
        run(&centre, provider, Task::Match, 2, 0, None),
        run(&centre, provider, Task::Results, 3, 0, None),
        run(&centre, provider, Task::Results, 4, 7, None),
        run(&centre, centre.second, Task::Results, 5, 0, None),
        run(&centre, provider, Task::Results, 6, 0, None),
        run(&centre, provider, Task::Results, 7, 0, Some(&unreachable)),
        run(&centre, provider, Task::Results, 8, 0, None),
        run(&centre, provider, Task::Results, 9, 0, None),
    ];
    (centre, ids.into_iter().map(|id| id.0).collect())
}

#[test]
fn runs_in_a_row_that_brought_nothing_new_are_one_entry() {
    let (centre, ids) = busy();
    let (total, told) = entries(&centre, &ALL);
    let begun = centre.ids.run.0;
    let expected = [
        (ids[9], 2),
        (ids[7], 1),
        (ids[6], 1),
        (ids[5], 1),
        (ids[4], 1),
        (ids[3], 3),
        (ids[2], 1),
        (begun, 1),
    ];
    assert_eq!(
        told, expected,
        "a match in between does not part polls; a failure and news do"
    );
    assert_eq!(total, told.len() as u64);

    let page = centre.place.store.read(|r| views::runs_page(r, &ALL)).unwrap();
    let RunEntry::Group { group } = &page.entries[5] else {
        panic!("three polls are one entry")
    };
    assert_eq!(
        (group.first_at, group.last_at, group.connection.as_str()),
        (at(0), at(3), "bksb")
    );
    assert_eq!((group.task, group.reason), (Task::Results, RunReason::Scheduled));

    let one_by_one = entries(&centre, &RunsAsk { group: false, ..ALL });
    assert_eq!(one_by_one.0, ids.len() as u64 + 1);
}

#[test]
fn runs_are_narrowed_down_and_paged() {
    let (centre, ids) = busy();
    let of = |ask: RunsAsk| entries(&centre, &ask).1;
    let second = RunsAsk {
        connection: Some(centre.second),
        ..ALL
    };
    assert_eq!(of(second), [(ids[5], 1)]);
    assert_eq!(
        of(RunsAsk {
            task: Some(Task::Match),
            ..ALL
        }),
        [(ids[2], 1)]
    );
    assert_eq!(
        of(RunsAsk {
            state: Some(RunState::Failed),
            ..ALL
        }),
        [(ids[7], 1)]
    );
    let done = of(RunsAsk {
        state: Some(RunState::Done),
        ..ALL
    });
    assert_eq!(
        done[..2],
        [(ids[9], 2), (ids[6], 1)],
        "the failure parts them, though it is not shown"
    );
    let (total, page) = entries(
        &centre,
        &RunsAsk {
            limit: 2,
            offset: 4,
            ..ALL
        },
    );
    assert_eq!((total, page), (8, vec![(ids[4], 1), (ids[3], 3)]));
}

#[test]
fn a_run_is_opened_with_its_fault_what_it_skipped_and_when_it_worked_again() {
    let (centre, ids) = busy();
    let detail = |id, skips| {
        centre
            .place
            .store
            .read(|r| views::run_detail(r, RunId(id), skips))
            .unwrap()
    };
    let failed = detail(ids[7], 9);
    assert_eq!(failed.fault.map(|fault| fault.code), Some(FaultCode::Unreachable));
    assert_eq!(failed.run.fault_code, Some(FaultCode::Unreachable));
    assert_eq!(
        failed.worked_again_at,
        Some(at(9)),
        "when the next one of the task ended"
    );
    assert_eq!(detail(ids[6], 9).worked_again_at, None, "nothing was wrong with it");

    let provider = centre.ids.provider;
    let mut later = Fault::new(FaultCode::Unreachable, "no network");
    later.next = Next::RetryLater(Some(std::time::Duration::from_secs(60)));
    let last = run(&centre, provider, Task::Results, 20, 0, Some(&later));
    let kept_aside = ["a", "b", "c"].map(|id| Skipped {
        external_id: Some(id.to_owned()),
        reason: SkipReason::FieldMissing,
        field: None,
    });
    centre
        .place
        .store
        .write(|w| skips::record(w, last, &kept_aside))
        .unwrap();
    let opened = detail(last.0, 2);
    assert_eq!((opened.skipped.as_slice(), opened.skipped_total), (&kept_aside[..2], 3));
    assert_eq!(opened.worked_again_at, None);
    assert_eq!(opened.fault.and_then(|fault| fault.retry_at), Some(at(22)));
    let missing = centre.place.store.read(|r| views::run_detail(r, RunId(999), 9));
    assert_eq!(missing.err().unwrap().code, FaultCode::NotFound);
}

#[test]
fn only_the_run_that_waits_can_be_confirmed() {
    let centre = Centre::new();
    let records = centre.ids.records;
    let hold = || {
        let missing = Missing {
            learners: vec![centre.id("1"), centre.id("2")],
            users: Vec::new(),
        };
        centre.place.store.write(|w| {
            let run = runs::start(w, records, Task::Learners, RunReason::Scheduled, at(0))?;
            held::hold(w, run, &missing)?;
            kv::set(w, &held::waiting_key(records), Some(&run.to_string()))?;
            runs::finish(w, run, RunState::Held, &Counts::default(), None, at(1))?;
            Ok(run)
        })
    };
    let (first, second) = (hold().unwrap(), hold().unwrap());
    let detail = |id| centre.place.store.read(|r| views::run_detail(r, id, 9)).unwrap();
    assert_eq!(
        (detail(first).can_confirm, detail(second).can_confirm),
        (false, true),
        "a later one took its place"
    );
    assert_eq!(detail(second).missing, 2);
    centre
        .place
        .store
        .write(|w| kv::set(w, &held::waiting_key(records), None))
        .unwrap();
    assert!(!detail(second).can_confirm);
}

#[test]
fn the_audit_names_who_is_still_here() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    let gone = centre.id("2");
    let record = |learner, user, minute| {
        let act = Act {
            connection: Some(provider),
            learner,
            user,
            detail: Some("email"),
            ..Act::new(Action::Linked)
        };
        centre
            .place
            .store
            .write(|w| audit::record(w, &act, "clerk", at(minute)))
            .unwrap();
    };
    record(Some(gone), None, 0);
    record(Some(centre.id("1")), Some(centre.user(provider, "1")), 1);
    centre
        .place
        .store
        .write(|w| w.execute("DELETE FROM learners WHERE id = ?", [gone.0]))
        .unwrap();
    let page = |limit, offset| {
        centre
            .place
            .store
            .read(|r| views::audit_page(r, limit, offset))
            .unwrap()
    };
    let both = page(9, 0);
    assert_eq!(both.total, 2);
    let told: Vec<_> = both
        .rows
        .iter()
        .map(|row| {
            (
                row.learner_id,
                row.learner_name.as_deref(),
                row.account.as_deref(),
                row.username.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some(centre.id("1")), Some("Zoë Åkerlind"), Some("1"), Some("zoe1")),
            (Some(gone), None, None, None),
        ],
        "the latest first"
    );
    assert_eq!(page(1, 1).rows[0].at, at(0));
}
