//! The overview.

use domain::linking::Reason;
use domain::run::{RunReason, RunState, Task};
use domain::{Fault, FaultCode, Level, ResultKind, Subject, uk_time};

use super::centre::{Centre, result};
use super::support::day;
use crate::views::{self, OverviewAsk, OverviewParts};
use crate::{centres, connections, held, kv, runs};

fn overview(centre: &Centre) -> OverviewParts {
    let ask = OverviewAsk {
        new_since: uk_time::start_of(uk_time::day(day(2))),
        today: uk_time::day(day(3)),
        days: 3,
    };
    centre.place.store.read(|r| views::overview(r, &ask)).unwrap()
}

#[test]
fn it_counts_who_is_present_and_who_of_those_in_scope_is_linked() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    let held = Some(Reason::KeysDisagree);
    centre.matched(
        provider,
        &[("1", None), ("2", held), ("3", None), ("6", None)],
        &[("2", Reason::KeysDisagree)],
    );
    let parts = overview(&centre);
    assert_eq!((parts.learners, parts.centres), (6, 2), "one of seven is gone");
    assert_eq!(
        parts.record_counts.iter().map(|one| one.learners).collect::<Vec<_>>(),
        [6]
    );
    let linked =
        |parts: &OverviewParts| -> Vec<_> { parts.provider_counts.iter().map(|one| (one.linked, one.of)).collect() };
    assert_eq!(
        linked(&parts),
        [(2, 5), (0, 5)],
        "3 is archived, and the link of 2 waits"
    );

    centre
        .place
        .store
        .write(|w| centres::set_chosen(w, centre.aston, false))
        .unwrap();
    assert_eq!(
        linked(&overview(&centre)),
        [(1, 3), (0, 3)],
        "a centre that is not synchronised is out of scope"
    );
}

#[test]
fn new_results_are_told_by_subject_and_level() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    let initial = |id, level| result(id, ResultKind::Initial, level, day(1));
    centre.fetched(provider, "1", &[initial("old", Level::Entry1)], day(1));
    let mut maths = initial("m", Level::Entry2);
    maths.subject = Subject::Maths;
    maths.level = None;
    centre.fetched(
        provider,
        "1",
        &[initial("a", Level::Entry3), initial("b", Level::Entry3), maths],
        day(2),
    );
    let parts = overview(&centre);
    assert_eq!(parts.new_total, 3, "what was there before is not new");
    let told: Vec<_> = parts
        .new_results
        .iter()
        .map(|one| {
            let some = one.levels.iter().filter(|level| level.count > 0);
            (
                one.subject,
                one.total,
                some.map(|level| (level.level, level.count)).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Subject::English, 2, vec![(Some(Level::Entry3), 2)]),
            (Subject::Maths, 1, vec![(None, 1)]),
        ]
    );
    assert_eq!(
        parts.new_results[0].levels.len(),
        Level::ALL.len() + 1,
        "every level has its place, and so has none"
    );
}

#[test]
fn results_are_counted_by_the_day_in_the_uk_on_which_they_were_finished() {
    let centre = Centre::new();
    let last = uk_time::day(day(3));
    let midnight = uk_time::start_of(last);
    assert_eq!(
        midnight.format("%H").to_string(),
        "23",
        "in summer the day begins an hour earlier than in UTC"
    );
    let second = chrono::TimeDelta::seconds(1);
    let at = |id, at| result(id, ResultKind::Initial, Level::Entry3, at);
    let mut unfinished = at("d", midnight);
    unfinished.finished_at = None;
    let results = [
        at("a", midnight - second),
        at("b", midnight),
        at("c", midnight + second),
        unfinished,
    ];
    centre.fetched(centre.ids.provider, "1", &results, day(3));
    let days: Vec<_> = overview(&centre).days.iter().map(|one| (one.day, one.count)).collect();
    let [before, yesterday] = [1, 2].map(|number| uk_time::day(day(number)));
    assert_eq!(days, [(before, 0), (yesterday, 1), (last, 2)]);
}

#[test]
fn it_tells_what_waits_for_a_person_where_that_is_switched_on() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    centre.matched(
        provider,
        &[("2", Some(Reason::KeysDisagree))],
        &[
            ("1", Reason::NoCounterpart),
            ("2", Reason::KeysDisagree),
            ("4", Reason::NoCounterpart),
        ],
    );
    let mut unmapped = result("a", ResultKind::Initial, Level::Entry3, day(1));
    (unmapped.level, unmapped.level_raw) = (None, Some("Working towards".to_owned()));
    let mut without = result("b", ResultKind::Initial, Level::Entry3, day(1));
    (without.level, without.level_raw) = (None, None);
    centre.fetched(provider, "1", &[unmapped, without], day(1));
    let parts = overview(&centre);
    let first = &parts.waiting[0];
    let reasons: Vec<_> = first.unmatched.iter().map(|one| (one.reason, one.count)).collect();
    assert_eq!(reasons, [(Reason::NoCounterpart, 2), (Reason::KeysDisagree, 1)]);
    assert_eq!(
        (first.held_links, first.unmapped),
        (1, 1),
        "a result without any level is not unmapped"
    );
    assert_eq!(parts.waiting.len(), 2);

    let store = &centre.place.store;
    store.write(|w| connections::set_enabled(w, provider, false)).unwrap();
    assert_eq!(overview(&centre).waiting.len(), 1);
}

#[test]
fn a_run_that_waits_for_confirmation_is_told_with_what_it_says() {
    let centre = Centre::new();
    let records = centre.ids.records;
    let fault = Fault::new(FaultCode::Implausible, "2 of 6");
    let sentence = fault.sentence();
    let run = centre.place.store.write(|w| {
        let run = runs::start(w, records, Task::Learners, RunReason::Scheduled, day(1))?;
        kv::set(w, &held::waiting_key(records), Some(&run.to_string()))?;
        runs::finish(
            w,
            run,
            RunState::Held,
            &domain::run::Counts::default(),
            Some(&fault),
            day(1),
        )?;
        Ok(run)
    });
    let held = overview(&centre).held_runs.remove(0);
    assert_eq!(
        (held.run, held.message, held.connection.as_str()),
        (run.unwrap(), sentence, "Onefile")
    );
}
