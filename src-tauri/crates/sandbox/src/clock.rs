//! What time it is at the imitated systems.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// Where the servers take the time from.
pub type TimeSource = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The machine's own time: what a real server would go by.
#[must_use]
pub fn system_time() -> TimeSource {
    #[expect(
        clippy::disallowed_methods,
        reason = "a remote system has a clock of its own; this is the imitated one"
    )]
    Arc::new(Utc::now)
}

/// The servers' clock, which tests can set forward and back.
pub(crate) struct Clock {
    source: TimeSource,
    offset_millis: AtomicI64,
}

impl Clock {
    pub(crate) fn new(source: TimeSource) -> Self {
        Self {
            source,
            offset_millis: AtomicI64::new(0),
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.source)() + TimeDelta::milliseconds(self.offset_millis.load(Ordering::Relaxed))
    }

    pub(crate) fn set_offset(&self, offset: TimeDelta) {
        self.offset_millis.store(offset.num_milliseconds(), Ordering::Relaxed);
    }
}

/// An instant as HTTP writes it (IMF-fixdate).
pub(crate) fn http_date(instant: DateTime<Utc>) -> String {
    instant.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
