//! The schedule at work: what is due is done, once, however many turns were missed.

use std::time::Duration;

use domain::{Connection, Fault, FaultCode, RunId};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::agenda::{Agenda, Due};
use crate::engine::{Engine, blocking};
use crate::timing::due_now;

/// How often the wall clock is looked at. The looks are timed by the machine's own counter, which may stand still while
/// it sleeps; what is due is told by the wall clock alone.
const LOOK: Duration = Duration::from_secs(30);

impl Engine {
    /// Keeps the schedule until it is cancelled. What is due starts beside what is at work already; at the end, runs at
    /// work end as cancelled.
    pub async fn run_schedule(&self, cancel: CancellationToken) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut sweeps = tokio::task::JoinSet::new();
        self.keep_schedule(true);
        loop {
            tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                _ = looks.tick() => {
                    let (engine, cancel) = (self.clone(), cancel.clone());
                    sweeps.spawn(async move { engine.sweep(&cancel).await });
                }
                Some(_) = sweeps.join_next() => {}
            }
        }
        self.keep_schedule(false);
        while sweeps.join_next().await.is_some() {}
    }

    async fn sweep(&self, cancel: &CancellationToken) {
        match self.run_due(cancel).await {
            Ok(_) => {}
            // Another process writes: what is due stays due, and the next look sees it again.
            Err(fault) if fault.code == FaultCode::Busy => tracing::debug!("another process writes"),
            Err(fault) => tracing::error!(code = %fault.code, cause = fault.cause, "a sweep ended early"),
        }
    }

    /// Does what is due at this moment, and says which runs it took. Nothing is due during a pause, and connections that
    /// are being synchronised already are left alone.
    ///
    /// # Errors
    /// `Busy` where another process writes; the store's own. What goes wrong in a run is in that run.
    pub async fn run_due(&self, cancel: &CancellationToken) -> Result<Vec<RunId>, Fault> {
        if self.paused_until().await?.is_some() {
            return Ok(Vec::new());
        }
        self.close_what_nobody_works_at().await?;
        // What is at work is noted before the runs are read: what ends in between is then recorded in them.
        let mut busy = self.engaged().now();
        let timing = self.timing().await?;
        busy.extend(self.engaged().now());
        let tells_changes = |id| self.opened().tells_changes(id);
        let now = self.now();
        let due: Vec<Due> = due_now(&timing, tells_changes, now)
            .into_iter()
            .filter(|due| !busy.contains(&due.connection.id))
            .collect();
        let free: Vec<Connection> = timing
            .connections
            .iter()
            .filter(|one| !busy.contains(&one.id))
            .cloned()
            .collect();
        let agenda = Agenda::due(&due, &free, |one| timing.rests(one.id, now));
        if agenda.is_empty() {
            return Ok(Vec::new());
        }
        let done = self.carry_out(agenda, cancel).await?;
        self.back_up().await;
        Ok(done.runs)
    }

    /// Makes the backup of the day. An app that is open for weeks passes no start at which it would be made. That it fails
    /// keeps nothing else from going on.
    async fn back_up(&self) {
        let (store, now) = (self.store().clone(), self.now());
        let made = async {
            let _right_to_write = self.lease().take().await?;
            blocking(move || store.backup_if_due(now)).await
        };
        if let Err(fault) = made.await {
            tracing::error!(code = %fault.code, cause = fault.cause, "the backup of the day could not be made");
        }
    }
}
