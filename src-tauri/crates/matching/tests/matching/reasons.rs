//! Why a row is not linked, and who is shown beside it.

use domain::linking::{CandidateKind, Evidence, Reason, Verdict};

use crate::build::{Enrolled, Person, learner, user, world};

const AMY: &str = "amy@x.example";
const BEN: &str = "ben@x.example";
const NINO: &str = "AB123456C";

fn ambiguous(id: i64, why: &[Evidence]) -> (i64, CandidateKind, Vec<Evidence>) {
    (id, CandidateKind::Ambiguous, why.to_vec())
}

#[test]
fn a_shared_key_shows_everybody_who_has_it() {
    let town = world(
        [learner(1).email(AMY), learner(2).email(AMY)],
        [user(7).email(AMY), user(8).email(AMY)],
    );
    for row in [1, 2] {
        assert_eq!(town.learner_reason(row), Some(Reason::EmailShared));
        let both = [
            ambiguous(7, &[Evidence::SameEmail]),
            ambiguous(8, &[Evidence::SameEmail]),
        ];
        assert_eq!(town.accounts_for(row), both);
    }
    for row in [7, 8] {
        assert_eq!(town.user_reason(row), Some(Reason::EmailShared));
        let both = [
            ambiguous(1, &[Evidence::SameEmail]),
            ambiguous(2, &[Evidence::SameEmail]),
        ];
        assert_eq!(town.learners_for(row), both);
    }
}

#[test]
fn a_shared_number_is_told_before_a_shared_address() {
    let person = |id| learner(id).nino(NINO).email(AMY);
    let town = world([person(1), person(2)], [user(7).nino(NINO).email(AMY)]);
    assert_eq!(town.learner_reason(1), Some(Reason::NinoShared));
    assert_eq!(
        town.accounts_for(1),
        [ambiguous(7, &[Evidence::SameNino, Evidence::SameEmail])]
    );
}

#[test]
fn a_key_shared_on_one_side_with_nobody_opposite_has_no_counterpart() {
    let town = world(
        [learner(1).email(AMY), learner(2).email(AMY)],
        [user(7).email(BEN), user(8).email(BEN)],
    );
    for row in [1, 2] {
        assert_eq!(town.learner_reason(row), Some(Reason::NoCounterpart));
    }
    for row in [7, 8] {
        assert_eq!(town.user_reason(row), Some(Reason::NoCounterpart));
    }
}

#[test]
fn an_unverified_address_is_the_reason_only_if_an_account_has_it() {
    let town = world([learner(1).email(AMY).unverified()], [user(7).email(AMY)]);
    assert_eq!(town.learner_reason(1), Some(Reason::EmailUnverified));
    assert_eq!(town.accounts_for(1), [ambiguous(7, &[Evidence::SameUnverifiedEmail])]);
    assert_eq!(
        town.user_reason(7),
        Some(Reason::EmailUnverified),
        "the same words on both sides"
    );
    assert_eq!(town.learners_for(7), [ambiguous(1, &[Evidence::SameUnverifiedEmail])]);
    let nobody = world([learner(1).email(AMY).unverified()], [user(7).email(BEN)]);
    assert_eq!(nobody.learner_reason(1), Some(Reason::NoCounterpart));
}

#[test]
fn an_account_whose_only_counterpart_is_linked_elsewhere_has_no_counterpart() {
    let town = world(
        [learner(1).username("amy").email(AMY)],
        [user(7).username("amy"), user(8).email(AMY)],
    );
    assert_eq!(town.user_reason(8), Some(Reason::NoCounterpart));
    assert_eq!(
        town.learners_for(8),
        [ambiguous(1, &[Evidence::SameEmail, Evidence::LinkedElsewhere])]
    );
    let twin = world(
        [learner(1).username("amy").email(AMY)],
        [user(7).username("amy").email(AMY), user(8).email(AMY)],
    );
    assert_eq!(
        twin.user_reason(8),
        Some(Reason::NoCounterpart),
        "nothing on its side would change that"
    );
    let unverified = world([learner(1).email(AMY).unverified()], [user(7), user(8).email(AMY)]);
    let unverified = unverified.decide(Verdict::Link, 1, 7);
    assert_eq!(
        unverified.user_reason(8),
        Some(Reason::NoCounterpart),
        "verifying the address would not link it"
    );
}

#[test]
fn a_learner_whose_only_counterpart_is_linked_elsewhere_has_no_counterpart() {
    let town = world([learner(1).email(AMY), learner(2)], [user(7).email(AMY)]).decide(Verdict::Link, 2, 7);
    assert_eq!(town.learner_reason(1), Some(Reason::NoCounterpart));
    assert_eq!(
        town.accounts_for(1),
        [ambiguous(7, &[Evidence::SameEmail, Evidence::LinkedElsewhere])]
    );
}

#[test]
fn a_learner_who_shares_an_address_hears_of_it_even_if_the_other_is_linked() {
    let town = world([learner(1).email(AMY), learner(2).email(AMY)], [user(7).email(AMY)]).decide(Verdict::Link, 2, 7);
    assert_eq!(
        town.learner_reason(1),
        Some(Reason::EmailShared),
        "the address is the learner's to mend"
    );
}

#[test]
fn linking_one_of_a_pair_by_hand_does_not_link_the_other_by_elimination() {
    let people = [learner(1).email(AMY), learner(2).email(AMY)];
    let town = world(people, [user(7).email(AMY), user(8).email(AMY)]).decide(Verdict::Link, 1, 7);
    assert_eq!(town.learner_reason(2), Some(Reason::EmailShared));
    assert_eq!(town.user_reason(8), Some(Reason::EmailShared));
}

#[test]
fn what_a_row_lacks_is_told_when_nothing_else_is_to_be_said() {
    let policy_without_nino = |town: crate::build::World| town.policy(true, false, true);
    let bare = || world([learner(1)], [user(7)]);
    assert_eq!(bare().learner_reason(1), Some(Reason::EmailMissing));
    assert_eq!(bare().user_reason(7), Some(Reason::EmailMissing));
    assert_eq!(
        bare().policy(true, true, false).learner_reason(1),
        Some(Reason::NinoMissing)
    );
    let invalid = || world([learner(1).nino("QQ123456C").email(AMY)], [user(7).nino("AB123456")]);
    assert_eq!(invalid().learner_reason(1), Some(Reason::NinoInvalid));
    assert_eq!(
        invalid().user_reason(7),
        Some(Reason::NinoInvalid),
        "without its suffix it is not valid"
    );
    assert_eq!(
        policy_without_nino(invalid()).learner_reason(1),
        Some(Reason::NoCounterpart)
    );
    let number_only = world([learner(1).nino(NINO)], [user(7)]);
    assert_eq!(
        number_only.learner_reason(1),
        Some(Reason::NoCounterpart),
        "some key is usable"
    );
}

#[test]
fn a_provider_that_allows_no_rule_still_lists_everybody() {
    let town = world([learner(1).email(AMY)], [user(7).email(AMY)]).policy(false, false, false);
    assert_eq!(town.learner_reason(1), Some(Reason::NoCounterpart));
    assert_eq!(town.user_reason(7), Some(Reason::NoCounterpart));
}

#[test]
fn an_account_says_what_the_recorded_username_of_its_only_counterpart_says() {
    let town = world([learner(1).username("amu").email(AMY)], [user(7).email(AMY)]);
    assert_eq!(town.user_reason(7), Some(Reason::UsernameUnknown));
    assert_eq!(town.learners_for(7), [ambiguous(1, &[Evidence::SameEmail])]);
    assert!(
        town.accounts_for(1).is_empty(),
        "the learner's own row looks at the username alone"
    );
}

#[test]
fn a_key_that_hundreds_share_shows_no_more_candidates_than_a_person_can_weigh() {
    let mut town = world([learner(1).email(AMY)], []);
    town.users = (0..300).map(|id| user(id).email(AMY)).collect();
    let shown: Vec<i64> = town.accounts_for(1).iter().map(|one| one.0).collect();
    assert_eq!(shown, (0..50).collect::<Vec<_>>());
}
