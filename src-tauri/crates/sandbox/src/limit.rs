//! The rate limit that a system enforces.

use std::collections::VecDeque;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

use crate::options::RateLimit;
use crate::state::lock;

/// Remembers the calls of the last minute.
pub(crate) struct Limiter {
    limit: Option<RateLimit>,
    admitted: Mutex<VecDeque<DateTime<Utc>>>,
}

impl Limiter {
    pub(crate) fn new(limit: Option<RateLimit>) -> Self {
        Self {
            limit,
            admitted: Mutex::default(),
        }
    }

    /// Counts a call; the limit where it is exceeded. A refused call does not count.
    pub(crate) fn refuses(&self, now: DateTime<Utc>) -> Option<RateLimit> {
        let limit = self.limit?;
        let mut admitted = lock(&self.admitted);
        while admitted
            .front()
            .is_some_and(|call| now - *call >= TimeDelta::minutes(1))
        {
            admitted.pop_front();
        }
        if admitted.len() >= limit.calls_per_minute {
            return Some(limit);
        }
        admitted.push_back(now);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_later_there_is_room_again() {
        let limiter = Limiter::new(Some(RateLimit {
            calls_per_minute: 2,
            retry_after: None,
        }));
        let start = DateTime::UNIX_EPOCH;
        let refused = |seconds: i64| limiter.refuses(start + TimeDelta::seconds(seconds)).is_some();
        assert_eq!(
            [refused(0), refused(30), refused(59)],
            [false, false, true],
            "two calls fit into a minute"
        );
        assert_eq!(
            [refused(60), refused(61), refused(90)],
            [false, true, false],
            "each slot comes back after a minute"
        );
    }
}
