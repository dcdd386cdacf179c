//! UK local time.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::London;

/// The instant that a UK wall clock showed as `local`.
///
/// Of an hour that occurs twice the first is meant; one that never occurs is shifted forward by the missing hour.
#[must_use]
pub fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    match London.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.with_timezone(&Utc),
        // An hour that was skipped: London leaves UTC+0 there, so the reading as UTC is the shifted-forward instant.
        LocalResult::None => Utc.from_utc_datetime(&local),
    }
}

/// What a UK wall clock shows at an instant.
#[must_use]
pub fn local(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&London).naive_local()
}

/// The day in the UK at an instant.
#[must_use]
pub fn day(instant: DateTime<Utc>) -> NaiveDate {
    local(instant).date()
}

/// The instant at which a UK day begins.
#[must_use]
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    instant(day.and_time(chrono::NaiveTime::MIN))
}

/// An instant as a person reads it at another one: `10:41`, `tomorrow at 00:00`, `24 November 2026 at 02:18`.
#[must_use]
pub fn told(instant: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (then, today) = (local(instant), day(now));
    let time = then.format("%H:%M");
    if then.date() == today {
        time.to_string()
    } else if Some(then.date()) == today.succ_opt() {
        format!("tomorrow at {time}")
    } else {
        format!("{} at {time}", then.format("%-d %B %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn of_an_hour_that_occurs_twice_the_first_is_meant() {
        assert_eq!(
            instant(at("2026-10-25T01:30:00")).to_rfc3339(),
            "2026-10-25T00:30:00+00:00"
        );
    }

    #[test]
    fn an_hour_that_never_occurs_is_shifted_forward() {
        let shifted = instant(at("2026-03-29T01:30:00"));
        assert_eq!(shifted.to_rfc3339(), "2026-03-29T01:30:00+00:00");
        assert_eq!(local(shifted), at("2026-03-29T02:30:00"));
    }

    #[test]
    fn an_instant_is_told_in_uk_time_and_no_longer_than_needed() {
        let now = "2026-07-01T12:00:00Z".parse().unwrap();
        for (instant, words) in [
            ("2026-07-01T13:30:00Z", "14:30"),
            ("2026-07-01T23:00:00Z", "tomorrow at 00:00"),
            ("2026-12-24T02:18:00Z", "24 December 2026 at 02:18"),
        ] {
            assert_eq!(told(instant.parse().unwrap(), now), words);
        }
    }

    #[test]
    fn summer_and_winter_differ_by_an_hour() {
        assert_eq!(
            instant(at("2026-07-01T12:00:00")).to_rfc3339(),
            "2026-07-01T11:00:00+00:00"
        );
        assert_eq!(
            instant(at("2026-12-01T12:00:00")).to_rfc3339(),
            "2026-12-01T12:00:00+00:00"
        );
    }
}
