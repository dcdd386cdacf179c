//! The computer's keyring: the one door to stored secrets.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::{Fault, FaultCode};
use keyring::Error;
use keyring_core::{CredentialStore, Entry};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// Under what the entries are filed.
const SERVICE: &str = "Learner Sync";

/// How long a person may take to answer the keyring's own question.
const PATIENCE: Duration = Duration::from_secs(60);

/// Windows carries credentials to other computers unless it is told not to.
const MODIFIERS: &[(&str, &str)] = if cfg!(windows) {
    &[("persistence", "Local")]
} else {
    &[]
};

type Opener = dyn Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync;

/// The secrets of one data folder in the keyring, one entry a secret.
#[derive(Clone)]
pub struct Keyring {
    open: Arc<Opener>,
    folder: String,
    patience: Duration,
}

impl Keyring {
    /// The keyring of the person who is signed in. `folder` keeps the secrets of two data folders apart.
    #[must_use]
    pub fn of_this_computer(folder: String) -> Self {
        Self {
            open: Arc::new(open_store),
            folder,
            patience: PATIENCE,
        }
    }

    /// A keyring that lives as long as this value, in memory alone: for sample data, which needs none of the computer's.
    ///
    /// # Errors
    /// `Internal` where there is no memory for one.
    pub fn in_memory() -> Result<Self, Fault> {
        let store: Arc<CredentialStore> =
            keyring_core::mock::Store::new().map_err(|error| fault(FaultCode::Internal, &error))?;
        Ok(Self {
            open: Arc::new(move || Ok(Arc::clone(&store))),
            folder: "memory".to_owned(),
            patience: PATIENCE,
        })
    }

    /// The secret under a name; `None` where there is none.
    ///
    /// # Errors
    /// `KeyringLocked`, `KeyringDenied`, `KeyringMissing`.
    pub async fn get(&self, name: &str) -> Result<Option<SecretString>, Fault> {
        self.ask(name, |entry| match entry.get_secret() {
            Ok(bytes) => readable(Zeroizing::new(bytes)).map(Some),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Keeps a secret under a name, in the place of any other, and reads it back: what a keyring says it has kept is not
    /// always there.
    ///
    /// # Errors
    /// As `get`; `KeyringDenied` too where it did not keep the secret.
    pub async fn put(&self, name: &str, secret: &SecretString) -> Result<(), Fault> {
        let secret = secret.clone();
        let kept = self
            .ask(name, move |entry| {
                entry.set_secret(secret.expose_secret().as_bytes())?;
                Ok(*Zeroizing::new(entry.get_secret()?) == secret.expose_secret().as_bytes())
            })
            .await?;
        if kept {
            Ok(())
        } else {
            Err(Fault::new(
                FaultCode::KeyringDenied,
                "the keyring gave back something else",
            ))
        }
    }

    /// Forgets the secret under a name. That there is none is no error.
    ///
    /// # Errors
    /// As `get`.
    pub async fn remove(&self, name: &str) -> Result<(), Fault> {
        self.ask(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    /// A keyring may ask a person and wait for ever. It is asked on a thread of its own, which nothing has to wait for: not
    /// even the end of the program, as it would for a task of the runtime.
    async fn ask<T: Send + 'static>(
        &self,
        name: &str,
        question: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, Fault> {
        let (open, account) = (Arc::clone(&self.open), format!("{}/{name}", self.folder));
        let (answer, answered) = oneshot::channel();
        let work = move || {
            let result = open()
                .map_err(|error| fault(FaultCode::KeyringMissing, &error))
                .and_then(|store| {
                    let modifiers: HashMap<_, _> = MODIFIERS.iter().copied().collect();
                    let entry = store.build(SERVICE, &account, Some(&modifiers));
                    entry
                        .and_then(|entry| question(&entry))
                        .map_err(|error| fault(FaultCode::KeyringDenied, &error))
                });
            // Nobody listens any more where the patience was over.
            let _ = answer.send(result);
        };
        std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(work)
            .map_err(|error| Fault::new(FaultCode::Internal, format!("no thread: {}", error.kind())))?;
        match tokio::time::timeout(self.patience, answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Fault::new(FaultCode::KeyringDenied, "the keyring's library gave up")),
            Err(_) => Err(Fault::new(FaultCode::KeyringLocked, "the keyring did not answer")),
        }
    }
}

fn readable(bytes: Zeroizing<Vec<u8>>) -> keyring::Result<SecretString> {
    // The error must not carry what was read.
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::BadEncoding(Vec::new()))?;
    Ok(SecretString::from(text))
}

/// `otherwise` is what an error means that says nothing of its own.
fn fault(otherwise: FaultCode, error: &Error) -> Fault {
    let (code, cause) = match error {
        Error::NoStorageAccess(_) => (FaultCode::KeyringLocked, "no access"),
        Error::PlatformFailure(_) => (otherwise, "failure of the keyring"),
        Error::TooLong(..) => (otherwise, "too long for this keyring"),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => (otherwise, "an entry that this app did not make"),
        Error::Ambiguous(_) => (otherwise, "two entries of one name"),
        _ => (otherwise, "refused"),
    };
    Fault::new(code, format!("keyring: {cause}"))
}

#[cfg(target_os = "linux")]
fn open_store() -> keyring::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

#[cfg(target_os = "macos")]
fn open_store() -> keyring::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}

#[cfg(windows)]
fn open_store() -> keyring::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = windows_native_keyring_store::Store::new()?;
    Ok(store)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn open_store() -> keyring::Result<Arc<CredentialStore>> {
    Err(Error::NoDefaultStore)
}

#[cfg(test)]
pub(crate) mod tests;
