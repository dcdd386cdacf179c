//! What a result was before.

use chrono::{DateTime, Utc};
use domain::{Level, ResultId};
use rusqlite::Row;
use rusqlite::types::Value;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::Reader;

/// An earlier version of a result.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Earlier {
    /// When another took its place.
    pub until: DateTime<Utc>,
    /// Its level; null where nothing maps it.
    pub level: Option<Level>,
    /// Its level as the provider wrote it.
    pub level_raw: Option<String>,
    /// Its percentage, 0 to 100.
    pub percent: Option<f64>,
    /// The mapped fields that changed then.
    pub what: Vec<String>,
}

/// The mapped fields, in the order of the columns of `VERSIONS`.
const FIELDS: [&str; 10] = [
    "subject",
    "title",
    "level",
    "level_raw",
    "score",
    "possible",
    "percent",
    "started_at",
    "finished_at",
    "components",
];

/// Every version, the present one first. Components are told as the revisions keep them.
const VERSIONS: &str = "SELECT subject, title, level, level_raw, score, possible, percent, started_at, finished_at,
         CASE WHEN detailed THEN
             (SELECT json_group_array(json_object('name', name, 'value', value) ORDER BY position)
              FROM result_components WHERE result = results.id)
         END, NULL, revision
     FROM results WHERE id = ?1
     UNION ALL
     SELECT subject, title, level, level_raw, score, possible, percent, started_at, finished_at, components, seen_until,
         revision
     FROM result_revisions WHERE result = ?1
     ORDER BY revision DESC";

/// A version: its fields for comparing, and how it is shown once another has taken its place.
struct Version {
    fields: Vec<Value>,
    shown: Option<Earlier>,
}

/// The versions before the present one, the last first.
pub(super) fn earlier(r: &Reader<'_>, result: ResultId) -> Result<Vec<Earlier>, StoreError> {
    let versions = r.all(VERSIONS, [result.0], read)?;
    let pairs = versions.windows(2);
    Ok(pairs
        .filter_map(|pair| {
            let shown = pair[1].shown.clone()?;
            let what = changed(&pair[1].fields, &pair[0].fields);
            Some(Earlier { what, ..shown })
        })
        .collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Version> {
    let fields = (0..FIELDS.len())
        .map(|index| row.get(index))
        .collect::<Result<_, _>>()?;
    let shown = match row.get::<_, Option<At>>(10)? {
        Some(until) => Some(Earlier {
            until: until.0,
            level: row.get::<_, Option<Coded<Level>>>(2)?.map(|level| level.0),
            level_raw: row.get(3)?,
            percent: row.get(6)?,
            what: Vec::new(),
        }),
        None => None,
    };
    Ok(Version { fields, shown })
}

/// The names of the fields that differ. Components that were not asked for before say nothing.
fn changed(before: &[Value], after: &[Value]) -> Vec<String> {
    let fields = FIELDS.iter().zip(before.iter().zip(after));
    fields
        .filter(|(name, (before, after))| before != after && !(**name == "components" && **before == Value::Null))
        .map(|(name, _)| (*name).to_owned())
        .collect()
}
