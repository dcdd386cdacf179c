//! Runs: one execution of one task on one connection.

use chrono::{DateTime, Utc};
use domain::run::{Counts, RunReason, RunState, Task};
use domain::{ConnectionId, Fault, FaultCode, Next, RunId};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::{At, Coded, FromCode, count};
use crate::store::{Reader, Writer};

/// A run as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its number.
    pub id: RunId,
    /// Whose run it is.
    pub connection: ConnectionId,
    /// The name of that connection.
    pub connection_name: String,
    /// What it does.
    pub task: Task,
    /// Why it was started.
    pub reason: RunReason,
    /// Where it stands.
    pub state: RunState,
    /// When it was asked for.
    pub queued_at: DateTime<Utc>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// What it did.
    pub counts: Counts,
    /// What ended it, or what it ended with.
    pub fault: Option<RunFault>,
}

/// The fault of a run, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFault {
    /// Which.
    pub code: FaultCode,
    /// The sentence for the user.
    pub message: String,
    /// What is to happen next.
    pub next: Next,
    /// Not before this instant, where the system named a time.
    pub retry_at: Option<DateTime<Utc>>,
}

domain::coded! {
    /// `Next` in a column; its pause is kept as an instant.
    enum NextCode {
        /// Later.
        RetryLater = "retry_later",
        /// Without this record.
        SkipRecord = "skip_record",
        /// Not until a person acts.
        StopConnection = "stop_connection",
        /// At the next scheduled time.
        StopRun = "stop_run",
    }
}

impl FromCode for NextCode {
    fn parse(code: &str) -> Option<Self> {
        Self::from_code(code)
    }
}

impl FromCode for FaultCode {
    fn parse(code: &str) -> Option<Self> {
        Self::from_code(code)
    }
}

impl From<Next> for NextCode {
    fn from(next: Next) -> Self {
        match next {
            Next::RetryLater(_) => Self::RetryLater,
            Next::SkipRecord => Self::SkipRecord,
            Next::StopConnection => Self::StopConnection,
            Next::StopRun => Self::StopRun,
        }
    }
}

impl From<NextCode> for Next {
    fn from(code: NextCode) -> Self {
        match code {
            NextCode::RetryLater => Self::RetryLater(None),
            NextCode::SkipRecord => Self::SkipRecord,
            NextCode::StopConnection => Self::StopConnection,
            NextCode::StopRun => Self::StopRun,
        }
    }
}

/// Opens a run that waits for its turn.
///
/// # Errors
/// Only the store's own.
pub fn queue(
    w: &Writer<'_>,
    connection: ConnectionId,
    task: Task,
    reason: RunReason,
    now: DateTime<Utc>,
) -> Result<RunId, StoreError> {
    w.insert(
        "INSERT INTO runs (connection, task, reason, state, queued_at) VALUES (?, ?, ?, 'queued', ?)",
        params![connection.0, task.code(), reason.code(), At(now)],
    )
    .map(RunId)
}

/// Opens a run that is at work from now on.
///
/// # Errors
/// Only the store's own.
pub fn start(
    w: &Writer<'_>,
    connection: ConnectionId,
    task: Task,
    reason: RunReason,
    now: DateTime<Utc>,
) -> Result<RunId, StoreError> {
    let run = queue(w, connection, task, reason, now)?;
    set_state(w, run, RunState::Running, now)?;
    Ok(run)
}

/// Says where a run stands. Its beginning and its end are noted the first time.
///
/// # Errors
/// `NotFound` where there is no such run.
pub fn set_state(w: &Writer<'_>, run: RunId, state: RunState, now: DateTime<Utc>) -> Result<(), StoreError> {
    let started = (state == RunState::Running).then_some(At(now));
    let finished = state.is_over().then_some(At(now));
    let rows = w.execute(
        "UPDATE runs SET state = ?2, started_at = coalesce(started_at, ?3), finished_at = coalesce(finished_at, ?4)
         WHERE id = ?1",
        params![run.0, state.code(), started, finished],
    )?;
    if rows == 0 {
        Err(StoreError::not_found("run"))
    } else {
        Ok(())
    }
}

/// Notes what a run has done so far: its counts in all.
///
/// # Errors
/// Only the store's own.
pub fn progress(w: &Writer<'_>, run: RunId, counts: &Counts) -> Result<(), StoreError> {
    w.execute(
        "UPDATE runs SET read = ?2, added = ?3, changed = ?4, unchanged = ?5, skipped = ?6, calls = ?7 WHERE id = ?1",
        params![
            run.0,
            count(counts.read),
            count(counts.added),
            count(counts.changed),
            count(counts.unchanged),
            count(counts.skipped),
            count(counts.calls)
        ],
    )?;
    Ok(())
}

/// Ends a run: its last counts, and the fault that it ended with, if any. Its cause is not kept here: it is for the log.
///
/// # Errors
/// `NotFound` where there is no such run.
pub fn finish(
    w: &Writer<'_>,
    run: RunId,
    state: RunState,
    counts: &Counts,
    fault: Option<&Fault>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    progress(w, run, counts)?;
    if let Some(fault) = fault {
        let retry_at = match fault.next {
            // A pause that leads beyond the calendar is none that anybody meant.
            Next::RetryLater(Some(pause)) => chrono::TimeDelta::from_std(pause)
                .ok()
                .and_then(|pause| now.checked_add_signed(pause))
                .map(At),
            _ => None,
        };
        w.execute(
            "UPDATE runs SET fault_code = ?2, fault_message = ?3, fault_next = ?4, retry_at = ?5 WHERE id = ?1",
            params![
                run.0,
                fault.code.code(),
                fault.sentence(),
                NextCode::from(fault.next).code(),
                retry_at
            ],
        )?;
    }
    set_state(w, run, state, now)
}

/// Whether any run waits or is at work.
///
/// # Errors
/// Only the store's own.
pub fn any_open(r: &Reader<'_>) -> Result<bool, StoreError> {
    r.any("SELECT 1 FROM runs WHERE finished_at IS NULL", [])
}

/// Closes what an earlier session left open, and says which runs those were.
///
/// # Errors
/// Only the store's own.
pub fn interrupt_open(w: &Writer<'_>, now: DateTime<Utc>) -> Result<Vec<RunId>, StoreError> {
    let open = w.all("SELECT id FROM runs WHERE finished_at IS NULL", [], |row| {
        row.get(0).map(RunId)
    })?;
    for run in &open {
        set_state(w, *run, RunState::Interrupted, now)?;
    }
    Ok(open)
}

const SELECT: &str = "SELECT r.id, r.connection, k.name, r.task, r.reason, r.state, r.queued_at, r.started_at, r.finished_at, \
     r.read, r.added, r.changed, r.unchanged, r.skipped, r.calls, \
     r.fault_code, r.fault_message, r.fault_next, r.retry_at \
     FROM runs r JOIN connections k ON k.id = r.connection";

/// The run of a number.
///
/// # Errors
/// `NotFound` where there is none.
pub fn by_id(r: &Reader<'_>, run: RunId) -> Result<RunRow, StoreError> {
    let found = r.first(&format!("{SELECT} WHERE r.id = ?"), [run.0], read)?;
    found.ok_or_else(|| StoreError::not_found("run"))
}

/// The last runs, newest first.
///
/// # Errors
/// Only the store's own.
pub fn list(r: &Reader<'_>, limit: u32) -> Result<Vec<RunRow>, StoreError> {
    r.all(&format!("{SELECT} ORDER BY r.id DESC LIMIT ?"), [limit], read)
}

/// The last run of a task that is over, whatever became of it.
///
/// # Errors
/// Only the store's own.
pub fn last_finished(r: &Reader<'_>, connection: ConnectionId, task: Task) -> Result<Option<RunRow>, StoreError> {
    let which = "r.connection = ? AND r.task = ? AND r.finished_at IS NOT NULL ORDER BY r.id DESC LIMIT 1";
    r.first(
        &format!("{SELECT} WHERE {which}"),
        params![connection.0, task.code()],
        read,
    )
}

/// The last run of a task that did all it set out to do: a failure since does not erase it.
///
/// # Errors
/// Only the store's own.
pub fn last_success(r: &Reader<'_>, connection: ConnectionId, task: Task) -> Result<Option<RunRow>, StoreError> {
    let which = "r.connection = ? AND r.task = ? AND r.state IN ('done', 'done_with_skips') ORDER BY r.id DESC LIMIT 1";
    r.first(
        &format!("{SELECT} WHERE {which}"),
        params![connection.0, task.code()],
        read,
    )
}

/// The first run after another, of the same task on the same connection, that did all that it set out to do.
pub(crate) fn next_success(r: &Reader<'_>, after: &RunRow) -> Result<Option<RunRow>, StoreError> {
    let which = "r.connection = ? AND r.task = ? AND r.id > ? AND r.state IN ('done', 'done_with_skips')
                     ORDER BY r.id LIMIT 1";
    let params = params![after.connection.0, after.task.code(), after.id.0];
    r.first(&format!("{SELECT} WHERE {which}"), params, read)
}

/// The last run that fetched the results of everybody linked at a provider, and did all that it set out to do.
pub(crate) fn last_fetch_of_all(r: &Reader<'_>, provider: ConnectionId) -> Result<Option<RunRow>, StoreError> {
    let which = "r.connection = ? AND r.task = 'results' AND r.state IN ('done', 'done_with_skips')
                     AND r.reason NOT IN ('linked', 'asked_one') ORDER BY r.id DESC LIMIT 1";
    r.first(&format!("{SELECT} WHERE {which}"), [provider.0], read)
}

/// When the first run of all that did what it set out to do ended.
pub(crate) fn first_success_at(r: &Reader<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let sql = "SELECT finished_at FROM runs WHERE state IN ('done', 'done_with_skips') ORDER BY id LIMIT 1";
    Ok(r.first(sql, [], |row| row.get::<_, At>(0))?.map(|at| at.0))
}

/// When a run of a task last began.
///
/// # Errors
/// Only the store's own.
pub fn last_start(r: &Reader<'_>, connection: ConnectionId, task: Task) -> Result<Option<DateTime<Utc>>, StoreError> {
    let sql = "SELECT started_at FROM runs WHERE connection = ? AND task = ? AND started_at IS NOT NULL
               ORDER BY id DESC LIMIT 1";
    let at = r.first(sql, params![connection.0, task.code()], |row| row.get::<_, At>(0))?;
    Ok(at.map(|at| at.0))
}

fn read(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    let at = |index| row.get::<_, Option<At>>(index).map(|at| at.map(|at| at.0));
    Ok(RunRow {
        id: RunId(row.get(0)?),
        connection: ConnectionId(row.get(1)?),
        connection_name: row.get(2)?,
        task: row.get::<_, Coded<Task>>(3)?.0,
        reason: row.get::<_, Coded<RunReason>>(4)?.0,
        state: row.get::<_, Coded<RunState>>(5)?.0,
        queued_at: row.get::<_, At>(6)?.0,
        started_at: at(7)?,
        finished_at: at(8)?,
        counts: read_counts(row)?,
        fault: read_fault(row)?,
    })
}

fn read_counts(row: &Row<'_>) -> rusqlite::Result<Counts> {
    let number = |index| {
        row.get::<_, i64>(index)
            .map(|number| u64::try_from(number).unwrap_or(0))
    };
    Ok(Counts {
        read: number(9)?,
        added: number(10)?,
        changed: number(11)?,
        unchanged: number(12)?,
        skipped: number(13)?,
        calls: number(14)?,
    })
}

fn read_fault(row: &Row<'_>) -> rusqlite::Result<Option<RunFault>> {
    let Some(code) = row.get::<_, Option<Coded<FaultCode>>>(15)? else {
        return Ok(None);
    };
    Ok(Some(RunFault {
        code: code.0,
        message: row.get(16)?,
        next: row.get::<_, Coded<NextCode>>(17)?.0.into(),
        retry_at: row.get::<_, Option<At>>(18)?.map(|at| at.0),
    }))
}
