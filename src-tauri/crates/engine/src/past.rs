//! Gathers from the store what tells what is due and how things stand.

use std::collections::{HashMap, HashSet};

use domain::run::Task;
use domain::schedule::{Overnight, Pause, Timetable};
use domain::{ConnectionId, Fault, Next, Role, RunId};
use store::runs::RunRow;
use store::{Reader, StoreError, connections, kv, runs};

use crate::engine::Engine;
use crate::timing::{Past, Timing};
use crate::unfetched;

/// How many of the last runs are looked at. Of a task with none among them, the last one is looked up by itself.
const LOOKED_AT: u32 = 300;

/// The window of the night, as `02:00-05:00`.
pub(crate) const OVERNIGHT: &str = "overnight";
/// The number that an installation draws once.
const SEED: &str = "seed";
const PAUSE: &str = "pause";

fn acted_key(connection: ConnectionId) -> String {
    format!("acted.{connection}")
}

impl Engine {
    /// What tells what is due.
    pub(crate) async fn timing(&self) -> Result<Timing, Fault> {
        let stopped = self.engaged().stopped();
        self.read(move |r| read_timing(r, stopped)).await
    }

    /// Marks as interrupted what the last session left open, and draws the installation's seed if there is none yet.
    /// Where another process is writing, what is open is its own and stays; says which runs were interrupted.
    ///
    /// # Errors
    /// The store's own.
    pub async fn on_launch(&self) -> Result<Vec<RunId>, Fault> {
        let now = self.now();
        let closed = self.lease().alone(self.write(move |w| {
            if kv::get(w, SEED)?.is_none() {
                kv::set(w, SEED, Some(&drawn().to_string()))?;
            }
            runs::interrupt_open(w, now)
        }));
        Ok(closed.await?.unwrap_or_default())
    }

    /// Marks as interrupted what is open though nobody is at work: another process was killed, or the end of a run could
    /// not be recorded on a full disk. Such a run would otherwise keep its connection from the schedule.
    ///
    /// # Errors
    /// The store's own.
    pub(crate) async fn close_what_nobody_works_at(&self) -> Result<(), Fault> {
        if self.read(runs::any_open).await? {
            let now = self.now();
            self.lease()
                .alone(self.write(move |w| runs::interrupt_open(w, now)))
                .await?;
        }
        Ok(())
    }

    /// Notes that a person did something about a connection: typed a key, changed a setting, corrected the definition.
    /// It is opened anew, and what rested is tried again at the next look.
    ///
    /// # Errors
    /// `Busy` where another process writes; the store's own.
    pub async fn reconsider(&self, connection: ConnectionId) -> Result<(), Fault> {
        self.opened().forget(connection);
        let _right_to_write = self.lease().take().await?;
        self.write(move |w| {
            let last = runs::list(w, 1)?.first().map_or(0, |run| run.id.0);
            kv::set(w, &acted_key(connection), Some(&last.to_string()))
        })
        .await
    }

    /// Pauses everything that is scheduled until an instant. What a person asks for still runs.
    ///
    /// # Errors
    /// `Busy` where another process writes; the store's own.
    pub async fn pause(&self, until: chrono::DateTime<chrono::Utc>) -> Result<(), Fault> {
        let _right_to_write = self.lease().take().await?;
        let from = self.now();
        let text = format!("{} {}", from.to_rfc3339(), until.to_rfc3339());
        self.write(move |w| kv::set(w, PAUSE, Some(&text))).await?;
        self.bus().tell(crate::Event::Changed);
        Ok(())
    }

    /// Ends the pause.
    ///
    /// # Errors
    /// `Busy` where another process writes; the store's own.
    pub async fn resume(&self) -> Result<(), Fault> {
        let _right_to_write = self.lease().take().await?;
        self.write(|w| kv::set(w, PAUSE, None)).await?;
        self.bus().tell(crate::Event::Changed);
        Ok(())
    }

    /// Until when the schedule is paused, if it is.
    ///
    /// # Errors
    /// The store's own.
    pub async fn paused_until(&self) -> Result<Option<chrono::DateTime<chrono::Utc>>, Fault> {
        let now = self.now();
        let pause = self.read(read_pause).await?;
        Ok(pause.filter(|pause| pause.is_in_effect(now)).map(|pause| pause.until))
    }
}

fn read_pause(r: &Reader<'_>) -> Result<Option<Pause>, StoreError> {
    let text = kv::get(r, PAUSE)?;
    Ok(text.and_then(|text| {
        let (from, until) = text.split_once(' ')?;
        Some(Pause {
            from: from.parse().ok()?,
            until: until.parse().ok()?,
        })
    }))
}

/// A number that nobody chose: each hasher of the standard library is seeded by the system's own randomness.
fn drawn() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::hash::RandomState::new().build_hasher().finish()
}

/// What tells what is due.
pub(crate) fn read_timing(
    r: &Reader<'_>,
    stopped: HashMap<ConnectionId, chrono::DateTime<chrono::Utc>>,
) -> Result<Timing, StoreError> {
    let connections = connections::list(r)?;
    let mut history: HashMap<(ConnectionId, Task), Vec<Past>> = HashMap::new();
    for run in runs::list(r, LOOKED_AT)? {
        history.entry((run.connection, run.task)).or_default().push(past(run));
    }
    let mut acted = HashMap::new();
    let mut unfetched_at = HashSet::new();
    for connection in &connections {
        for task in tasks_of(connection.role) {
            if let std::collections::hash_map::Entry::Vacant(none) = history.entry((connection.id, *task)) {
                none.insert(
                    runs::last_finished(r, connection.id, *task)?
                        .map(past)
                        .into_iter()
                        .collect(),
                );
            }
        }
        if connection.role == Role::Assessments && !unfetched::list(r, connection.id)?.is_empty() {
            unfetched_at.insert(connection.id);
        }
        let run = kv::get(r, &acted_key(connection.id))?.and_then(|run| run.parse().ok());
        acted.extend(run.map(|run| (connection.id, run)));
    }
    let window = kv::get(r, OVERNIGHT)?.and_then(|text| Overnight::parse(&text));
    let seed = kv::get(r, SEED)?.and_then(|seed| seed.parse().ok()).unwrap_or(0);
    Ok(Timing {
        connections,
        history,
        acted,
        stopped,
        unfetched_at,
        times: Timetable::new(window.unwrap_or_default(), seed),
        seed,
    })
}

/// The tasks of each side.
pub(crate) const fn tasks_of(role: Role) -> &'static [Task] {
    match role {
        Role::Records => &[Task::Learners],
        Role::Assessments => &[Task::Users, Task::Match, Task::Results],
    }
}

fn past(run: RunRow) -> Past {
    let ended = run.finished_at.unwrap_or(run.queued_at);
    let next = run.fault.as_ref().map(|fault| match (fault.next, fault.retry_at) {
        (Next::RetryLater(_), Some(at)) => Next::RetryLater((at - ended).to_std().ok()),
        (next, _) => next,
    });
    Past {
        run: run.id,
        reason: run.reason,
        state: run.state,
        started_at: run.started_at.unwrap_or(run.queued_at),
        finished_at: run.finished_at,
        calls: run.counts.calls,
        next,
        fault: run.fault.map(|fault| (fault.code, fault.message)),
    }
}
