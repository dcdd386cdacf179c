//! Former versions of results.

use chrono::{DateTime, Utc};
use domain::ResultId;
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::At;
use crate::store::{Reader, Writer};

/// Keeps a result as it is now, before it changes.
pub(crate) fn keep(w: &Writer<'_>, result: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    w.execute(
        "INSERT INTO result_revisions (result, revision, seen_from, seen_until, subject, title, level, level_raw, score,
             possible, percent, started_at, finished_at, components)
         SELECT id, revision, revised_at, ?2, subject, title, level, level_raw, score, possible, percent, started_at,
             finished_at,
             CASE WHEN detailed THEN
                 (SELECT json_group_array(json_object('name', name, 'value', value) ORDER BY position)
                  FROM result_components WHERE result = results.id)
             END
         FROM results WHERE id = ?1",
        params![result, At(now)],
    )?;
    Ok(())
}

/// A former version of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// Its number; the first is 1.
    pub revision: i64,
    /// Since when it was stored.
    pub seen_from: DateTime<Utc>,
    /// When another took its place.
    pub seen_until: DateTime<Utc>,
    /// The code of its level.
    pub level: Option<String>,
    /// Its level as the provider wrote it.
    pub level_raw: Option<String>,
    /// Its marks.
    pub score: Option<f64>,
    /// Its percentage.
    pub percent: Option<f64>,
    /// Its components as a JSON list; `None` where they were not asked for.
    pub components: Option<String>,
}

/// The former versions of a result, the first first.
///
/// # Errors
/// Only the store's own.
pub fn of(r: &Reader<'_>, result: ResultId) -> Result<Vec<Revision>, StoreError> {
    r.all(
        "SELECT revision, seen_from, seen_until, level, level_raw, score, percent, components
         FROM result_revisions WHERE result = ? ORDER BY revision",
        [result.0],
        |row| {
            Ok(Revision {
                revision: row.get(0)?,
                seen_from: row.get::<_, At>(1)?.0,
                seen_until: row.get::<_, At>(2)?.0,
                level: row.get(3)?,
                level_raw: row.get(4)?,
                score: row.get(5)?,
                percent: row.get(6)?,
                components: row.get(7)?,
            })
        },
    )
}
