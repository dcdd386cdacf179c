//! Rule 2: standing links stay, and are held where their keys now name somebody else.

use domain::linking::{CandidateKind, Evidence, Reason, Rule, Verdict};

use crate::build::{Enrolled, Person, World, learner, user, world};

const AMY: &str = "amy@x.example";
const BEN: &str = "ben@x.example";
const HELD: Option<Reason> = Some(Reason::KeysDisagree);

/// Learner 1 linked to account 7 by address; account 8 has another one.
fn linked() -> World {
    world([learner(1).email(AMY)], [user(7).email(AMY), user(8).email(BEN)]).settled()
}

#[test]
fn a_link_stays_when_its_key_is_no_more() {
    let mut town = linked();
    town.learners[0].email = None;
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
}

#[test]
fn a_link_stays_when_details_come_to_differ() {
    let mut town = linked();
    town.learners[0] = learner(1).email(AMY).named("amy", "shah").born(2001);
    town.users[0] = user(7).email(AMY).named("ben", "jones").born(1990);
    assert_eq!(
        town.links(),
        [(1, 7, Rule::Email, None)],
        "the guard asks before a link takes effect, not after"
    );
}

#[test]
fn a_link_is_held_not_moved_when_its_keys_name_another_account() {
    let mut town = linked();
    town.learners[0].email = Some(BEN.to_owned());
    assert_eq!(town.links(), [(1, 7, Rule::Email, HELD)]);
    assert_eq!(town.learner_reason(1), HELD);
    assert_eq!(town.user_reason(7), HELD);
    assert_eq!(town.user_reason(8), HELD, "the other account waits for the same answer");
    let present = (7, CandidateKind::Held, vec![Evidence::PresentLink]);
    let named = (8, CandidateKind::Ambiguous, vec![Evidence::SameEmail]);
    assert_eq!(town.accounts_for(1), [present, named]);
}

#[test]
fn a_link_is_held_when_its_accounts_keys_name_another_learner() {
    let mut town = world([learner(1).email(AMY), learner(2).email(BEN)], [user(7).email(AMY)]).settled();
    town.users[0].email = Some(BEN.to_owned());
    assert_eq!(town.links(), [(1, 7, Rule::Email, HELD)]);
    assert_eq!(town.learner_reason(2), HELD);
}

#[test]
fn a_link_by_address_is_held_when_somebody_else_gets_the_accounts_username() {
    let mut town = world(
        [learner(1).email(AMY), learner(2)],
        [user(7).email(AMY).username("amy")],
    )
    .settled();
    town.learners[1].username = Some("amy".to_owned());
    assert_eq!(
        town.links(),
        [(1, 7, Rule::Email, HELD)],
        "a typed username is the stronger key"
    );
}

#[test]
fn a_hold_ends_when_the_keys_agree_again_and_not_before() {
    let mut town = linked();
    town.learners[0].email = Some(BEN.to_owned());
    let mut town = town.settled();
    town.learners[0].email = None;
    assert_eq!(town.links(), [(1, 7, Rule::Email, HELD)], "no key is no agreement");
    town.learners[0].email = Some(AMY.to_owned());
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
}

#[test]
fn no_to_a_held_link_lets_the_keys_have_their_way() {
    let mut town = linked();
    town.learners[0].email = Some(BEN.to_owned());
    let town = town.settled().decide(Verdict::Never, 1, 7);
    assert_eq!(town.links(), [(1, 8, Rule::Email, None)]);
}

#[test]
fn a_key_that_became_ambiguous_holds_nothing() {
    let mut town = world([learner(1).email(AMY), learner(2)], [user(7).email(AMY)]).settled();
    town.learners[1].email = Some(AMY.to_owned());
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
    assert_eq!(town.learner_reason(2), Some(Reason::EmailShared));
}

#[test]
fn people_who_go_out_of_scope_keep_their_links() {
    let mut town = linked();
    town.learners[0].in_scope = false;
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
    assert_eq!(town.user_reason(7), None, "an account with a link is not unmatched");
    town.learners[0].in_scope = true;
    town.users[0].in_scope = false;
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
    assert_eq!(town.learner_reason(1), None);
}

#[test]
fn a_link_to_an_inactive_account_is_held_when_an_active_one_has_the_key() {
    let mut town = linked();
    town.users[0].in_scope = false;
    town.users[1].email = Some(AMY.to_owned());
    assert_eq!(town.links(), [(1, 7, Rule::Email, HELD)]);
}

#[test]
fn a_link_ends_with_its_account() {
    let mut town = linked();
    town.users[0].gone = true;
    town.users[0].in_scope = false;
    assert_eq!(town.links(), []);
    town.users[1].email = Some(AMY.to_owned());
    assert_eq!(
        town.links(),
        [(1, 8, Rule::Email, None)],
        "merged accounts: the survivor is linked in the same plan"
    );
}

#[test]
fn a_learner_out_of_scope_does_not_reserve_the_account() {
    let mut town = world([learner(1).email(AMY), learner(2).email(AMY)], [user(7).email(AMY)]);
    town.learners[0].in_scope = false;
    let town = town.link(1, 7, Rule::Email, None);
    assert_eq!(
        town.links(),
        [(1, 7, Rule::Email, None), (2, 7, Rule::Email, None)],
        "they enrolled again"
    );
}

#[test]
fn two_standing_links_to_one_account_are_both_held_when_the_first_learner_is_back() {
    let town = world([learner(1).email(AMY), learner(2).email(AMY)], [user(7).email(AMY)]);
    let mut town = town.link(1, 7, Rule::Email, None).link(2, 7, Rule::Email, None);
    assert_eq!(town.links(), [(1, 7, Rule::Email, HELD), (2, 7, Rule::Email, HELD)]);
    assert_eq!(
        town.clone().decide(Verdict::Never, 1, 7).links(),
        [(2, 7, Rule::Email, None)],
        "one answer is enough"
    );
    assert_eq!(
        town.clone().decide(Verdict::Accept, 2, 7).links(),
        [(2, 7, Rule::Email, None)]
    );
    town.learners[0].email = None;
    let expected = [(1, 7, Rule::Email, HELD), (2, 7, Rule::Email, None)];
    assert_eq!(town.links(), expected, "the one whom the keys name keeps it");
}

#[test]
fn a_question_about_details_goes_with_the_key_that_asked_it() {
    let child = learner(1).email(AMY).named("amy", "shah").born(2008);
    let town = world(
        [child],
        [user(7).email(AMY).named("priya", "shah").born(1979), user(8).email(BEN)],
    );
    let mut town = town.settled();
    assert_eq!(town.standing(), [(1, 7, Rule::Email, Some(Reason::DetailsDisagree))]);
    town.learners[0].email = Some(BEN.to_owned());
    assert_eq!(
        town.links(),
        [(1, 8, Rule::Email, None)],
        "a corrected address is matched by the next plan"
    );
}

#[test]
fn a_question_about_details_is_answered_when_the_details_agree() {
    let child = learner(1).email(AMY).named("amy", "shah").born(2008);
    let mut town = world([child], [user(7).email(AMY).named("priya", "shah").born(1979)]).settled();
    town.users[0] = user(7).email(AMY).named("amy", "shah").born(2008);
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
}

#[test]
fn an_account_that_waits_for_an_answer_is_not_given_to_somebody_else() {
    let typed = learner(1).username("amy").named("amy", "shah");
    let account = user(7).username("amy").email(AMY).named("ben", "jones");
    let town = world([typed, learner(2).email(AMY)], [account]);
    assert_eq!(town.links(), [(1, 7, Rule::Username, Some(Reason::DetailsDisagree))]);
    assert_eq!(town.learner_reason(2), Some(Reason::NoCounterpart));
}

#[test]
fn a_link_of_a_learner_who_is_not_in_the_question_is_left_alone() {
    let town = linked().link(99, 7, Rule::Manual, None);
    assert!(town.plan().changes.is_empty());
}

#[test]
fn a_link_to_an_account_that_was_never_listed_ends() {
    let town = world([learner(1).unverified()], []).link(1, 99, Rule::Email, None);
    assert_eq!(town.links(), []);
}
