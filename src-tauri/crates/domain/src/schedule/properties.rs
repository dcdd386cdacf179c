//! What holds for every window, seed and instant.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{Cadence, Overnight, Timetable};
use crate::uk_time;

fn windows() -> impl Strategy<Value = Overnight> {
    let minute = || (0u32..24 * 60).prop_map(|minute| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap());
    (minute(), minute()).prop_filter_map("a window has a length", |(from, until)| Overnight::new(from, until))
}

/// 2000 to 2099.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (946_684_800_i64..4_102_444_800).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

proptest! {
    #[test]
    fn a_next_turn_is_strictly_after_and_not_far(window in windows(), seed: u64, after in instants()) {
        let times = Timetable::new(window, seed);
        for cadence in Cadence::ALL {
            let turn = times.next_due(*cadence, after);
            prop_assert!(turn > after, "no turn repeats itself");
            prop_assert!(
                turn - after <= cadence.period() + TimeDelta::hours(1),
                "a day of a clock change is at most an hour longer"
            );
        }
    }

    #[test]
    fn every_uk_day_has_exactly_one_turn(window in windows(), seed: u64, from in instants()) {
        let times = Timetable::new(window, seed);
        let start = uk_time::start_of(uk_time::day(from)) - TimeDelta::seconds(1);
        let mut turns = BTreeMap::new();
        let mut turn = times.next_due(Cadence::Daily, start);
        // A year and a bit passes both changes of the clock whatever the first day is.
        for _ in 0..370 {
            *turns.entry(uk_time::day(turn)).or_insert(0) += 1;
            turn = times.next_due(Cadence::Daily, turn);
        }
        prop_assert_eq!(turns.len(), 370, "no day is left out or served twice");
        let (first, last) = (turns.keys().next().unwrap(), turns.keys().last().unwrap());
        prop_assert_eq!((*last - *first).num_days(), 369, "the days follow each other");
    }

    #[test]
    fn a_moment_lies_in_its_window(window in windows(), seed: u64) {
        let moment = window.moment(seed);
        let text = window.to_string();
        let (from, until) = text.split_once('-').unwrap();
        let (from, until): (NaiveTime, NaiveTime) =
            (format!("{from}:00").parse().unwrap(), format!("{until}:00").parse().unwrap());
        let inside = if from < until { moment >= from && moment < until } else { moment >= from || moment < until };
        prop_assert!(inside, "{} lies in {}", moment, text);
    }
}
