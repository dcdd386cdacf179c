//! When what runs: pure arithmetic on instants. Who asks says what time it is.

mod backoff;
mod cadence;
mod defaults;
mod due;
mod overnight;
mod pause;

pub use backoff::backoff;
pub use cadence::{Cadence, Timetable};
pub use defaults::{Entry, cadence_of, entries};
pub use due::{LastRun, Outcome, due_at, is_late};
pub use overnight::Overnight;
pub use pause::Pause;

#[cfg(test)]
mod properties;

/// Spreads a number over all of 64 bits, so that neighbouring seeds give unrelated moments (the finaliser of splitmix64).
pub(crate) const fn spread(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
