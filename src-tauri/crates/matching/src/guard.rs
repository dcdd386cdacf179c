//! Whether what is known of two people speaks against their being one.

use chrono::NaiveDate;
use domain::linking::{MatchLearner, MatchUser};

use crate::keys::valid;

/// What a record says about a person besides their keys. Names are folded; an empty one is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Details<'a> {
    pub(crate) given_name: &'a str,
    pub(crate) family_name: &'a str,
    pub(crate) date_of_birth: Option<NaiveDate>,
}

impl<'a> From<&'a MatchLearner> for Details<'a> {
    fn from(learner: &'a MatchLearner) -> Self {
        Self {
            given_name: &learner.given_name,
            family_name: &learner.family_name,
            date_of_birth: learner.date_of_birth,
        }
    }
}

impl<'a> From<&'a MatchUser> for Details<'a> {
    fn from(user: &'a MatchUser) -> Self {
        Self {
            given_name: &user.given_name,
            family_name: &user.family_name,
            date_of_birth: user.date_of_birth,
        }
    }
}

impl<'a> Details<'a> {
    /// Both names, where both are known: half a name is no evidence that two people are one.
    pub(crate) fn full_name(&self) -> Option<(&'a str, &'a str)> {
        (!self.given_name.is_empty() && !self.family_name.is_empty()).then_some((self.given_name, self.family_name))
    }
}

/// The guard: both dates of birth are known and differ, and so do the given names; or a date of birth is missing, and
/// family and given names both differ. A name that is not known differs from none.
pub(crate) fn disagree(one: Details<'_>, other: Details<'_>) -> bool {
    let given = differ(one.given_name, other.given_name);
    match (one.date_of_birth, other.date_of_birth) {
        (Some(one), Some(other)) => one != other && given,
        _ => given && differ(one.family_name, other.family_name),
    }
}

fn differ(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

/// Both have a valid National Insurance number, and they are not the same.
pub(crate) fn ninos_differ(learner: &MatchLearner, user: &MatchUser) -> bool {
    matches!((valid(&learner.nino), valid(&user.nino)), (Some(one), Some(other)) if one != other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details<'a>(given_name: &'a str, family_name: &'a str, born: Option<i32>) -> Details<'a> {
        Details {
            given_name,
            family_name,
            date_of_birth: born.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 2)),
        }
    }

    #[test]
    fn dates_of_birth_that_differ_need_a_different_given_name_to_speak_against_a_link() {
        let child = details("amy", "shah", Some(2008));
        assert!(
            disagree(child, details("priya", "shah", Some(1979))),
            "a parent's account"
        );
        assert!(
            !disagree(child, details("amy", "jones", Some(2007))),
            "a slip in the date"
        );
        assert!(
            !disagree(child, details("priya", "jones", Some(2008))),
            "the same date outweighs names"
        );
    }

    #[test]
    fn without_a_date_of_birth_both_names_have_to_differ() {
        let learner = details("amy", "shah", Some(2008));
        assert!(disagree(learner, details("priya", "jones", None)));
        assert!(
            disagree(details("priya", "jones", None), learner),
            "whichever side lacks it"
        );
        assert!(!disagree(learner, details("amy", "jones", None)), "a married name");
        assert!(!disagree(learner, details("priya", "shah", None)), "a nickname");
    }

    #[test]
    fn a_name_that_is_not_known_speaks_against_nothing() {
        let learner = details("amy", "shah", Some(2008));
        assert!(!disagree(learner, details("", "", None)));
        assert!(!disagree(learner, details("", "jones", Some(1979))));
    }
}
