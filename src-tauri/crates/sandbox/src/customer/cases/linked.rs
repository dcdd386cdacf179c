//! Cases that end in a link.

use crate::customer::case::Case;
use crate::customer::draft::{Draft, earlier};
use crate::customer::names::SAME_GIVEN;
use crate::customer::people::{Person, international};
use crate::customer::records::ROLE_ASSESSOR;

/// One person, whose address is written in one way or in two.
pub(super) fn by_address(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let (there, here) = two_ways(draft, case, &person);
    let mut stage = draft.begin(case);
    let learner = stage.learner(&person, |learner| learner.email = Some(here));
    let user = stage.account(&person, |account| account.email = Some(there));
    stage.linked(&learner, &user);
}

fn two_ways(draft: &mut Draft, case: Case, person: &Person) -> (String, String) {
    let (plain, local) = (person.email.clone(), person.local());
    let (one, other) = match case {
        Case::CaseDiffers => (plain.to_uppercase(), plain),
        Case::BlanksAround => (format!(" {plain}\t"), plain),
        Case::InternationalDomain => {
            let (written, idna) = international(&mut draft.dice);
            let written = if draft.dice.percent(50) {
                written.to_uppercase().replace("SS", "ß")
            } else {
                written.into()
            };
            (format!("{local}@{written}"), format!("{local}@{idna}"))
        }
        Case::ComposedAccent => (format!("rené.{plain}"), format!("rene\u{301}.{plain}")),
        _ => (plain.clone(), plain),
    };
    if draft.dice.percent(50) {
        (one, other)
    } else {
        (other, one)
    }
}

/// One person, whose names or date of birth are not the same on both sides, yet not so that the guard stops it.
pub(super) fn despite_details(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let other = draft.stranger_to(&person);
    let given = draft.dice.pick(SAME_GIVEN);
    let coin = draft.dice.percent(50);
    let mut stage = draft.begin(case);
    let learner = stage.learner(&person, |learner| match case {
        Case::FoldedGivenName => learner.given_name = given.0.to_owned(),
        Case::OneNameDiffers => learner.date_of_birth = None,
        _ => {}
    });
    let user = stage.account(&person, |account| match case {
        Case::Married => account.family_name = other.family,
        Case::BirthDateTyped => account.date_of_birth = Some(earlier(person.born, 30)),
        Case::FoldedGivenName => {
            account.given_name = given.1.to_owned();
            account.date_of_birth = Some(earlier(person.born, 365));
        }
        _ if coin => account.family_name = other.family,
        _ => account.given_name = other.given,
    });
    stage.linked(&learner, &user);
}

/// Two learners, two links.
pub(super) fn twice(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let mut son = draft.somebody();
    son.given.clone_from(&person.given);
    son.family.clone_from(&person.family);
    let mut stage = draft.begin(case);
    let first = stage.learner(&person, |_| ());
    let user = stage.account(&person, |_| ());
    stage.linked(&first, &user);
    if case == Case::TwoCentres {
        let second = stage.learner_elsewhere(&person, |_| ());
        stage.linked(&second, &user);
    } else {
        let second = stage.learner(&son, |_| ());
        let his = stage.account(&son, |_| ());
        stage.linked(&second, &his);
    }
}

/// A link, and beside it a record that must not disturb it.
pub(super) fn beside_another(draft: &mut Draft, case: Case) {
    let person = draft.somebody();
    let other = draft.relative_of(&person);
    let mut stage = draft.begin(case);
    let learner = stage.learner(&person, |_| ());
    let user = stage.account(&person, |_| ());
    stage.linked(&learner, &user);
    match case {
        Case::SecondAccountBlank => {
            let second = stage.account(&person, |account| {
                account.username = format!("{}.old", person.code);
                account.email = Some("  ".to_owned());
            });
            stage.unmatched_user(&second, "email_missing", "ambiguous", &[]);
        }
        Case::SecondAccountInactive => {
            stage.account(&person, |account| {
                account.username = format!("{}.old", person.code);
                account.active = false;
            });
        }
        Case::SharedWithArchived => {
            stage.learner(&other, |learner| {
                learner.email = Some(person.email.clone());
                learner.archived = true;
            });
        }
        _ => stage.staff(&other, |assessor| {
            assessor.email = Some(person.email.clone());
            assessor.role = ROLE_ASSESSOR;
        }),
    }
}
