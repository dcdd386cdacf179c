//! What speaks for a pair.

use domain::linking::{Evidence, MatchLearner, MatchUser};
use domain::nino::Reading;

use super::near::resemblance;
use crate::guard::{self, Details};

/// Evidence by strength: what only one person can have, then what a person rarely shares, then what may be chance.
const STRENGTH: [Evidence; 13] = [
    Evidence::SameUsername,
    Evidence::SameNino,
    Evidence::SameUln,
    Evidence::SameEmail,
    Evidence::NinoWithoutSuffix,
    Evidence::SameNameAndBirthDate,
    Evidence::SameUnverifiedEmail,
    Evidence::EmailAsUsername,
    Evidence::SameReference,
    Evidence::EmailOtherForm,
    Evidence::NearEmail,
    Evidence::EmailOtherDomain,
    Evidence::SameName,
];

/// All that speaks for the pair, strongest first. Resembling addresses and equal references are chance where details
/// disagree: `student17@` and `student18@` are two people.
pub(super) fn evidence(learner: &MatchLearner, user: &MatchUser) -> Vec<Evidence> {
    let plausible = !guard::disagree(learner.into(), user.into());
    let found = [
        same(&learner.username, &user.username).then_some(Evidence::SameUsername),
        by_nino(&learner.nino, &user.nino),
        same(&learner.uln, &user.uln).then_some(Evidence::SameUln),
        by_email(learner, user, plausible),
        by_details(learner.into(), user.into()),
        same(&learner.email, &user.username).then_some(Evidence::EmailAsUsername),
        (plausible && same(&learner.reference, &user.reference)).then_some(Evidence::SameReference),
    ];
    let mut found: Vec<Evidence> = found.into_iter().flatten().collect();
    found.sort_unstable_by_key(|one| strength(*one));
    found
}

/// Sorts pairs best first: by the strongest evidence, then by the next; of two that agree so far the longer list wins.
pub(super) fn rank(why: &[Evidence]) -> Vec<usize> {
    why.iter().map(|one| strength(*one)).chain([usize::MAX]).collect()
}

fn strength(one: Evidence) -> usize {
    STRENGTH
        .iter()
        .position(|other| *other == one)
        .unwrap_or(STRENGTH.len())
}

fn same(one: &Option<String>, other: &Option<String>) -> bool {
    one.as_deref()
        .is_some_and(|text| !text.is_empty() && other.as_deref() == Some(text))
}

fn by_nino(one: &Reading, other: &Reading) -> Option<Evidence> {
    let (Reading::Valid(first) | Reading::WithoutSuffix(first)) = one else {
        return None;
    };
    let (Reading::Valid(second) | Reading::WithoutSuffix(second)) = other else {
        return None;
    };
    let whole = matches!((one, other), (Reading::Valid(_), Reading::Valid(_)));
    match whole {
        true => (first == second).then_some(Evidence::SameNino),
        false => (first.stem() == second.stem()).then_some(Evidence::NinoWithoutSuffix),
    }
}

fn by_email(learner: &MatchLearner, user: &MatchUser, plausible: bool) -> Option<Evidence> {
    let (own, other) = (learner.email.as_deref()?, user.email.as_deref()?);
    if own == other && learner.email_verified {
        Some(Evidence::SameEmail)
    } else if own == other {
        Some(Evidence::SameUnverifiedEmail)
    } else {
        resemblance(own, other).filter(|_| plausible)
    }
}

fn by_details(one: Details<'_>, other: Details<'_>) -> Option<Evidence> {
    if one.full_name().is_none() || one.full_name() != other.full_name() {
        return None;
    }
    match (one.date_of_birth, other.date_of_birth) {
        (Some(one), Some(other)) => (one == other).then_some(Evidence::SameNameAndBirthDate),
        _ => Some(Evidence::SameName),
    }
}
