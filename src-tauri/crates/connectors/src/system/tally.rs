//! Telling a record that is gone from an operation that is.

use std::sync::atomic::{AtomicU32, Ordering};

/// How often an operation answered, and how often it said that there is no such thing.
#[derive(Default)]
pub(crate) struct Tally {
    answered: AtomicU32,
    gone: AtomicU32,
}

/// So many records gone in a row, and none there, is no coincidence: the path is wrong.
const SUSPICIOUS: u32 = 3;

impl Tally {
    pub(crate) fn answered(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts one that is gone; whether the operation itself looks gone.
    pub(crate) fn gone(&self) -> bool {
        let gone = self.gone.fetch_add(1, Ordering::Relaxed) + 1;
        gone >= SUSPICIOUS && self.answered.load(Ordering::Relaxed) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_gone_among_others_are_only_that() {
        let tally = Tally::default();
        tally.answered();
        assert!((0..10).all(|_| !tally.gone()), "the operation has answered before");
    }

    #[test]
    fn nothing_but_gone_means_a_wrong_path() {
        let tally = Tally::default();
        assert!(!tally.gone() && !tally.gone(), "two people may have gone");
        assert!(tally.gone());
    }
}
