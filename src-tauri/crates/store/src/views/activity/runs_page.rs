//! A page of the list of runs.

use chrono::{DateTime, Utc};
use domain::run::{RunReason, RunState, Task};
use domain::{ConnectionId, FaultCode, RunId};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::Reader;
use crate::tables::runs;
use crate::views::activity::folding::{Entry, Folded, Folding};

/// Which runs to list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RunsAsk {
    /// Only of this connection.
    pub connection: Option<ConnectionId>,
    /// Only of this task.
    pub task: Option<Task>,
    /// Only those that stand, or ended, so.
    pub state: Option<RunState>,
    /// Fold runs in a row that brought nothing new into one entry a day.
    pub group: bool,
    /// At most so many entries.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RunRow {
    /// Its number.
    pub id: RunId,
    /// Whose run it is.
    pub connection_id: ConnectionId,
    /// The name of that connection.
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
    #[ts(type = "string | null")]
    pub fault_code: Option<FaultCode>,
}

/// Several runs of one task on one connection, in a row and on one day, for one reason, that brought nothing new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RunGroup {
    /// The connection's name.
    pub connection: String,
    /// What they did.
    pub task: Task,
    /// Why they were started.
    pub reason: RunReason,
    /// How many.
    pub count: i64,
    /// When the first began.
    pub first_at: DateTime<Utc>,
    /// When the last began.
    pub last_at: DateTime<Utc>,
    /// The last one.
    pub last_id: RunId,
}

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum RunEntry {
    /// A run.
    Run {
        /// It.
        run: RunRow,
    },
    /// Several that brought nothing new.
    Group {
        /// They.
        group: RunGroup,
    },
}

/// A page of runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RunsPage {
    /// How many entries there are on all pages.
    pub total: i64,
    /// Those of this page, the latest first. Several runs stand where the last of them does.
    pub entries: Vec<RunEntry>,
}

impl From<runs::RunRow> for RunRow {
    fn from(row: runs::RunRow) -> Self {
        Self {
            id: row.id,
            connection_id: row.connection,
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
            fault_code: row.fault.map(|fault| fault.code),
        }
    }
}

/// All runs of the connection and task that were asked for, as far as folding looks at them.
const SCAN: &str = "SELECT id, connection, task, reason, state, coalesce(started_at, queued_at),
         state = 'done' AND added + changed + skipped = 0 AND fault_code IS NULL
     FROM runs WHERE (?1 IS NULL OR connection = ?1) AND (?2 IS NULL OR task = ?2) ORDER BY id DESC";

/// A page of the runs, the latest first.
///
/// # Errors
/// Only the store's own.
pub fn runs_page(r: &Reader<'_>, ask: &RunsAsk) -> Result<RunsPage, StoreError> {
    let page = i64::from(ask.offset)..i64::from(ask.offset) + i64::from(ask.limit);
    let mut folding = Folding::new(page, ask.group);
    let mut statement = r.prepare(SCAN)?;
    let mut rows = statement.query(params![ask.connection.map(|id| id.0), ask.task.map(Task::code)])?;
    while let Some(row) = rows.next()? {
        let (sequence, run) = read(row, ask.state)?;
        folding.take(sequence, run);
    }
    let (entries, total) = folding.finish();
    Ok(RunsPage {
        total,
        entries: entries
            .into_iter()
            .map(|entry| shown(r, entry))
            .collect::<Result<_, _>>()?,
    })
}

/// A run as folding looks at it, and the sequence of runs to which it belongs.
fn read(row: &Row<'_>, asked: Option<RunState>) -> rusqlite::Result<((i64, Task), Folded<RunReason>)> {
    let sequence = (row.get(1)?, row.get::<_, Coded<Task>>(2)?.0);
    let state = row.get::<_, Coded<RunState>>(4)?.0;
    let run = Folded {
        id: row.get(0)?,
        kind: row.get::<_, Coded<RunReason>>(3)?.0,
        began_at: row.get(5)?,
        quiet: row.get(6)?,
        shown: asked.is_none_or(|asked| asked == state),
    };
    Ok((sequence, run))
}

fn shown(r: &Reader<'_>, entry: Entry) -> Result<RunEntry, StoreError> {
    let last = RunRow::from(runs::by_id(r, RunId(entry.last))?);
    if entry.count == 1 {
        return Ok(RunEntry::Run { run: last });
    }
    let first = RunRow::from(runs::by_id(r, RunId(entry.first))?);
    Ok(RunEntry::Group {
        group: RunGroup {
            connection: last.connection,
            task: last.task,
            reason: last.reason,
            count: entry.count,
            first_at: first.started_at,
            last_at: last.started_at,
            last_id: last.id,
        },
    })
}
