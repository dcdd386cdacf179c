//! One run at a time per connection, and one right to write for as long as anything here writes.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::ports::{WriteGuard, WriteLock};
use domain::{ConnectionId, Fault, FaultCode};
use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;

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

/// The connections that an agenda is at work on, so that the schedule leaves them alone and a person can stop it there.
#[derive(Default)]
pub(crate) struct Engaged(Mutex<Table>);

#[derive(Default)]
struct Table {
    engagements: u64,
    at_work: Vec<AtWork>,
    /// When a person stopped what was at work, until it is taken up again.
    stopped: HashMap<ConnectionId, DateTime<Utc>>,
}

struct AtWork {
    engagement: u64,
    connection: ConnectionId,
    cancel: CancellationToken,
}

/// Lets the connections of an agenda go when it is over, however it ends.
pub(crate) struct Engagement {
    engaged: Arc<Engaged>,
    number: u64,
    cancels: HashMap<ConnectionId, CancellationToken>,
}

impl Engaged {
    /// Notes that an agenda is at work on these, until it ends or `cancel` says so.
    pub(crate) fn engage(self: &Arc<Self>, connections: &[ConnectionId], cancel: &CancellationToken) -> Engagement {
        let cancels: HashMap<_, _> = connections.iter().map(|one| (*one, cancel.child_token())).collect();
        let mut table = self.table();
        table.engagements += 1;
        let engagement = table.engagements;
        table.at_work.extend(cancels.iter().map(|(connection, cancel)| AtWork {
            engagement,
            connection: *connection,
            cancel: cancel.clone(),
        }));
        Engagement {
            engaged: self.clone(),
            number: engagement,
            cancels,
        }
    }

    /// The connections that an agenda is at work on.
    pub(crate) fn now(&self) -> Vec<ConnectionId> {
        self.table().at_work.iter().map(|one| one.connection).collect()
    }

    /// Stops what is at work at a connection, or everywhere. Whether anything was.
    pub(crate) fn stop(&self, connection: Option<ConnectionId>, now: DateTime<Utc>) -> bool {
        let mut table = self.table();
        let concerned = |one: &&AtWork| connection.is_none_or(|named| named == one.connection);
        let at_work: Vec<_> = table.at_work.iter().filter(concerned).collect();
        at_work.iter().for_each(|one| one.cancel.cancel());
        let stopped: Vec<_> = at_work.into_iter().map(|one| (one.connection, now)).collect();
        table.stopped.extend(stopped.iter().copied());
        !stopped.is_empty()
    }

    /// Begins anew at a connection, whoever stopped it before.
    pub(crate) fn take_up(&self, connection: ConnectionId) {
        self.table().stopped.remove(&connection);
    }

    /// When a person stopped what was at work at each connection, where nobody has taken it up since.
    pub(crate) fn stopped(&self) -> HashMap<ConnectionId, DateTime<Utc>> {
        self.table().stopped.clone()
    }

    fn table(&self) -> std::sync::MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engagement {
    /// Says when to stop at a connection.
    pub(crate) fn cancel(&self, connection: ConnectionId) -> CancellationToken {
        self.cancels.get(&connection).cloned().unwrap_or_default()
    }
}

impl Drop for Engagement {
    fn drop(&mut self) {
        self.engaged.table().at_work.retain(|one| one.engagement != self.number);
    }
}
