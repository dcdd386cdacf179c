//! Learners and accounts as listings bring them.

use std::collections::BTreeMap;

use domain::ports::Listed;
use domain::records::{CentreRecord, LearnerRecord};
use domain::run::Counts;
use proptest::prelude::*;

use super::support::{Ids, Place, day, learner, user, whole};
use crate::tables::learners::UsernameEdit;
use crate::{Seen, Wholeness, centres, held, learners, users, views};

fn counts(added: u64, changed: u64, unchanged: u64) -> Counts {
    Counts {
        read: added + changed + unchanged,
        added,
        changed,
        unchanged,
        ..Counts::default()
    }
}

fn finish(place: &Place, ids: Ids, seen: &Seen, wholeness: Wholeness) -> usize {
    let finished = place
        .store
        .write(|w| learners::finish_listing(w, ids.records, None, seen, wholeness, day(2)));
    finished.unwrap().len()
}

/// Lists these ids as a whole, and says how many went.
fn list(place: &Place, ids: Ids, listed: &[&str], wholeness: Wholeness) -> usize {
    let mut seen = Seen::default();
    let rows: Vec<_> = listed.iter().map(|id| whole(id)).collect();
    place.put_seen(ids, &rows, &mut seen);
    finish(place, ids, &seen, wholeness)
}

fn present(place: &Place, ids: Ids) -> u64 {
    place
        .store
        .read(|r| learners::present_count(r, ids.records, None))
        .unwrap()
}

#[test]
fn a_page_that_brings_nothing_new_writes_nothing() {
    let (place, ids) = Place::with_connections();
    let rows = [whole("1"), whole("2")];
    assert_eq!(place.put(ids, &rows), counts(2, 0, 0));
    assert_eq!(place.put_users(ids, &[user("7")]), counts(1, 0, 0));
    let before = place.bytes();
    assert_eq!(place.put(ids, &rows), counts(0, 0, 2));
    assert_eq!(place.put(ids, &[Listed::Present("1".to_owned())]), counts(0, 0, 1));
    assert_eq!(place.put_users(ids, &[user("7")]), counts(0, 0, 1));
    assert!(place.bytes() == before, "not a byte is written");
}

#[test]
fn every_field_of_a_learner_is_noticed_when_it_changes() {
    type Edit = fn(&mut LearnerRecord);
    let edits: [(&str, Edit); 18] = [
        ("kind", |row| row.kind = Some(domain::records::LearnerKind::Applicant)),
        ("given name", |row| row.given_name = "Zoe".to_owned()),
        ("family name", |row| row.family_name = "Other".to_owned()),
        ("email", |row| row.email = Some("else@example.org".to_owned())),
        ("verified", |row| row.email_verified = Some(false)),
        ("nino", |row| row.nino = Some("CB123456C".to_owned())),
        ("no nino", |row| row.nino = None),
        ("uln", |row| row.uln = None),
        ("reference", |row| row.reference = Some("R1".to_owned())),
        ("birth", |row| row.date_of_birth = "2001-02-04".parse().ok()),
        ("username", |row| row.provider_username = Some("zoe".to_owned())),
        ("start", |row| row.start_on = "2026-01-01".parse().ok()),
        ("planned end", |row| row.planned_end_on = "2027-01-01".parse().ok()),
        ("end", |row| row.ended_on = "2026-05-01".parse().ok()),
        ("system status", |row| row.system_status = Some("Live".to_owned())),
        ("learning status", |row| {
            row.learning_status = Some("In Learning".to_owned())
        }),
        ("archived", |row| row.archived = true),
        ("centre", |row| row.centre = Some("2".to_owned())),
    ];
    let (place, ids) = Place::with_connections();
    for (what, edit) in edits {
        place.put(ids, &[whole("1")]);
        let mut row = learner("1");
        edit(&mut row);
        assert_eq!(place.put(ids, &[Listed::Whole(row.clone())]), counts(0, 1, 0), "{what}");
        assert_eq!(
            place.put(ids, &[Listed::Whole(row)]),
            counts(0, 0, 1),
            "{what} is stored"
        );
    }
}

#[test]
fn every_field_of_an_account_is_noticed_when_it_changes() {
    type Edit = fn(&mut domain::records::UserRecord);
    let edits: [(&str, Edit); 8] = [
        ("username", |row| row.username = None),
        ("given name", |row| row.given_name = "Other".to_owned()),
        ("email", |row| row.email = Some("else@example.org".to_owned())),
        ("nino", |row| row.nino = Some("AB123456C".to_owned())),
        ("reference", |row| row.reference = Some("R1".to_owned())),
        ("birth", |row| row.date_of_birth = "2001-02-04".parse().ok()),
        ("active", |row| row.active = false),
        ("staff", |row| row.staff = true),
    ];
    let (place, ids) = Place::with_connections();
    for (what, edit) in edits {
        place.put_users(ids, &[user("7")]);
        let mut row = user("7");
        edit(&mut row);
        assert_eq!(place.put_users(ids, &[row.clone()]), counts(0, 1, 0), "{what}");
        assert_eq!(place.put_users(ids, &[row]), counts(0, 0, 1), "{what} is stored");
    }
}

#[test]
fn a_row_that_comes_twice_is_counted_once_and_kept_as_it_came_last() {
    let (place, ids) = Place::with_connections();
    let mut later = learner("1");
    later.given_name = "Later".to_owned();
    let mut seen = Seen::default();
    let first = place.put_seen(ids, &[whole("1"), Listed::Whole(later.clone())], &mut seen);
    assert_eq!(first, counts(1, 0, 0));
    let next_page = place.put_seen(ids, &[whole("1"), Listed::Whole(later.clone())], &mut seen);
    assert_eq!(next_page, counts(0, 0, 0), "it shifted to another page");
    assert_eq!(
        place.put(ids, &[Listed::Whole(later)]),
        counts(0, 0, 1),
        "the last form is stored"
    );
}

#[test]
fn a_listing_of_a_stated_count_marks_the_missing_as_gone() {
    let (place, ids) = Place::with_connections();
    list(&place, ids, &["1", "2", "3"], Wholeness::Stated);
    assert_eq!(list(&place, ids, &["1", "3"], Wholeness::Stated), 1);
    assert_eq!(present(&place, ids), 2);
    assert_eq!(place.number("SELECT count(*) FROM learners"), 3, "nobody is deleted");
    let before = place.bytes();
    assert_eq!(list(&place, ids, &["1", "3"], Wholeness::Stated), 0);
    assert!(place.bytes() == before, "who is gone is written once");
}

#[test]
fn without_a_stated_count_two_whole_listings_in_a_row_have_to_lack_a_row() {
    let (place, ids) = Place::with_connections();
    list(&place, ids, &["1", "2"], Wholeness::Unstated);
    assert_eq!(
        list(&place, ids, &["1"], Wholeness::Unstated),
        0,
        "one listing proves nothing"
    );
    assert_eq!(list(&place, ids, &["1", "2"], Wholeness::Unstated), 0);
    assert_eq!(
        list(&place, ids, &["1"], Wholeness::Unstated),
        0,
        "they were seen in between"
    );
    assert_eq!(list(&place, ids, &["1"], Wholeness::Unstated), 1);
    assert_eq!(present(&place, ids), 1);
}

#[test]
fn a_changed_since_listing_that_shows_a_row_ends_its_absence() {
    let (place, ids) = Place::with_connections();
    list(&place, ids, &["1", "2"], Wholeness::Unstated);
    list(&place, ids, &["1"], Wholeness::Unstated);
    place.put(ids, &[whole("2")]);
    assert_eq!(
        list(&place, ids, &["1"], Wholeness::Unstated),
        0,
        "it was there after the first that lacked it"
    );
}

#[test]
fn who_reappears_is_present_again_under_the_same_id() {
    let (place, ids) = Place::with_connections();
    list(&place, ids, &["1", "2"], Wholeness::Stated);
    let id = place.learner_id(ids, "2");
    for again in [whole("2"), Listed::Present("2".to_owned())] {
        list(&place, ids, &["1"], Wholeness::Stated);
        assert_eq!(present(&place, ids), 1);
        assert_eq!(place.put(ids, &[again]), counts(0, 1, 0));
        assert_eq!(present(&place, ids), 2);
        assert_eq!(place.learner_id(ids, "2"), id);
    }
}

#[test]
fn who_is_only_said_to_be_present_but_is_not_stored_is_told() {
    let (place, ids) = Place::with_connections();
    let rows = [Listed::Present("9".to_owned())];
    let mut seen = Seen::default();
    let put = place
        .store
        .write(|w| learners::put_page(w, ids.records, Some(ids.centre), &rows, ids.run, &mut seen, day(1)))
        .unwrap();
    assert_eq!((put.unknown, put.counts), (vec!["9".to_owned()], counts(0, 0, 0)));
}

#[test]
fn who_moves_centre_stays_one_learner_and_is_not_gone() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2")]);
    let south = CentreRecord {
        external_id: "2".to_owned(),
        name: "South".to_owned(),
    };
    let south = place.store.write(|w| centres::put(w, ids.records, &[south])).unwrap()[0];
    let id = place.learner_id(ids, "2");
    let mut seen = Seen::default();
    place.put_seen(ids, &[whole("1")], &mut seen);
    place.put_seen(Ids { centre: south, ..ids }, &[whole("2")], &mut seen);
    for centre in [ids.centre, south] {
        let gone = place
            .store
            .write(|w| learners::finish_listing(w, ids.records, Some(centre), &seen, Wholeness::Stated, day(2)));
        assert_eq!(gone.unwrap(), [], "both were seen in the run");
    }
    assert_eq!(place.learner_id(ids, "2"), id);
    let in_south = place
        .store
        .read(|r| learners::present_count(r, ids.records, Some(south)))
        .unwrap();
    assert_eq!(in_south, 1);
}

#[test]
fn a_system_without_centres_has_one_and_an_unlisted_centre_is_made() {
    let (place, ids) = Place::with_connections();
    let mut elsewhere = learner("2");
    elsewhere.centre = Some("77".to_owned());
    let rows = [whole("1"), Listed::Whole(elsewhere)];
    let mut seen = Seen::default();
    place
        .store
        .write(|w| learners::put_page(w, ids.records, None, &rows, ids.run, &mut seen, day(1)))
        .unwrap();
    let known = place.store.read(|r| centres::list(r, ids.records)).unwrap();
    let names: Vec<_> = known.iter().map(|centre| centre.external_id.as_str()).collect();
    assert_eq!(names, ["1", "", "77"]);
}

#[test]
fn an_edited_username_survives_syncs_and_can_be_withdrawn() {
    let (place, ids) = Place::with_connections();
    let mut row = learner("1");
    row.provider_username = Some("Theirs".to_owned());
    place.put(ids, &[Listed::Whole(row.clone())]);
    let id = place.learner_id(ids, "1");
    let key = || -> Option<String> {
        let read = |r: &crate::Reader<'_>| r.one("SELECT username_key FROM learners", [], |row| row.get(0));
        place.store.read(read).unwrap()
    };
    let edit = |edit| {
        place
            .store
            .write(|w| learners::edit_username(w, id, edit, "someone", day(1)))
            .unwrap()
    };
    assert_eq!(key().as_deref(), Some("theirs"));
    assert!(edit(UsernameEdit::Is(" Ours ")));
    assert!(!edit(UsernameEdit::Is("Ours")), "it is so already");
    assert_eq!(
        place.put(ids, &[Listed::Whole(row.clone())]),
        counts(0, 0, 1),
        "an edit is no change of theirs"
    );
    row.provider_username = Some("Newer".to_owned());
    assert_eq!(place.put(ids, &[Listed::Whole(row)]), counts(0, 1, 0));
    assert_eq!(key().as_deref(), Some("ours"));
    let shown = place.store.read(|r| views::learner(r, id)).unwrap();
    assert_eq!(
        (shown.provider_username.as_deref(), shown.provider_username_edited),
        (Some("Ours"), true)
    );
    assert!(edit(UsernameEdit::IsNone));
    assert_eq!(key(), None);
    assert!(edit(UsernameEdit::Withdrawn));
    assert_eq!(
        key().as_deref(),
        Some("newer"),
        "what the record system says counts again"
    );
    assert_eq!(
        place.number("SELECT count(*) FROM audit WHERE action = 'username_edited'"),
        3,
        "each edit that changed something is on record"
    );
}

#[test]
fn what_a_run_or_a_later_one_stored_needs_no_fetching() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2")]);
    let later = Ids {
        run: place.run(ids.records),
        ..ids
    };
    place.put(later, &[whole("3"), whole("1")]);
    let known = |since| {
        let known = place
            .store
            .read(|r| learners::known_ids(r, ids.records, Some(ids.centre), since))
            .unwrap();
        let mut known: Vec<_> = known.into_iter().collect();
        known.sort();
        known
    };
    assert_eq!(known(None), ["1", "2", "3"]);
    assert_eq!(known(Some(later.run)), ["3"], "only what the run wrote");
    let id = place.learner_id(ids, "2");
    assert!(place.store.write(|w| learners::mark_gone(w, id, day(2))).unwrap());
    assert_eq!(known(None), ["1", "3"], "who reappears is fetched anew");
}

#[test]
fn who_could_not_be_read_is_fetched_until_read_and_only_then_known_again() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2")]);
    let id = place.learner_id(ids, "1");
    let known = || {
        let known = place
            .store
            .read(|r| learners::known_ids(r, ids.records, Some(ids.centre), None));
        let mut known: Vec<_> = known.unwrap().into_iter().collect();
        known.sort();
        known
    };
    place.store.write(|w| learners::mark_outdated(w, id)).unwrap();
    assert_eq!(known(), ["2"]);
    place.put(ids, &[Listed::Present("1".to_owned())]);
    assert_eq!(known(), ["2"], "to be there is not to be read");
    place.put(ids, &[whole("1")]);
    assert_eq!(known(), ["1", "2"], "read as it was, it is as new as any other");
}

#[test]
fn a_held_run_takes_effect_only_for_those_not_seen_since() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2"), whole("3")]);
    place.put_users(ids, &[user("7"), user("8")]);
    let missing = held::Missing {
        learners: place
            .store
            .read(|r| learners::missing(r, ids.records, None, &Seen::default()))
            .unwrap(),
        users: place
            .store
            .read(|r| users::missing(r, ids.provider, &Seen::default()))
            .unwrap(),
    };
    assert_eq!((missing.learners.len(), missing.users.len()), (3, 2));
    place.store.write(|w| held::hold(w, ids.run, &missing)).unwrap();
    assert_eq!(present(&place, ids), 3, "nothing is gone while it is held");
    place.put(ids, &[whole("1"), Listed::Present("3".to_owned())]);
    place.put_users(ids, &[user("8")]);
    let released = place.store.write(|w| held::release(w, ids.run, day(2))).unwrap();
    assert_eq!(released.learners, [place.learner_id(ids, "2")]);
    assert_eq!(released.users, [place.user_id(ids, "7")]);
    assert_eq!(present(&place, ids), 2);
    let again = place.store.write(|w| held::release(w, ids.run, day(2))).unwrap();
    assert_eq!(again, held::Missing::default(), "there is nothing left to release");
}

#[test]
fn what_is_no_number_shows_masked_and_its_correction_is_noticed() {
    let (place, ids) = Place::with_connections();
    let mut row = learner("1");
    row.nino = Some("ab 12 34 56".to_owned());
    place.put(ids, &[Listed::Whole(row)]);
    assert_eq!(place.number("SELECT count(*) FROM learner_ninos WHERE valid"), 0);
    let id = place.learner_id(ids, "1");
    let shown = place.store.read(|r| views::learner(r, id)).unwrap();
    assert_eq!(shown.nino.as_deref(), Some("••••••456"));
    assert_eq!(place.put(ids, &[whole("1")]), counts(0, 1, 0));
    assert_eq!(place.number("SELECT count(*) FROM learner_ninos WHERE valid"), 1);
}

/// An invented learner that a failing test may print: a record itself never prints.
type Drawn = (
    u8,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<bool>,
);

fn any_learner() -> impl Strategy<Value = Drawn> {
    let some = proptest::option::of::<&'static str>;
    (
        0..6_u8,
        "\\PC{0,6}",
        some("\\PC{0,4}@\\PC{0,6}"),
        some("[A-C]{2}[0-9]{6}[A-E]?| {0,3}|\\PC{0,4}"),
        some("\\PC{0,4}"),
        some("[0-2]"),
        any::<Option<bool>>(),
    )
}

fn record((id, given_name, email, nino, provider_username, centre, email_verified): Drawn) -> LearnerRecord {
    LearnerRecord {
        external_id: id.to_string(),
        given_name,
        email,
        nino,
        provider_username,
        centre,
        email_verified,
        ..LearnerRecord::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever pages bring: a second time they bring nothing, and each row counts once.
    #[test]
    fn storing_a_page_twice_is_storing_it_once(drawn in proptest::collection::vec(any_learner(), 0..12)) {
        let (place, ids) = Place::with_connections();
        let rows: Vec<_> = drawn.into_iter().map(record).collect();
        let last: BTreeMap<String, LearnerRecord> =
            rows.iter().map(|row| (row.external_id.clone(), row.clone())).collect();
        let page: Vec<_> = rows.into_iter().map(Listed::Whole).collect();
        let first = place.put(ids, &page);
        prop_assert_eq!(first, counts(last.len() as u64, 0, 0));
        let settled: Vec<_> = last.into_values().map(Listed::Whole).collect();
        let before = place.bytes();
        prop_assert_eq!(place.put(ids, &settled), counts(0, 0, settled.len() as u64));
        prop_assert!(place.bytes() == before, "nothing is written");
    }
}
