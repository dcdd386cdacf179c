//! The Overview page.

use chrono::{DateTime, Utc};
use domain::{ConnectionId, RunId};
use host::engine::State;
pub use host::views::{DayCount, LevelCount, ProviderCount, ReasonCount, RecordCount, SubjectLevels};
use serde::Serialize;
use ts_rs::TS;

/// Something that needs a person. In order: what stops data, what waits for a decision, unmatched, for information.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// A connection does not work.
    Connection {
        /// Which.
        connection_id: ConnectionId,
        /// Its name.
        connection: String,
        /// How it stands.
        state: State,
        /// Why, and what to do.
        message: String,
    },
    /// A run found what is implausible, and waits.
    HeldRun {
        /// Whose.
        connection_id: ConnectionId,
        /// Its name.
        connection: String,
        /// The run.
        run: RunId,
        /// What it found.
        message: String,
    },
    /// Links wait for a yes or no.
    HeldLinks {
        /// At which provider.
        connection_id: ConnectionId,
        /// Its name.
        connection: String,
        /// How many.
        count: i64,
    },
    /// Learners have no link.
    Unmatched {
        /// At which provider.
        connection_id: ConnectionId,
        /// Its name.
        connection: String,
        /// How many.
        count: i64,
        /// Why, the most frequent reason first.
        reasons: Vec<ReasonCount>,
    },
    /// Results have a level that no value table maps.
    Unmapped {
        /// At which provider.
        connection_id: ConnectionId,
        /// Its name.
        connection: String,
        /// How many.
        count: i64,
    },
}

/// The Overview page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Overview {
    /// Learners who are present.
    pub learners: i64,
    /// Centres that have any.
    pub centres: i64,
    /// By record system.
    pub record_counts: Vec<RecordCount>,
    /// By provider.
    pub provider_counts: Vec<ProviderCount>,
    /// What needs a person.
    pub needs: Vec<Need>,
    /// Since when results count as new.
    pub new_since: DateTime<Utc>,
    /// New results by subject and level.
    pub new_results: Vec<SubjectLevels>,
    /// How many that is.
    pub new_total: i64,
    /// Results by the UK day on which they were finished: 14 days, the oldest first.
    pub days: Vec<DayCount>,
}
