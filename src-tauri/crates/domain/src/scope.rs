//! Who is compared at all.

use chrono::{Days, Months, NaiveDate};

/// What decides whether a learner is in scope.
#[derive(Clone, Copy, Debug, Default)]
pub struct LearnerFacts<'a> {
    /// A whole listing no longer has them.
    pub gone: bool,
    /// The record system has archived them.
    pub archived: bool,
    /// The record system's own status, where it has one.
    pub system_status: Option<&'a str>,
    /// Whether they are learning, in the record system's words, where it says.
    pub learning_status: Option<&'a str>,
    /// The day their learning ended.
    pub ended_on: Option<NaiveDate>,
}

/// Whether a learner is in scope on a day in the UK.
///
/// A system that knows statuses lists those who are *Live* and either *In Learning* or ended no longer ago than the
/// tail: `tail_days`, or one calendar month where that is not set (documented: PICSWeb's bksb integration). A system
/// without statuses has everybody in scope who is neither archived nor gone.
#[must_use]
pub fn learner_in_scope(facts: LearnerFacts<'_>, today: NaiveDate, tail_days: Option<u32>) -> bool {
    if facts.gone || facts.archived || facts.system_status.is_some_and(|status| !says(status, "live")) {
        return false;
    }
    match (facts.learning_status, facts.ended_on) {
        (None, _) if facts.system_status.is_none() => true,
        (Some(status), _) if says(status, "in learning") => true,
        (_, Some(end)) => tail_start(today, tail_days).is_none_or(|start| end >= start),
        _ => false,
    }
}

fn tail_start(today: NaiveDate, tail_days: Option<u32>) -> Option<NaiveDate> {
    match tail_days {
        Some(days) => today.checked_sub_days(Days::new(days.into())),
        None => today.checked_sub_months(Months::new(1)),
    }
}

fn says(status: &str, word: &str) -> bool {
    status.trim().eq_ignore_ascii_case(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ended(on: &str) -> LearnerFacts<'static> {
        LearnerFacts {
            system_status: Some("Live"),
            learning_status: Some("Completed"),
            ended_on: Some(day(on)),
            ..LearnerFacts::default()
        }
    }

    #[test]
    fn the_tail_is_one_calendar_month_unless_set() {
        assert!(
            learner_in_scope(ended("2026-02-28"), day("2026-03-31"), None),
            "31 March less a month is 28 February"
        );
        assert!(!learner_in_scope(ended("2026-02-27"), day("2026-03-31"), None));
        assert!(learner_in_scope(ended("2026-03-21"), day("2026-03-31"), Some(10)));
        assert!(!learner_in_scope(ended("2026-03-20"), day("2026-03-31"), Some(10)));
    }

    #[test]
    fn archived_and_gone_learners_are_out_whatever_else_is_known() {
        let facts = LearnerFacts::default();
        assert!(
            learner_in_scope(facts, day("2026-03-31"), None),
            "a system without statuses lists everybody"
        );
        assert!(!learner_in_scope(
            LearnerFacts {
                archived: true,
                ..facts
            },
            day("2026-03-31"),
            None
        ));
        assert!(!learner_in_scope(
            LearnerFacts { gone: true, ..facts },
            day("2026-03-31"),
            None
        ));
    }

    #[test]
    fn a_status_other_than_live_is_out_even_while_learning() {
        let facts = LearnerFacts {
            system_status: Some("Suspended"),
            learning_status: Some("In Learning"),
            ..LearnerFacts::default()
        };
        assert!(!learner_in_scope(facts, day("2026-03-31"), None));
    }
}
