//! Cases in which an address names more than one.

use crate::customer::case::Case;
use crate::customer::draft::Draft;

/// Two learners of a centre with one address.
pub(super) fn among_learners(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let mut other = draft.relative_of(&person);
    if case == Case::Twins {
        other.born = person.born;
    }
    let mut stage = draft.begin(case);
    let first = stage.learner(&person, |_| ());
    let second = stage.learner(&other, |learner| {
        learner.email = Some(person.email.clone());
        learner.email_verified = Some(case != Case::VerifiedAndUnverified);
    });
    if case == Case::TwoLearnersAlone {
        stage.lonely_learner(&first);
        stage.lonely_learner(&second);
        return;
    }
    let user = stage.account(&person, |_| ());
    if case == Case::Twins {
        let twin = stage.account(&other, |account| account.email = Some(person.email.clone()));
        stage.blocked("email_shared", &[&first, &second], &[&user, &twin]);
    } else {
        stage.blocked("email_shared", &[&first, &second], &[&user]);
    }
}

/// Two accounts with one address.
pub(super) fn among_accounts(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let mut stage = draft.begin(case);
    let first = stage.account(&person, |_| ());
    let second = stage.account(&person, |account| account.username = format!("{}.2", person.code));
    if case == Case::TwoAccountsAlone {
        stage.lonely_user(&first);
        stage.lonely_user(&second);
        return;
    }
    let verified = case == Case::TwoAccounts;
    let learner = stage.learner(&person, |learner| learner.email_verified = Some(verified));
    stage.blocked("email_shared", &[&learner], &[&first, &second]);
}
