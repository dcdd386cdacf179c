//! Results and their versions.

use chrono::{DateTime, Utc};
use domain::linking::{LinkChange, Plan, PlannedChange, Reason, Rule};
use domain::ports::UserResults;
use domain::records::{Component, ResultRecord, UserRef};
use domain::{Level, ResultId, ResultKind, Subject, UserId, uk_time};

use super::support::{Ids, Place, day, learner, user, whole};
use crate::tables::matching::{self, Applying};
use crate::tables::results::{PutResults, Target, UnmappedText};
use crate::{results, revisions, users, views};

fn result(external_id: &str) -> ResultRecord {
    ResultRecord {
        external_id: external_id.to_owned(),
        subject: Subject::English,
        subject_raw: Some("English".to_owned()),
        kind: ResultKind::Initial,
        kind_raw: Some("1".to_owned()),
        title: Some("English IA".to_owned()),
        level: Some(Level::Entry3),
        level_raw: Some("English Entry 3".to_owned()),
        score: Some(12.0),
        possible: Some(20.0),
        percent: Some(60.0),
        started_at: None,
        started_raw: None,
        finished_at: Some(day(-9)),
        finished_raw: Some("2026-09-12T10:00:00".to_owned()),
        components: None,
    }
}

fn component(name: &str, value: &str) -> Component {
    Component {
        name: name.to_owned(),
        value: value.to_owned(),
        measured_by: None,
        measured_at: Some(day(-9)),
    }
}

fn put(place: &Place, ids: Ids, user: &str, results: &[ResultRecord], now: DateTime<Utc>) -> PutResults {
    let page = [UserResults {
        user: UserRef {
            external_id: user.to_owned(),
            username: None,
        },
        results: results.to_vec(),
        skipped: Vec::new(),
    }];
    place
        .store
        .write(|w| results::put_page(w, ids.provider, &page, now))
        .unwrap()
}

fn outcome(put: &PutResults) -> (u64, u64, u64) {
    (put.counts.added, put.counts.changed, put.counts.unchanged)
}

fn former(place: &Place) -> Vec<revisions::Revision> {
    let id = ResultId(place.number("SELECT min(id) FROM results"));
    place.store.read(|r| revisions::of(r, id)).unwrap()
}

fn link(place: &Place, ids: Ids, learner: &str, user: &str, held: Option<Reason>) {
    let change = LinkChange::Make {
        rule: Rule::Email,
        held,
    };
    let planned = PlannedChange {
        learner: place.learner_id(ids, learner),
        user: place.user_id(ids, user),
        change,
    };
    let plan = Plan {
        changes: vec![planned],
        ..Plan::default()
    };
    let applying = Applying {
        run: None,
        actor: "test",
        now: day(1),
    };
    place
        .store
        .write(|w| matching::apply(w, ids.provider, &plan, applying))
        .unwrap();
}

fn with_user() -> (Place, Ids) {
    let (place, ids) = Place::with_connections();
    place.put_users(ids, &[user("7"), user("8")]);
    (place, ids)
}

#[test]
fn a_result_that_brings_nothing_new_writes_nothing() {
    let (place, ids) = with_user();
    let mut detailed = result("2");
    detailed.components = Some(vec![component("Reading", "2.48"), component("Writing", "1.9")]);
    let all = [result("1"), detailed.clone()];
    assert_eq!(outcome(&put(&place, ids, "7", &all, day(1))), (2, 0, 0));
    let before = place.bytes();
    assert_eq!(outcome(&put(&place, ids, "7", &all, day(2))), (0, 0, 2));
    detailed.components = None;
    assert_eq!(
        outcome(&put(&place, ids, "7", &[detailed], day(2))),
        (0, 0, 1),
        "not asked is not none"
    );
    assert!(place.bytes() == before, "not a byte is written");
    assert_eq!(place.number("SELECT count(*) FROM result_components"), 2);
}

#[test]
fn a_change_of_a_mapped_field_or_the_raw_level_is_a_revision() {
    type Edit = fn(&mut ResultRecord);
    let edits: [(&str, Edit); 9] = [
        ("subject", |row| row.subject = Subject::Maths),
        ("title", |row| row.title = None),
        ("level", |row| row.level = Some(Level::Level1)),
        ("raw level", |row| {
            row.level_raw = Some("English Entry 3 (V5)".to_owned())
        }),
        ("score", |row| row.score = Some(13.0)),
        ("possible", |row| row.possible = Some(21.0)),
        ("percent", |row| row.percent = Some(61.0)),
        ("start", |row| row.started_at = Some(day(-10))),
        ("finish", |row| row.finished_at = None),
    ];
    for (what, edit) in edits {
        let (place, ids) = with_user();
        put(&place, ids, "7", &[result("1")], day(1));
        let mut changed = result("1");
        edit(&mut changed);
        assert_eq!(outcome(&put(&place, ids, "7", &[changed], day(2))), (0, 1, 0), "{what}");
        let former = former(&place);
        assert_eq!(former.len(), 1, "{what}: the former version is kept");
        assert_eq!((former[0].seen_from, former[0].seen_until), (day(1), day(2)));
        assert_eq!(former[0].level.as_deref(), Some("entry_3"));
        assert_eq!(place.number("SELECT revision FROM results"), 2);
    }
}

#[test]
fn a_change_of_other_raw_text_is_stored_without_a_revision() {
    let (place, ids) = with_user();
    put(&place, ids, "7", &[result("1")], day(1));
    let mut changed = result("1");
    changed.subject_raw = Some("ENGLISH".to_owned());
    changed.finished_raw = Some("12/09/2026 10:00".to_owned());
    assert_eq!(outcome(&put(&place, ids, "7", &[changed.clone()], day(2))), (0, 1, 0));
    assert_eq!(former(&place), []);
    assert_eq!(
        outcome(&put(&place, ids, "7", &[changed], day(3))),
        (0, 0, 1),
        "it is stored"
    );
}

#[test]
fn every_former_version_is_kept_with_its_components() {
    let (place, ids) = with_user();
    for (number, ability) in [(1, "1.1"), (2, "1.2"), (3, "1.3")] {
        let mut version = result("1");
        version.components = Some(vec![component("Reading", ability)]);
        put(&place, ids, "7", &[version], day(number));
    }
    let former = former(&place);
    assert_eq!(former.len(), 2);
    assert_eq!(
        former[1].components.as_deref(),
        Some(r#"[{"name":"Reading","value":"1.2"}]"#)
    );
    assert_eq!((former[1].seen_from, former[1].seen_until), (day(2), day(3)));
}

#[test]
fn components_that_come_later_are_no_revision() {
    let (place, ids) = with_user();
    put(&place, ids, "7", &[result("1")], day(1));
    let mut detailed = result("1");
    detailed.components = Some(Vec::new());
    assert_eq!(outcome(&put(&place, ids, "7", &[detailed], day(2))), (0, 1, 0));
    assert_eq!(former(&place), [], "they were not asked for before");
}

#[test]
fn kinds_may_share_a_number() {
    let (place, ids) = with_user();
    let mut diagnostic = result("1");
    diagnostic.kind = ResultKind::Diagnostic;
    assert_eq!(
        outcome(&put(&place, ids, "7", &[result("1"), diagnostic], day(1))),
        (2, 0, 0)
    );
}

#[test]
fn results_move_with_accounts_that_are_merged() {
    let (place, ids) = with_user();
    put(&place, ids, "7", &[result("1"), result("2")], day(1));
    assert_eq!(outcome(&put(&place, ids, "8", &[result("1")], day(2))), (0, 1, 0));
    let of = |user: &str| {
        let id = place.user_id(ids, user).0;
        place.number(&format!("SELECT count(*) FROM results WHERE user = {id}"))
    };
    assert_eq!((of("7"), of("8")), (1, 1), "one moved, none was added or lost");
    assert_eq!(former(&place), [], "the result itself is as it was");
}

#[test]
fn results_that_no_longer_arrive_stay_and_twins_count_once() {
    let (place, ids) = with_user();
    let mut later = result("1");
    later.score = Some(13.0);
    let put_twice = put(&place, ids, "7", &[result("1"), later.clone()], day(1));
    assert_eq!((put_twice.counts.read, put_twice.counts.added), (1, 1));
    put(&place, ids, "7", &[], day(2));
    assert_eq!(
        outcome(&put(&place, ids, "7", &[later], day(3))),
        (0, 0, 1),
        "the last form was kept"
    );
}

#[test]
fn a_share_of_nothing_is_no_number() {
    let (place, ids) = with_user();
    let mut nothing = result("1");
    nothing.possible = Some(0.0);
    nothing.score = Some(f64::NAN);
    put(&place, ids, "7", &[nothing.clone()], day(1));
    assert_eq!(place.number("SELECT percent IS NULL AND score IS NULL FROM results"), 1);
    assert_eq!(
        outcome(&put(&place, ids, "7", &[nothing], day(2))),
        (0, 0, 1),
        "it equals itself"
    );
}

#[test]
fn results_of_an_unknown_account_are_counted_as_skipped() {
    let (place, ids) = with_user();
    let put = put(&place, ids, "99", &[result("1")], day(1));
    assert_eq!((put.counts.read, put.counts.skipped), (1, 1));
    assert_eq!(place.number("SELECT count(*) FROM results"), 0);
}

#[test]
fn a_new_initial_assessment_names_the_account_for_tags() {
    let (place, ids) = with_user();
    let mut digital = result("2");
    digital.subject = Subject::Digital;
    assert_eq!(put(&place, ids, "7", &[digital], day(1)).initial_for, []);
    let both = [result("1"), result("3")];
    assert_eq!(
        put(&place, ids, "7", &both, day(1)).initial_for,
        [place.user_id(ids, "7")]
    );
    assert_eq!(
        put(&place, ids, "7", &both, day(2)).initial_for,
        [],
        "they are no longer new"
    );
}

#[test]
fn what_nothing_maps_is_shown_with_its_count() {
    let (place, ids) = with_user();
    let unmapped = |id: &str, level: &str| {
        let mut row = result(id);
        (row.level, row.level_raw) = (None, Some(level.to_owned()));
        row
    };
    let mut odd = unmapped("4", "Grade 7");
    (odd.subject, odd.subject_raw) = (Subject::Other, Some("Esperanto".to_owned()));
    put(
        &place,
        ids,
        "7",
        &[result("1"), unmapped("2", "Grade 8"), unmapped("3", "Grade 7"), odd],
        day(1),
    );
    let found = place.store.read(|r| results::unmapped_texts(r, ids.provider)).unwrap();
    let text = |field, text: &str, results| UnmappedText {
        field,
        text: text.to_owned(),
        results,
    };
    let expected = [
        text("level", "Grade 7", 2),
        text("level", "Grade 8", 1),
        text("subject", "Esperanto", 1),
    ];
    assert_eq!(found, expected);
}

fn targets(place: &Place, ids: Ids, after: Option<UserId>, limit: usize, only: Option<&[UserId]>) -> Vec<Target> {
    let today = uk_time::day(day(1));
    place
        .store
        .read(|r| results::targets(r, ids.provider, today, after, limit, only))
        .unwrap()
}

#[test]
fn results_are_asked_for_linked_accounts_in_use_of_learners_in_scope() {
    let (place, ids) = Place::with_connections();
    let mut archived = learner("4");
    archived.archived = true;
    place.put(
        ids,
        &[
            whole("1"),
            whole("2"),
            whole("3"),
            domain::ports::Listed::Whole(archived),
        ],
    );
    let mut inactive = user("12");
    inactive.active = false;
    place.put_users(ids, &[user("10"), user("11"), inactive, user("13"), user("14")]);
    link(&place, ids, "1", "10", None);
    link(&place, ids, "2", "10", None);
    link(&place, ids, "2", "11", Some(Reason::DetailsDisagree));
    link(&place, ids, "3", "12", None);
    link(&place, ids, "4", "13", None);
    let ten = place.user_id(ids, "10");
    let found: Vec<_> = targets(&place, ids, None, 10, None)
        .iter()
        .map(|target| target.user)
        .collect();
    assert_eq!(
        found,
        [ten],
        "held, inactive, out of scope and unlinked accounts are not asked for"
    );
    assert!(targets(&place, ids, Some(ten), 10, None).is_empty());
    assert!(targets(&place, ids, None, 0, None).is_empty());
    let only = [place.user_id(ids, "14"), ten, ten];
    assert_eq!(targets(&place, ids, None, 10, Some(&only)).len(), 1);
    assert!(targets(&place, ids, None, 10, Some(&only[..1])).is_empty());
}

#[test]
fn targets_come_in_batches_and_know_what_is_detailed() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2"), whole("3")]);
    place.put_users(ids, &[user("1"), user("2"), user("3")]);
    for id in ["1", "2", "3"] {
        link(&place, ids, id, id, None);
    }
    let mut finished = result("a");
    finished.components = Some(Vec::new());
    let mut unfinished = result("b");
    (unfinished.components, unfinished.finished_at) = (Some(Vec::new()), None);
    put(&place, ids, "1", &[finished, unfinished, result("c")], day(1));
    let first = targets(&place, ids, None, 2, None);
    assert_eq!(first.len(), 2);
    let detailed: Vec<_> = first[0].ask.detailed.iter().map(String::as_str).collect();
    assert_eq!(detailed, ["a"], "what is unfinished may still change");
    assert_eq!(first[0].ask.user.username.as_deref(), Some("zoe1"));
    let rest = targets(&place, ids, Some(first[1].user), 2, None);
    assert_eq!(rest.len(), 1);
}

#[test]
fn results_of_a_gone_account_stay_with_the_learner() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1")]);
    place.put_users(ids, &[user("7")]);
    link(&place, ids, "1", "7", None);
    put(&place, ids, "7", &[result("1")], day(1));
    let nobody = crate::Seen::default();
    let gone = place
        .store
        .write(|w| users::finish_listing(w, ids.provider, &nobody, crate::Wholeness::Stated, day(2)))
        .unwrap();
    assert_eq!(gone, [place.user_id(ids, "7")]);
    assert!(
        targets(&place, ids, None, 10, None).is_empty(),
        "it is asked for no more"
    );
    let id = place.learner_id(ids, "1");
    let shown = place.store.read(|r| views::learner(r, id)).unwrap();
    assert_eq!((shown.links.len(), shown.results.len()), (1, 1));
}
