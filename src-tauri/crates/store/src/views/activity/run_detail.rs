//! A run, opened.

use chrono::{DateTime, Utc};
use domain::RunId;
use domain::run::{RunState, Skipped};

use crate::error::StoreError;
use crate::store::Reader;
use crate::tables::runs::{self, RunFault};
use crate::tables::{held, skips};
use crate::views::activity::runs_page::RunRow;

/// A run with all that is known, less the words that say what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunDetailParts {
    /// The run.
    pub run: RunRow,
    /// What ended it, or makes it wait. Its `retry_at` says not before when, where the system named a time.
    pub fault: Option<RunFault>,
    /// The first rows that it kept aside.
    pub skipped: Vec<Skipped>,
    /// How many those are in all.
    pub skipped_total: i64,
    /// Where it did not end well: when the next run of the task on the connection did.
    pub worked_again_at: Option<DateTime<Utc>>,
    /// How many rows it did not find that no later run has seen: what confirming it marks as gone.
    pub missing: i64,
    /// Whether it waits for a person's confirmation.
    pub can_confirm: bool,
}

/// A run with the first `skips` rows that it kept aside.
///
/// # Errors
/// `NotFound` where there is none of that number.
pub fn run_detail(r: &Reader<'_>, id: RunId, skips: u32) -> Result<RunDetailParts, StoreError> {
    let row = runs::by_id(r, id)?;
    let waiting = held::waiting(r, row.connection)?.is_some_and(|run| run.id == id);
    let worked_again_at = if row.state.is_over() && !row.state.is_success() {
        runs::next_success(r, &row)?.and_then(|run| run.finished_at)
    } else {
        None
    };
    Ok(RunDetailParts {
        fault: row.fault.clone(),
        skipped: skips::first(r, id, skips)?,
        skipped_total: skips::count(r, id)?,
        worked_again_at,
        missing: held::missing_count(r, id)?,
        can_confirm: waiting && row.state == RunState::Held,
        run: row.into(),
    })
}
