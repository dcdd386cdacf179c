//! Where the key of the database comes from.

use std::path::Path;
use std::time::Duration;

use domain::ports::WriteLock;
use domain::{Fault, FaultCode};
use secrecy::{ExposeSecret as _, SecretString};
use store::{DatabaseKey, Store};

use crate::environment::Environment;
use crate::keyring::Keyring;

/// The variable that stands in for the keyring.
pub const VARIABLE: &str = "LEARNER_SYNC_DATABASE_KEY";

/// The name of the key in the keyring.
pub(crate) const NAME: &str = "database";
const PATIENCE: Duration = Duration::from_secs(5);

/// Finds the key of the database in `folder`, or makes one where there is no database yet.
///
/// A new key is in the keyring, and read back from there, before anything is encrypted with it. Two programs that start
/// for the first time at once do not each make one: `lock` is held meanwhile.
///
/// # Errors
/// `DatabaseKeyUnreadable`; `KeyringLocked`, `KeyringDenied`, `KeyringMissing`; `DatabaseKeyMissing` where there is data
/// but no key for it; `Busy`. Nothing is written in any of these cases.
pub async fn database_key(
    environment: &Environment,
    keyring: &Keyring,
    lock: &dyn WriteLock,
    folder: &Path,
) -> Result<DatabaseKey, Fault> {
    if let Some(key) = known(environment, keyring).await? {
        return Ok(key);
    }
    if Store::exists(folder) {
        return Err(Fault::new(FaultCode::DatabaseKeyMissing, "a database without its key"));
    }
    let _alone = lock.acquire(PATIENCE).await?;
    if let Some(key) = known(environment, keyring).await? {
        return Ok(key);
    }
    let key = DatabaseKey::generate(&mut rand::rng());
    keyring.put(NAME, &SecretString::from(key.to_hex().as_str())).await?;
    Ok(key)
}

async fn known(environment: &Environment, keyring: &Keyring) -> Result<Option<DatabaseKey>, Fault> {
    let text = match environment.secret(VARIABLE) {
        Some(text) => Some(text),
        None => keyring.get(NAME).await?,
    };
    text.map(|text| DatabaseKey::from_hex(text.expose_secret())).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::tests::{in_memory, locked, missing};
    use crate::lock::FolderLock;

    const DIGITS: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    struct Place {
        folder: tempfile::TempDir,
        lock: FolderLock,
    }

    impl Place {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let lock = FolderLock::new(folder.path().join("write.lock"));
            Self { folder, lock }
        }

        async fn key(&self, environment: &[(&str, &str)], keyring: &Keyring) -> Result<DatabaseKey, Fault> {
            database_key(&Environment::of(environment), keyring, &self.lock, self.folder.path()).await
        }
    }

    #[tokio::test]
    async fn a_first_start_makes_a_key_and_later_ones_find_it() {
        let (place, keyring) = (Place::new(), in_memory());
        let first = place.key(&[], &keyring).await.unwrap();
        assert!(place.key(&[], &keyring).await.unwrap() == first, "the same key again");
        let stored = keyring.get(NAME).await.unwrap().unwrap();
        assert_eq!(stored.expose_secret(), first.to_hex().as_str());
    }

    #[tokio::test]
    async fn the_environment_stands_before_the_keyring_and_needs_none() {
        let place = Place::new();
        let key = place.key(&[(VARIABLE, DIGITS)], &missing()).await.unwrap();
        assert_eq!(key.to_hex().as_str(), DIGITS);
        let fault = place.key(&[(VARIABLE, "password")], &in_memory()).await.unwrap_err();
        assert_eq!(
            fault.code,
            FaultCode::DatabaseKeyUnreadable,
            "a mistyped key is not passed over in favour of another"
        );
        assert!(
            !fault.to_string().contains("password"),
            "what was typed may be a secret"
        );
    }

    #[tokio::test]
    async fn without_a_keyring_nothing_is_made() {
        let place = Place::new();
        for (keyring, code) in [
            (missing(), FaultCode::KeyringMissing),
            (locked(), FaultCode::KeyringLocked),
        ] {
            assert_eq!(place.key(&[], &keyring).await.unwrap_err().code, code);
        }
        assert_eq!(
            place
                .key(&[("OTHER", DIGITS), (VARIABLE, " ")], &missing())
                .await
                .unwrap_err()
                .code,
            FaultCode::KeyringMissing,
            "a blank variable is none"
        );
    }

    #[tokio::test]
    async fn data_without_its_key_is_left_alone() {
        let (place, keyring) = (Place::new(), in_memory());
        let now = "2026-03-04T10:00:00Z".parse().unwrap();
        drop(Store::open(place.folder.path(), &DatabaseKey::from_hex(DIGITS).unwrap(), now).unwrap());
        let fault = place.key(&[], &keyring).await.unwrap_err();
        assert_eq!(fault.code, FaultCode::DatabaseKeyMissing);
        assert!(
            keyring.get(NAME).await.unwrap().is_none(),
            "a new key would shut the data in for good"
        );
    }
}
