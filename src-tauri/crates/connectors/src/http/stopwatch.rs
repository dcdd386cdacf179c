//! How long something took.

use std::time::Duration;

use tokio::time::Instant;

/// Measures a duration. It tells no time of day: decisions about dates take theirs from the clock they are given.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "a duration within one call is measured on the timer that its limits run on"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// The moment that lies so far ahead.
    pub(crate) fn after(wait: Duration) -> Instant {
        Self::start().0 + wait
    }

    pub(crate) fn is_past(moment: Instant) -> bool {
        Self::start().0 >= moment
    }
}
