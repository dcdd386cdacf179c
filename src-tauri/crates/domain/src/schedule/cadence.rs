//! How often a task runs, and when its next turn is.

use chrono::{DateTime, Days, Duration, NaiveTime, Utc};

use super::{Overnight, spread};
use crate::uk_time;

crate::coded! {
    /// How often a task runs.
    pub enum Cadence {
        /// Once a UK day, at the installation's moment of the night.
        Daily = "daily",
        /// Once an hour.
        Hourly = "hourly",
        /// Once a minute.
        EveryMinute = "every_minute",
    }
}

impl Cadence {
    /// How far apart two turns are. A day of a clock change is an hour shorter or longer.
    #[must_use]
    pub fn period(self) -> Duration {
        match self {
            Self::Daily => Duration::days(1),
            Self::Hourly => Duration::hours(1),
            Self::EveryMinute => Duration::minutes(1),
        }
    }
}

/// The turns of one installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timetable {
    moment: NaiveTime,
    seed: u64,
}

impl Timetable {
    /// The timetable of an installation with this window and seed.
    #[must_use]
    pub fn new(window: Overnight, seed: u64) -> Self {
        Self {
            moment: window.moment(seed),
            seed,
        }
    }

    /// The installation's moment of the night, by the UK's wall clock.
    #[must_use]
    pub fn moment(&self) -> NaiveTime {
        self.moment
    }

    /// The first turn strictly after an instant.
    #[must_use]
    pub fn next_due(&self, cadence: Cadence, after: DateTime<Utc>) -> DateTime<Utc> {
        match cadence {
            Cadence::Daily => self.next_night(after),
            // The UK's clock differs from UTC by whole hours, so hours and minutes may be counted in UTC.
            Cadence::Hourly | Cadence::EveryMinute => self.next_of_grid(cadence.period().num_seconds(), after),
        }
    }

    /// One instant a UK day: `uk_time` reads a time that occurs twice as the first of the two, and one that never
    /// occurs as the shifted-forward one, so a clock change neither drops nor doubles a night.
    fn next_night(&self, after: DateTime<Utc>) -> DateTime<Utc> {
        let today = uk_time::day(after);
        [0, 1]
            .into_iter()
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .map(|day| uk_time::instant(day.and_time(self.moment)))
            .find(|turn| *turn > after)
            .unwrap_or(after + Cadence::Daily.period())
    }

    fn next_of_grid(&self, seconds: i64, after: DateTime<Utc>) -> DateTime<Utc> {
        let offset = i64::try_from(spread(self.seed) % seconds.unsigned_abs()).unwrap_or(0);
        let since = (after.timestamp() - offset).rem_euclid(seconds);
        let turn = after.timestamp() - since + seconds;
        DateTime::from_timestamp(turn, 0).unwrap_or(after + Duration::seconds(seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// A timetable whose moment is exactly this time of the UK wall clock.
    fn daily_at(time: &str) -> Timetable {
        Timetable {
            moment: time.parse().unwrap(),
            seed: 1,
        }
    }

    fn turns(times: &Timetable, from: &str, count: usize) -> Vec<String> {
        let first = times.next_due(Cadence::Daily, at(from));
        std::iter::successors(Some(first), |turn| Some(times.next_due(Cadence::Daily, *turn)))
            .take(count)
            .map(|turn| turn.to_rfc3339())
            .collect()
    }

    #[test]
    fn when_clocks_go_forward_half_past_one_still_comes_once() {
        assert_eq!(
            turns(&daily_at("01:30:00"), "2026-03-28T00:00:00Z", 3),
            [
                "2026-03-28T01:30:00+00:00",
                "2026-03-29T01:30:00+00:00",
                "2026-03-30T00:30:00+00:00"
            ],
            "on the 29th 01:30 never occurs, so the turn is at 02:30 by the wall clock"
        );
    }

    #[test]
    fn when_clocks_go_back_half_past_one_comes_once_though_it_occurs_twice() {
        assert_eq!(
            turns(&daily_at("01:30:00"), "2026-10-24T00:00:00Z", 3),
            [
                "2026-10-24T00:30:00+00:00",
                "2026-10-25T00:30:00+00:00",
                "2026-10-26T01:30:00+00:00"
            ],
            "on the 25th the first of the two is meant"
        );
        let between = daily_at("01:30:00").next_due(Cadence::Daily, at("2026-10-25T00:45:00Z"));
        assert_eq!(
            between,
            at("2026-10-26T01:30:00Z"),
            "the second 01:30 of the same night is no turn"
        );
    }

    #[test]
    fn a_year_ends_without_a_gap() {
        assert_eq!(
            turns(&daily_at("23:59:59"), "2026-12-31T00:00:00Z", 2),
            ["2026-12-31T23:59:59+00:00", "2027-01-01T23:59:59+00:00"]
        );
        assert_eq!(
            turns(&daily_at("00:00:00"), "2027-12-31T12:00:00Z", 2),
            ["2028-01-01T00:00:00+00:00", "2028-01-02T00:00:00+00:00"]
        );
    }

    #[test]
    fn a_turn_is_never_the_instant_asked_from() {
        let times = daily_at("02:30:00");
        assert_eq!(
            times.next_due(Cadence::Daily, at("2026-11-22T02:30:00Z")),
            at("2026-11-23T02:30:00Z")
        );
    }

    #[test]
    fn hours_and_minutes_keep_their_own_offset() {
        let times = daily_at("02:30:00");
        let first = times.next_due(Cadence::Hourly, at("2026-11-22T10:00:00Z"));
        let second = times.next_due(Cadence::Hourly, first);
        assert_eq!(second - first, Duration::hours(1));
        let minute = times.next_due(Cadence::EveryMinute, first + Duration::milliseconds(1));
        assert!(
            minute - first <= Duration::minutes(1) && minute > first,
            "a fraction of a second is no turn"
        );
    }
}
