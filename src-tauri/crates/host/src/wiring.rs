//! Puts the parts together.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::ports::{Clock, WriteGuard, WriteLock as _};
use domain::{Fault, FaultCode};
use engine::{Engine, Parts};
use secrecy::SecretString;
use store::{BackupFile, DatabaseKey, Opened, Reader, Restored, Store, StoreError, Writer};

use crate::clock::WallClock;
use crate::database_key::{NAME, database_key};
use crate::environment::Environment;
use crate::folders::DataFolder;
use crate::keyring::Keyring;
use crate::lock::FolderLock;
use crate::secrets::SecretStore;
use crate::systems::HostSystems;

/// How long a change waits for another process.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long letting go may take, and how often it is looked whether it is done.
const LETTING_GO: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(10);

/// What whoever starts the program may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where everything is kept, instead of the usual folder.
    pub data_dir: Option<PathBuf>,
}

/// The parts of the product, wired together over one data folder.
pub struct Host {
    folder: DataFolder,
    clock: Arc<dyn Clock>,
    lock: Arc<FolderLock>,
    key: DatabaseKey,
    store: Store,
    systems: HostSystems,
    engine: Engine,
    notices: Vec<String>,
}

impl Host {
    /// Opens the data folder and everything in it; makes them on the first start.
    ///
    /// # Errors
    /// What is wrong with the folder, the keyring, the key or the database. Nothing was changed then, unless the sentence
    /// says so.
    pub async fn open(options: Options) -> Result<Self, Fault> {
        let folder = DataFolder::open(options.data_dir.as_deref())?;
        let keyring = Keyring::of_this_computer(folder.keyring_name()?);
        let clock = Arc::new(WallClock::from_environment()?);
        Self::over(folder, clock, Environment::of_this_process(), keyring).await
    }

    /// Opens a folder of sample data: encrypted with a key that nobody keeps, with secrets in memory alone. The computer's
    /// keyring and environment are not asked, and once this is dropped nobody can read what is in the folder.
    ///
    /// # Errors
    /// `Refused` where there is data in the folder already; what is wrong with the folder.
    pub async fn open_sample(folder: PathBuf) -> Result<Self, Fault> {
        let folder = DataFolder::open(Some(&folder))?;
        if Store::exists(folder.path()) {
            return Err(
                Fault::new(FaultCode::Refused, "sample data would be mixed with other data")
                    .with("problem", "There is data already where the sample data would go.")
                    .with("remedy", "remove that folder, then try again."),
            );
        }
        let keyring = Keyring::in_memory()?;
        let key = DatabaseKey::generate(&mut rand::rng());
        keyring.put(NAME, &SecretString::from(key.to_hex().as_str())).await?;
        let clock = Arc::new(WallClock::from_environment()?);
        Self::over(folder, clock, Environment::without_secrets(), keyring).await
    }

    /// The same over parts of the world that a test brings along.
    pub(crate) async fn over(
        folder: DataFolder,
        clock: Arc<dyn Clock>,
        environment: Environment,
        keyring: Keyring,
    ) -> Result<Self, Fault> {
        let lock = Arc::new(FolderLock::new(folder.lock_file()));
        let key = database_key(&environment, &keyring, lock.as_ref(), folder.path()).await?;
        let (place, now, opening) = (folder.path().to_owned(), clock.now(), key.clone());
        let Opened { store, restored } = blocking(move || Store::open(&place, &opening, now)).await?;
        let secrets = SecretStore::new(environment.clone(), keyring);
        let systems = HostSystems::new(folder.definitions(), secrets, Arc::clone(&clock));
        let engine = Engine::new(Parts {
            store: store.clone(),
            systems: Arc::new(systems.clone()),
            clock: Arc::clone(&clock),
            lock: Arc::clone(&lock) as Arc<_>,
        })
        .acting_as(&environment.account());
        let mut host = Self {
            folder,
            clock,
            lock,
            key,
            store,
            systems,
            engine,
            notices: restored.as_ref().map(restored_notice).into_iter().collect(),
        };
        host.look_after().await?;
        Ok(host)
    }

    /// What is done at every start, unless another process is at work on the data and has done it.
    async fn look_after(&mut self) -> Result<(), Fault> {
        self.engine.on_launch().await?;
        self.notices.extend(self.daily_backup().await?);
        for connection in self.connections().await? {
            let definition = self.systems.definition(&connection.kind.0);
            if definition.is_ok_and(|definition| definition.overlay_is_older()) {
                self.notices.push(older_overlay(&connection.kind.0));
            }
        }
        self.notices.dedup();
        Ok(())
    }

    /// Makes the backup of the day, once anything was ever read that could be lost, and unless another process is at work.
    /// The sentence is for a person, where the backup could not be made: that keeps nobody from working.
    async fn daily_backup(&self) -> Result<Option<String>, Fault> {
        let Ok(_alone) = self.lock.acquire(Duration::ZERO).await else {
            return Ok(None);
        };
        if self.runs(1).await?.is_empty() {
            return Ok(None);
        }
        let (store, now) = (self.store.clone(), self.now());
        let made = blocking(move || store.backup_if_due(now)).await;
        Ok(made
            .err()
            .map(|fault| format!("Today's backup could not be made. {}", fault.sentence())))
    }

    /// Makes the first backup as soon as there is something to lose. To be called after a sync; it says, for a person,
    /// where that failed.
    pub async fn protect(&self) -> Option<String> {
        if self.store.backups().is_empty() {
            self.daily_backup().await.unwrap_or_else(|fault| Some(fault.sentence()))
        } else {
            None
        }
    }

    /// Lets go of everything, and waits until nothing that this process began holds the store any more: work that was
    /// cancelled ends at its next page, and a transaction under way is carried through. Whether that came to pass in time.
    pub async fn close(self) -> bool {
        let trace = self.store.trace();
        drop(self);
        let mut left = LETTING_GO;
        while !trace.is_gone() && !left.is_zero() {
            tokio::time::sleep(LOOK).await;
            left = left.saturating_sub(LOOK);
        }
        trace.is_gone()
    }

    /// Runs tasks, keeps the schedule, carries decisions out.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Where everything is kept.
    #[must_use]
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// What a person has to be told about how opening went, in sentences.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// What time it is, for the product: a test may move its clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The backups that there are, newest first.
    #[must_use]
    pub fn backups(&self) -> Vec<BackupFile> {
        self.store.backups()
    }

    pub(crate) fn key(&self) -> &DatabaseKey {
        &self.key
    }

    pub(crate) fn lock(&self) -> &FolderLock {
        &self.lock
    }

    pub(crate) fn systems(&self) -> &HostSystems {
        &self.systems
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The right to write, for as long as the guard lives.
    pub(crate) async fn writing(&self) -> Result<Box<dyn WriteGuard>, Fault> {
        self.lock.acquire(PATIENCE).await
    }

    /// Reads from one snapshot of the store, off the threads that wait for the network: for what is shown, by the views of
    /// the store.
    ///
    /// # Errors
    /// What `read` fails with; the store's.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        let store = self.store.clone();
        blocking(move || store.read(read)).await
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        let store = self.store.clone();
        blocking(move || store.write(write)).await
    }
}

/// Work that waits for the disk, off the threads that wait for the network.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Fault::new(FaultCode::Internal, "work on the disk panicked")))
}

fn restored_notice(restored: &Restored) -> String {
    let made = restored.backup_made_at.format("%Y-%m-%d %H:%M UTC");
    let kept = restored.damaged_kept_as.as_ref().map_or_else(String::new, |file| {
        format!(" The damaged file was kept as {file} in the data folder.")
    });
    format!(
        "The data here was damaged or lost, so the backup of {made} was restored.{kept} What came later is not in it. \
         What to do: sync, and make again the decisions that were taken since."
    )
}

fn older_overlay(kind: &str) -> String {
    format!(
        "The correction definitions/{kind}.toml was written for an earlier version of the built-in definition. What to do: \
         see whether it is still needed, then remove it or set its version to the one that `definition show {kind}` prints."
    )
}

#[cfg(test)]
pub(crate) mod tests;
