//! The Activity page: runs and audit.

use chrono::{DateTime, Utc};
use domain::RunId;
use domain::run::SkipReason;
pub use host::views::{AuditPart, RunEntry, RunGroup, RunRow, RunsAsk, RunsPage};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

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
    /// Why.
    #[ts(type = "string")]
    pub reason: SkipReason,
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
#[derive(Serialize, TS)]
pub struct AuditRow {
    /// What was recorded.
    #[serde(flatten)]
    pub part: AuditPart,
    /// The same in words.
    pub sentence: String,
}

/// A page of the audit.
#[derive(Serialize, TS)]
pub struct AuditPage {
    /// How many entries there are on all pages.
    pub total: i64,
    /// Those of this page, the latest first.
    pub rows: Vec<AuditRow>,
}
