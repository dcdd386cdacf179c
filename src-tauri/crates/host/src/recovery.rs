//! The recovery key: the key of the database as a person keeps it, for the day on which the keyring has lost it.

use domain::{Fault, FaultCode};
use secrecy::SecretString;
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
    /// The recovery key of this data, to be shown once and written down. It opens the database and its backups on any
    /// computer: whoever shows it asks first.
    #[must_use]
    pub fn recovery_text(&self) -> Zeroizing<String> {
        self.key().to_recovery_text()
    }

    /// When a person last saved the recovery key, if anybody did.
    ///
    /// # Errors
    /// The store's.
    pub async fn recovery_saved_at(&self) -> Result<Option<chrono::DateTime<chrono::Utc>>, Fault> {
        let text = self.read(|r| kv::get(r, SAVED_AT)).await?;
        Ok(text.and_then(|text| text.parse().ok()))
    }

    /// Notes that a person saved the recovery key just now.
    ///
    /// # Errors
    /// The store's.
    pub async fn recovery_was_saved(&self) -> Result<(), Fault> {
        let now = self.now().to_rfc3339();
        self.write(move |w| kv::set(w, SAVED_AT, Some(&now))).await
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
