//! How long to wait after failures.

use std::time::Duration;

use super::spread;

const FIRST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// A server that names a longer pause than this is asked again after it all the same.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait after this many failures in a row: from a minute, doubling up to an hour, of which the seed takes
/// away up to a half so that installations do not come back all at once. A pause that the server named is waited out.
#[must_use]
pub fn backoff(failures: u32, seed: u64, retry_after: Option<Duration>) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let full = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let thousandths = u32::try_from(spread(seed ^ u64::from(failures)) % 501).unwrap_or(0);
    let jittered = full - full * thousandths / 1000;
    jittered.max(retry_after.unwrap_or_default().min(LONGEST_ASKED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_an_hour_and_no_further() {
        for (failures, most) in [(0, 60), (1, 60), (2, 120), (3, 240), (7, 3600), (u32::MAX, 3600)] {
            let wait = backoff(failures, 3, None).as_secs();
            assert!(
                wait >= most / 2 && wait <= most,
                "after {failures} failures {wait} s lies between half of {most} s and all of it"
            );
        }
    }

    #[test]
    fn a_pause_that_the_server_named_is_waited_out() {
        let asked = Duration::from_secs(5000);
        assert_eq!(backoff(1, 3, Some(asked)), asked);
        assert!(
            backoff(9, 3, Some(Duration::from_secs(1))) > Duration::from_secs(1),
            "a short one does not shorten the wait"
        );
        assert_eq!(backoff(1, 3, Some(Duration::MAX)), LONGEST_ASKED, "nonsense has an end");
    }

    #[test]
    fn installations_do_not_come_back_all_at_once() {
        let waits: std::collections::BTreeSet<Duration> = (0..50).map(|seed| backoff(5, seed, None)).collect();
        assert!(waits.len() > 40, "fifty seeds give nearly as many waits");
    }
}
