//! What no call and no list may exceed.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The bounds of a connector. Tests use smaller ones; nobody else has a reason to.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The largest answer, in bytes after unpacking.
    pub answer_bytes: usize,
    /// How long one call may take.
    pub call: Duration,
    /// How long a body may keep us waiting before its rate counts, and at most between two pieces of it.
    pub patience: Duration,
    /// The least rate of a body, in bytes a second, once patience is over.
    pub least_rate: u64,
    /// The most pages of a list.
    pub pages: u64,
    /// For how long one call is tried again. Waiting for the connection's own limit does not count.
    pub retrying: Duration,
    /// How often one call is tried again.
    pub retries: usize,
    /// How often, where nobody answers at all: a person who is offline should not wait long to hear it.
    pub retries_unanswered: usize,
    /// The first wait before trying again; each next one is twice as long, up to the longest, with jitter.
    pub first_wait: Duration,
    /// The longest such wait.
    pub longest_wait: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            answer_bytes: 32 * 1024 * 1024,
            call: Duration::from_secs(60),
            patience: Duration::from_secs(15),
            least_rate: 512,
            pages: 5_000,
            retrying: Duration::from_secs(90),
            retries: 6,
            retries_unanswered: 2,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
        }
    }
}

impl Bounds {
    /// The waits between the tries of one call.
    pub(crate) fn backoff(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .with_max_times(self.retries)
            .with_jitter()
            .build()
    }
}
