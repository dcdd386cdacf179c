//! What the engine tells whoever listens.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
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

/// A run that waits for its turn or is at work, as far as it has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// The run.
    pub run: RunId,
    /// Whose.
    pub connection: ConnectionId,
    /// What it does.
    pub task: Task,
    /// Why.
    pub reason: RunReason,
    /// When it was queued.
    pub since: DateTime<Utc>,
    /// What it is at.
    pub phase: Phase,
    /// How many rows of this phase it has read.
    pub done: u64,
    /// How many there are, where that is known. It is an estimate where the system does not say.
    pub total: Option<u64>,
}

/// Where events go out, and what they come to for whoever begins to look in the middle of a run.
#[derive(Clone)]
pub(crate) struct Bus {
    listeners: broadcast::Sender<Event>,
    at_work: Arc<Mutex<BTreeMap<RunId, AtWork>>>,
}

/// A run is at work for as long as this lives.
pub(crate) struct Begun {
    bus: Bus,
    run: RunId,
}

impl Begun {
    pub(crate) fn run(&self) -> RunId {
        self.run
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.bus.table().remove(&self.run);
    }
}

impl Bus {
    pub(crate) fn new() -> Self {
        Self {
            listeners: broadcast::channel(BACKLOG).0,
            at_work: Arc::default(),
        }
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Event> {
        self.listeners.subscribe()
    }

    /// The runs at work, in the order in which they were queued.
    pub(crate) fn at_work(&self) -> Vec<AtWork> {
        self.table().values().cloned().collect()
    }

    /// Tells that a run was queued.
    pub(crate) fn begin(&self, work: AtWork) -> Begun {
        let AtWork {
            run,
            connection,
            task,
            reason,
            ..
        } = work;
        self.table().insert(run, work);
        self.tell(Event::RunStarted {
            run,
            connection,
            task,
            reason,
        });
        Begun { bus: self.clone(), run }
    }

    pub(crate) fn tell(&self, event: Event) {
        self.note(&event);
        // Nobody listening is no error: the command line has no window.
        let _ = self.listeners.send(event);
    }

    fn note(&self, event: &Event) {
        match event {
            Event::Progress {
                run,
                phase,
                done,
                total,
            } => {
                if let Some(work) = self.table().get_mut(run) {
                    (work.phase, work.done, work.total) = (*phase, *done, *total);
                }
            }
            Event::RunEnded { run, .. } => _ = self.table().remove(run),
            Event::RunStarted { .. } | Event::Changed => {}
        }
    }

    fn table(&self) -> MutexGuard<'_, BTreeMap<RunId, AtWork>> {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
