//! Opens the systems behind connections: their definition, their settings and their secrets come together here.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use connectors::{Definition, Secrets};
use domain::linking::Policy;
use domain::ports::{CheckReport, Clock, Provider, RecordSystem, Systems};
use domain::{Connection, Fault, FaultCode, Role, Settings};

use crate::secrets::{SecretStore, Wanted};

/// Opens systems as this data folder says.
#[derive(Clone)]
pub struct HostSystems {
    overlays: PathBuf,
    secrets: SecretStore,
    clock: Arc<dyn Clock>,
}

impl HostSystems {
    pub(crate) fn new(overlays: PathBuf, secrets: SecretStore, clock: Arc<dyn Clock>) -> Self {
        Self {
            overlays,
            secrets,
            clock,
        }
    }

    /// The definition in force.
    pub(crate) fn definition(&self, kind: &str) -> Result<Definition, Fault> {
        connectors::load(kind, Some(&self.overlays))
    }

    pub(crate) fn secrets(&self) -> &SecretStore {
        &self.secrets
    }

    /// Tries every operation that reads.
    pub(crate) async fn check(&self, connection: &Connection) -> Result<CheckReport, Fault> {
        Ok(match connection.role {
            Role::Records => self.record_system(connection).await?.check().await,
            Role::Assessments => self.provider(connection).await?.check().await,
        })
    }

    async fn ready(&self, connection: &Connection) -> Result<(Definition, Secrets), Fault> {
        let definition = self.definition(&connection.kind.0)?;
        let mut secrets = BTreeMap::new();
        for wanted in wanted(&definition, &connection.name, &connection.settings)? {
            secrets.insert(wanted.key.to_owned(), self.secrets.get(wanted.as_ref()).await?);
        }
        Ok((definition, Secrets(secrets)))
    }
}

#[async_trait]
impl Systems for HostSystems {
    async fn record_system(&self, connection: &Connection) -> Result<Arc<dyn RecordSystem>, Fault> {
        let (definition, secrets) = self.ready(connection).await?;
        let clock = Arc::clone(&self.clock);
        connectors::open_record_system(&definition, &connection.name, &connection.settings, secrets, clock)
    }

    async fn provider(&self, connection: &Connection) -> Result<Arc<dyn Provider>, Fault> {
        let (definition, secrets) = self.ready(connection).await?;
        let clock = Arc::clone(&self.clock);
        connectors::open_provider(&definition, &connection.name, &connection.settings, secrets, clock)
    }

    async fn policy(&self, connection: &Connection) -> Result<Policy, Fault> {
        Ok(self.definition(&connection.kind.0)?.policy)
    }
}

/// A secret that a connection needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The connection's name.
    pub connection: String,
    /// The secret's key.
    pub key: String,
    /// What the vendor calls it.
    pub label: String,
    /// Where to find it.
    pub help: String,
    /// The host, with its port, that it is sent to.
    pub address: String,
}

impl Needed {
    pub(crate) fn as_ref(&self) -> Wanted<'_> {
        Wanted {
            connection: &self.connection,
            key: &self.key,
            label: &self.label,
            address: &self.address,
        }
    }
}

/// The secrets that a connection needs, in the definition's order.
pub(crate) fn wanted(definition: &Definition, name: &str, settings: &Settings) -> Result<Vec<Needed>, Fault> {
    let address = definition.secrets_host(settings).ok_or_else(|| {
        Fault::new(FaultCode::SettingRefused, "an address that cannot be used")
            .with("key", "base_url")
            .with("problem", "no secret can be sent there")
            .with("remedy", "set it to the API address that the vendor gave you.")
    })?;
    let needed = definition.secrets.iter().map(|secret| Needed {
        connection: name.to_owned(),
        key: secret.key.clone(),
        label: secret.label.clone(),
        help: secret.help.clone(),
        address: address.clone(),
    });
    Ok(needed.collect())
}
