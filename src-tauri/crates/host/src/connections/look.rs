//! What there is to see of connections.

use std::collections::BTreeMap;

use domain::ports::CheckReport;
use domain::{Connection, Fault, FaultCode, Role, Settings, SystemKind};
use serde::Serialize;
use store::connections;

use super::Which;
use crate::checks::{self, Checked};
use crate::secrets::Whereabouts;
use crate::systems::{Needed, wanted};
use crate::wiring::Host;

/// A connection as a person may see it: everything but its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConnectionView {
    /// Its name.
    pub name: String,
    /// Which system it is.
    pub kind: SystemKind,
    /// Which side of the work it stands on.
    pub role: Role,
    /// Whether it is used.
    pub enabled: bool,
    /// Its settings, as far as they are not the defaults.
    pub settings: Settings,
    /// Where each secret is; `None` where the keyring does not say.
    pub secrets: BTreeMap<String, Option<Whereabouts>>,
}

impl Host {
    /// All connections, record systems first.
    ///
    /// # Errors
    /// The store's.
    pub async fn connections(&self) -> Result<Vec<Connection>, Fault> {
        self.read(connections::list).await
    }

    /// A connection.
    ///
    /// # Errors
    /// `NotFound`, and the store's.
    pub async fn connection(&self, which: impl Into<Which>) -> Result<Connection, Fault> {
        match which.into() {
            Which::Id(id) => self.read(move |r| connections::by_id(r, id)).await,
            Which::Name(name) => {
                let wanted = name.clone();
                let found = self.read(move |r| connections::by_name(r, &wanted)).await?;
                found.ok_or_else(|| {
                    Fault::new(FaultCode::NotFound, "no connection of that name")
                        .with("what", format!("connection called {name}"))
                        .with("remedy", "see which there are with `connection list`.")
                })
            }
        }
    }

    /// A provider's connection.
    ///
    /// # Errors
    /// `Refused` where it is a record system's; otherwise as [`Host::connection`].
    pub async fn provider(&self, which: impl Into<Which>) -> Result<Connection, Fault> {
        let connection = self.connection(which).await?;
        match connection.role {
            Role::Assessments => Ok(connection),
            Role::Records => Err(
                Fault::new(FaultCode::Refused, "a record system where a provider is needed")
                    .with(
                        "problem",
                        format!("{} is a record system, not a provider.", connection.name),
                    )
                    .with("remedy", "name the connection of a provider, such as bksb."),
            ),
        }
    }

    /// A connection as a person may see it.
    pub async fn view(&self, connection: &Connection) -> ConnectionView {
        let mut secrets = BTreeMap::new();
        for secret in self.needed(connection).unwrap_or_default() {
            let found = self.systems().secrets().whereabouts(secret.as_ref()).await.ok();
            secrets.insert(secret.key, found);
        }
        ConnectionView {
            name: connection.name.clone(),
            kind: connection.kind.clone(),
            role: connection.role,
            enabled: connection.enabled,
            settings: connection.settings.clone(),
            secrets,
        }
    }

    /// Tries every operation of a connection that reads, and keeps what was found for [`Host::last_check`].
    ///
    /// # Errors
    /// `NotFound`; what stands in the way of opening the system at all, such as a missing secret.
    pub async fn check(&self, which: impl Into<Which>) -> Result<(Connection, CheckReport), Fault> {
        let connection = self.connection(which).await?;
        let report = self.systems().check(&connection).await;
        let report = report.map_err(|fault| fault.with("connection", &connection.name))?;
        let (id, found) = (connection.id, Checked::of(&report, self.now()));
        // What was asked for is the report; that it could not be kept for later takes nothing from it.
        if let Err(fault) = self.write(move |w| checks::keep(w, id, Some(&found))).await {
            tracing::warn!(code = %fault.code, cause = fault.cause, "what a check found could not be kept");
        }
        Ok((connection, report))
    }

    /// What the last check of a connection found, if there was one since its settings or secrets changed.
    ///
    /// # Errors
    /// The store's.
    pub async fn last_check(&self, connection: &Connection) -> Result<Option<Checked>, Fault> {
        let id = connection.id;
        self.read(move |r| checks::last(r, id)).await
    }

    pub(super) fn needed(&self, connection: &Connection) -> Result<Vec<Needed>, Fault> {
        let definition = self.systems().definition(&connection.kind.0)?;
        wanted(&definition, &connection.name, &connection.settings)
    }
}
