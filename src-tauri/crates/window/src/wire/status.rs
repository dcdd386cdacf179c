//! How matters stand, and what is at work.

use chrono::{DateTime, Utc};
use domain::run::{RunReason, Task};
use domain::{ConnectionId, Role, RunId};
use host::engine::{Cause, Phase, State};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ConnectionStatus {
    /// Its id.
    pub id: ConnectionId,
    /// What the administrator calls it.
    pub name: String,
    /// Which definition it follows.
    pub kind: String,
    /// The system's own name, such as `Onefile`.
    pub system: String,
    /// Which side of the work it stands on.
    pub role: Role,
    /// Whether it is switched on.
    pub enabled: bool,
    /// How it stands.
    pub state: State,
    /// What makes it stand so; the message says it to a person.
    pub cause: Option<Cause>,
    /// When any of its tasks last did all that it set out to do.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When the schedule is going to see to it next.
    pub next_due_at: Option<DateTime<Utc>>,
    /// What to know or do about it.
    pub message: Option<String>,
}

/// A run at work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Work {
    /// The run.
    pub run: RunId,
    /// Whose.
    pub connection_id: ConnectionId,
    /// The connection's name.
    pub connection: String,
    /// What it does.
    pub task: Task,
    /// Why.
    pub reason: RunReason,
    /// What it is at.
    pub phase: Phase,
    /// Rows done; users where it fetches results.
    pub done: u64,
    /// How many there are, where that is known.
    pub total: Option<u64>,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// How long it will still take, once that can be told.
    pub seconds_left: Option<u64>,
}

/// How matters stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Status {
    /// The worst state of any connection that is switched on.
    pub state: State,
    /// Until when the schedule is paused, if it is.
    pub paused_until: Option<DateTime<Utc>>,
    /// When anything last did all that it set out to do.
    pub last_success_at: Option<DateTime<Utc>>,
    /// Each connection.
    pub connections: Vec<ConnectionStatus>,
    /// The runs at work.
    pub work: Vec<Work>,
    /// What a person can decide: unmatched learners and held links, at all providers that are switched on.
    pub to_decide: i64,
    /// How many learners there are.
    pub learners: i64,
    /// When this was so.
    pub now: DateTime<Utc>,
}

/// What to sync.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "SyncAsk")]
pub struct SyncWish {
    /// These connections; `null` is every one that is switched on.
    pub connections: Option<Vec<ConnectionId>>,
}

/// Whether something was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Started {
    /// `false` where everything that was asked for is at work already.
    pub started: bool,
}

/// Whose runs to stop.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StopAsk {
    /// This connection's; `null` is every run.
    pub connection: Option<ConnectionId>,
}

domain::coded! {
    /// How long to pause.
    pub enum PauseLength {
        /// One hour.
        Hour = "hour",
        /// Until the next UK day begins.
        Tomorrow = "tomorrow",
    }
}

/// How long to pause.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PauseAsk {
    /// Until then.
    pub until: PauseLength,
}
