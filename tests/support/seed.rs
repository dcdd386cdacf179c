//! A fresh customer each day, the same for everybody that day.

use chrono::{Datelike, NaiveDate, Utc};

/// The day on which customers are as generated.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the programs under test read the real clock, so their customers follow it"
)]
pub fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// Today's seed, printed so that a failure can be had again: `LEARNER_SYNC_TEST_SEED` sets another.
///
/// # Panics
/// The variable is set to something other than a number.
#[must_use]
#[expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "test support: the seed belongs in the test's output"
)]
pub fn seed_of_today() -> u64 {
    let seed = std::env::var("LEARNER_SYNC_TEST_SEED").map_or_else(
        |_| u64::from(today().num_days_from_ce().unsigned_abs()),
        |seed| seed.parse().expect("LEARNER_SYNC_TEST_SEED is a number"),
    );
    println!("seed {seed}: set LEARNER_SYNC_TEST_SEED={seed} to have this customer again");
    seed
}
