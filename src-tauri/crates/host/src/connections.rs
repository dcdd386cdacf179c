//! Connections: adding, changing and removing them, with their secrets.

use std::collections::BTreeMap;

use connectors::Definition;
use domain::ports::CheckReport;
use domain::{Connection, Fault, FaultCode, Role, Settings, SystemKind};
use serde::Serialize;
use store::connections::{self, NewConnection};

use crate::names;
use crate::secrets::{Typed, Whereabouts};
use crate::systems::{Needed, wanted};
use crate::wiring::Host;

/// A connection that is good to be added as soon as its secrets are known.
pub struct Draft {
    name: String,
    kind: SystemKind,
    role: Role,
    settings: Settings,
    needed: Vec<Needed>,
}

impl Draft {
    /// The secrets that have to be typed, in this order: those that the environment does not have.
    #[must_use]
    pub fn questions(&self) -> &[Needed] {
        &self.needed
    }
}

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

    /// The connection of a name.
    ///
    /// # Errors
    /// `NotFound`, and the store's.
    pub async fn connection(&self, name: &str) -> Result<Connection, Fault> {
        let wanted = name.trim().to_owned();
        let found = self.read(move |r| connections::by_name(r, &wanted)).await?;
        found.ok_or_else(|| {
            Fault::new(FaultCode::NotFound, "no connection of that name")
                .with("what", format!("connection called {name}"))
                .with("remedy", "see which there are with `connection list`.")
        })
    }

    /// The provider's connection of a name.
    ///
    /// # Errors
    /// `Refused` where it is a record system's; otherwise as [`Host::connection`].
    pub async fn provider(&self, name: &str) -> Result<Connection, Fault> {
        let connection = self.connection(name).await?;
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

    /// Looks at everything about a new connection that can be wrong before a secret is asked for.
    ///
    /// # Errors
    /// `KindUnknown`, `DefinitionInvalid`, `SettingRefused`, `Refused` for the name.
    pub async fn draft(&self, kind: &str, name: &str, settings: Settings) -> Result<Draft, Fault> {
        let definition = self.systems().definition(kind)?;
        let name = names::checked(name, &self.connections().await?)?;
        let settings = definition.validate(&settings)?;
        let mut needed = wanted(&definition, &name, &settings)?;
        needed.retain(|secret| !self.systems().secrets().is_in_environment(&name, &secret.key));
        Ok(Draft {
            name,
            kind: definition.kind.clone(),
            role: definition.role,
            settings,
            needed,
        })
    }

    /// Adds a connection with what was typed for its questions, in their order: all of it or nothing.
    ///
    /// # Errors
    /// The keyring's, before anything is stored; `Refused` where the name was taken meanwhile; `Busy`; the store's.
    pub async fn add(&self, draft: Draft, typed: &[Typed]) -> Result<Connection, Fault> {
        if typed.len() != draft.needed.len() {
            return Err(Fault::new(FaultCode::Internal, "not as many secrets as questions"));
        }
        let _writing = self.writing().await?;
        names::checked(&draft.name, &self.connections().await?)?;
        let added = match self.keep(&draft.needed, typed).await {
            Ok(()) => self.insert(&draft).await,
            Err(fault) => Err(fault),
        };
        if added.is_err() {
            // What was kept for it is of no use. The fault that ended it says more than one about this would.
            let _ = self.forget(&draft.needed).await;
        }
        added
    }

    async fn insert(&self, draft: &Draft) -> Result<Connection, Fault> {
        let (name, kind, settings) = (draft.name.clone(), draft.kind.clone(), draft.settings.clone());
        let (role, now) = (draft.role, self.now());
        self.write(move |w| {
            let new = NewConnection {
                name: &name,
                kind: &kind,
                role,
                settings: &settings,
            };
            let id = connections::insert(w, &new, now)?;
            connections::by_id(w, id)
        })
        .await
    }

    /// Changes settings; an empty value takes one back to its default. Where the secrets would now go elsewhere, those in
    /// the keyring have to be typed again: see [`Host::view`].
    ///
    /// # Errors
    /// `NotFound`, `SettingRefused`, `DefinitionInvalid`, `Busy`; the store's.
    pub async fn set(&self, name: &str, changes: &[(String, String)]) -> Result<Connection, Fault> {
        let _writing = self.writing().await?;
        let mut connection = self.connection(name).await?;
        let definition = self.systems().definition(&connection.kind.0)?;
        connection.settings = definition.validate(&changed(&connection.settings, changes, &definition))?;
        let (id, settings) = (connection.id, connection.settings.clone());
        self.write(move |w| connections::set_settings(w, id, &settings)).await?;
        self.engine().reconsider(id).await?;
        Ok(connection)
    }

    /// Enables or disables a connection.
    ///
    /// # Errors
    /// `NotFound`, `Busy`; the store's.
    pub async fn set_enabled(&self, name: &str, enabled: bool) -> Result<Connection, Fault> {
        let _writing = self.writing().await?;
        let mut connection = self.connection(name).await?;
        let id = connection.id;
        self.write(move |w| connections::set_enabled(w, id, enabled)).await?;
        self.engine().reconsider(id).await?;
        connection.enabled = enabled;
        Ok(connection)
    }

    /// One of a connection's secrets, to be asked for.
    ///
    /// # Errors
    /// `NotFound` where the connection has none of that key; `DefinitionInvalid`; the store's.
    pub async fn question(&self, name: &str, key: &str) -> Result<Needed, Fault> {
        let needed = self.needed(&self.connection(name).await?)?;
        let known: Vec<String> = needed.iter().map(|secret| secret.key.clone()).collect();
        needed.into_iter().find(|secret| secret.key == key).ok_or_else(|| {
            Fault::new(FaultCode::NotFound, "no secret of that key")
                .with("what", format!("secret called {key}"))
                .with("remedy", format!("use one of {}.", known.join(", ")))
        })
    }

    /// Replaces a secret. What rested for want of a good one is tried again.
    ///
    /// # Errors
    /// The keyring's, and then the former secret stays; `NotFound`; `Busy`; the store's.
    pub async fn replace(&self, question: &Needed, typed: &Typed) -> Result<(), Fault> {
        let _writing = self.writing().await?;
        self.systems().secrets().put(question.as_ref(), typed).await?;
        let connection = self.connection(&question.connection).await?;
        self.engine().reconsider(connection.id).await
    }

    /// Removes a connection, what was read through it, and its secrets. The secrets go first, so that none stays behind
    /// that nobody can find any more.
    ///
    /// # Errors
    /// `NotFound`, `Busy`; the keyring's, and then nothing was removed, unless there is no keyring at all; the store's.
    pub async fn remove(&self, name: &str) -> Result<Connection, Fault> {
        let _writing = self.writing().await?;
        let connection = self.connection(name).await?;
        match self.needed(&connection) {
            Ok(needed) => match self.forget(&needed).await {
                Err(fault) if fault.code != FaultCode::KeyringMissing => return Err(fault),
                _ => {}
            },
            Err(fault) => tracing::warn!(cause = %fault.cause, "the secrets of a removed connection are not known"),
        }
        let id = connection.id;
        self.write(move |w| connections::remove(w, id)).await?;
        Ok(connection)
    }

    /// Tries every operation of a connection that reads.
    ///
    /// # Errors
    /// `NotFound`; what stands in the way of opening the system at all, such as a missing secret.
    pub async fn check(&self, name: &str) -> Result<(Connection, CheckReport), Fault> {
        let connection = self.connection(name).await?;
        let report = self.systems().check(&connection).await;
        let report = report.map_err(|fault| fault.with("connection", &connection.name))?;
        Ok((connection, report))
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

    fn needed(&self, connection: &Connection) -> Result<Vec<Needed>, Fault> {
        let definition = self.systems().definition(&connection.kind.0)?;
        wanted(&definition, &connection.name, &connection.settings)
    }

    async fn keep(&self, needed: &[Needed], typed: &[Typed]) -> Result<(), Fault> {
        for (secret, typed) in needed.iter().zip(typed) {
            self.systems().secrets().put(secret.as_ref(), typed).await?;
        }
        Ok(())
    }

    async fn forget(&self, needed: &[Needed]) -> Result<(), Fault> {
        for secret in needed {
            self.systems().secrets().remove(&secret.connection, &secret.key).await?;
        }
        Ok(())
    }
}

/// The settings after the changes. A key that nobody knows stays in, so that it is refused rather than passed over.
fn changed(before: &Settings, changes: &[(String, String)], definition: &Definition) -> Settings {
    let mut settings = before.clone();
    let is_known = |key: &str| definition.settings.iter().any(|known| known.key == key);
    for (key, value) in changes {
        let taken_back = value.trim().is_empty() && (settings.0.remove(key).is_some() || is_known(key));
        if !taken_back {
            settings.0.insert(key.clone(), value.clone());
        }
    }
    settings
}
