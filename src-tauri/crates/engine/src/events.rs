//! What the engine tells whoever listens.

use domain::run::{RunReason, RunState, Task};
use domain::{ConnectionId, RunId};
use serde::Serialize;
use tokio::sync::broadcast;

/// How many events a slow listener may fall behind before it misses some. It then re-reads, as after `Changed`.
const BACKLOG: usize = 256;

domain::coded! {
    /// What a run is at.
    pub enum Phase {
        /// Waiting for its turn.
        Waiting = "waiting",
        /// Asking which centres there are.
        Centres = "centres",
        /// Reading learners.
        Learners = "learners",
        /// Reading users.
        Users = "users",
        /// Looking users up by the learners' own identifiers.
        Finding = "finding",
        /// Reading results; counted in users.
        Results = "results",
    }
}

/// Something that happened. No event carries personal data: listeners re-read what they show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A run was recorded, waiting for its turn or at work.
    RunStarted {
        /// The run.
        run: RunId,
        /// Whose.
        connection: ConnectionId,
        /// What it does.
        task: Task,
        /// Why.
        reason: RunReason,
    },
    /// A run got on.
    Progress {
        /// The run.
        run: RunId,
        /// What it is at.
        phase: Phase,
        /// How many rows it has read.
        done: u64,
        /// How many there are, where that is known. It is an estimate where the system does not say.
        total: Option<u64>,
    },
    /// A run is over.
    RunEnded {
        /// The run.
        run: RunId,
        /// How it ended.
        state: RunState,
    },
    /// What is stored changed: whoever shows it re-reads.
    Changed,
}

/// Where events go out.
#[derive(Clone)]
pub(crate) struct Bus(broadcast::Sender<Event>);

impl Bus {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }

    pub(crate) fn tell(&self, event: Event) {
        // Nobody listening is no error: the command line has no window.
        let _ = self.0.send(event);
    }
}
