//! What matching is asked, and what its plan leaves behind.

use chrono::NaiveDate;
use domain::linking::{
    Candidate, CandidateKind, Decision, Evidence, LinkChange, Plan, PlannedChange, Reason, Rule, StandingLink,
    Unmatched, Verdict,
};
use domain::nino::Reading;
use domain::ports::Listed;
use domain::{FaultCode, LearnerId, Settings, UserId};

use super::support::{Ids, Place, day, learner, user, whole};
use crate::tables::audit::Action;
use crate::tables::matching::{Applied, Applying, MatchingInput};
use crate::{Seen, Wholeness, audit, centres, connections, decisions, links, matching, users, views};

fn today() -> NaiveDate {
    domain::uk_time::day(day(1))
}

fn input(place: &Place, ids: Ids) -> MatchingInput {
    place.store.read(|r| matching::input(r, ids.provider, today())).unwrap()
}

fn apply(place: &Place, ids: Ids, plan: &Plan) -> Applied {
    let applying = Applying {
        run: Some(ids.run),
        actor: "matching",
        now: day(1),
    };
    place
        .store
        .write(|w| matching::apply(w, ids.provider, plan, applying))
        .unwrap()
}

fn change(learner: LearnerId, user: UserId, change: LinkChange) -> PlannedChange {
    PlannedChange { learner, user, change }
}

fn make(rule: Rule, held: Option<Reason>) -> LinkChange {
    LinkChange::Make { rule, held }
}

fn changes(changes: &[PlannedChange]) -> Plan {
    Plan {
        changes: changes.to_vec(),
        ..Plan::default()
    }
}

fn standing(place: &Place, ids: Ids) -> Vec<StandingLink> {
    place.store.read(|r| links::list(r, ids.provider)).unwrap()
}

/// Two learners and two accounts.
fn peopled() -> (Place, Ids, [LearnerId; 2], [UserId; 2]) {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2")]);
    place.put_users(ids, &[user("1"), user("2")]);
    let learners = ["1", "2"].map(|id| place.learner_id(ids, id));
    let users = ["1", "2"].map(|id| place.user_id(ids, id));
    (place, ids, learners, users)
}

#[test]
fn keys_come_in_their_compared_form() {
    let (place, ids) = Place::with_connections();
    let mut row = learner("1");
    row.provider_username = Some(" ZoeS ".to_owned());
    row.reference = Some(" R 1\t".to_owned());
    place.put(ids, &[Listed::Whole(row)]);
    place.put_users(ids, &[user("1")]);
    let input = input(&place, ids);
    let learner = &input.learners[0];
    assert_eq!(learner.email.as_deref(), Some("zoe.1@example.org"));
    assert_eq!(
        learner.reference.as_deref(),
        Some("R 1"),
        "without the blanks around it"
    );
    assert_eq!(learner.username.as_deref(), Some("zoes"));
    assert_eq!(
        (learner.given_name.as_str(), learner.family_name.as_str()),
        ("zoe", "sample1")
    );
    assert_eq!(learner.uln.as_deref(), Some("9276308686"));
    assert!(matches!(&learner.nino, Reading::Valid(nino) if nino.expose() == "AB123456C"));
    assert_eq!(learner.centre, ids.centre);
    assert!(learner.in_scope && input.users[0].in_scope);
    assert_eq!(input.users[0].nino, Reading::Missing);
}

#[test]
fn the_connection_decides_on_addresses_of_which_nothing_is_said() {
    let (place, ids) = Place::with_connections();
    let stated = |id: &str, verified| {
        let mut row = learner(id);
        row.email_verified = verified;
        Listed::Whole(row)
    };
    place.put(
        ids,
        &[stated("1", None), stated("2", Some(true)), stated("3", Some(false))],
    );
    let verified = || {
        input(&place, ids)
            .learners
            .iter()
            .map(|one| one.email_verified)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        verified(),
        [false, true, false],
        "unasked, an address has to be verified"
    );
    let trust = Settings([("email_verified".to_owned(), "trust".to_owned())].into());
    place
        .store
        .write(|w| connections::set_settings(w, ids.records, &trust))
        .unwrap();
    assert_eq!(verified(), [true, true, false], "what is stated stands");
}

#[test]
fn who_is_out_of_scope_is_known_but_not_compared() {
    let (place, ids) = Place::with_connections();
    let edited = |id: &str, edit: fn(&mut domain::records::LearnerRecord)| {
        let mut row = learner(id);
        edit(&mut row);
        Listed::Whole(row)
    };
    let rows = [
        whole("1"),
        edited("2", |row| row.archived = true),
        edited("3", |row| row.system_status = Some("Suspended".to_owned())),
        edited("4", |row| row.centre = Some("9".to_owned())),
    ];
    place.put(ids, &rows);
    let other = place.store.read(|r| centres::list(r, ids.records)).unwrap()[1].id;
    place.store.write(|w| centres::set_chosen(w, other, false)).unwrap();
    let mut staff = user("2");
    staff.staff = true;
    let mut inactive = user("3");
    inactive.active = false;
    place.put_users(ids, &[user("1"), staff, inactive, user("4")]);
    let mut seen = Seen::default();
    for id in ["1", "2", "3"] {
        seen.insert(place.user_id(ids, id).0);
    }
    place
        .store
        .write(|w| users::finish_listing(w, ids.provider, &seen, Wholeness::Stated, day(1)))
        .unwrap();
    let scopes = |input: &MatchingInput| {
        let learners: Vec<_> = input.learners.iter().map(|one| one.in_scope).collect();
        let users: Vec<_> = input.users.iter().map(|one| (one.in_scope, one.gone)).collect();
        (learners, users)
    };
    let (of_learners, of_users) = scopes(&input(&place, ids));
    assert_eq!(
        of_learners,
        [true, false, false, false],
        "archived, not live, in a centre that is not chosen"
    );
    assert_eq!(of_users, [(true, false), (false, false), (false, false), (false, true)]);
    place
        .store
        .write(|w| connections::set_enabled(w, ids.records, false))
        .unwrap();
    assert!(
        !scopes(&input(&place, ids)).0[0],
        "a disabled connection is not matched"
    );
}

#[test]
fn applying_a_plan_twice_writes_nothing_the_second_time() {
    let (place, ids, [one, two], [first, second]) = peopled();
    let candidate = Candidate {
        id: second,
        kind: CandidateKind::Ambiguous,
        why: vec![Evidence::SameUnverifiedEmail, Evidence::SameName],
    };
    let opposite = Candidate {
        id: two,
        kind: CandidateKind::Ambiguous,
        why: vec![Evidence::SameUnverifiedEmail],
    };
    let plan = Plan {
        changes: vec![change(one, first, make(Rule::Email, None))],
        in_effect: 1,
        learners: vec![Unmatched {
            id: two,
            reason: Reason::EmailUnverified,
            candidates: vec![candidate],
        }],
        users: vec![Unmatched {
            id: second,
            reason: Reason::EmailUnverified,
            candidates: vec![opposite],
        }],
    };
    let applied = apply(&place, ids, &plan);
    assert_eq!(
        (applied.made.as_slice(), applied.anything),
        ([(one, first)].as_slice(), true)
    );
    let before = place.bytes();
    assert_eq!(apply(&place, ids, &plan), Applied::default());
    assert!(place.bytes() == before, "not a byte is written");
    let shown = place.store.read(|r| views::unmatched(r, ids.provider)).unwrap();
    assert_eq!(shown.learners[0].candidates[0].why, "same_unverified_email, same_name");
    assert_eq!(shown.users[0].candidates[0].learner_id, two);
}

#[test]
fn the_unmatched_become_what_the_plan_says() {
    let (place, ids, [one, two], [first, second]) = peopled();
    let row = |id, reason, candidates: &[UserId]| Unmatched {
        id,
        reason,
        candidates: candidates
            .iter()
            .map(|id| Candidate {
                id: *id,
                kind: CandidateKind::Ambiguous,
                why: vec![Evidence::SameEmail],
            })
            .collect(),
    };
    let plan = |learners| Plan {
        learners,
        ..Plan::default()
    };
    apply(
        &place,
        ids,
        &plan(vec![
            row(one, Reason::EmailShared, &[first, second]),
            row(two, Reason::EmailMissing, &[]),
        ]),
    );
    assert!(apply(&place, ids, &plan(vec![row(one, Reason::EmailShared, &[second])])).anything);
    let shown = place.store.read(|r| views::unmatched(r, ids.provider)).unwrap();
    assert_eq!(shown.learners.len(), 1, "who is no longer unmatched leaves");
    let candidates: Vec<_> = shown.learners[0].candidates.iter().map(|one| one.user_id).collect();
    assert_eq!(candidates, [second]);
    assert!(apply(&place, ids, &plan(Vec::new())).anything);
    assert_eq!(place.number("SELECT count(*) FROM learner_candidates"), 0);
}

#[test]
fn a_link_goes_through_all_its_changes_and_each_is_on_record() {
    let (place, ids, [one, _], [first, second]) = peopled();
    let held = apply(
        &place,
        ids,
        &changes(&[change(one, first, make(Rule::Email, Some(Reason::DetailsDisagree)))]),
    );
    assert_eq!((held.held.len(), held.made.len()), (1, 0));
    let review = place.store.read(views::review).unwrap();
    assert_eq!((review[0].why, review[0].user_id), (Reason::DetailsDisagree, first));
    let released = apply(
        &place,
        ids,
        &changes(&[change(one, first, LinkChange::Hold { held: None })]),
    );
    assert_eq!(released.made, [(one, first)], "a link let through needs its results");
    apply(
        &place,
        ids,
        &changes(&[change(one, first, LinkChange::Rerule { rule: Rule::Manual })]),
    );
    assert_eq!(
        standing(&place, ids),
        [StandingLink {
            learner: one,
            user: first,
            rule: Rule::Manual,
            held: None
        }]
    );
    let moved = [
        change(one, second, make(Rule::Manual, None)),
        change(one, first, LinkChange::Remove),
    ];
    let moved = apply(&place, ids, &changes(&moved));
    assert_eq!((moved.made, moved.removed), (vec![(one, second)], vec![(one, first)]));
    let recorded = place.store.read(|r| audit::list(r, 10)).unwrap();
    let acts: Vec<_> = recorded
        .iter()
        .rev()
        .map(|act| (act.action, act.detail.as_deref()))
        .collect();
    let expected = [
        (Action::Held, Some("details_disagree")),
        (Action::Linked, None),
        (Action::Linked, Some("manual")),
        (Action::Unlinked, None),
        (Action::Linked, Some("manual")),
    ];
    assert_eq!(acts, expected);
    assert_eq!(recorded[0].connection.as_deref(), Some("bksb"));
    assert_eq!((recorded[0].learner_id, recorded[0].user_id), (Some(one), Some(second)));
}

#[test]
fn a_change_about_somebody_who_is_not_here_is_left_out() {
    let (place, ids, [one, _], [first, _]) = peopled();
    let nobody = LearnerId(999);
    let plan = Plan {
        changes: vec![
            change(nobody, first, make(Rule::Email, None)),
            change(one, UserId(999), make(Rule::Email, None)),
            change(one, first, LinkChange::Remove),
        ],
        learners: vec![Unmatched {
            id: nobody,
            reason: Reason::EmailMissing,
            candidates: Vec::new(),
        }],
        ..Plan::default()
    };
    let applied = apply(&place, ids, &plan);
    assert!(applied.made.is_empty() && applied.removed.is_empty());
    assert!(standing(&place, ids).is_empty());
    assert_eq!(place.number("SELECT count(*) FROM unmatched_learners"), 0);
    assert_eq!(place.number("SELECT count(*) FROM audit"), 0, "nothing happened");
}

#[test]
fn one_decision_stands_for_a_pair_and_one_for_a_whole_learner() {
    let (place, ids, [one, two], [first, _]) = peopled();
    let decide = |learner, user, verdict| {
        let decision = Decision { learner, user, verdict };
        place
            .store
            .write(|w| decisions::record(w, ids.provider, decision, "someone", day(1)))
            .unwrap()
    };
    assert!(decide(one, Some(first), Verdict::Never));
    assert!(!decide(one, Some(first), Verdict::Never), "it stands already");
    assert!(
        decide(one, Some(first), Verdict::Link),
        "linking by hand undoes never match"
    );
    assert!(decide(one, None, Verdict::Never));
    assert!(decide(two, None, Verdict::Never));
    let decided: Vec<_> = input(&place, ids)
        .decisions
        .iter()
        .map(|one| (one.learner, one.user, one.verdict))
        .collect();
    let expected = [
        (one, None, Verdict::Never),
        (one, Some(first), Verdict::Link),
        (two, None, Verdict::Never),
    ];
    assert_eq!(decided, expected);
    let lift = |learner, user| {
        place
            .store
            .write(|w| decisions::lift(w, ids.provider, learner, user, "someone", day(1)))
            .unwrap()
    };
    assert!(lift(one, None) && !lift(one, None));
    assert_eq!(
        place
            .store
            .read(|r| decisions::list_of(r, ids.provider, one))
            .unwrap()
            .len(),
        1
    );
    let actions: Vec<_> = place
        .store
        .read(|r| audit::list(r, 10))
        .unwrap()
        .iter()
        .map(|act| act.action)
        .collect();
    assert_eq!(
        actions.len(),
        5,
        "each decision and its lifting is on record, what changes nothing is not"
    );
    assert_eq!(actions[0], Action::DecisionLifted);
}

#[test]
fn a_decision_about_somebody_who_is_not_here_is_refused() {
    let (place, ids, [one, _], _) = peopled();
    for (learner, user) in [(LearnerId(999), None), (one, Some(UserId(999)))] {
        let decision = Decision {
            learner,
            user,
            verdict: Verdict::Never,
        };
        let refused = place
            .store
            .write(|w| decisions::record(w, ids.provider, decision, "someone", day(1)));
        assert_eq!(refused.unwrap_err().code, FaultCode::NotFound);
    }
}
