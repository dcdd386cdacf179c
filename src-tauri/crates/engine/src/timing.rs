//! What is due, from the recorded runs, the installation's seed and the wall clock. Pure.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::run::{RunReason, RunState, Task};
use domain::schedule::{Cadence, LastRun, Outcome, Timetable, due_at, entries, is_late};
use domain::{Connection, ConnectionId, FaultCode, Next, Role, RunId};

use crate::agenda::Due;

/// A listing of everybody that takes no more calls than this may be taken every hour where the system tells no changes.
const CHEAP_CALLS: u64 = 20;

/// A recorded run, as far as time is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    pub(crate) run: RunId,
    pub(crate) reason: RunReason,
    pub(crate) state: RunState,
    /// When it began, or was queued if it never did.
    pub(crate) started_at: DateTime<Utc>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    pub(crate) calls: u64,
    /// What its fault said is to happen next.
    pub(crate) next: Option<Next>,
    /// The code and the sentence of its fault.
    pub(crate) fault: Option<(FaultCode, String)>,
}

impl Past {
    /// It was about some people only.
    const fn is_partial(&self) -> bool {
        matches!(self.reason, RunReason::Linked | RunReason::AskedOne)
    }

    fn waits(&self) -> Option<Option<Duration>> {
        match (self.state, self.next) {
            (RunState::Failed, Some(Next::RetryLater(named))) => Some(named),
            _ => None,
        }
    }

    fn stops(&self) -> bool {
        self.state == RunState::Failed && self.next == Some(Next::StopConnection)
    }
}

/// Everything that tells what is due.
pub(crate) struct Timing {
    pub(crate) connections: Vec<Connection>,
    /// The runs of each task, newest first.
    pub(crate) history: HashMap<(ConnectionId, Task), Vec<Past>>,
    /// Up to which run a person has since done something about the connection.
    pub(crate) acted: HashMap<ConnectionId, RunId>,
    /// When a person stopped what was at work at a connection. It waits for its next turn, also what had not begun.
    pub(crate) stopped: HashMap<ConnectionId, DateTime<Utc>>,
    /// Providers with new links whose results nobody has fetched yet.
    pub(crate) unfetched_at: HashSet<ConnectionId>,
    pub(crate) times: Timetable,
    pub(crate) seed: u64,
}

impl Timing {
    /// The runs of a task, newest first.
    pub(crate) fn runs(&self, connection: ConnectionId, task: Task) -> &[Past] {
        self.history.get(&(connection, task)).map_or(&[], Vec::as_slice)
    }

    /// The run that says how a task stands: the last one that is over. One about some people only says nothing about
    /// the others, unless it failed.
    pub(crate) fn telling(&self, connection: ConnectionId, task: Task) -> Option<&Past> {
        let over = self.runs(connection, task).iter().filter(|past| past.state.is_over());
        over.into_iter()
            .find(|past| !past.is_partial() || past.state == RunState::Failed)
    }

    /// Whether a run of the task waits or is at work.
    pub(crate) fn is_open(&self, connection: ConnectionId, task: Task) -> bool {
        self.runs(connection, task).iter().any(|past| !past.state.is_over())
    }

    /// The last run that called the connection's system.
    fn last_call(&self, connection: ConnectionId) -> Option<(Task, &Past)> {
        [Task::Learners, Task::Users, Task::Results]
            .into_iter()
            .filter_map(|task| self.runs(connection, task).first().map(|past| (task, past)))
            .max_by_key(|(_, past)| past.run)
    }

    /// Whether the connection rests until a person acts.
    pub(crate) fn is_stopped(&self, connection: ConnectionId) -> bool {
        self.last_call(connection)
            .is_some_and(|(_, past)| past.stops() && !self.is_acted_on(connection, past))
    }

    fn is_acted_on(&self, connection: ConnectionId, past: &Past) -> bool {
        self.acted.get(&connection).is_some_and(|acted| past.run <= *acted)
    }

    fn last_run(&self, connection: ConnectionId, task: Task) -> Option<LastRun> {
        if let Some(stopped_at) = self.stopped.get(&connection) {
            return Some(LastRun {
                started_at: *stopped_at,
                ended_at: *stopped_at,
                outcome: Outcome::Ended,
            });
        }
        let last = self.runs(connection, task).iter().find(|past| !past.is_partial())?;
        let outcome = match (last.state, last.waits()) {
            (RunState::Interrupted, _) => Outcome::Interrupted,
            _ if last.stops() && self.is_acted_on(connection, last) => Outcome::Interrupted,
            (_, Some(retry_after)) => Outcome::RetryLater {
                failures: self.failures(connection, task),
                retry_after,
            },
            _ => Outcome::Ended,
        };
        Some(LastRun {
            started_at: last.started_at,
            ended_at: last.finished_at.unwrap_or(last.started_at),
            outcome,
        })
    }

    fn failures(&self, connection: ConnectionId, task: Task) -> u32 {
        let runs = self.runs(connection, task).iter();
        let failed = runs.take_while(|past| past.waits().is_some()).count();
        u32::try_from(failed).unwrap_or(u32::MAX)
    }

    /// When a task is due next; `None` while it is at work or the connection rests.
    pub(crate) fn due(
        &self,
        connection: &Connection,
        task: Task,
        cadence: Cadence,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let id = connection.id;
        if !connection.enabled || self.is_open(id, task) || (task != Task::Match && self.is_stopped(id)) {
            return None;
        }
        let due = due_at(&self.times, cadence, self.last_run(id, task), self.seed_of(id), now);
        // Matching is local: it waits for nobody.
        let until = self.waits_until(id, now).filter(|_| task != Task::Match);
        Some(until.map_or(due, |until| due.max(until)))
    }

    fn seed_of(&self, connection: ConnectionId) -> u64 {
        self.seed ^ connection.0.unsigned_abs()
    }

    /// Whether the connection's system is to be left alone for now.
    pub(crate) fn rests(&self, connection: ConnectionId, now: DateTime<Utc>) -> bool {
        self.is_stopped(connection) || self.waits_until(connection, now).is_some_and(|until| until > now)
    }

    /// Whether results of new links are to be fetched now: what kept them from being fetched at once is over, and they
    /// were not refused for good.
    fn fetches_new_links(&self, connection: &Connection, now: DateTime<Utc>) -> bool {
        let id = connection.id;
        let last = self.runs(id, Task::Results).first();
        let in_vain = last.is_some_and(|past| {
            let failed = past.state == RunState::Failed && past.waits().is_none() && !self.is_acted_on(id, past);
            failed || past.state == RunState::Cancelled
        });
        connection.enabled
            && self.unfetched_at.contains(&id)
            && !in_vain
            && !self.is_open(id, Task::Results)
            && !self.rests(id, now)
    }

    /// Until when a system that could not be reached, or asked for a pause, is left alone, whatever the task.
    fn waits_until(&self, connection: ConnectionId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (task, past) = self.last_call(connection)?;
        let retry_after = past.waits()?;
        let last = LastRun {
            started_at: past.started_at,
            ended_at: past.finished_at?,
            outcome: Outcome::RetryLater {
                failures: self.failures(connection, task),
                retry_after,
            },
        };
        let seed = self.seed_of(connection);
        Some(due_at(&self.times, Cadence::Daily, Some(last), seed, now))
    }

    /// When anything of a connection is due next.
    pub(crate) fn next_due(&self, connection: &Connection, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let entries = entries(connection.role, &connection.kind).iter();
        entries
            .filter(|_| !self.is_stopped(connection.id))
            .filter_map(|entry| self.due(connection, entry.task, entry.cadence, now))
            .min()
    }

    /// Whether some provider is matched more often than daily, so that record systems are asked for changes as often.
    fn asks_for_changes(&self) -> bool {
        self.connections.iter().filter(|one| one.enabled).any(|one| {
            entries(one.role, &one.kind)
                .iter()
                .any(|entry| entry.task == Task::Match && entry.cadence != Cadence::Daily)
        })
    }

    /// Whether a record system is asked every hour for what changed, as far as its runs tell.
    pub(crate) fn asks_hourly(&self, one: &Connection) -> bool {
        one.role == Role::Records && self.asks_for_changes() && self.is_cheap(one.id)
    }

    /// Whether the last listing of everybody took few calls.
    fn is_cheap(&self, connection: ConnectionId) -> bool {
        let mut runs = self.runs(connection, Task::Learners).iter();
        runs.find(|past| past.state.is_success())
            .is_some_and(|past| past.calls <= CHEAP_CALLS)
    }
}

/// Everything that is due at an instant. `tells_changes` says of which record systems it is known that they can be asked
/// for changes alone.
pub(crate) fn due_now(timing: &Timing, tells_changes: impl Fn(ConnectionId) -> bool, now: DateTime<Utc>) -> Vec<Due> {
    let is_due = |one: &Connection, task, cadence| {
        let due = timing.due(one, task, cadence, now).filter(|due| *due <= now)?;
        let interrupted = timing
            .telling(one.id, task)
            .is_some_and(|past| past.state == RunState::Interrupted);
        Some(if interrupted || is_late(due, now) {
            RunReason::CatchUp
        } else {
            RunReason::Scheduled
        })
    };
    let mut all = Vec::new();
    for one in &timing.connections {
        for entry in entries(one.role, &one.kind) {
            all.extend(is_due(one, entry.task, entry.cadence).map(|reason| Due {
                connection: one.clone(),
                task: entry.task,
                reason,
                whole: true,
            }));
        }
        let results_due = all
            .iter()
            .any(|due: &Due| due.connection.id == one.id && due.task == Task::Results);
        if !results_due && timing.fetches_new_links(one, now) {
            all.push(Due {
                connection: one.clone(),
                task: Task::Results,
                reason: RunReason::Linked,
                whole: false,
            });
        }
        let asked_already = all.iter().any(|due| due.connection.id == one.id);
        let may_ask = one.role == Role::Records && timing.asks_for_changes() && !asked_already;
        if may_ask && (tells_changes(one.id) || timing.is_cheap(one.id)) {
            let went_well = timing
                .telling(one.id, Task::Learners)
                .is_some_and(|past| past.state.is_success());
            all.extend(is_due(one, Task::Learners, Cadence::Hourly).map(|reason| Due {
                connection: one.clone(),
                task: Task::Learners,
                reason,
                // After a listing that did not end well, the next one makes up for it.
                whole: !went_well,
            }));
        }
    }
    all
}
