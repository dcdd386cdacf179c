//! Rules 3 to 8: username, number, address, what is ambiguous, what disagrees, and the guard.

use domain::linking::{Reason, Rule};

use crate::build::{Enrolled, Person, learner, user, world};

const AMY: &str = "amy@x.example";
const FAMILY: &str = "family@x.example";
const NINO: &str = "AB123456C";
const OTHER_NINO: &str = "CE123456A";

#[test]
fn a_verified_address_links() {
    let town = world([learner(1).email(AMY)], [user(7).email(AMY)]);
    assert_eq!(town.links(), [(1, 7, Rule::Email, None)]);
    assert!(
        town.plan().learners.is_empty() && town.plan().users.is_empty(),
        "nobody is left"
    );
}

#[test]
fn an_address_that_is_not_verified_links_nobody() {
    let town = world([learner(1).email(AMY).unverified()], [user(7).email(AMY)]);
    assert_eq!(town.links(), []);
}

#[test]
fn a_number_links_where_the_definition_allows_it_and_needs_no_verified_address() {
    let town = world([learner(1).nino(NINO).email(AMY).unverified()], [user(7).nino(NINO)]);
    assert_eq!(town.links(), [(1, 7, Rule::Nino, None)]);
    assert_eq!(
        town.policy(true, false, true).links(),
        [],
        "bksb's definition does not allow it"
    );
}

#[test]
fn a_number_without_its_suffix_links_nobody() {
    let town = world([learner(1).nino("AB123456")], [user(7).nino("AB123456")]);
    assert_eq!(town.links(), []);
}

#[test]
fn where_number_and_address_agree_the_link_is_the_numbers() {
    let town = world([learner(1).nino(NINO).email(AMY)], [user(7).nino(NINO).email(AMY)]);
    assert_eq!(town.links(), [(1, 7, Rule::Nino, None)]);
}

#[test]
fn a_recorded_username_alone_decides() {
    let town = world(
        [learner(1).username("amy").email(AMY).nino(NINO)],
        [user(7).username("amy"), user(8).email(AMY).nino(NINO)],
    );
    assert_eq!(town.links(), [(1, 7, Rule::Username, None)]);
}

#[test]
fn a_recorded_username_that_is_unknown_lets_no_address_link() {
    let town = world(
        [learner(1).username("amu").email(AMY)],
        [user(7).username("amy").email(AMY)],
    );
    assert_eq!(town.links(), []);
    assert_eq!(town.learner_reason(1), Some(Reason::UsernameUnknown));
    assert_eq!(
        town.policy(false, true, true).links(),
        [(1, 7, Rule::Email, None)],
        "where usernames do not count"
    );
}

#[test]
fn an_address_does_not_take_an_account_from_the_learner_with_its_username() {
    let town = world(
        [learner(1).email(AMY), learner(2).username("amy")],
        [user(7).username("amy").email(AMY)],
    );
    assert_eq!(town.links(), [(2, 7, Rule::Username, None)]);
    assert_eq!(town.learner_reason(1), Some(Reason::NoCounterpart));
}

#[test]
fn a_username_that_two_learners_share_leaves_the_account_to_its_address() {
    let sharing = [
        learner(1).username("amy"),
        learner(2).username("amy"),
        learner(3).email(AMY),
    ];
    let town = world(sharing, [user(7).username("amy").email(AMY)]);
    assert_eq!(town.links(), [(3, 7, Rule::Email, None)], "an ambiguous key is no key");
    assert_eq!(town.learner_reason(1), Some(Reason::UsernameShared));
}

#[test]
fn nothing_ambiguous_links() {
    let two_learners = world([learner(1).email(AMY), learner(2).email(AMY)], [user(7).email(AMY)]);
    assert_eq!(two_learners.links(), []);
    let two_accounts = world([learner(1).nino(NINO)], [user(7).nino(NINO), user(8).nino(NINO)]);
    assert_eq!(two_accounts.links(), []);
}

#[test]
fn an_ambiguous_key_is_no_key_and_the_other_is_tried() {
    let town = world(
        [learner(1).nino(NINO).email(AMY), learner(2).nino(NINO)],
        [user(7).nino(NINO), user(8).email(AMY)],
    );
    assert_eq!(town.links(), [(1, 8, Rule::Email, None)]);
    let town = world(
        [learner(1).nino(NINO).email(FAMILY), learner(2).email(FAMILY)],
        [user(7).nino(NINO).email(FAMILY)],
    );
    assert_eq!(town.links(), [(1, 7, Rule::Nino, None)]);
}

#[test]
fn an_unverified_address_counts_when_asking_whether_it_is_shared() {
    let town = world(
        [learner(1).email(AMY), learner(2).email(AMY).unverified()],
        [user(7).email(AMY)],
    );
    assert_eq!(town.links(), []);
    assert_eq!(town.learner_reason(1), Some(Reason::EmailShared));
    assert_eq!(town.learner_reason(2), Some(Reason::EmailShared));
}

#[test]
fn an_unverified_address_does_not_count_when_asking_whether_keys_disagree() {
    let learners = [learner(1).nino(NINO).email(AMY).unverified()];
    let town = world(learners, [user(7).nino(NINO), user(8).email(AMY)]);
    assert_eq!(town.links(), [(1, 7, Rule::Nino, None)]);
    let town = world(
        [learner(1).nino(NINO), learner(2).email(AMY).unverified()],
        [user(7).nino(NINO).email(AMY)],
    );
    assert_eq!(
        town.links(),
        [(1, 7, Rule::Nino, None)],
        "seen from the account as well"
    );
}

#[test]
fn number_and_address_that_name_different_accounts_link_neither() {
    let town = world(
        [learner(1).nino(NINO).email(AMY)],
        [user(7).nino(NINO), user(8).email(AMY)],
    );
    assert_eq!(town.links(), []);
    assert_eq!(town.learner_reason(1), Some(Reason::KeysDisagree));
    assert_eq!(town.user_reason(7), Some(Reason::KeysDisagree));
    assert_eq!(town.user_reason(8), Some(Reason::KeysDisagree));
}

#[test]
fn number_and_address_of_an_account_that_name_different_learners_link_neither() {
    let town = world(
        [learner(1).nino(NINO), learner(2).email(AMY)],
        [user(7).nino(NINO).email(AMY)],
    );
    assert_eq!(town.links(), []);
    assert_eq!(town.learner_reason(1), Some(Reason::KeysDisagree));
    assert_eq!(town.learner_reason(2), Some(Reason::KeysDisagree));
    assert_eq!(town.user_reason(7), Some(Reason::KeysDisagree));
}

#[test]
fn an_agreeing_address_does_not_link_where_both_numbers_are_valid_and_differ() {
    let town = world(
        [learner(1).nino(NINO).email(AMY)],
        [user(7).nino(OTHER_NINO).email(AMY)],
    );
    assert_eq!(town.links(), []);
    assert_eq!(town.learner_reason(1), Some(Reason::KeysDisagree));
    let incomplete = world(
        [learner(1).nino(NINO).email(AMY)],
        [user(7).nino("CE123456").email(AMY)],
    );
    assert_eq!(
        incomplete.links(),
        [(1, 7, Rule::Email, None)],
        "a number without its suffix proves nothing"
    );
}

#[test]
fn the_guard_holds_a_link_for_a_person() {
    let child = learner(1).email(FAMILY).named("amy", "shah").born(2008);
    let town = world([child], [user(7).email(FAMILY).named("priya", "shah").born(1979)]);
    assert_eq!(town.links(), [(1, 7, Rule::Email, Some(Reason::DetailsDisagree))]);
    assert_eq!(town.plan().in_effect, 0, "it waits");
    assert_eq!(town.learner_reason(1), Some(Reason::DetailsDisagree));
    assert_eq!(town.user_reason(7), Some(Reason::DetailsDisagree));
}

#[test]
fn the_guard_looks_at_links_by_username_and_number_too() {
    let child = || learner(1).username("amy").nino(NINO).named("amy", "shah");
    let parent = || user(7).named("priya", "jones");
    let held = Some(Reason::DetailsDisagree);
    assert_eq!(
        world([child()], [parent().username("amy")]).links(),
        [(1, 7, Rule::Username, held)]
    );
    let by_number = world([child()], [parent().nino(NINO)]).policy(false, true, true);
    assert_eq!(by_number.links(), [(1, 7, Rule::Nino, held)]);
}

#[test]
fn people_out_of_scope_are_neither_compared_nor_listed() {
    let left = world(
        [learner(1).email(AMY).out_of_scope(), learner(2).email(AMY)],
        [user(7).email(AMY)],
    );
    assert_eq!(
        left.links(),
        [(2, 7, Rule::Email, None)],
        "the address is not shared with somebody who left"
    );
    let staff = world([learner(1).email(AMY)], [user(7).email(AMY).out_of_scope()]);
    assert_eq!(staff.links(), []);
    assert_eq!(staff.learner_reason(1), Some(Reason::NoCounterpart));
    assert_eq!(staff.user_reason(7), None);
}
