//! What waits for a person.

use domain::linking::Reason;
use domain::{Connection, ConnectionId, RunId};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::Reader;
use crate::tables::held;

/// How many are unmatched for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReasonCount {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub count: i64,
}

/// What waits for a person at an enabled provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// Its kind.
    pub kind: String,
    /// Unmatched learners by reason, the most frequent first.
    pub unmatched: Vec<ReasonCount>,
    /// Held links.
    pub held_links: i64,
    /// Results with a level that nothing maps.
    pub unmapped: i64,
}

/// A run that waits for a person's confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRun {
    /// Its connection.
    pub connection_id: ConnectionId,
    /// The connection's name.
    pub connection: String,
    /// The run.
    pub run: RunId,
    /// What it says.
    pub message: String,
}

/// What waits at a provider.
pub(super) fn at(r: &Reader<'_>, provider: &Connection) -> Result<Waiting, StoreError> {
    let count = |sql| r.one(sql, [provider.id.0], |row| row.get(0));
    Ok(Waiting {
        connection_id: provider.id,
        connection: provider.name.clone(),
        kind: provider.kind.0.clone(),
        unmatched: r.all(
            "SELECT reason, count(*) FROM unmatched_learners WHERE provider = ? GROUP BY 1 ORDER BY 2 DESC, 1",
            [provider.id.0],
            |row| {
                Ok(ReasonCount {
                    reason: row.get::<_, Coded<Reason>>(0)?.0,
                    count: row.get(1)?,
                })
            },
        )?,
        held_links: count("SELECT count(*) FROM links WHERE provider = ? AND held IS NOT NULL")?,
        unmapped: count(UNMAPPED)?,
    })
}

pub(crate) const UNMAPPED: &str =
    "SELECT count(*) FROM results WHERE provider = ? AND level IS NULL AND level_raw <> ''";

/// The run of a connection that waits for confirmation.
pub(super) fn held_run(r: &Reader<'_>, connection: &Connection) -> Result<Option<HeldRun>, StoreError> {
    let run = held::waiting(r, connection.id)?;
    Ok(run.map(|run| HeldRun {
        connection_id: connection.id,
        connection: connection.name.clone(),
        run: run.id,
        message: run.fault.map(|fault| fault.message).unwrap_or_default(),
    }))
}
