//! One run at a time per connection, and one right to write for as long as anything here writes.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use domain::ports::{WriteGuard, WriteLock};
use domain::{ConnectionId, Fault, FaultCode};
use tokio::sync::OwnedMutexGuard;

/// How long to wait for another process.
const PATIENCE: Duration = Duration::from_secs(5);

type Turn = Arc<tokio::sync::Mutex<()>>;

/// The queue before each connection. Whoever comes second waits; they are served in the order in which they came.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<ConnectionId, Turn>>);

impl Turns {
    /// Waits until no other run is at work on the connection.
    pub(crate) async fn take(&self, connection: ConnectionId) -> OwnedMutexGuard<()> {
        let turn = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(connection)
            .or_default()
            .clone();
        turn.lock_owned().await
    }
}

/// The right to write, held against other processes. Everything in this process shares it.
pub(crate) struct Lease {
    lock: Arc<dyn WriteLock>,
    held: tokio::sync::Mutex<Weak<Box<dyn WriteGuard>>>,
}

/// The right to write, until the last one who has it lets go.
pub(crate) type Held = Arc<Box<dyn WriteGuard>>;

impl Lease {
    pub(crate) fn new(lock: Arc<dyn WriteLock>) -> Self {
        Self {
            lock,
            held: tokio::sync::Mutex::new(Weak::new()),
        }
    }

    /// Does something while nobody else has the right to write, here or in another process; `None` where somebody has.
    /// Whoever wants it meanwhile waits.
    pub(crate) async fn alone<T>(&self, work: impl Future<Output = Result<T, Fault>>) -> Result<Option<T>, Fault> {
        let held = self.held.lock().await;
        if held.upgrade().is_some() {
            return Ok(None);
        }
        match self.lock.acquire(Duration::ZERO).await {
            Ok(_right_to_write) => work.await.map(Some),
            Err(fault) if fault.code == FaultCode::Busy => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Takes the right to write, or shares it with whoever in this process has it already.
    pub(crate) async fn take(&self) -> Result<Held, Fault> {
        let mut held = self.held.lock().await;
        if let Some(shared) = held.upgrade() {
            return Ok(shared);
        }
        let taken = Arc::new(self.lock.acquire(PATIENCE).await?);
        *held = Arc::downgrade(&taken);
        Ok(taken)
    }
}

/// The connections that an agenda is at work on, so that the schedule leaves them alone.
#[derive(Default)]
pub(crate) struct Engaged(Mutex<HashMap<ConnectionId, usize>>);

/// Lets the connections of an agenda go when it is over, however it ends.
pub(crate) struct Engagement {
    engaged: Arc<Engaged>,
    connections: Vec<ConnectionId>,
}

impl Engaged {
    /// Notes that an agenda is at work on these.
    pub(crate) fn engage(self: &Arc<Self>, connections: Vec<ConnectionId>) -> Engagement {
        let mut table = self.table();
        for connection in &connections {
            *table.entry(*connection).or_default() += 1;
        }
        drop(table);
        Engagement {
            engaged: self.clone(),
            connections,
        }
    }

    /// The connections that an agenda is at work on.
    pub(crate) fn now(&self) -> Vec<ConnectionId> {
        self.table().keys().copied().collect()
    }

    fn table(&self) -> std::sync::MutexGuard<'_, HashMap<ConnectionId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Engagement {
    fn drop(&mut self) {
        let mut table = self.engaged.table();
        for connection in &self.connections {
            if let Some(count) = table.get_mut(connection) {
                *count -= 1;
            }
        }
        table.retain(|_, count| *count > 0);
    }
}
