//! What is known of each connection for `status`; how things stand follows from it elsewhere.

use chrono::{DateTime, Utc};
use domain::Connection;
use domain::run::Task;

use crate::error::StoreError;
use crate::store::Reader;
use crate::tables::connections;
use crate::tables::runs::{self, RunRow};

/// One connection and its last runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRow {
    /// The connection.
    pub connection: Connection,
    /// When any of its tasks last did all it set out to do.
    pub last_success_at: Option<DateTime<Utc>>,
    /// The last run of each of its tasks that is over.
    pub last_runs: Vec<RunRow>,
}

/// All connections with their last runs.
///
/// # Errors
/// Only the store's own.
pub fn status_rows(r: &Reader<'_>) -> Result<Vec<StatusRow>, StoreError> {
    let rows = connections::list(r)?.into_iter();
    rows.map(|connection| {
        let mut last_runs = Vec::new();
        let mut last_success_at = None;
        for task in Task::ALL {
            last_runs.extend(runs::last_finished(r, connection.id, *task)?);
            let success = runs::last_success(r, connection.id, *task)?;
            last_success_at = last_success_at.max(success.and_then(|run| run.finished_at));
        }
        Ok(StatusRow {
            connection,
            last_success_at,
            last_runs,
        })
    })
    .collect()
}
