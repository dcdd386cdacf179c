//! Centres, and applicants who become learners.

use domain::linking::{CandidateKind, Evidence, Reason, Rule, Verdict};

use crate::build::{Enrolled, Person, learner, user, world};

const AMY: &str = "amy@x.example";
const NINO: &str = "AB123456C";

#[test]
fn a_learner_of_two_centres_has_the_account_in_each() {
    let town = world(
        [learner(1).email(AMY), learner(2).email(AMY).centre(2)],
        [user(7).email(AMY)],
    );
    assert_eq!(town.links(), [(1, 7, Rule::Email, None), (2, 7, Rule::Email, None)]);
}

#[test]
fn an_account_that_is_linked_in_one_centre_is_not_listed_for_another() {
    let shared = [learner(2).email(AMY).centre(2), learner(3).email(AMY).centre(2)];
    let [second, third] = shared;
    let town = world([learner(1).email(AMY), second, third], [user(7).email(AMY)]);
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
    assert_eq!(
        town.learner_reason(2),
        Some(Reason::EmailShared),
        "its own centre's trouble"
    );
    assert_eq!(town.user_reason(7), None);
}

#[test]
fn an_account_shows_the_strongest_reason_of_all_centres_and_the_learners_of_each() {
    let learners = [
        learner(1).email(AMY).unverified(),
        learner(2).email(AMY).centre(2),
        learner(3).email(AMY).centre(2),
    ];
    let town = world(learners, [user(7).email(AMY)]);
    assert_eq!(town.user_reason(7), Some(Reason::EmailShared));
    let same = |id, why| (id, CandidateKind::Ambiguous, vec![why]);
    let expected = [
        same(2, Evidence::SameEmail),
        same(3, Evidence::SameEmail),
        same(1, Evidence::SameUnverifiedEmail),
    ];
    assert_eq!(town.learners_for(7), expected);
}

#[test]
fn an_applicant_gives_way_to_the_learner_they_have_become() {
    let applicant = || learner(1).applicant().email(AMY).named("amy", "shah").born(2001);
    let by_name = world(
        [applicant(), learner(2).email(AMY).named("amy", "shah")],
        [user(7).email(AMY)],
    );
    assert_eq!(by_name.links(), [(2, 7, Rule::Email, None)]);
    assert_eq!(by_name.learner_reason(1), Some(Reason::NoCounterpart));
    let elsewhere = (
        7,
        CandidateKind::Ambiguous,
        vec![Evidence::SameEmail, Evidence::LinkedElsewhere],
    );
    assert_eq!(by_name.accounts_for(1), [elsewhere]);
    let by_date = world(
        [applicant(), learner(2).email(AMY).named("a", "s").born(2001)],
        [user(7).email(AMY)],
    );
    assert_eq!(by_date.links(), [(2, 7, Rule::Email, None)]);
}

#[test]
fn an_applicant_of_another_name_and_date_shares_the_key() {
    let sister = learner(1).applicant().email(AMY).named("zoe", "shah").born(2003);
    let town = world(
        [sister, learner(2).email(AMY).named("amy", "shah").born(2001)],
        [user(7).email(AMY)],
    );
    assert_eq!(town.links(), []);
    assert_eq!(town.learner_reason(1), Some(Reason::EmailShared));
    assert_eq!(town.learner_reason(2), Some(Reason::EmailShared));
}

#[test]
fn two_applicants_share_a_key_like_anybody_else() {
    let applicant = |id| learner(id).applicant().email(AMY).named("amy", "shah");
    let town = world([applicant(1), applicant(2)], [user(7).email(AMY)]);
    assert_eq!(town.learner_reason(1), Some(Reason::EmailShared));
}

#[test]
fn an_applicants_link_passes_to_the_learner_in_one_plan() {
    let applicant = learner(1).applicant().email(AMY).named("amy", "shah");
    let town = world(
        [applicant, learner(2).email(AMY).named("amy", "shah")],
        [user(7).email(AMY)],
    );
    let town = town.link(1, 7, Rule::Email, None);
    assert_eq!(town.links(), [(2, 7, Rule::Email, None)]);
    let by_hand = town.decide(Verdict::Link, 1, 7);
    assert_eq!(
        by_hand.links(),
        [(1, 7, Rule::Manual, None)],
        "what a person decided stands"
    );
}

#[test]
fn an_applicant_keeps_the_link_until_the_learner_can_take_it() {
    let applicant = learner(1).applicant().email(AMY).named("amy", "shah");
    let town = world(
        [applicant, learner(2).email(AMY).unverified().named("amy", "shah")],
        [user(7).email(AMY)],
    );
    assert_eq!(town.link(1, 7, Rule::Email, None).links(), [(1, 7, Rule::Email, None)]);
}

#[test]
fn an_applicant_who_gave_way_takes_no_account_by_another_key_either() {
    let applicant = learner(1).applicant().username("amy").email(AMY).named("amy", "shah");
    let enrolled = learner(2).email(AMY).nino(NINO).named("amy", "shah");
    let town = world([applicant, enrolled], [user(7).username("amy").email(AMY)]);
    assert_eq!(town.links(), [(2, 7, Rule::Email, None)]);
}

#[test]
fn nobody_gives_way_to_a_learner_who_is_never_to_be_linked() {
    let applicant = learner(1).applicant().email(AMY).named("amy", "shah");
    let town = world(
        [applicant, learner(2).email(AMY).named("amy", "shah")],
        [user(7).email(AMY)],
    );
    assert_eq!(
        town.decide(Verdict::Never, 2, None).links(),
        [(1, 7, Rule::Email, None)]
    );
}
