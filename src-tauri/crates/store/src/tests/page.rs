//! A learner's page.

use domain::linking::{Decision, LinkChange, Plan, PlannedChange, Reason, Verdict};
use domain::records::Component;
use domain::run::{Counts, RunReason, RunState, Task};
use domain::{ConnectionId, FaultCode, LearnerId, Level, ResultKind, uk_time};

use super::centre::{Centre, learner, result};
use super::support::day;
use crate::views::{self, LearnerPageParts, ProviderPart};
use crate::{connections, decisions, learners, runs, store::Writer};

fn page_of(centre: &Centre, number: &str) -> LearnerPageParts {
    let (id, today) = (centre.id(number), uk_time::day(day(2)));
    centre.place.store.read(|r| views::learner_page(r, id, today)).unwrap()
}

fn at(centre: &Centre, number: &str, provider: ConnectionId) -> ProviderPart {
    let mut parts = page_of(centre, number).providers.into_iter();
    parts
        .find(|one| one.connection_id == provider)
        .expect("every provider has its part")
}

fn run(centre: &Centre, task: Task, reason: RunReason, began: i64, ended: i64) {
    let provider = centre.ids.provider;
    let finished = |w: &Writer<'_>| {
        let run = runs::start(w, provider, task, reason, day(began))?;
        runs::finish(w, run, RunState::Done, &Counts::default(), None, day(ended))
    };
    centre.place.store.write(finished).unwrap();
}

#[test]
fn a_learner_is_told_as_their_record_system_has_them() {
    let centre = Centre::new();
    let (row, run) = (learner("8", "Gwen", "Hart"), centre.ids.run);
    let mut row = row;
    row.nino = Some("AB 12 34 56 C".to_owned());
    row.date_of_birth = "2001-02-03".parse().ok();
    row.provider_username = Some("gwen".to_owned());
    let rows = [domain::ports::Listed::Whole(row)];
    let ids = centre.ids;
    let put = |w: &Writer<'_>| {
        learners::put_page(
            w,
            ids.records,
            Some(ids.centre),
            &rows,
            run,
            &mut crate::Seen::default(),
            day(1),
        )?;
        learners::edit_username(
            w,
            LearnerId(8),
            learners::UsernameEdit::Is("gwen.hart"),
            "clerk",
            day(1),
        )
    };
    centre.place.store.write(put).unwrap();
    let person = page_of(&centre, "8").person;
    assert_eq!(person.nino.as_deref(), Some("••••••56C"));
    assert_eq!(person.date_of_birth, "2001-02-03".parse().ok());
    assert_eq!(
        (person.record_system.as_str(), person.record_connection.as_str()),
        ("onefile", "Onefile")
    );
    assert_eq!(
        (person.provider_username.as_deref(), person.provider_username_edited),
        (Some("gwen.hart"), true)
    );
    assert_eq!(
        (person.centre.as_str(), person.in_scope, person.gone_at),
        ("North", true, None)
    );

    let archived = page_of(&centre, "3").person;
    assert!(!archived.in_scope, "whoever is archived is not compared");
    assert_eq!(page_of(&centre, "7").person.gone_at, Some(day(1)));
    let missing = centre
        .place
        .store
        .read(|r| views::learner_page(r, LearnerId(99), uk_time::day(day(2))));
    assert_eq!(missing.err().unwrap().code, FaultCode::NotFound);
}

#[test]
fn without_a_link_it_says_why_when_that_was_decided_and_who_was_compared() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    centre.matched(
        provider,
        &[],
        &[("4", Reason::NeverMatch), ("5", Reason::NoCounterpart)],
    );
    run(&centre, Task::Match, RunReason::Changed, 1, 2);
    let decide = |user, at| {
        let decision = Decision {
            learner: centre.id("4"),
            user,
            verdict: Verdict::Never,
        };
        centre
            .place
            .store
            .write(|w| decisions::record(w, provider, decision, "clerk", day(at)))
            .unwrap();
    };
    decide(Some(centre.user(provider, "4")), 1);
    decide(Some(centre.user(provider, "5")), 3);
    assert_eq!(
        at(&centre, "4", provider).decided_at,
        Some(day(3)),
        "the last of several pairs"
    );
    decide(None, 2);
    let never = at(&centre, "4", provider);
    assert_eq!(
        never.decided_at,
        Some(day(2)),
        "what was decided of the whole learner says more"
    );
    assert_eq!(
        (never.reason, never.compared_at),
        (Some(Reason::NeverMatch), Some(day(2)))
    );

    let unknown = at(&centre, "5", provider);
    assert_eq!(
        (unknown.reason, unknown.decided_at),
        (Some(Reason::NoCounterpart), None)
    );
    assert_eq!(unknown.accounts_compared, 6);
    let store = &centre.place.store;
    store
        .write(|w| w.execute("UPDATE users SET active = 0 WHERE id = 1", []))
        .unwrap();
    store
        .write(|w| w.execute("UPDATE users SET staff = 1 WHERE id = 2", []))
        .unwrap();
    assert_eq!(
        at(&centre, "5", provider).accounts_compared,
        4,
        "staff and accounts out of use are not compared"
    );
    assert_eq!(
        at(&centre, "5", centre.second).compared_at,
        None,
        "matching has not run there"
    );
}

#[test]
fn a_link_is_told_with_its_account_and_whether_it_is_in_use() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    centre.matched(
        provider,
        &[("1", None), ("2", Some(Reason::DetailsDisagree)), ("3", None)],
        &[],
    );
    let linked = at(&centre, "1", provider);
    let link = linked.link.expect("it is linked");
    assert_eq!(
        (link.account.username.as_deref(), link.held, linked.in_scope),
        (Some("zoe1"), None, true)
    );
    let held = at(&centre, "2", provider).link.expect("it waits");
    assert_eq!(held.held, Some(Reason::DetailsDisagree));
    assert!(!at(&centre, "3", provider).in_scope, "the learner is archived");

    let store = &centre.place.store;
    store
        .write(|w| w.execute("UPDATE users SET active = 0 WHERE id = 1", []))
        .unwrap();
    assert!(
        !at(&centre, "1", provider).in_scope,
        "an account out of use is not fetched"
    );
    assert!(
        at(&centre, "4", provider).in_scope,
        "without a link only the learner counts"
    );
    store.write(|w| connections::set_enabled(w, provider, false)).unwrap();
    let off = at(&centre, "4", provider);
    assert!(
        !off.enabled && !off.in_scope,
        "nobody is compared where it is switched off"
    );
}

#[test]
fn an_account_that_is_gone_leaves_its_link_and_results_on_record() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    centre.matched(provider, &[("1", None)], &[]);
    centre.fetched(
        provider,
        "1",
        &[result("a", ResultKind::Initial, Level::Entry3, day(0))],
        day(2),
    );
    let user = centre.user(provider, "1");
    centre
        .place
        .store
        .write(|w| w.execute("UPDATE users SET gone_at = 1 WHERE id = ?", [user.0]))
        .unwrap();
    let plan = Plan {
        changes: vec![PlannedChange {
            learner: centre.id("1"),
            user,
            change: LinkChange::Remove,
        }],
        ..Plan::default()
    };
    centre.apply(provider, &plan);
    let part = at(&centre, "1", provider);
    assert!(part.link.is_none());
    assert_eq!(
        (part.past.len(), part.past[0].ended_at, part.results.len()),
        (1, day(1), 1)
    );
}

#[test]
fn results_come_latest_first_with_what_they_were_before() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    centre.matched(provider, &[("1", None)], &[]);
    let mut one = result("a", ResultKind::Initial, Level::Entry3, day(-9));
    one.percent = Some(52.0);
    let later = result("b", ResultKind::Diagnostic, Level::Level1, day(-1));
    centre.fetched(provider, "1", &[one.clone(), later], day(2));
    one.level = Some(Level::Level1);
    one.level_raw = Some("Level 1".to_owned());
    centre.fetched(provider, "1", &[one.clone()], day(3));
    one.components = Some(vec![component("2.48")]);
    centre.fetched(provider, "1", &[one.clone()], day(4));
    one.percent = Some(55.0);
    one.components = Some(vec![component("2.50")]);
    centre.fetched(provider, "1", &[one], day(5));

    let results = at(&centre, "1", provider).results;
    let told: Vec<_> = results.iter().map(|one| one.external_id.as_str()).collect();
    assert_eq!(told, ["b", "a"]);
    assert!(results[0].earlier.is_empty());
    let earlier: Vec<_> = results[1]
        .earlier
        .iter()
        .map(|one| (one.until, one.level, one.percent, one.what.join(" ")))
        .collect();
    assert_eq!(
        earlier,
        [
            (day(5), Some(Level::Level1), Some(52.0), "percent components".to_owned()),
            (day(3), Some(Level::Entry3), Some(52.0), "level level_raw".to_owned()),
        ],
        "that components came to be asked for changed nothing"
    );
    assert_eq!(results[1].components[0].value, "2.50");
}

fn component(value: &str) -> Component {
    Component {
        name: "Reading".to_owned(),
        value: value.to_owned(),
        measured_by: None,
        measured_at: None,
    }
}

#[test]
fn results_were_received_when_everybodys_were_fetched_or_one_of_them_was_written() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    let received = || at(&centre, "1", provider).received_at;
    run(&centre, Task::Results, RunReason::Scheduled, 0, 0);
    centre.matched(provider, &[("1", None)], &[]);
    assert_eq!(received(), None, "the link was not there yet");
    run(&centre, Task::Results, RunReason::Linked, 2, 2);
    run(&centre, Task::Results, RunReason::AskedOne, 2, 2);
    assert_eq!(received(), None, "that may have been about others");
    run(&centre, Task::Results, RunReason::Scheduled, 3, 4);
    assert_eq!(received(), Some(day(4)));
    centre.fetched(
        provider,
        "1",
        &[result("a", ResultKind::Initial, Level::Entry3, day(0))],
        day(6),
    );
    assert_eq!(received(), Some(day(6)));
}
