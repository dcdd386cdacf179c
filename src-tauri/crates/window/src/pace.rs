//! How fast a run gets on, and how long it will still take. Pure: time is an argument.

use chrono::{DateTime, TimeDelta, Utc};

/// Before this nothing is told: the first page is no measure of the others.
const EARLIEST: TimeDelta = TimeDelta::seconds(5);
/// Nor before this share is done, in percent.
const LEAST_PERCENT: u64 = 3;
/// Two samples that lie closer together than this count as one: a page arrives all at once.
const APART: TimeDelta = TimeDelta::milliseconds(500);
/// How much of the past counts, in seconds: enough that one slow call does not make the figure jump.
const MEMORY: f64 = 15.0;

/// The pace of one phase of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    begun_at: DateTime<Utc>,
    begun_with: u64,
    sampled_at: DateTime<Utc>,
    sampled: u64,
    /// Rows a second, smoothed; `None` before the first sample.
    speed: Option<f64>,
}

impl Pace {
    /// A phase that begins with so many rows done.
    pub(crate) fn begun(done: u64, now: DateTime<Utc>) -> Self {
        Self {
            begun_at: now,
            begun_with: done,
            sampled_at: now,
            sampled: done,
            speed: None,
        }
    }

    /// So many rows are done now. Where the clock was set back, or the rows are fewer than before, it begins anew.
    pub(crate) fn sample(&mut self, done: u64, now: DateTime<Utc>) {
        if now < self.sampled_at || done < self.sampled {
            *self = Self::begun(done, now);
        } else if now - self.sampled_at >= APART {
            let seconds = seconds(now - self.sampled_at);
            let speed = (done - self.sampled) as f64 / seconds;
            let weight = 1.0 - (-seconds / MEMORY).exp();
            self.speed = Some(self.speed.map_or(speed, |before| before + weight * (speed - before)));
            (self.sampled_at, self.sampled) = (now, done);
        }
    }

    /// How many seconds are left until `total` is done; `None` while that cannot be told.
    pub(crate) fn seconds_left(&self, total: u64, now: DateTime<Utc>) -> Option<u64> {
        let done = self.sampled - self.begun_with;
        let early = now - self.begun_at < EARLIEST || self.sampled * 100 < total * LEAST_PERCENT;
        let speed = self.speed.filter(|speed| !early && done > 0 && *speed > 0.0)?;
        let left = total.saturating_sub(self.sampled) as f64 / speed;
        // The seconds since the last sample have passed as well.
        let left = left - seconds(now - self.sampled_at).clamp(0.0, left);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between 0 and u64::MAX"
        )]
        Some(left.ceil() as u64)
    }
}

fn seconds(span: TimeDelta) -> f64 {
    span.num_milliseconds() as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::at;

    fn start() -> DateTime<Utc> {
        at("2026-11-22T10:00:00Z")
    }

    fn after(seconds: i64) -> DateTime<Utc> {
        start() + TimeDelta::seconds(seconds)
    }

    /// A phase that did so many rows in each second.
    fn steady(rows: u64, for_seconds: i64) -> Pace {
        let mut pace = Pace::begun(0, start());
        for second in 1..=for_seconds {
            pace.sample(rows * second.unsigned_abs(), after(second));
        }
        pace
    }

    #[test]
    fn nothing_is_told_before_five_seconds_or_three_percent() {
        assert_eq!(steady(10, 4).seconds_left(100, after(4)), None, "too soon");
        assert_eq!(steady(10, 6).seconds_left(10_000, after(6)), None, "too little of it");
        assert!(steady(10, 6).seconds_left(100, after(6)).is_some());
    }

    #[test]
    fn a_steady_pace_tells_what_is_left_and_counts_down() {
        let pace = steady(10, 10);
        assert_eq!(pace.seconds_left(1_000, after(10)), Some(90));
        assert_eq!(
            pace.seconds_left(1_000, after(12)),
            Some(88),
            "time passes between two pages"
        );
        assert_eq!(pace.seconds_left(100, after(10)), Some(0));
        assert_eq!(
            pace.seconds_left(50, after(10)),
            Some(0),
            "a total that was an estimate"
        );
    }

    #[test]
    fn one_slow_call_does_not_make_the_figure_jump() {
        let mut pace = steady(10, 30);
        let before = pace.seconds_left(1_000, after(30)).unwrap();
        pace.sample(300, after(33));
        let slow = pace.seconds_left(1_000, after(33)).unwrap();
        assert!(slow > before && slow < before * 2, "{before} became {slow}");
    }

    #[test]
    fn a_clock_set_back_begins_anew_and_tells_no_nonsense() {
        let mut pace = steady(10, 10);
        assert_eq!(pace.seconds_left(1_000, after(-3600)), None);
        pace.sample(110, after(-3600));
        assert_eq!(
            pace.seconds_left(1_000, after(-3600)),
            None,
            "it has to be told again what is usual"
        );
        for second in 1..=6 {
            pace.sample(110 + second * 10, after(-3600 + second.cast_signed()));
        }
        assert!(pace.seconds_left(1_000, after(-3594)).is_some());
    }

    #[test]
    fn a_run_that_stands_still_promises_nothing() {
        let mut pace = Pace::begun(0, start());
        for second in 1..20 {
            pace.sample(0, after(second));
        }
        assert_eq!(pace.seconds_left(100, after(20)), None);
    }
}
