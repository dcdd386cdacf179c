//! The secrets of connections: from the environment, else from the keyring.

use domain::{Fault, FaultCode, Next};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::environment::Environment;
use crate::keyring::Keyring;

/// Which secret, and where it is about to go.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The connection's name.
    pub connection: &'a str,
    /// The secret's key in the definition.
    pub key: &'a str,
    /// What the vendor calls it.
    pub label: &'a str,
    /// The host, with its port, that it is sent to.
    pub address: &'a str,
}

domain::coded! {
    /// Where a secret is.
    pub enum Whereabouts {
        /// In the environment.
        Environment = "environment",
        /// In the keyring.
        Keyring = "keyring",
        /// In the keyring, but typed for another address than the one it would go to.
        OtherAddress = "other_address",
        /// Nowhere.
        Missing = "missing",
    }
}

/// The secrets of one data folder's connections.
#[derive(Clone)]
pub struct SecretStore {
    environment: Environment,
    keyring: Keyring,
}

impl SecretStore {
    /// Secrets from both places.
    #[must_use]
    pub fn new(environment: Environment, keyring: Keyring) -> Self {
        Self { environment, keyring }
    }

    /// The secret, ready to be sent.
    ///
    /// # Errors
    /// `KeysMissing` where it is nowhere; `Refused` where it was typed for another address, so that nobody who can write
    /// a definition file can have it sent to themselves; and what the keyring says.
    pub async fn get(&self, wanted: Wanted<'_>) -> Result<SecretString, Fault> {
        if let Some(secret) = self.in_environment(wanted) {
            return Ok(secret);
        }
        match self.in_keyring(wanted).await? {
            None => Err(Fault::new(FaultCode::KeysMissing, format!("no {}", wanted.key))
                .with("secret", wanted.label)
                .with("connection", wanted.connection)),
            Some(kept) if kept.address == wanted.address => Ok(kept.secret),
            Some(kept) => Err(typed_for_another(wanted, &kept.address)),
        }
    }

    /// Where the secret is.
    ///
    /// # Errors
    /// What the keyring says, unless the secret is in the environment.
    pub async fn whereabouts(&self, wanted: Wanted<'_>) -> Result<Whereabouts, Fault> {
        if self.in_environment(wanted).is_some() {
            return Ok(Whereabouts::Environment);
        }
        Ok(match self.in_keyring(wanted).await? {
            None => Whereabouts::Missing,
            Some(kept) if kept.address == wanted.address => Whereabouts::Keyring,
            Some(_) => Whereabouts::OtherAddress,
        })
    }

    /// Whether the environment has the secret, so that nobody needs to type it.
    #[must_use]
    pub fn is_in_environment(&self, connection: &str, key: &str) -> bool {
        self.environment.secret(&variable(connection, key)).is_some()
    }

    /// Keeps a secret in the keyring, together with the address that it was typed for.
    ///
    /// # Errors
    /// What the keyring says.
    pub async fn put(&self, wanted: Wanted<'_>, secret: &Typed) -> Result<(), Fault> {
        let entry = Zeroizing::new(format!("{}\n{}", wanted.address, secret.text.expose_secret()));
        let name = entry_name(wanted.connection, wanted.key);
        self.keyring.put(&name, &SecretString::from(entry.as_str())).await
    }

    /// Forgets a secret.
    ///
    /// # Errors
    /// What the keyring says.
    pub async fn remove(&self, connection: &str, key: &str) -> Result<(), Fault> {
        self.keyring.remove(&entry_name(connection, key)).await
    }

    fn in_environment(&self, wanted: Wanted<'_>) -> Option<SecretString> {
        self.environment.secret(&variable(wanted.connection, wanted.key))
    }

    async fn in_keyring(&self, wanted: Wanted<'_>) -> Result<Option<Kept>, Fault> {
        let entry = self.keyring.get(&entry_name(wanted.connection, wanted.key)).await?;
        Ok(entry.as_ref().and_then(|entry| {
            let (address, secret) = entry.expose_secret().split_once('\n')?;
            Some(Kept {
                address: address.to_owned(),
                secret: SecretString::from(secret),
            })
        }))
    }
}

/// What an entry of the keyring holds.
struct Kept {
    address: String,
    secret: SecretString,
}

/// A secret as somebody typed or pasted it, without what does not belong to it.
pub struct Typed {
    text: SecretString,
    /// Whether there were blanks or line breaks around it, which were left out.
    pub trimmed: bool,
}

impl Typed {
    /// # Errors
    /// `Refused` where nothing is left, or where it has several lines.
    pub fn new(text: &str) -> Result<Self, Fault> {
        let inner = text.trim();
        if inner.is_empty() || inner.contains(['\n', '\r', '\0']) {
            let problem = if inner.is_empty() {
                "Nothing was typed."
            } else {
                "A secret has one line."
            };
            return Err(Fault::new(FaultCode::Refused, "no secret")
                .with("problem", problem)
                .with("remedy", "copy it again from the system that made it."));
        }
        Ok(Self {
            text: SecretString::from(inner),
            trimmed: text.trim_end_matches(['\n', '\r']) != inner,
        })
    }
}

/// The variable that a secret is looked up in: `LEARNER_SYNC_SECRET_<CONNECTION>_<KEY>`.
#[must_use]
pub fn variable(connection: &str, key: &str) -> String {
    format!("LEARNER_SYNC_SECRET_{}_{}", plain(connection), plain(key))
}

/// A name as it stands in a variable: upper case, anything but letters and digits as `_`.
#[must_use]
pub fn plain(name: &str) -> String {
    let sign = |sign: char| {
        if sign.is_ascii_alphanumeric() {
            sign.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    name.chars().map(sign).collect()
}

fn entry_name(connection: &str, key: &str) -> String {
    format!("{connection}/{key}")
}

fn typed_for_another(wanted: Wanted<'_>, before: &str) -> Fault {
    let Wanted {
        connection,
        label,
        address,
        ..
    } = wanted;
    Fault::new(
        FaultCode::Refused,
        format!("the {} was typed for another address", wanted.key),
    )
    .with(
        "problem",
        format!("The {label} of {connection} was typed for {before} and would now go to {address}. Nothing was sent."),
    )
    .with("remedy", "make sure that this address is right, then type it again.")
    .then(Next::StopConnection)
}

#[cfg(test)]
mod tests;
