//! Suggestions: who may be right although no rule may link them.

use domain::linking::{CandidateKind, Evidence, Reason, Rule, Verdict};
use domain::{LearnerId, UserId};
use matching::{Asked, Suggestions, suggest};
use proptest::prelude::*;

use crate::build::{Enrolled, Person, World, learner, user, world};
use crate::worlds::case;

const AMY: &str = "amy.shah@x.example";

/// What is suggested for every unmatched row once the plan is applied.
fn suggestions(town: &World) -> Suggestions {
    let plan = town.plan();
    let after = town.clone().settled();
    let asked = Asked {
        learners: &plan.learners,
        users: &plan.users,
        most: 5,
    };
    suggest(&after.question(), &asked)
}

fn for_learner(town: &World, id: i64) -> Vec<(i64, Vec<Evidence>)> {
    let rows = suggestions(town).learners;
    let row = rows.into_iter().find(|(row, _)| *row == LearnerId(id));
    row.map(|(_, found)| found.into_iter().map(|one| (one.id.0, one.why)).collect())
        .unwrap_or_default()
}

fn for_user(town: &World, id: i64) -> Vec<(i64, Vec<Evidence>)> {
    let rows = suggestions(town).users;
    let row = rows.into_iter().find(|(row, _)| *row == UserId(id));
    row.map(|(_, found)| found.into_iter().map(|one| (one.id.0, one.why)).collect())
        .unwrap_or_default()
}

#[test]
fn each_kind_of_evidence_finds_its_pair_from_both_sides() {
    let mut enrolled = learner(5);
    enrolled.uln = Some("9276308686".to_owned());
    enrolled.reference = Some("L17".to_owned());
    let mut by_uln = user(11);
    by_uln.uln = enrolled.uln.clone();
    let mut by_reference = user(12);
    by_reference.reference = enrolled.reference.clone();
    let named = |born: bool| {
        let account = user(13).named("amy", "shah");
        if born { account.born(2001) } else { account }
    };
    let own = || learner(1).email(AMY).named("amy", "shah").born(2001);
    let pairs = [
        (own(), named(true), Evidence::SameNameAndBirthDate),
        (own(), named(false), Evidence::SameName),
        (own(), user(14).email("amy.sha@x.example"), Evidence::NearEmail),
        (
            own(),
            user(15).email("amy.shah@college.example"),
            Evidence::EmailOtherDomain,
        ),
        (
            own(),
            user(16).email("amyshah+work@x.example"),
            Evidence::EmailOtherForm,
        ),
        (own(), user(17).username(AMY), Evidence::EmailAsUsername),
        (
            learner(2).nino("AB123456C"),
            user(18).nino("AB123456"),
            Evidence::NinoWithoutSuffix,
        ),
        (
            learner(3).username("amu").email(AMY),
            user(19).email(AMY),
            Evidence::SameEmail,
        ),
        (enrolled.clone(), by_uln, Evidence::SameUln),
        (enrolled, by_reference, Evidence::SameReference),
    ];
    for (person, account, evidence) in pairs {
        let (row, opposite) = (person.id.0, account.id.0);
        let town = world([person], [account]);
        assert_eq!(for_learner(&town, row), [(opposite, vec![evidence])], "{evidence}");
        let shown = town.learners_for(opposite).iter().any(|one| one.0 == row);
        assert!(
            shown || for_user(&town, opposite) == [(row, vec![evidence])],
            "{evidence} from the account"
        );
    }
}

#[test]
fn a_number_is_suggested_where_the_definition_does_not_let_it_link() {
    let town = world([learner(1).nino("AB123456C")], [user(7).nino("AB123456C")]).policy(true, false, true);
    assert_eq!(for_learner(&town, 1), [(7, vec![Evidence::SameNino])]);
}

#[test]
fn the_best_come_first_and_more_evidence_is_better() {
    let own = learner(1).email(AMY).named("amy", "shah").born(2001);
    let accounts = [
        user(7).named("amy", "shah"),
        user(8).named("amy", "shah").born(2001),
        user(9)
            .named("amy", "shah")
            .born(2001)
            .email("amy.shah@college.example"),
    ];
    let found = for_learner(&world([own], accounts), 1);
    assert_eq!(found.iter().map(|one| one.0).collect::<Vec<_>>(), [9, 8, 7]);
    assert_eq!(found[0].1, [Evidence::SameNameAndBirthDate, Evidence::EmailOtherDomain]);
}

#[test]
fn resembling_addresses_of_plainly_different_people_are_chance() {
    let own = learner(1).email("student17@x.example").named("amy", "shah").born(2001);
    let town = world(
        [own],
        [user(7).email("student18@x.example").named("ben", "jones").born(2002)],
    );
    assert!(for_learner(&town, 1).is_empty());
}

#[test]
fn nobody_is_suggested_whom_a_person_ruled_out() {
    let town = || world([learner(1).named("amy", "shah")], [user(7).named("amy", "shah")]);
    assert_eq!(for_learner(&town(), 1).len(), 1);
    assert!(for_learner(&town().decide(Verdict::Never, 1, 7), 1).is_empty());
    let whole = town().decide(Verdict::Never, 1, None);
    assert!(for_learner(&whole, 1).is_empty() && for_user(&whole, 7).is_empty());
}

#[test]
fn nobody_is_suggested_who_is_linked_already() {
    let learners = [
        learner(1).named("amy", "shah"),
        learner(2),
        learner(3).named("amy", "shah").centre(2),
    ];
    let town = world(learners, [user(7).named("amy", "shah"), user(8).named("amy", "shah")]);
    let town = town.decide(Verdict::Link, 2, 7);
    let accounts = |row| for_learner(&town, row).iter().map(|one| one.0).collect::<Vec<_>>();
    assert_eq!(accounts(1), [8], "the other account is a colleague's");
    assert_eq!(accounts(3), [7, 8], "the same person may learn in two centres");
    let held = world(
        [learner(1).named("amy", "shah"), learner(2)],
        [user(7).named("amy", "shah")],
    );
    let held = held.link(2, 7, Rule::Email, Some(Reason::KeysDisagree));
    assert_eq!(for_learner(&held, 1).len(), 1, "a held link is not certain");
}

#[test]
fn whom_the_row_shows_already_is_not_suggested_again() {
    let town = world([learner(1).email(AMY).unverified()], [user(7).email(AMY)]);
    assert_eq!(town.accounts_for(1).len(), 1);
    assert!(for_learner(&town, 1).is_empty() && for_user(&town, 7).is_empty());
}

#[test]
fn a_row_gets_no_more_suggestions_than_were_asked_for() {
    let mut town = world([learner(1).named("amy", "shah")], []);
    town.users = (0..200).map(|id| user(id).named("amy", "shah")).collect();
    let found = for_learner(&town, 1);
    assert_eq!(
        found.iter().map(|one| one.0).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4],
        "ties go by id"
    );
}

#[test]
fn a_name_that_half_the_centre_has_is_no_clue_but_with_the_date_it_is() {
    let namesake = |id: i64| learner(id).named("amy", "shah").born(1900 + i32::try_from(id).unwrap());
    let mut town = world(
        [],
        [user(7).named("amy", "shah").born(1930), user(8).named("amy", "shah")],
    );
    town.learners = (1..100).map(namesake).collect();
    assert_eq!(for_learner(&town, 30), [(7, vec![Evidence::SameNameAndBirthDate])]);
    assert!(for_learner(&town, 31).is_empty());
}

proptest! {
    #[test]
    fn suggestions_are_people_in_scope_who_are_free_and_do_not_depend_on_order(case in case()) {
        let town = case.world();
        let found = suggestions(&town);
        let after = town.clone().settled();
        let taken = |learner, user| {
            let centre = |id| town.learners.iter().find(|one| one.id == id).map(|one| one.centre);
            after.links.iter().any(|link| {
                let counts = town.learners.iter().any(|one| one.id == link.learner && one.in_scope);
                let same_seat = link.user == user && centre(link.learner) == centre(learner) && counts;
                link.held.is_none() && (link.learner == learner || same_seat)
            })
        };
        let by_learner = found.learners.iter().flat_map(|(row, all)| all.iter().map(|one| (*row, one.id, one.kind)));
        let by_user = found.users.iter().flat_map(|(row, all)| all.iter().map(|one| (one.id, *row, one.kind)));
        for (learner, user, kind) in by_learner.chain(by_user) {
            prop_assert_eq!(kind, CandidateKind::Suggestion);
            prop_assert!(!taken(learner, user), "linked already");
            prop_assert!(town.learners.iter().any(|one| one.id == learner && one.in_scope));
            prop_assert!(town.users.iter().any(|one| one.id == user && one.in_scope && !one.gone));
        }
        let mut other = town.clone();
        other.learners.reverse();
        other.users.reverse();
        prop_assert_eq!(suggestions(&other), found);
    }
}
