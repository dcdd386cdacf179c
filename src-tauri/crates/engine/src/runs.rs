//! One run, from queued to its end. Whatever happens on the way, a panic included, the run ends and says how.

use std::panic::AssertUnwindSafe;

use chrono::{DateTime, Utc};
use domain::run::{Counts, RunReason, RunState, Task};
use domain::{Connection, ConnectionId, Fault, FaultCode, Next, RunId, UserId};
use futures::FutureExt;
use store::{StoreError, Writer, held, kv, runs};
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::events::{AtWork, Begun, Event, Phase};
use crate::opened::System;
use crate::tasks;
use crate::work::Work;

/// What a run is to do at its connection.
#[derive(Clone, Debug)]
pub(crate) enum Errand {
    /// Get learners; all of them, or those that changed.
    Learners { whole: bool },
    /// Get users.
    Users,
    /// Get assessments: of every link in effect, or of these users only.
    Results { only: Option<Vec<UserId>> },
}

impl Errand {
    const fn task(&self) -> Task {
        match self {
            Self::Learners { .. } => Task::Learners,
            Self::Users => Task::Users,
            Self::Results { .. } => Task::Results,
        }
    }
}

/// How a task ended that no fault cut short.
pub(crate) enum Ending {
    /// It did all that it set out to do.
    Complete,
    /// What it found is implausible, as this fault says.
    Held(Fault),
}

/// A run that is over.
#[derive(Clone, Debug)]
pub(crate) struct Finished {
    pub(crate) run: RunId,
    pub(crate) state: RunState,
    pub(crate) counts: Counts,
    pub(crate) fault: Option<Fault>,
}

impl Finished {
    /// Whether something stored is now different.
    pub(crate) fn changed_anything(&self) -> bool {
        self.counts.added + self.counts.changed > 0
    }

    /// Whether asking the same system again at once would be of no use.
    pub(crate) fn rules_out_more(&self) -> bool {
        let faulty = |fault: &Fault| matches!(fault.next, Next::StopConnection | Next::RetryLater(_));
        let cut_short = matches!(self.state, RunState::Cancelled | RunState::Interrupted);
        cut_short || self.fault.as_ref().is_some_and(faulty)
    }
}

impl Engine {
    /// Carries one errand out as a run of its own, after those before it at the same connection.
    ///
    /// # Errors
    /// Only where the run could not be recorded; what goes wrong in the run itself is in what it returns.
    pub(crate) async fn run(
        &self,
        connection: &Connection,
        errand: Errand,
        reason: RunReason,
        cancel: &CancellationToken,
    ) -> Result<Finished, Fault> {
        let begun = self.queue(connection, errand.task(), reason).await?;
        let run = begun.run();
        let mut work = Work::new(self.clone(), run, connection.clone(), cancel.clone());
        let outcome = AssertUnwindSafe(self.attempt(&mut work, errand))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Fault::new(FaultCode::Internal, "a task panicked")));
        let (state, fault) = match judge(outcome, work.counts()) {
            (RunState::Cancelled, _) if self.winds_down() => (RunState::Interrupted, None),
            judged => judged,
        };
        let fault = fault.map(|fault| fault.with("connection", &connection.name));
        self.end(connection, run, state, work.counts(), fault).await
    }

    async fn queue(&self, connection: &Connection, task: Task, reason: RunReason) -> Result<Begun, Fault> {
        let (id, now) = (connection.id, self.now());
        let run = self.write(move |w| runs::queue(w, id, task, reason, now)).await?;
        Ok(self.bus().begin(AtWork {
            run,
            connection: id,
            task,
            reason,
            since: now,
            phase: Phase::Waiting,
            done: 0,
            total: None,
        }))
    }

    async fn attempt(&self, work: &mut Work, errand: Errand) -> Result<Ending, Fault> {
        work.progress(Phase::Waiting, 0, None);
        let _turn = work.wait(self.turns().take(work.connection.id)).await?;
        let (run, now) = (work.run, self.now());
        self.write(move |w| runs::set_state(w, run, RunState::Running, now))
            .await?;
        let system = work.wait(self.opened().get(&work.connection)).await??;
        work.measure(&system);
        match (&system, errand) {
            (System::Records(system), Errand::Learners { whole }) => {
                tasks::learners::get(work, system.as_ref(), whole).await
            }
            (System::Assessments(provider), Errand::Users) => tasks::users::get(work, provider.as_ref()).await,
            (System::Assessments(provider), Errand::Results { only }) => {
                tasks::results::get(work, provider.as_ref(), only).await
            }
            _ => Err(Fault::new(
                FaultCode::Internal,
                "a task was given to a system of the other side",
            )),
        }
    }

    async fn end(
        &self,
        connection: &Connection,
        run: RunId,
        state: RunState,
        counts: Counts,
        fault: Option<Fault>,
    ) -> Result<Finished, Fault> {
        if let Some(fault) = &fault {
            tracing::warn!(connection = connection.id.0, run = run.0, code = %fault.code, cause = fault.cause, "a run ended early");
            if fault.next == Next::StopConnection {
                // Whatever a person does about it, the system is to be opened anew.
                self.opened().forget(connection.id);
            }
        }
        let (now, kept, connection) = (self.now(), fault.clone(), connection.id);
        self.write(move |w| finish(w, connection, run, state, &counts, kept.as_ref(), now))
            .await?;
        self.bus().tell(Event::RunEnded { run, state });
        self.bus().tell(Event::Changed);
        Ok(Finished {
            run,
            state,
            counts,
            fault,
        })
    }
}

fn judge(outcome: Result<Ending, Fault>, counts: Counts) -> (RunState, Option<Fault>) {
    match outcome {
        Ok(Ending::Complete) if counts.skipped > 0 => (RunState::DoneWithSkips, None),
        Ok(Ending::Complete) => (RunState::Done, None),
        Ok(Ending::Held(fault)) => (RunState::Held, Some(fault)),
        Err(fault) if fault.code == FaultCode::Cancelled => (RunState::Cancelled, None),
        Err(fault) => (RunState::Failed, Some(fault)),
    }
}

/// Ends a run in the store. One that is held is the one that a person may confirm.
fn finish(
    w: &Writer<'_>,
    connection: ConnectionId,
    run: RunId,
    state: RunState,
    counts: &Counts,
    fault: Option<&Fault>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if state == RunState::Held {
        kv::set(w, &held::waiting_key(connection), Some(&run.to_string()))?;
    }
    runs::finish(w, run, state, counts, fault, now)
}
