//! Cases that end without a link: not verified, or nobody opposite.

use crate::customer::case::Case;
use crate::customer::draft::Draft;
use crate::customer::people::{Person, other_domain};
use crate::customer::records::ROLE_ASSESSOR;

/// A learner whose address is not verified.
pub(super) fn unverified(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let mut stage = draft.begin(case);
    match case {
        Case::UnverifiedAlone => {
            let learner = stage.learner(&person, |learner| learner.email_verified = Some(false));
            stage.lonely_learner(&learner);
        }
        Case::Unverified => {
            let learner = stage.learner(&person, |learner| learner.email_verified = Some(false));
            let user = stage.account(&person, |_| ());
            stage.blocked("email_unverified", &[&learner], &[&user]);
        }
        _ => {
            let first = stage.learner(&person, |_| ());
            let user = stage.account(&person, |_| ());
            let second = stage.learner_elsewhere(&person, |learner| learner.email_verified = Some(false));
            stage.linked(&first, &user);
            // The account has a link in effect in the other centre, so only the learner is unmatched.
            stage.unmatched_learner(&second, "email_unverified", "ambiguous", &[&user]);
        }
    }
}

/// Somebody known to one side only.
pub(super) fn alone(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let mut stage = draft.begin(case);
    if case == Case::LearnerAlone {
        let learner = stage.learner(&person, |_| ());
        stage.lonely_learner(&learner);
        return;
    }
    if case == Case::AssessorsAccount {
        stage.staff(&person, |assessor| assessor.role = ROLE_ASSESSOR);
    }
    let user = stage.account(&person, |_| ());
    stage.lonely_user(&user);
}

/// One person with two addresses: nothing links, and each is the right suggestion for the other.
pub(super) fn near_miss(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let elsewhere = draft.somebody();
    let coin = draft.dice.percent(50);
    let (here, there) = two_addresses(case, &person, &elsewhere, coin);
    let mut stage = draft.begin(case);
    let learner = stage.learner(&person, |learner| learner.email = Some(here));
    let user = stage.account(&person, |account| account.email = Some(there));
    stage.lonely_learner(&learner);
    stage.lonely_user(&user);
    stage.suggested(&learner, &user);
}

fn two_addresses(case: Case, person: &Person, elsewhere: &Person, coin: bool) -> (String, String) {
    let (email, local) = (person.email.clone(), person.local());
    let other = match case {
        Case::Misspelt => email.replacen('@', if coin { "i@" } else { "l@" }, 1),
        Case::OtherDomain => format!("{local}@{}", other_domain(&email)),
        Case::Tagged if coin => email.replacen('@', "+college@", 1),
        Case::Tagged => format!("{}.{}", &email[..1], &email[1..]),
        Case::SharpS => {
            return (format!("{local}@straße.example"), format!("{local}@strasse.example"));
        }
        _ => elsewhere.email.clone(),
    };
    (email, other)
}

/// Records that are neither compared nor listed, beside one that is.
pub(super) fn out_of_scope(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let mut stage = draft.begin(case);
    match case {
        Case::InactiveAccount => {
            let learner = stage.learner(&person, |_| ());
            stage.account(&person, |account| account.active = false);
            stage.lonely_learner(&learner);
        }
        Case::InactiveAlone => {
            stage.account(&person, |account| account.active = false);
        }
        Case::ArchivedLearner => {
            stage.learner(&person, |learner| learner.archived = true);
            let user = stage.account(&person, |_| ());
            stage.lonely_user(&user);
        }
        _ => {
            stage.learner(&person, |learner| learner.archived = true);
        }
    }
}
