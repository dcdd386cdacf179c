//! The one place that asks what time it is. Everybody else is told.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ports::Clock;
use domain::{Fault, FaultCode};

/// For tests of the built programs: the instant, in RFC 3339, that a program is to take for the one at which it starts.
/// Only a debug build looks at it, so that no setting of a customer's computer can move a schedule or an audit entry.
pub const TEST_NOW: &str = "LEARNER_SYNC_TEST_NOW";

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct WallClock {
    shift: TimeDelta,
}

impl WallClock {
    /// The clock as it is; in a debug build, shifted as `LEARNER_SYNC_TEST_NOW` says.
    ///
    /// # Errors
    /// `SettingRefused` where that variable is set and holds no instant.
    pub fn from_environment() -> Result<Self, Fault> {
        match std::env::var(TEST_NOW) {
            Ok(text) if cfg!(debug_assertions) => Self::starting_at(&text),
            _ => Ok(Self::default()),
        }
    }

    fn starting_at(text: &str) -> Result<Self, Fault> {
        let start = DateTime::parse_from_rfc3339(text).map_err(|error| {
            Fault::new(FaultCode::SettingRefused, error.to_string())
                .with("key", TEST_NOW)
                .with("problem", "it is no instant")
                .with("remedy", "write it like 2026-03-29T00:30:00Z, or leave it out.")
        })?;
        Ok(Self {
            shift: start.to_utc() - now(),
        })
    }
}

impl Clock for WallClock {
    fn now(&self) -> DateTime<Utc> {
        now() + self.shift
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the host's clock, the only place that reads it"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_clock_starts_at_the_given_instant_and_goes_on() {
        let clock = WallClock::starting_at("2026-03-29T00:30:00+01:00").unwrap();
        let start: DateTime<Utc> = "2026-03-28T23:30:00Z".parse().unwrap();
        let first = clock.now();
        assert!(
            first >= start && first < start + TimeDelta::seconds(30),
            "the instant is read with its zone"
        );
        assert!(clock.now() >= first, "time passes");
    }

    #[test]
    fn a_shift_that_is_no_instant_is_refused() {
        let fault = WallClock::starting_at("tomorrow").unwrap_err();
        assert!(
            fault.sentence().contains(TEST_NOW),
            "the sentence names what to correct: {}",
            fault.sentence()
        );
    }
}
