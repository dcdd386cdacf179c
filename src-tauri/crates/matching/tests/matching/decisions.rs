//! Rule 1: what a person decided stands.

use domain::linking::{LinkChange, Reason, Rule, Verdict};

use crate::build::{Person, learner, user, world};

const AMY: &str = "amy@x.example";
const BEN: &str = "ben@x.example";

#[test]
fn a_link_by_hand_stands_against_every_key() {
    let town = world([learner(1).email(AMY), learner(2)], [user(7).email(AMY), user(8)]);
    let town = town.decide(Verdict::Link, 1, 8);
    assert_eq!(town.links(), [(1, 8, Rule::Manual, None)]);
    assert_eq!(town.settled().links(), [(1, 8, Rule::Manual, None)]);
}

#[test]
fn a_link_by_hand_needs_no_agreeing_details() {
    let town = world([learner(1).named("amy", "shah")], [user(7).named("ben", "jones")]);
    assert_eq!(town.decide(Verdict::Link, 1, 7).links(), [(1, 7, Rule::Manual, None)]);
}

#[test]
fn a_link_by_hand_takes_the_place_of_the_learners_other_link() {
    let town = world([learner(1).email(AMY)], [user(7).email(AMY), user(8)]).settled();
    assert_eq!(town.decide(Verdict::Link, 1, 8).links(), [(1, 8, Rule::Manual, None)]);
}

#[test]
fn a_link_by_hand_takes_the_account_from_a_learner_whom_a_rule_linked() {
    let town = world([learner(1).email(AMY), learner(2)], [user(7).email(AMY)]).settled();
    let town = town.decide(Verdict::Link, 2, 7);
    assert_eq!(town.links(), [(2, 7, Rule::Manual, None)]);
    assert_eq!(
        town.learner_reason(1),
        Some(Reason::NoCounterpart),
        "the account with its address is taken"
    );
}

#[test]
fn two_learners_whom_a_person_linked_to_one_account_both_keep_it() {
    let town = world([learner(1), learner(2)], [user(7)])
        .decide(Verdict::Link, 1, 7)
        .decide(Verdict::Link, 2, 7);
    assert_eq!(
        town.links(),
        [(1, 7, Rule::Manual, None), (2, 7, Rule::Manual, None)],
        "a person said so, twice"
    );
}

#[test]
fn confirming_a_link_by_hand_makes_it_manual_and_releases_it() {
    let town = world([learner(1)], [user(7)]).link(1, 7, Rule::Email, Some(Reason::KeysDisagree));
    let plan = town.decide(Verdict::Link, 1, 7).plan();
    let changes: Vec<_> = plan.changes.iter().map(|change| change.change).collect();
    assert_eq!(
        changes,
        [
            LinkChange::Rerule { rule: Rule::Manual },
            LinkChange::Hold { held: None }
        ]
    );
}

#[test]
fn never_for_a_pair_ends_its_link_and_bars_its_return() {
    let town = world([learner(1).email(AMY)], [user(7).email(AMY)]).settled();
    let town = town.decide(Verdict::Never, 1, 7);
    assert_eq!(town.links(), []);
    assert_eq!(town.learner_reason(1), Some(Reason::NeverMatch));
    assert_eq!(town.user_reason(7), Some(Reason::NeverMatch));
}

#[test]
fn never_for_one_of_two_accounts_that_share_an_address_lets_the_other_link() {
    let town = world([learner(1).email(AMY)], [user(7).email(AMY), user(8).email(AMY)]);
    let town = town.decide(Verdict::Never, 1, 7);
    assert_eq!(town.links(), [(1, 8, Rule::Email, None)]);
    assert_eq!(town.user_reason(7), Some(Reason::NeverMatch));
}

#[test]
fn never_for_one_of_two_learners_who_share_an_address_lets_the_other_link() {
    let town = world([learner(1).email(AMY), learner(2).email(AMY)], [user(7).email(AMY)]);
    assert_eq!(town.decide(Verdict::Never, 1, 7).links(), [(2, 7, Rule::Email, None)]);
}

#[test]
fn never_for_a_pair_hides_no_question_that_is_still_open() {
    let town = world(
        [learner(1).email(AMY)],
        [user(7).email(AMY), user(8).email(AMY), user(9).email(AMY)],
    );
    let town = town.decide(Verdict::Never, 1, 7);
    assert_eq!(
        town.learner_reason(1),
        Some(Reason::EmailShared),
        "two accounts are still possible"
    );
    assert_eq!(town.accounts_for(1).iter().map(|one| one.0).collect::<Vec<_>>(), [8, 9]);
}

#[test]
fn never_for_a_learner_takes_them_out_of_every_question() {
    let town = world([learner(1).email(AMY), learner(2).email(AMY)], [user(7).email(AMY)]);
    let town = town.link(1, 7, Rule::Email, None).decide(Verdict::Never, 1, None);
    assert_eq!(town.links(), [(2, 7, Rule::Email, None)]);
    assert_eq!(town.learner_reason(1), Some(Reason::NeverMatch));
    assert!(town.accounts_for(1).is_empty(), "there is nothing left to choose");
}

#[test]
fn never_outweighs_a_link_by_hand_where_both_are_on_record() {
    let town = world([learner(1)], [user(7)]).decide(Verdict::Link, 1, 7);
    assert_eq!(
        town.clone().decide(Verdict::Never, 1, 7).links(),
        [],
        "not linking can be mended"
    );
    assert_eq!(town.decide(Verdict::Never, 1, None).links(), []);
}

#[test]
fn yes_to_a_held_link_keeps_its_rule_and_stands() {
    let child = learner(1).email(AMY).named("amy", "shah");
    let town = world([child], [user(7).email(AMY).named("ben", "jones"), user(8).email(BEN)]).settled();
    let mut town = town.decide(Verdict::Accept, 1, 7).settled();
    assert_eq!(town.standing(), [(1, 7, Rule::Email, None)]);
    town.learners[0].email = Some(BEN.to_owned());
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)], "whatever its keys say later");
}

#[test]
fn yes_to_a_pair_is_remembered_when_the_link_has_to_be_made_again() {
    let child = learner(1).email(AMY).named("amy", "shah");
    let town = world([child], [user(7).email(AMY).named("ben", "jones")]);
    assert_eq!(town.decide(Verdict::Accept, 1, 7).links(), [(1, 7, Rule::Email, None)]);
}

#[test]
fn a_decision_about_an_account_that_is_gone_leaves_the_learner_to_the_rules() {
    let mut town = world([learner(1).email(AMY)], [user(7), user(8).email(AMY)])
        .decide(Verdict::Link, 1, 7)
        .settled();
    town.users[0].gone = true;
    town.users[0].in_scope = false;
    let mut town = town.settled();
    assert_eq!(town.standing(), [(1, 8, Rule::Email, None)]);
    town.users[0].gone = false;
    assert_eq!(
        town.links(),
        [(1, 7, Rule::Manual, None)],
        "and stands again when the account is back"
    );
}

#[test]
fn a_decision_about_somebody_unknown_changes_nothing() {
    let town = world([learner(1).email(AMY)], [user(7).email(AMY)]).decide(Verdict::Link, 9, 7);
    assert_eq!(town.decide(Verdict::Link, 1, 99).links(), [(1, 7, Rule::Email, None)]);
}
