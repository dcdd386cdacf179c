//! When a task is due, from what its last run came to.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Cadence, Timetable, backoff};

/// A turn that is older than this was missed: what runs then is catching up.
const LATE: TimeDelta = TimeDelta::minutes(5);

/// What became of the last run of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran to an end that another try would not change before its next turn.
    Ended,
    /// It failed in a way that time may mend.
    RetryLater {
        /// How many runs in a row did so.
        failures: u32,
        /// How long the server asked to wait.
        retry_after: Option<Duration>,
    },
    /// The app ended while it ran.
    Interrupted,
}

/// The last run of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// What became of it.
    pub outcome: Outcome,
}

/// When a task is due next. An instant that is not after `now` means at once, and only once: whatever turns were missed
/// while the machine was off or asleep collapse into one.
///
/// `seed` tells installations and tasks apart when they wait after failures.
#[must_use]
pub fn due_at(
    times: &Timetable,
    cadence: Cadence,
    last: Option<LastRun>,
    seed: u64,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    match last {
        None => now,
        Some(last) => match last.outcome {
            Outcome::Interrupted => now,
            Outcome::Ended => not_beyond(times.next_due(cadence, last.started_at), cadence.period(), now),
            Outcome::RetryLater { failures, retry_after } => {
                let wait = TimeDelta::from_std(backoff(failures, seed, retry_after)).unwrap_or(TimeDelta::hours(1));
                not_beyond(last.ended_at + wait, wait, now)
            }
        },
    }
}

/// Nothing is further away than twice its own distance unless the clock was ahead when it was recorded and has been set
/// back since; then the record says nothing, and the task is due at once.
fn not_beyond(turn: DateTime<Utc>, distance: TimeDelta, now: DateTime<Utc>) -> DateTime<Utc> {
    if turn - now > distance * 2 { now } else { turn }
}

/// Whether a turn was missed, so that running it now is catching up.
#[must_use]
pub fn is_late(due: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - due > LATE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Overnight;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn times() -> Timetable {
        Timetable::new(Overnight::default(), 5)
    }

    fn ended(started: &str, outcome: Outcome) -> Option<LastRun> {
        Some(LastRun {
            started_at: at(started),
            ended_at: at(started) + TimeDelta::minutes(1),
            outcome,
        })
    }

    #[test]
    fn what_never_ran_is_due_at_once() {
        let now = at("2026-11-22T10:00:00Z");
        assert_eq!(due_at(&times(), Cadence::Daily, None, 0, now), now);
    }

    #[test]
    fn three_nights_asleep_are_one_late_turn() {
        let now = at("2026-11-22T10:00:00Z");
        let slept = due_at(
            &times(),
            Cadence::Daily,
            ended("2026-11-19T04:59:59Z", Outcome::Ended),
            0,
            now,
        );
        assert!(slept <= now && is_late(slept, now), "the turn of the 20th was missed");
        let after = due_at(
            &times(),
            Cadence::Daily,
            ended("2026-11-22T10:00:00Z", Outcome::Ended),
            0,
            now,
        );
        assert!(after > now, "one run makes up for all that were missed");
    }

    #[test]
    fn an_interrupted_run_is_done_again_soon() {
        let now = at("2026-11-22T10:00:00Z");
        let due = due_at(
            &times(),
            Cadence::Daily,
            ended("2026-11-22T09:59:00Z", Outcome::Interrupted),
            0,
            now,
        );
        assert!(due <= now);
    }

    #[test]
    fn a_failed_run_is_tried_again_after_a_wait_and_not_before_the_server_likes() {
        let now = at("2026-11-22T10:01:10Z");
        let failed = |retry_after| {
            ended(
                "2026-11-22T10:00:00Z",
                Outcome::RetryLater {
                    failures: 1,
                    retry_after,
                },
            )
        };
        let soon = due_at(&times(), Cadence::Daily, failed(None), 0, now);
        assert!(
            soon > at("2026-11-22T10:01:29Z") && soon <= at("2026-11-22T10:02:00Z"),
            "half a minute to a minute after it ended, not tomorrow night"
        );
        let asked = due_at(
            &times(),
            Cadence::EveryMinute,
            failed(Some(Duration::from_secs(600))),
            0,
            now,
        );
        assert_eq!(asked, at("2026-11-22T10:11:00Z"), "the server's own time is kept");
    }

    #[test]
    fn a_clock_set_back_delays_nothing_by_more_than_a_turn() {
        let now = at("2026-11-22T10:00:00Z");
        let year_ahead = ended("2027-11-22T10:00:00Z", Outcome::Ended);
        assert_eq!(
            due_at(&times(), Cadence::Daily, year_ahead, 0, now),
            now,
            "a record from a year ahead says nothing"
        );
        let minute_ahead = ended("2026-11-22T10:01:00Z", Outcome::Ended);
        let due = due_at(&times(), Cadence::Daily, minute_ahead, 0, now);
        assert!(
            due > now && due < now + TimeDelta::days(1),
            "an ordinary correction repeats nothing"
        );
        let waiting = ended(
            "2027-11-22T10:00:00Z",
            Outcome::RetryLater {
                failures: 3,
                retry_after: None,
            },
        );
        assert_eq!(due_at(&times(), Cadence::Daily, waiting, 0, now), now);
    }

    #[test]
    fn a_clock_set_forward_is_one_late_turn_like_any_other() {
        let now = at("2027-11-22T10:00:00Z");
        let due = due_at(
            &times(),
            Cadence::EveryMinute,
            ended("2026-11-22T10:00:00Z", Outcome::Ended),
            0,
            now,
        );
        assert!(due <= now && is_late(due, now));
    }
}
