//! *Sync now*: at once and in the background, and once however often it is pressed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use domain::run::{RunReason, Task};
use domain::{ConnectionId, Fault};
use host::engine::{Event, SyncAsk};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use crate::app::lock;
use crate::open::Open;

/// The connections that a person has asked to be synced, until that is over.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<BTreeSet<ConnectionId>>>);

/// Connections that nobody else asks for until this is dropped.
struct Taken {
    asked: Asked,
    connections: BTreeSet<ConnectionId>,
}

impl Asked {
    /// Takes those of the connections that are neither asked for already nor at work; `None` where there is none.
    fn take(&self, wanted: &[ConnectionId], at_work: &[ConnectionId]) -> Option<Taken> {
        let mut asked = lock(&self.0);
        let free = |one: &&ConnectionId| !asked.contains(one) && !at_work.contains(one);
        let connections: BTreeSet<ConnectionId> = wanted.iter().filter(free).copied().collect();
        if connections.is_empty() {
            return None;
        }
        asked.extend(&connections);
        drop(asked);
        Some(Taken {
            asked: self.clone(),
            connections,
        })
    }
}

#[cfg(test)]
impl Asked {
    /// Whether nobody waits for anything.
    pub(crate) fn is_over(&self) -> bool {
        lock(&self.0).is_empty()
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        lock(&self.asked.0).retain(|one| !self.connections.contains(one));
    }
}

/// Syncs these connections, or every one that is switched on, as far as they are not at work already. Answers as soon as
/// something is at work: whether anything was begun.
///
/// # Errors
/// What keeps it from beginning: a connection that is gone or switched off, another process that writes.
pub(crate) async fn begin(open: &Arc<Open>, wanted: Option<Vec<ConnectionId>>) -> Result<bool, Fault> {
    let wanted = match wanted {
        Some(wanted) => wanted,
        None => enabled(open).await?,
    };
    let mut events = open.host().engine().events();
    let Some(taken) = open.asked().take(&wanted, &calling(open)) else {
        return Ok(false);
    };
    let (ended, end) = oneshot::channel();
    let at_it = open.clone();
    open.spawn(async move {
        // Nobody listens any more where something was begun.
        let _ = ended.send(carry_out(&at_it, taken, None).await);
    });
    tokio::select! {
        biased;
        over = end => over.unwrap_or(Ok(())).map(|()| true),
        () = begun(&mut events) => Ok(true),
    }
}

/// Does the first sync of everything that is switched on, or these tasks of it, and keeps the schedule from then on: to the
/// schedule, everything is due that was never done. What goes wrong is in the runs, or in the log.
pub(crate) async fn first_and_then_schedule(open: Arc<Open>, tasks: Option<Vec<Task>>) {
    let wanted = enabled(&open).await.unwrap_or_default();
    if let Some(taken) = open.asked().take(&wanted, &[])
        && let Err(fault) = carry_out(&open, taken, tasks).await
    {
        tracing::error!(code = %fault.code, cause = fault.cause, "the first sync could not begin");
    }
    open.host().engine().run_schedule(open.cancel().clone()).await;
}

async fn carry_out(open: &Open, taken: Taken, tasks: Option<Vec<Task>>) -> Result<(), Fault> {
    let ask = SyncAsk {
        connections: Some(taken.connections.iter().copied().collect()),
        tasks,
        reason: RunReason::Asked,
    };
    open.host().engine().sync(ask, open.cancel().child_token()).await?;
    // From here on another sync may begin.
    drop(taken);
    protect(open).await;
    Ok(())
}

async fn enabled(open: &Open) -> Result<Vec<ConnectionId>, Fault> {
    let connections = open.host().connections().await?.into_iter();
    Ok(connections.filter(|one| one.enabled).map(|one| one.id).collect())
}

/// The connections whose systems are being called.
fn calling(open: &Open) -> Vec<ConnectionId> {
    let at_work = open.host().engine().at_work().into_iter();
    let calling = at_work.filter(|one| one.task != Task::Match);
    calling.map(|one| one.connection).collect()
}

/// Stops what is at work at a connection, and waits for its clean end.
pub(crate) async fn stop_and_wait(open: &Open, connection: ConnectionId) {
    let engine = open.host().engine();
    let mut events = engine.events();
    engine.stop(Some(connection));
    while engine.at_work().iter().any(|one| one.connection == connection) {
        if let Err(RecvError::Closed) = events.recv().await {
            return;
        }
    }
}

/// Makes the first backup as soon as there is something to lose.
pub(crate) async fn protect(open: &Open) {
    if let Some(sentence) = open.host().protect().await {
        tracing::error!("{sentence}");
    }
}

/// Waits until a run is on record.
async fn begun(events: &mut Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(Event::RunStarted { .. }) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: ConnectionId = ConnectionId(1);
    const TWO: ConnectionId = ConnectionId(2);

    #[test]
    fn what_is_asked_for_twice_is_taken_once() {
        let asked = Asked::default();
        let first = asked.take(&[ONE, TWO], &[]).unwrap();
        assert!(asked.take(&[ONE, TWO], &[]).is_none(), "a second click adds nothing");
        drop(first);
        assert!(asked.take(&[ONE], &[]).is_some(), "it is over");
    }

    #[test]
    fn what_is_at_work_already_is_left_alone_and_the_rest_is_taken() {
        let asked = Asked::default();
        let taken = asked.take(&[ONE, TWO], &[ONE]).unwrap();
        assert_eq!(taken.connections, BTreeSet::from([TWO]));
        assert!(asked.take(&[ONE], &[ONE]).is_none());
    }
}
