//! Cases in which somebody has no address.

use crate::customer::case::Case;
use crate::customer::draft::Draft;

/// No address on one side.
pub(super) fn make(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let blank = draft.dice.pick(&[None, Some(""), Some("   ")]).map(str::to_owned);
    let mut stage = draft.begin(case);
    match case {
        Case::AddressAsUsername => {
            let learner = stage.learner(&person, |_| ());
            let user = stage.account(&person, |account| {
                account.username.clone_from(&person.email);
                account.email = blank;
            });
            stage.lonely_learner(&learner);
            stage.unmatched_user(&user, "email_missing", "ambiguous", &[]);
            stage.suggested(&learner, &user);
        }
        Case::AccountNoAddress => {
            let user = stage.account(&person, |account| account.email = blank);
            stage.unmatched_user(&user, "email_missing", "ambiguous", &[]);
        }
        _ => {
            let learner = stage.learner(&person, |learner| learner.email = blank);
            stage.unmatched_learner(&learner, "email_missing", "ambiguous", &[]);
            if case == Case::NoAddressHasAccount {
                let user = stage.account(&person, |_| ());
                stage.lonely_user(&user);
                stage.suggested(&learner, &user);
            }
        }
    }
}
