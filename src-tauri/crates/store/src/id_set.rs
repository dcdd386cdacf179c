//! A set of row ids: one bit each, so that 100,000 of them take 12 KB.

/// Ids that this installation has given. Those below zero, which it never gives, are in no set.
#[derive(Clone, Debug, Default)]
pub(crate) struct IdSet(Vec<u64>);

impl IdSet {
    /// Adds an id; whether it was not yet in the set.
    pub(crate) fn insert(&mut self, id: i64) -> bool {
        let Some((word, bit)) = place(id) else { return false };
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    pub(crate) fn contains(&self, id: i64) -> bool {
        place(id).is_some_and(|(word, bit)| self.0.get(word).is_some_and(|bits| bits & bit != 0))
    }
}

fn place(id: i64) -> Option<(usize, u64)> {
    let id = usize::try_from(id).ok()?;
    Some((id / 64, 1 << (id % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_in_the_set_once_it_was_added() {
        let mut ids = IdSet::default();
        assert!(ids.insert(3) && ids.insert(64) && ids.insert(100_000));
        assert!(!ids.insert(3), "it was there already");
        assert!(ids.contains(64) && !ids.contains(65) && !ids.contains(-1) && !ids.contains(i64::MAX));
    }
}
