//! The secrets of connections: from the environment, else from the keyring.

use domain::{Fault, FaultCode, Next};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::environment::Environment;
use crate::keyring::Keyring;
use crate::systems::Needed;

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
                .with("at", wanted.key)
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

    /// Whether two names of connections find the same secrets in the keyring.
    pub(crate) fn share_entries(one: &str, other: &str) -> bool {
        entry_name(one, "") == entry_name(other, "")
    }

    /// Keeps what the keyring has of one connection's secret for another, too, with its address. Where it has nothing,
    /// there is nothing to keep.
    ///
    /// # Errors
    /// What the keyring says, unless the secret is in the environment.
    pub async fn copy(&self, from: &str, to: &str, key: &str) -> Result<(), Fault> {
        if Self::share_entries(from, to) {
            return Ok(());
        }
        match self.keyring.get(&entry_name(from, key)).await {
            Ok(Some(entry)) => self.keyring.put(&entry_name(to, key), &entry).await,
            Ok(None) => Ok(()),
            Err(_) if self.is_in_environment(from, key) => Ok(()),
            Err(fault) => Err(fault),
        }
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

/// A secret as somebody typed or pasted it, without what does not belong to it: blanks and invisible signs around it, and
/// line breaks anywhere, as they come along from a letter or a table.
pub struct Typed {
    text: SecretString,
    trimmed: bool,
}

impl Typed {
    /// What was typed, tidied.
    ///
    /// # Errors
    /// `Refused` where nothing is left, or where it has control characters in it.
    pub fn new(text: &str) -> Result<Self, Fault> {
        // The end of the line that it came on belongs to nobody's typing.
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let whole: String = line.chars().filter(|sign| !is_line_break(*sign)).collect();
        let whole = Zeroizing::new(whole);
        let inner = whole.trim_matches(is_blank);
        if inner.is_empty() {
            return Err(refused("Nothing was typed."));
        }
        if inner.chars().any(char::is_control) {
            return Err(refused("It has characters in it that no key has."));
        }
        Ok(Self {
            trimmed: inner != line,
            text: SecretString::from(inner),
        })
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// As [`Typed::new`], naming the secret.
    pub fn answering(question: &Needed, text: &str) -> Result<Self, Fault> {
        Self::new(text).map_err(|fault| fault.with("at", &question.key))
    }

    /// Whether blanks, line breaks or invisible signs were left out, which a person should know.
    #[must_use]
    pub const fn was_trimmed(&self) -> bool {
        self.trimmed
    }

    /// The secret, for sending it once without keeping it.
    pub(crate) fn expose(&self) -> &SecretString {
        &self.text
    }
}

const fn is_line_break(sign: char) -> bool {
    matches!(
        sign,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Blanks, and what is not seen at all: zero-width signs and the mark at the beginning of a file.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn refused(problem: &str) -> Fault {
    Fault::new(FaultCode::Refused, "no secret")
        .with("problem", problem)
        .with("remedy", "copy it again from the system that made it.")
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

/// Where a secret lies in the keyring. Some keyrings take two names that differ by case for one, as the database does.
fn entry_name(connection: &str, key: &str) -> String {
    format!("{}/{key}", connection.to_lowercase())
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
