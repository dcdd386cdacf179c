//! Rows that were kept aside, each with its reason.

use domain::RunId;
use domain::run::{SkipReason, Skipped};
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::{Reader, Writer};

/// Records what a run kept aside.
///
/// # Errors
/// Only the store's own.
pub fn record(w: &Writer<'_>, run: RunId, skipped: &[Skipped]) -> Result<(), StoreError> {
    for row in skipped {
        w.execute(
            "INSERT INTO run_skips (run, external_id, reason, field) VALUES (?, ?, ?, ?)",
            params![run.0, row.external_id, row.reason.code(), row.field],
        )?;
    }
    Ok(())
}

/// What a run kept aside, in the order in which it came.
///
/// # Errors
/// Only the store's own.
pub fn list(r: &Reader<'_>, run: RunId) -> Result<Vec<Skipped>, StoreError> {
    first(r, run, u32::MAX)
}

/// The first rows that a run kept aside.
pub(crate) fn first(r: &Reader<'_>, run: RunId, limit: u32) -> Result<Vec<Skipped>, StoreError> {
    r.all(
        "SELECT external_id, reason, field FROM run_skips WHERE run = ? ORDER BY id LIMIT ?",
        params![run.0, limit],
        |row| {
            Ok(Skipped {
                external_id: row.get(0)?,
                reason: row.get::<_, Coded<SkipReason>>(1)?.0,
                field: row.get(2)?,
            })
        },
    )
}

/// How many rows a run kept aside.
pub(crate) fn count(r: &Reader<'_>, run: RunId) -> Result<i64, StoreError> {
    r.one("SELECT count(*) FROM run_skips WHERE run = ?", [run.0], |row| {
        row.get(0)
    })
}
