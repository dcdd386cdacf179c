//! The engine: the parts it works with, and the one door to the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use domain::ports::{Clock, Systems, WriteLock};
use domain::{ConnectionId, Fault, FaultCode};
use store::{Reader, Store, StoreError, Writer};
use tokio::sync::broadcast;

use crate::events::{AtWork, Bus, Event};
use crate::opened::Opened;
use crate::turns::{Engaged, Lease, Turns};
use crate::unmatched::Suggested;

/// What the engine works with. Whoever wires the parts gives them.
pub struct Parts {
    /// Where everything is kept.
    pub store: Store,
    /// Opens the systems behind connections.
    pub systems: Arc<dyn Systems>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// The right to write, against other processes.
    pub lock: Arc<dyn WriteLock>,
}

/// Runs tasks, keeps the schedule and carries decisions out. Clones share one engine.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
    actor: Arc<str>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    opened: Opened,
    lease: Lease,
    turns: Turns,
    engaged: Arc<Engaged>,
    keeps_schedule: AtomicBool,
    winds_down: AtomicBool,
    bus: Bus,
    suggested: Suggested,
}

impl Engine {
    /// An engine of these parts. It does nothing until it is asked.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let inner = Inner {
            store: parts.store,
            clock: parts.clock,
            opened: Opened::new(parts.systems),
            lease: Lease::new(parts.lock),
            turns: Turns::default(),
            engaged: Arc::default(),
            keeps_schedule: AtomicBool::new(false),
            winds_down: AtomicBool::new(false),
            bus: Bus::new(),
            suggested: Suggested::default(),
        };
        Self {
            inner: Arc::new(inner),
            actor: "person".into(),
        }
    }

    /// The same engine, for decisions of a person who is known by name (their account on this computer): the audit
    /// names them.
    #[must_use]
    pub fn acting_as(&self, person: &str) -> Self {
        let actor = if person.trim().is_empty() {
            "person"
        } else {
            person.trim()
        };
        Self {
            inner: self.inner.clone(),
            actor: actor.into(),
        }
    }

    /// What happens from now on. A listener that falls far behind misses some events and then re-reads.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.bus.listen()
    }

    /// The runs that wait for their turn or are at work now, in the order in which they were queued. Whoever begins to
    /// listen, or has missed events, looks here.
    #[must_use]
    pub fn at_work(&self) -> Vec<AtWork> {
        self.inner.bus.at_work()
    }

    /// Stops what is at work at a connection, or everything, and what was to follow it there: runs end as cancelled, and
    /// the schedule takes them up again at their next turn. Whether there was anything to stop.
    pub fn stop(&self, connection: Option<ConnectionId>) -> bool {
        self.inner.engaged.stop(connection, self.now())
    }

    /// Stops everything at work because the program ends: not by anybody's wish, so runs end as interrupted, and the next
    /// session takes them up at once.
    pub fn wind_down(&self) {
        self.inner.winds_down.store(true, Ordering::Release);
        self.inner.engaged.stop(None, self.now());
    }

    pub(crate) fn winds_down(&self) -> bool {
        self.inner.winds_down.load(Ordering::Acquire)
    }

    /// Who decides.
    pub(crate) fn actor(&self) -> Arc<str> {
        self.actor.clone()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn bus(&self) -> &Bus {
        &self.inner.bus
    }

    pub(crate) fn opened(&self) -> &Opened {
        &self.inner.opened
    }

    pub(crate) fn lease(&self) -> &Lease {
        &self.inner.lease
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.inner.turns
    }

    pub(crate) fn engaged(&self) -> &Arc<Engaged> {
        &self.inner.engaged
    }

    pub(crate) fn kept_suggestions(&self) -> &Suggested {
        &self.inner.suggested
    }

    /// Whether the schedule is kept here.
    pub(crate) fn keeps_schedule(&self) -> bool {
        self.inner.keeps_schedule.load(Ordering::Relaxed)
    }

    pub(crate) fn keep_schedule(&self, kept: bool) {
        self.inner.keeps_schedule.store(kept, Ordering::Relaxed);
    }

    /// Reads from the store, off the threads that wait for the network.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        let store = self.inner.store.clone();
        blocking(move || store.read(read)).await
    }

    /// Writes to the store in one transaction, off the threads that wait for the network. It is carried through even
    /// where the caller stops waiting.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        let store = self.inner.store.clone();
        blocking(move || store.write(write)).await
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Fault::new(FaultCode::Internal, "the store panicked")))
}
