//! What a second look costs, and what it writes.

use std::collections::BTreeSet;

use sandbox::{Op, System};
use system_tests::{Centre, seed_of_today};

/// The page sizes that the definitions ask for.
const ONEFILE_PAGE: usize = 50;
const BKSB_PAGE: usize = 100;
const RESULTS_PAGE: usize = 20;

#[test]
fn a_second_sync_without_a_change_writes_nothing_but_its_runs() {
    let centre = Centre::connected(seed_of_today(), 400);
    let first = centre.sync();
    assert!(added(&first) > 0, "the first one brings everything");
    let before = centre.tables();
    let second = centre.sync();

    for run in second["runs"].as_array().unwrap() {
        assert_eq!(
            (&run["added"], &run["changed"]),
            (&0.into(), &0.into()),
            "nothing is new: {}",
            run["task"]
        );
        assert_eq!(run["state"], "done");
    }
    let after = centre.tables();
    let allowed = BTreeSet::from(["runs", "listings"]);
    for table in after.differing(&before) {
        assert!(allowed.contains(table), "{table} was written though nothing changed");
    }
    assert_eq!(
        after.0["listings"].len(),
        before.0["listings"].len(),
        "a listing only moves its cursor"
    );
}

#[test]
fn a_sync_makes_the_calls_that_the_systems_make_necessary_and_no_more() {
    let centre = Centre::connected(seed_of_today(), 1_200);
    let calls = centre.sandbox.calls();
    let report = centre.sync();
    let expected = Expected::of(&centre);
    assert_eq!(calls.of(Op::OnefileSignIn), 1, "one session serves the run");
    assert_eq!(
        calls.of(Op::OnefileUsersList),
        expected.learner_pages,
        "the pages of each centre"
    );
    assert_eq!(
        calls.of(Op::OnefileUserGet),
        expected.learners,
        "one call for each new learner"
    );
    assert_eq!(calls.of(Op::BksbUsersList), expected.user_pages);
    for op in [Op::BksbInitial, Op::BksbDiagnostic] {
        assert_eq!(
            calls.of(op),
            expected.result_pages(op, &centre),
            "{op:?}: pages of linked users only"
        );
    }
    assert_eq!(
        calls.of(Op::BksbSessions),
        expected.linked.len() * 2,
        "English and maths of each linked user"
    );
    assert_eq!(
        calls.of(Op::BksbComponents),
        expected.finished_sessions,
        "one call for each finished session"
    );
    assert_eq!(
        reported_calls(&report),
        calls.total(),
        "the report tells how many calls were made"
    );

    calls.reset();
    let report = centre.sync();
    assert_eq!(calls.of(Op::OnefileUserGet), 0, "nobody changed");
    assert_eq!(
        calls.of(Op::OnefileUsersList),
        expected.learner_pages + expected.centres,
        "the pages, and what changed"
    );
    assert_eq!(calls.of(Op::BksbUsersList), expected.user_pages);
    assert_eq!(
        calls.of(Op::BksbComponents),
        0,
        "components that are stored are not asked for again"
    );
    assert_eq!(
        reported_calls(&report),
        calls.of_system(System::Onefile) + calls.of_system(System::Bksb)
    );

    calls.reset();
    let edited = centre.sandbox.customer().truth.links[0].learner_external_id.clone();
    centre
        .sandbox
        .edit(|editor| editor.learner(&edited, |learner| learner.mis_id = Some("M-1".to_owned())));
    let _ = centre.sync();
    assert_eq!(calls.of(Op::OnefileUserGet), 1, "one call for the learner who changed");
}

struct Expected {
    centres: usize,
    learners: usize,
    learner_pages: usize,
    user_pages: usize,
    linked: BTreeSet<String>,
    finished_sessions: usize,
}

impl Expected {
    fn of(centre: &Centre) -> Self {
        let customer = centre.sandbox.customer();
        let learners_of = |centre: u64| {
            customer
                .onefile
                .rows()
                .iter()
                .filter(|one| one.role == sandbox::ROLE_LEARNER && one.centre_id == centre)
                .count()
        };
        let linked: BTreeSet<String> = customer.truth.linked_users().into_iter().map(str::to_owned).collect();
        let sessions = linked.iter().map(|id| customer.account(id).unwrap().counts());
        Self {
            centres: customer.centres.len(),
            learners: customer.centres.iter().map(|one| learners_of(one.id)).sum(),
            // A full page may be the last: only a short or empty one says so.
            learner_pages: customer
                .centres
                .iter()
                .map(|one| learners_of(one.id) / ONEFILE_PAGE + 1)
                .sum(),
            user_pages: customer.bksb.rows().len().div_ceil(BKSB_PAGE),
            finished_sessions: sessions.map(|counts| counts.sessions - counts.unfinished).sum(),
            linked,
        }
    }

    fn result_pages(&self, op: Op, centre: &Centre) -> usize {
        let customer = centre.sandbox.customer();
        let rows = |id: &String| {
            let counts = customer.account(id).unwrap().counts();
            if op == Op::BksbInitial {
                counts.initial
            } else {
                counts.diagnostic
            }
        };
        self.linked
            .iter()
            .map(|id| rows(id).div_ceil(RESULTS_PAGE).max(1))
            .sum()
    }
}

fn added(report: &serde_json::Value) -> u64 {
    report["runs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| run["added"].as_u64().unwrap())
        .sum()
}

fn reported_calls(report: &serde_json::Value) -> usize {
    let calls = report["runs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| run["calls"].as_u64().unwrap())
        .sum::<u64>();
    usize::try_from(calls).unwrap()
}
