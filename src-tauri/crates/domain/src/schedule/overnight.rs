//! The window of the night in which daily work is done.

use chrono::{Duration, NaiveTime, Timelike};

use super::spread;

const DAY_SECONDS: u32 = 24 * 60 * 60;

/// A window of the UK night. It may lie across midnight: 23:00 to 01:00 is two hours long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overnight {
    from: NaiveTime,
    until: NaiveTime,
}

impl Default for Overnight {
    /// 02:00 to 05:00.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self {
            from: hour(2),
            until: hour(5),
        }
    }
}

impl Overnight {
    /// A window between two times of a UK wall clock; `None` where they are the same, because that is no window.
    #[must_use]
    pub fn new(from: NaiveTime, until: NaiveTime) -> Option<Self> {
        (from != until).then_some(Self { from, until })
    }

    /// When it begins.
    #[must_use]
    pub const fn from(self) -> NaiveTime {
        self.from
    }

    /// When it ends.
    #[must_use]
    pub const fn until(self) -> NaiveTime {
        self.until
    }

    /// Reads `02:00-05:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        Self::new(time(from)?, time(until)?)
    }

    /// The fixed moment of one installation: a time of the UK wall clock inside the window (its end not included). Each
    /// installation draws a seed once and keeps it, so that centres do not all call at the same time.
    #[must_use]
    pub fn moment(self, seed: u64) -> NaiveTime {
        let length = (DAY_SECONDS + self.until.num_seconds_from_midnight() - self.from.num_seconds_from_midnight())
            .rem_euclid(DAY_SECONDS)
            .max(1);
        let into = spread(seed) % u64::from(length);
        // Adding to a time of day wraps at midnight, which is what a window across midnight needs.
        self.from + Duration::seconds(i64::try_from(into).unwrap_or(0))
    }
}

impl std::fmt::Display for Overnight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.from.format("%H:%M"), self.until.format("%H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_read_and_written_the_same_way() {
        assert_eq!(Overnight::parse("02:00-05:00"), Some(Overnight::default()));
        assert_eq!(Overnight::default().to_string(), "02:00-05:00");
        assert_eq!(
            Overnight::parse("23:15 - 01:45").unwrap().to_string(),
            "23:15-01:45",
            "blanks around the dash do no harm"
        );
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in [
            "",
            "02:00",
            "02:00-02:00",
            "25:00-26:00",
            "two-five",
            "02:00-05:00-06:00",
        ] {
            assert_eq!(Overnight::parse(text), None, "{text} is no window");
        }
    }

    #[test]
    fn a_window_across_midnight_has_moments_on_both_sides() {
        let window = Overnight::parse("23:00-01:00").unwrap();
        let hours: std::collections::BTreeSet<u32> = (0..200).map(|seed| window.moment(seed).hour()).collect();
        assert_eq!(hours.into_iter().collect::<Vec<_>>(), vec![0, 23]);
    }

    #[test]
    fn an_installation_keeps_its_moment_and_others_have_their_own() {
        let window = Overnight::default();
        assert_eq!(window.moment(7), window.moment(7));
        let different: std::collections::BTreeSet<NaiveTime> = (0..100).map(|seed| window.moment(seed)).collect();
        assert!(different.len() > 90, "a hundred centres hardly ever share a second");
    }
}
