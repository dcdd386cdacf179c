//! `runs`.

use chrono::{DateTime, Utc};
use domain::run::{RunReason, RunState, Task};
use domain::{FaultCode, RunId};
use serde::Serialize;

use crate::error::StoreError;
use crate::store::Reader;
use crate::tables::runs::{self, RunRow};

/// A run as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// The connection's name.
    pub connection: String,
    /// What it does.
    pub task: Task,
    /// Why it was started.
    pub reason: RunReason,
    /// Where it stands.
    pub state: RunState,
    /// When it began; when it was asked for, where it has not begun.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Rows that the system sent.
    pub read: u64,
    /// Rows that were new.
    pub added: u64,
    /// Rows that differed.
    pub changed: u64,
    /// Rows that did not.
    pub unchanged: u64,
    /// Rows that were kept aside.
    pub skipped: u64,
    /// Calls made.
    pub calls: u64,
    /// What it ended with.
    pub fault: Option<RunFaultView>,
}

/// A run's fault as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunFaultView {
    /// Which.
    pub code: FaultCode,
    /// The sentence for the user.
    pub message: String,
}

impl From<RunRow> for Run {
    fn from(row: RunRow) -> Self {
        Self {
            id: row.id,
            connection: row.connection_name,
            task: row.task,
            reason: row.reason,
            state: row.state,
            started_at: row.started_at.unwrap_or(row.queued_at),
            finished_at: row.finished_at,
            read: row.counts.read,
            added: row.counts.added,
            changed: row.counts.changed,
            unchanged: row.counts.unchanged,
            skipped: row.counts.skipped,
            calls: row.counts.calls,
            fault: row.fault.map(|fault| RunFaultView {
                code: fault.code,
                message: fault.message,
            }),
        }
    }
}

/// The last runs, newest first.
///
/// # Errors
/// Only the store's own.
pub fn runs(r: &Reader<'_>, limit: u32) -> Result<Vec<Run>, StoreError> {
    Ok(runs::list(r, limit)?.into_iter().map(Run::from).collect())
}

/// One run.
///
/// # Errors
/// `NotFound` where there is none of that number.
pub fn run(r: &Reader<'_>, id: RunId) -> Result<Run, StoreError> {
    runs::by_id(r, id).map(Run::from)
}
