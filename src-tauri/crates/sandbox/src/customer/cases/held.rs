//! Cases in which the guard holds a link for a person.

use crate::customer::case::Case;
use crate::customer::draft::Draft;

/// The address agrees, the person does not.
pub(super) fn make(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let stranger = draft.stranger_to(&person);
    let parent = draft.relative_of(&person);
    let coin = draft.dice.percent(50);
    let mut stage = draft.begin(case);
    match case {
        Case::ParentsAccount => {
            let child = stage.learner(&person, |_| ());
            let user = stage.account(&parent, |account| account.email = Some(person.email.clone()));
            stage.held(&child, &user);
            stage.unmatched_user(&user, "details_disagree", "held", &[&child]);
        }
        Case::BothNamesDiffer => {
            let learner = stage.learner(&person, |learner| {
                learner.date_of_birth = learner.date_of_birth.filter(|_| coin);
            });
            let user = stage.account(&stranger, |account| {
                account.email = Some(person.email.clone());
                account.date_of_birth = None;
            });
            stage.held(&learner, &user);
            stage.unmatched_user(&user, "details_disagree", "held", &[&learner]);
        }
        _ => {
            let first = stage.learner(&person, |_| ());
            let user = stage.account(&person, |_| ());
            let second = stage.learner_elsewhere(&stranger, |learner| learner.email = Some(person.email.clone()));
            stage.linked(&first, &user);
            // The account has a link in effect in the other centre, so it is not listed as unmatched.
            stage.held(&second, &user);
        }
    }
}
