//! The Activity page: runs and audit.

use chrono::{DateTime, Utc};
use domain::run::{RunReason, RunState, Task};
use domain::{ConnectionId, LearnerId, RunId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

/// Which runs to list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RunsAsk {
    /// Only of this connection.
    pub connection: Option<ConnectionId>,
    /// Only of this task.
    pub task: Option<Task>,
    /// Only those that ended so.
    pub state: Option<RunState>,
    /// Put runs in a row that brought nothing new into one entry.
    pub group: bool,
    /// At most so many entries.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RunRow {
    /// Its id.
    pub id: RunId,
    /// Whose.
    pub connection_id: ConnectionId,
    /// The connection's name.
    pub connection: String,
    /// What it did.
    pub task: Task,
    /// Why.
    pub reason: RunReason,
    /// How it stands or ended.
    pub state: RunState,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Rows that the system sent.
    pub read: u64,
    /// Rows that were new here.
    pub added: u64,
    /// Rows that differed.
    pub changed: u64,
    /// Rows that did not.
    pub unchanged: u64,
    /// Rows kept aside with a reason.
    pub skipped: u64,
    /// Calls made.
    pub calls: u64,
    /// The code of the fault that ended it.
    pub fault_code: Option<String>,
}

/// Several runs of one task on one connection in a row that brought nothing new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RunGroup {
    /// The connection's name.
    pub connection: String,
    /// What they did.
    pub task: Task,
    /// Why the last of them was begun.
    pub reason: RunReason,
    /// How many.
    pub count: i64,
    /// When the first was begun.
    pub first_at: DateTime<Utc>,
    /// When the last was begun.
    pub last_at: DateTime<Utc>,
    /// The last one.
    pub last_id: RunId,
}

/// A row of the list of runs.
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
    /// Those of this page, the latest first.
    pub entries: Vec<RunEntry>,
}

/// Which run.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RunAsk {
    /// Its id.
    pub id: RunId,
}

/// Which held run to let take effect.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConfirmAsk {
    /// The run.
    pub run: RunId,
}

/// A row that a run kept aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SkippedRow {
    /// The system's id, where it could be read.
    pub external_id: Option<String>,
    /// Why: a code.
    pub reason: String,
    /// The field to blame, by the system's name.
    pub field: Option<String>,
    /// Why, in words.
    pub sentence: String,
}

/// A run, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RunDetail {
    /// The run.
    pub run: RunRow,
    /// What ended it, or makes it wait.
    pub problem: Option<Problem>,
    /// The first rows that it kept aside.
    pub skipped: Vec<SkippedRow>,
    /// How many those are in all.
    pub skipped_total: i64,
    /// When the schedule tries again.
    pub retry_at: Option<DateTime<Utc>>,
    /// When a later run of the same task went well.
    pub worked_again_at: Option<DateTime<Utc>>,
    /// Whether a person can let it take effect.
    pub can_confirm: bool,
    /// How many rows would then be marked as gone.
    pub missing: i64,
}

/// Which audit entries to list.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuditAsk {
    /// At most so many.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}

/// Something that was done, on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AuditRow {
    /// Its id.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// What: a code.
    pub action: String,
    /// The connection's name.
    pub connection: Option<String>,
    /// The learner it is about.
    pub learner_id: Option<LearnerId>,
    /// Their name.
    pub learner_name: Option<String>,
    /// The account it is about.
    pub user_id: Option<UserId>,
    /// How it is called.
    pub account: Option<String>,
    /// More about it.
    pub detail: Option<String>,
    /// What, in words.
    pub sentence: String,
}

/// A page of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AuditPage {
    /// How many entries there are on all pages.
    pub total: i64,
    /// Those of this page, the latest first.
    pub rows: Vec<AuditRow>,
}
