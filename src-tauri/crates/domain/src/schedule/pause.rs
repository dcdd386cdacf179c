//! Pausing: timed, visible, and over by itself.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::uk_time;

/// A pause of everything that is scheduled. What a person asks for still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When a person began it.
    pub from: DateTime<Utc>,
    /// When it ends.
    pub until: DateTime<Utc>,
}

impl Pause {
    /// A pause for one hour.
    #[must_use]
    pub fn for_an_hour(now: DateTime<Utc>) -> Self {
        Self {
            from: now,
            until: now + Duration::hours(1),
        }
    }

    /// A pause until the next UK day begins.
    #[must_use]
    pub fn until_tomorrow(now: DateTime<Utc>) -> Self {
        let tomorrow = uk_time::day(now).succ_opt();
        Self {
            from: now,
            until: tomorrow.map_or(now + Duration::days(1), uk_time::start_of),
        }
    }

    /// Whether it is in effect. Where the clock was far ahead when it began, and has been put right since, it would
    /// last for as long as the clock was wrong: that is no pause that anybody asked for, so it is over.
    #[must_use]
    pub fn is_in_effect(&self, now: DateTime<Utc>) -> bool {
        now < self.until && now >= self.from - Duration::hours(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_pause_ends_by_itself() {
        let pause = Pause::for_an_hour(at("2026-11-22T10:00:00Z"));
        assert!(pause.is_in_effect(at("2026-11-22T10:59:59Z")));
        assert!(!pause.is_in_effect(at("2026-11-22T11:00:00Z")));
    }

    #[test]
    fn tomorrow_begins_at_midnight_in_the_uk() {
        assert_eq!(
            Pause::until_tomorrow(at("2026-07-01T12:00:00Z")).until,
            at("2026-07-01T23:00:00Z"),
            "in summer that is 23:00 UTC"
        );
        assert_eq!(
            Pause::until_tomorrow(at("2026-12-31T12:00:00Z")).until,
            at("2027-01-01T00:00:00Z")
        );
    }

    #[test]
    fn a_clock_put_right_does_not_prolong_a_pause() {
        let pause = Pause::for_an_hour(at("2027-11-22T10:00:00Z"));
        assert!(
            !pause.is_in_effect(at("2026-11-22T10:00:00Z")),
            "the clock was a year ahead when it began"
        );
        assert!(
            pause.is_in_effect(at("2027-11-22T09:59:00Z")),
            "a minute is an ordinary correction and ends nothing"
        );
    }
}
