//! Opens the systems behind connections: their definition, their settings and their secrets come together here.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use connectors::Secrets;
pub use connectors::{Definition, SecretSpec, SettingKind, SettingSpec};
use domain::linking::Policy;
use domain::ports::{CheckReport, Clock, Provider, RecordSystem, Systems};
use domain::{Connection, Fault, FaultCode, Role, Settings};

use crate::secrets::{SecretStore, Typed, Wanted};
use crate::wiring::Host;

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

    /// The definition in force; the built-in one where a correction cannot be read, for whoever only shows it.
    pub(crate) fn shown_definition(&self, kind: &str) -> Result<Definition, Fault> {
        self.definition(kind).or_else(|_| connectors::load(kind, None))
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
        self.check_with(connection, &BTreeMap::new()).await
    }

    /// The same with secrets that are kept nowhere, by key; the others are there already.
    pub(crate) async fn check_with(
        &self,
        connection: &Connection,
        typed: &BTreeMap<&str, &Typed>,
    ) -> Result<CheckReport, Fault> {
        let (definition, secrets) = self.ready(connection, typed).await?;
        let clock = Arc::clone(&self.clock);
        let (name, settings) = (&connection.name, &connection.settings);
        Ok(match connection.role {
            Role::Records => {
                let system = connectors::open_record_system(&definition, name, settings, secrets, clock)?;
                system.check().await
            }
            Role::Assessments => {
                let provider = connectors::open_provider(&definition, name, settings, secrets, clock)?;
                provider.check().await
            }
        })
    }

    async fn ready(
        &self,
        connection: &Connection,
        typed: &BTreeMap<&str, &Typed>,
    ) -> Result<(Definition, Secrets), Fault> {
        let definition = self.definition(&connection.kind.0)?;
        let mut secrets = BTreeMap::new();
        for wanted in wanted(&definition, &connection.name, &connection.settings)? {
            let secret = match typed.get(wanted.key.as_str()) {
                Some(typed) => typed.expose().clone(),
                None => self.secrets.get(wanted.as_ref()).await?,
            };
            secrets.insert(wanted.key, secret);
        }
        Ok((definition, Secrets(secrets)))
    }
}

#[async_trait]
impl Systems for HostSystems {
    async fn record_system(&self, connection: &Connection) -> Result<Arc<dyn RecordSystem>, Fault> {
        let (definition, secrets) = self.ready(connection, &BTreeMap::new()).await?;
        let clock = Arc::clone(&self.clock);
        connectors::open_record_system(&definition, &connection.name, &connection.settings, secrets, clock)
    }

    async fn provider(&self, connection: &Connection) -> Result<Arc<dyn Provider>, Fault> {
        let (definition, secrets) = self.ready(connection, &BTreeMap::new()).await?;
        let clock = Arc::clone(&self.clock);
        connectors::open_provider(&definition, &connection.name, &connection.settings, secrets, clock)
    }

    async fn policy(&self, connection: &Connection) -> Result<Policy, Fault> {
        Ok(self.definition(&connection.kind.0)?.policy)
    }
}

impl Host {
    /// Every system that can be connected, record systems first, as its definition describes it.
    ///
    /// # Errors
    /// `Internal` where a built-in definition cannot be read.
    pub fn systems_offered(&self) -> Result<Vec<Definition>, Fault> {
        let kinds = connectors::kinds().iter();
        let offered = kinds.map(|kind| self.systems().shown_definition(kind));
        let mut offered: Vec<Definition> = offered.collect::<Result<_, _>>()?;
        offered.sort_by_key(|system| system.role == Role::Assessments);
        Ok(offered)
    }

    /// The system behind a connection, as its definition describes it.
    ///
    /// # Errors
    /// `KindUnknown` where this version knows no such system.
    pub fn system_of(&self, connection: &Connection) -> Result<Definition, Fault> {
        self.systems().shown_definition(&connection.kind.0)
    }

    /// What the system behind a connection is called in sentences, such as `Onefile`; the kind itself where this version
    /// knows no such system.
    #[must_use]
    pub fn system_name(&self, connection: &Connection) -> String {
        let known = self.system_of(connection);
        known.map_or_else(|_| connection.kind.0.clone(), |system| system.name)
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
