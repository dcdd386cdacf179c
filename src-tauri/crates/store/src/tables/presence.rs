//! Who was seen in a listing, and what follows for those who were not. Learners and users are alike in this.

use chrono::{DateTime, Utc};
use rusqlite::{Params, params};

use crate::error::StoreError;
use crate::id_set::IdSet;
use crate::sql::At;
use crate::store::{Reader, Writer};

/// The rows that a listing has shown so far: one bit each, so that 100,000 of them take 12 KB. One `Seen` serves a whole
/// run, also where it lists several centres: so nobody who moves between two of them is taken for gone.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    ids: IdSet,
    count: u64,
}

impl Seen {
    /// Marks a row as seen; whether it was not yet.
    pub fn insert(&mut self, id: i64) -> bool {
        let new = self.ids.insert(id);
        self.count += u64::from(new);
        new
    }

    /// Whether a row was seen.
    #[must_use]
    pub fn contains(&self, id: i64) -> bool {
        self.ids.contains(id)
    }

    /// How many different rows were seen.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }
}

/// What a whole listing proves about a row that it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    /// As many rows came as the system said there are: what lacks is gone.
    Stated,
    /// The system does not say how many there are: what lacks in two whole listings in a row is gone.
    Unstated,
}

/// The statements on one table.
pub(crate) struct Statements {
    pub(crate) absent_before: &'static str,
    pub(crate) mark_absent: &'static str,
    pub(crate) mark_gone: &'static str,
}

/// The rows stored as present that a listing has not shown. `stored` selects the ids.
pub(crate) fn missing(r: &Reader<'_>, stored: &str, params: impl Params, seen: &Seen) -> Result<Vec<i64>, StoreError> {
    let mut statement = r.prepare(stored)?;
    let mut rows = statement.query(params)?;
    let mut missing = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if !seen.contains(id) {
            missing.push(id);
        }
    }
    Ok(missing)
}

/// Marks as gone those of the missing that the listing proves to be; which they are.
pub(crate) fn finish(
    w: &Writer<'_>,
    on: &Statements,
    missing: Vec<i64>,
    wholeness: Wholeness,
    now: DateTime<Utc>,
) -> Result<Vec<i64>, StoreError> {
    let mut gone = Vec::new();
    for id in missing {
        let proven = wholeness == Wholeness::Stated || w.any(on.absent_before, [id])?;
        if proven {
            w.execute(on.mark_gone, params![id, At(now)])?;
            gone.push(id);
        } else {
            w.execute(on.mark_absent, [id])?;
        }
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_counts_once_however_often_it_is_seen() {
        let mut seen = Seen::default();
        assert!(seen.insert(3) && seen.insert(64));
        assert!(!seen.insert(3), "it was seen already");
        assert_eq!(seen.count(), 2);
        assert!(seen.contains(64) && !seen.contains(65));
    }
}
