//! Chance that is the same for the same seed, on every machine.

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

/// A seeded source of choices.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from 0 to `bound` - 1; 0 where `bound` is 0.
    ///
    /// Always drawn as 64 bits: a draw of the machine's word would differ between machines.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let drawn = self.0.random_range(0..(bound.max(1) as u64));
        usize::try_from(drawn).unwrap_or(0)
    }

    /// A number in a range, its end excluded.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..to)
    }

    pub(crate) fn percent(&mut self, chance: u32) -> bool {
        self.0.random_ratio(chance, 100)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, what: &mut [T]) {
        for last in (1..what.len()).rev() {
            what.swap(last, self.below(last + 1));
        }
    }

    pub(crate) fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}
