//! How fast and how much at once a connection may call.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

use super::stopwatch::Stopwatch;

/// The limits of one connection, shared by all its calls.
pub(crate) struct Limits {
    rate: DefaultDirectRateLimiter,
    at_once: Semaphore,
    concurrency: usize,
    /// Until when the system wants to be left alone.
    paused: Mutex<Option<Instant>>,
}

impl Limits {
    pub(crate) fn new(calls_per_minute: u32, concurrency: u32) -> Self {
        Self {
            rate: RateLimiter::direct(quota(calls_per_minute)),
            at_once: Semaphore::new(concurrency.max(1) as usize),
            concurrency: concurrency.max(1) as usize,
            paused: Mutex::new(None),
        }
    }

    /// How many calls may be under way at once.
    pub(crate) const fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// Waits until a call may be made, and holds its place.
    pub(crate) async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed, so there always is a permit.
        let permit = self.at_once.acquire().await.ok();
        loop {
            let paused = *self.paused.lock().unwrap_or_else(PoisonError::into_inner);
            match paused {
                Some(until) if !Stopwatch::is_past(until) => tokio::time::sleep_until(until).await,
                _ => break,
            }
        }
        self.rate.until_ready().await;
        permit
    }

    /// Lets no call begin for so long: the system asked one of them to wait, and means all.
    pub(crate) fn pause(&self, wait: Duration) {
        let until = Stopwatch::after(wait);
        let mut paused = self.paused.lock().unwrap_or_else(PoisonError::into_inner);
        *paused = (*paused).max(Some(until));
    }
}

/// A tenth of the limit at once and the rest evenly, so that no minute, wherever it begins, has more calls than allowed.
fn quota(calls_per_minute: u32) -> Quota {
    let allowed = calls_per_minute.max(1);
    let burst = (allowed / 10).max(1);
    let steady = allowed.saturating_sub(burst).max(1);
    let quota = Quota::per_minute(NonZeroU32::MIN.saturating_add(steady - 1));
    quota.allow_burst(NonZeroU32::MIN.saturating_add(burst - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_minute_has_more_calls_than_allowed() {
        for allowed in [2, 10, 60, 300, 1_000_000] {
            let quota = quota(allowed);
            let steady = 60.0 / quota.replenish_interval().as_secs_f64();
            assert!(
                f64::from(quota.burst_size().get()) + steady <= f64::from(allowed) * 1.0001,
                "a burst and a minute's refill together keep to {allowed}"
            );
        }
    }

    #[tokio::test]
    async fn a_pause_holds_every_call() {
        let limits = Limits::new(60_000, 4);
        limits.pause(Duration::from_millis(70));
        limits.pause(Duration::from_millis(30));
        let watch = Stopwatch::start();
        let _first = limits.enter().await;
        assert!(
            watch.elapsed() >= Duration::from_millis(70),
            "the longest pause asked for counts"
        );
    }
}
