//! Systems that are open. A system keeps its session and its place within the rate limit, so one is opened once and
//! kept until its connection's settings or keys may have changed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::linking::Policy;
use domain::ports::{Provider, RecordSystem, Systems};
use domain::{Connection, ConnectionId, Fault, Role};

/// A system that is open.
#[derive(Clone)]
pub(crate) enum System {
    Records(Arc<dyn RecordSystem>),
    Assessments(Arc<dyn Provider>),
}

impl System {
    /// Calls made so far.
    pub(crate) fn calls(&self) -> u64 {
        match self {
            Self::Records(system) => system.calls(),
            Self::Assessments(provider) => provider.calls(),
        }
    }
}

/// The systems that are open.
pub(crate) struct Opened {
    systems: Arc<dyn Systems>,
    open: Mutex<HashMap<ConnectionId, (Connection, System)>>,
}

impl Opened {
    pub(crate) fn new(systems: Arc<dyn Systems>) -> Self {
        Self {
            systems,
            open: Mutex::default(),
        }
    }

    /// Which rules may link a provider's users. One that is open is asked; else whoever opens systems may know it
    /// without opening this one.
    pub(crate) async fn policy(&self, connection: &Connection) -> Result<Policy, Fault> {
        match self.find(connection) {
            Some(System::Assessments(provider)) => Ok(provider.abilities().policy),
            _ => self.systems.policy(connection).await,
        }
    }

    /// The system behind a connection, opened if it is not or if the connection has changed.
    pub(crate) async fn get(&self, connection: &Connection) -> Result<System, Fault> {
        if let Some(open) = self.find(connection) {
            return Ok(open);
        }
        let system = match connection.role {
            Role::Records => System::Records(self.systems.record_system(connection).await?),
            Role::Assessments => System::Assessments(self.systems.provider(connection).await?),
        };
        self.table().insert(connection.id, (connection.clone(), system.clone()));
        Ok(system)
    }

    /// Whether a record system is known to tell changes; `false` where it is not open.
    pub(crate) fn tells_changes(&self, connection: ConnectionId) -> bool {
        match self.table().get(&connection) {
            Some((_, System::Records(system))) => system.abilities().changed_since,
            _ => false,
        }
    }

    /// Closes a system: its next use opens it with the keys of that moment.
    pub(crate) fn forget(&self, connection: ConnectionId) {
        self.table().remove(&connection);
    }

    fn find(&self, connection: &Connection) -> Option<System> {
        let table = self.table();
        let (as_opened, system) = table.get(&connection.id)?;
        (as_opened == connection).then(|| system.clone())
    }

    fn table(&self) -> std::sync::MutexGuard<'_, HashMap<ConnectionId, (Connection, System)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
