//! The recovery key: the key of the database as a person keeps it, for the day on which the keyring has lost it.

use domain::{Fault, FaultCode};
use secrecy::SecretString;
use store::audit::Action;
use store::{DatabaseKey, Store, kv};
use zeroize::Zeroizing;

use crate::clock::WallClock;
use crate::database_key::{NAME, VARIABLE};
use crate::environment::Environment;
use crate::folders::DataFolder;
use crate::keyring::Keyring;
use crate::wiring::{Host, Options, blocking};

const SAVED_AT: &str = "recovery_saved_at";

impl Host {
    /// The recovery key of this data, as a person keeps it. It opens the database and its backups on any computer.
    #[must_use]
    pub fn recovery_text(&self) -> Zeroizing<String> {
        self.key().to_recovery_text()
    }

    /// The same, to be shown: whoever shows it asks first, and the audit tells of it.
    ///
    /// # Errors
    /// The store's, and then nobody is shown anything.
    pub async fn show_recovery_key(&self) -> Result<Zeroizing<String>, Fault> {
        self.engine().record(Action::RecoveryKeyShown).await?;
        Ok(self.recovery_text())
    }

    /// When a person last saved the recovery key, if anybody did.
    ///
    /// # Errors
    /// The store's.
    pub async fn recovery_saved_at(&self) -> Result<Option<chrono::DateTime<chrono::Utc>>, Fault> {
        let text = self.read(|r| kv::get(r, SAVED_AT)).await?;
        Ok(text.and_then(|text| text.parse().ok()))
    }

    /// Notes that a person saved the recovery key to a file just now.
    ///
    /// # Errors
    /// The store's.
    pub async fn recovery_was_saved(&self) -> Result<(), Fault> {
        let now = self.now().to_rfc3339();
        self.write(move |w| kv::set(w, SAVED_AT, Some(&now))).await?;
        self.engine().record(Action::RecoveryKeySaved).await
    }

    /// Puts the key of existing data into the keyring, from what a person wrote down; then [`Host::open`] works again. It is
    /// seen to open the data first: a key that does not changes nothing.
    ///
    /// # Errors
    /// `Refused` where the text is no recovery key, where there is no data, or where the environment gives the key;
    /// `WrongKey`; what else is wrong with the data; the keyring's.
    pub async fn recover(options: Options, typed: &str) -> Result<(), Fault> {
        let folder = DataFolder::open(options.data_dir.as_deref())?;
        let keyring = Keyring::of_this_computer(folder.keyring_name()?);
        recover_in(&folder, &Environment::of_this_process(), &keyring, typed).await
    }
}

async fn recover_in(
    folder: &DataFolder,
    environment: &Environment,
    keyring: &Keyring,
    typed: &str,
) -> Result<(), Fault> {
    let key = DatabaseKey::from_recovery_text(typed)?;
    if environment.secret(VARIABLE).is_some() {
        return Err(refused(
            format!("The key of this data comes from {VARIABLE} in the environment."),
            "correct that variable, or remove it and type the recovery key again.",
        ));
    }
    if !Store::exists(folder.path()) {
        return Err(refused(
            "There is no data in this folder that a key could open.",
            "start Learner Sync with the folder that has the data (--data-dir).",
        ));
    }
    let (place, now) = (
        folder.path().to_owned(),
        domain::ports::Clock::now(&WallClock::from_environment()?),
    );
    let opening = key.clone();
    blocking(move || Store::open(&place, &opening, now).map(drop)).await?;
    keyring.put(NAME, &SecretString::from(key.to_hex().as_str())).await
}

fn refused(problem: impl Into<String>, remedy: &str) -> Fault {
    Fault::new(FaultCode::Refused, "nothing to recover")
        .with("problem", problem.into())
        .with("remedy", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::tests::{in_memory, locked};
    use crate::wiring::tests::Place;

    async fn recover(place: &Place, keyring: &Keyring, typed: &str) -> Result<(), FaultCode> {
        let folder = DataFolder::open(Some(place.folder.path())).unwrap();
        let environment = Environment::of(&[]);
        let recovered = recover_in(&folder, &environment, keyring, typed).await;
        recovered.map_err(|fault| fault.code)
    }

    /// Data, its recovery key, and a keyring that has lost the key.
    async fn lost() -> (Place, String) {
        let mut place = Place::with(in_memory());
        let host = place.open().await.unwrap();
        host.set_preference("theme", Some("dark".to_owned())).await.unwrap();
        let written = host.recovery_text().to_string();
        drop(host);
        place.keyring = in_memory();
        let fault = place.open().await.err().unwrap();
        assert_eq!(fault.code, FaultCode::DatabaseKeyMissing);
        (place, written)
    }

    #[tokio::test]
    async fn what_was_written_down_opens_the_data_again_and_next_time_too() {
        let (place, written) = lost().await;
        let typed = format!("  {} \n", written.to_lowercase());
        assert_eq!(recover(&place, &place.keyring, &typed).await, Ok(()));
        let host = place.open().await.unwrap();
        assert_eq!(host.preference("theme").await.unwrap().as_deref(), Some("dark"));
    }

    #[tokio::test]
    async fn a_text_that_is_mistyped_and_a_key_of_other_data_change_nothing() {
        let (place, written) = lost().await;
        let (_other, of_other) = lost().await;
        let mistyped: String = written.chars().rev().collect();
        for (typed, code) in [
            ("", FaultCode::Refused),
            (mistyped.as_str(), FaultCode::Refused),
            (of_other.as_str(), FaultCode::WrongKey),
        ] {
            assert_eq!(recover(&place, &place.keyring, typed).await, Err(code));
            let kept = place.keyring.get(NAME).await.unwrap();
            assert!(kept.is_none(), "a key that opens nothing is not kept");
        }
        assert_eq!(
            recover(&place, &place.keyring, &written).await,
            Ok(()),
            "the data is as it was"
        );
    }

    #[tokio::test]
    async fn a_keyring_that_says_no_is_told() {
        let (place, written) = lost().await;
        assert_eq!(
            recover(&place, &locked(), &written).await,
            Err(FaultCode::KeyringLocked)
        );
    }

    #[tokio::test]
    async fn without_data_there_is_nothing_to_recover_and_none_is_made() {
        let (_place, written) = lost().await;
        let empty = Place::with(in_memory());
        assert_eq!(recover(&empty, &empty.keyring, &written).await, Err(FaultCode::Refused));
        assert!(!Store::exists(empty.folder.path()));
    }

    #[tokio::test]
    async fn a_key_that_the_environment_gives_is_not_replaced_unseen() {
        let (place, written) = lost().await;
        let folder = DataFolder::open(Some(place.folder.path())).unwrap();
        let environment = Environment::of(&[(VARIABLE, &"ab".repeat(32))]);
        let fault = recover_in(&folder, &environment, &place.keyring, &written)
            .await
            .unwrap_err();
        assert!(fault.sentence().contains(VARIABLE), "{}", fault.sentence());
    }

    #[tokio::test]
    async fn when_the_key_was_saved_is_remembered() {
        let place = Place::with(in_memory());
        let host = place.open().await.unwrap();
        assert_eq!(host.recovery_saved_at().await.unwrap(), None);
        let before = host.now();
        host.recovery_was_saved().await.unwrap();
        let saved = host.recovery_saved_at().await.unwrap().unwrap();
        assert!(saved >= before && saved <= host.now());
    }

    #[tokio::test]
    async fn whoever_looks_at_the_key_or_saves_it_is_in_the_audit() {
        let place = Place::with(in_memory());
        let host = place.open().await.unwrap();
        let shown = host.show_recovery_key().await.unwrap();
        assert_eq!(*shown, *host.recovery_text());
        host.recovery_was_saved().await.unwrap();
        let entries = host.read(|r| store::audit::list(r, 10)).await.unwrap();
        let actions: Vec<Action> = entries.iter().map(|entry| entry.action).collect();
        assert_eq!(actions, [Action::RecoveryKeySaved, Action::RecoveryKeyShown]);
        let said = format!("{entries:?}");
        assert!(!said.contains(&**shown), "the audit holds no key");
    }
}
