//! Changes of connections. Whatever a person does about one, the engine reconsiders it: what rested is tried again.

use connectors::Definition;
use domain::{Connection, Fault, FaultCode, Settings};
use store::connections;

use super::Which;
use crate::checks;
use crate::names;
use crate::secrets::{SecretStore, Typed};
use crate::systems::Needed;
use crate::wiring::Host;

impl Host {
    /// Changes settings; an empty value takes one back to its default. Where the secrets would now go elsewhere, those in
    /// the keyring have to be typed again: see [`Host::view`].
    ///
    /// # Errors
    /// `NotFound`, `SettingRefused`, `DefinitionInvalid`, `Busy`; the store's.
    pub async fn set(&self, which: impl Into<Which>, changes: &[(String, String)]) -> Result<Connection, Fault> {
        let _writing = self.writing().await?;
        let mut connection = self.connection(which).await?;
        let definition = self.systems().definition(&connection.kind.0)?;
        connection.settings = definition.validate(&changed(&connection.settings, changes, &definition))?;
        let (id, settings) = (connection.id, connection.settings.clone());
        self.write(move |w| {
            checks::keep(w, id, None)?;
            connections::set_settings(w, id, &settings)
        })
        .await?;
        self.engine().reconsider(id).await?;
        Ok(connection)
    }

    /// Enables or disables a connection.
    ///
    /// # Errors
    /// `NotFound`, `Busy`; the store's.
    pub async fn set_enabled(&self, which: impl Into<Which>, enabled: bool) -> Result<Connection, Fault> {
        let _writing = self.writing().await?;
        let mut connection = self.connection(which).await?;
        let id = connection.id;
        self.write(move |w| connections::set_enabled(w, id, enabled)).await?;
        self.engine().reconsider(id).await?;
        connection.enabled = enabled;
        Ok(connection)
    }

    /// Gives a connection another name. Its secrets are filed under its name, so they move along.
    ///
    /// # Errors
    /// `NotFound`; `Refused` for the name, or where a secret comes from the environment under the name that it has now;
    /// the keyring's, `Busy` and the store's, and then everything stays as it was.
    pub async fn rename(&self, which: impl Into<Which>, name: &str) -> Result<Connection, Fault> {
        let _writing = self.writing().await?;
        let mut connection = self.connection(which).await?;
        let mut others = self.connections().await?;
        others.retain(|other| other.id != connection.id);
        let name = names::checked(name, &others)?;
        if name == connection.name {
            return Ok(connection);
        }
        let needed = self.needed(&connection)?;
        self.refuse_tied(&needed, &name)?;
        for secret in &needed {
            self.systems()
                .secrets()
                .copy(&secret.connection, &name, &secret.key)
                .await?;
        }
        let (id, new) = (connection.id, name.clone());
        self.write(move |w| connections::rename(w, id, &new)).await?;
        if !SecretStore::share_entries(&connection.name, &name) {
            // What stays behind is found by nobody; a connection of that name types its secrets anew.
            let _ = self.forget(&needed).await;
        }
        self.engine().reconsider(id).await?;
        connection.name = name;
        Ok(connection)
    }

    fn refuse_tied(&self, needed: &[Needed], name: &str) -> Result<(), Fault> {
        let secrets = self.systems().secrets();
        let tied = needed.iter().find(|secret| {
            secrets.is_in_environment(&secret.connection, &secret.key) && !secrets.is_in_environment(name, &secret.key)
        });
        tied.map_or(Ok(()), |secret| {
            Err(
                Fault::new(FaultCode::Refused, "a secret in the environment goes by the name")
                    .with("at", "name")
                    .with(
                        "problem",
                        format!(
                            "The {} of {} comes from a variable of the environment that is named after the connection.",
                            secret.label, secret.connection
                        ),
                    )
                    .with(
                        "remedy",
                        "name the variable after the new name first, or keep the name.",
                    ),
            )
        })
    }

    /// One of a connection's secrets, to be asked for.
    ///
    /// # Errors
    /// `NotFound` where the connection has none of that key; `DefinitionInvalid`; the store's.
    pub async fn question(&self, which: impl Into<Which>, key: &str) -> Result<Needed, Fault> {
        let needed = self.needed(&self.connection(which).await?)?;
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
        let connection = self.connection(question.connection.as_str()).await?;
        self.systems().secrets().put(question.as_ref(), typed).await?;
        let id = connection.id;
        self.write(move |w| checks::keep(w, id, None)).await?;
        self.engine().reconsider(id).await
    }

    /// Removes a connection, what was read through it, and its secrets. The secrets go first, so that none stays behind
    /// that nobody can find any more.
    ///
    /// # Errors
    /// `NotFound`, `Busy`; the keyring's, and then nothing was removed, unless there is no keyring at all; the store's.
    pub async fn remove(&self, which: impl Into<Which>) -> Result<Connection, Fault> {
        let _writing = self.writing().await?;
        let connection = self.connection(which).await?;
        match self.needed(&connection) {
            Ok(needed) => match self.forget(&needed).await {
                Err(fault) if fault.code != FaultCode::KeyringMissing => return Err(fault),
                _ => {}
            },
            Err(fault) => tracing::warn!(cause = %fault.cause, "the secrets of a removed connection are not known"),
        }
        let id = connection.id;
        self.write(move |w| {
            checks::keep(w, id, None)?;
            connections::remove(w, id)
        })
        .await?;
        Ok(connection)
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
