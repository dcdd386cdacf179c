//! The store as its users hold it: reads in a snapshot, writes in one transaction.

use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::{DateTime, Utc};
use domain::Fault;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row, TransactionBehavior};

use crate::backup::{self, BackupFile};
use crate::error::StoreError;
use crate::folder::Folder;
use crate::key::DatabaseKey;
use crate::open;
use crate::presence::Presence;
use crate::restore::Restored;
use crate::seal::Sealing;
use crate::{migrations, sqlite};

/// How many idle readers are kept open.
const IDLE_READERS: usize = 3;

/// Everything that is kept on this machine, in one encrypted file.
///
/// All calls block. Clones are the same store. Every clone has to be dropped before the process ends: SQLCipher tidies up
/// at exit, and a thread that closes a connection meanwhile corrupts memory.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    folder: Folder,
    key: DatabaseKey,
    // Dropped in this order: the writer, last of the connections, tidies the log away.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    sealing: Sealing,
    _presence: Presence,
    // The last to go: whoever sees it gone knows that every connection is closed.
    holding: Arc<()>,
}

/// Tells whether anybody still holds a store, without holding it.
pub struct Trace(Weak<()>);

impl Trace {
    /// Whether every clone is dropped and every connection closed.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.0.strong_count() == 0
    }
}

/// A store that has just been opened.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What a person has to be told, if the database was damaged.
    pub restored: Option<Restored>,
}

impl Store {
    /// Opens the store in a folder, making both if there are none.
    ///
    /// # Errors
    /// `WrongKey` (nothing was moved or touched), `DatabaseNewer`, `DatabaseDamaged` (no backup is good),
    /// `FolderUnsuitable`, `FolderReadOnly`, `DiskFull`, `Busy` (another process has a database open that would have to
    /// be migrated or restored), `StoreFailed`.
    pub fn open(folder: &Path, key: &DatabaseKey, now: DateTime<Utc>) -> Result<Opened, Fault> {
        Self::open_with(folder, key, migrations::ALL, now)
    }

    pub(crate) fn open_with(
        folder: &Path,
        key: &DatabaseKey,
        migrations: &[&str],
        now: DateTime<Utc>,
    ) -> Result<Opened, Fault> {
        let folder = Folder::prepare(folder)?;
        let open = open::open(&folder, key, migrations, now)?;
        let inner = Inner {
            sealing: Sealing::new(&folder, open.checked_at),
            folder,
            key: key.clone(),
            readers: Mutex::default(),
            writer: Mutex::new(open.writer),
            _presence: open.presence,
            holding: Arc::default(),
        };
        Ok(Opened {
            store: Self(Arc::new(inner)),
            restored: open.restored,
        })
    }

    /// What tells when nobody holds this store any more.
    #[must_use]
    pub fn trace(&self) -> Trace {
        Trace(Arc::downgrade(&self.0.holding))
    }

    /// Whether there is, or was, a store in a folder: one that needs the key it was made with.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        let folder = Folder::new(folder);
        folder.has_data() || folder.had_data() || folder.key_id().exists() || !backup::list(&folder).is_empty()
    }

    /// Reads from one snapshot, whatever is written meanwhile.
    ///
    /// # Errors
    /// What `work` fails with, and `StoreFailed` and its kin where the file cannot be read.
    pub fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> Result<T, Fault> {
        self.watched(self.try_read(work))
    }

    fn try_read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = self.reader()?;
        let transaction = connection.transaction()?;
        let read = work(&Reader(&transaction));
        transaction.finish()?;
        let mut idle = lock(&self.0.readers);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        read
    }

    /// What a person is told of an error. After damage the next start reads every page, and restores.
    fn watched<T>(&self, outcome: Result<T, StoreError>) -> Result<T, Fault> {
        if outcome.as_ref().is_err_and(StoreError::may_be_damage) {
            self.0.sealing.break_now();
        }
        Ok(outcome?)
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        match lock(&self.0.readers).pop() {
            Some(idle) => Ok(idle),
            None => sqlite::open_reader(&self.0.folder.database(), &self.0.key),
        }
    }

    /// Writes in one transaction: all of it, or nothing where `work` fails.
    ///
    /// # Errors
    /// What `work` fails with; `DiskFull`, `Busy` and their kin where the file cannot be written. What was stored before
    /// is safe, and the store is good for another try.
    pub fn write<T>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T, StoreError>) -> Result<T, Fault> {
        self.watched(self.try_write(work))
    }

    fn try_write<T>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = lock(&self.0.writer);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let written = work(&Writer(Reader(&transaction)))?;
        transaction.commit()?;
        Ok(written)
    }

    /// Makes a backup if there is something to lose and none of today (in the UK), or none since the first run that
    /// brought anything; says whether it did. It costs little to ask after each run.
    ///
    /// # Errors
    /// `DiskFull` and its kin. Older backups stay as they are.
    pub fn backup_if_due(&self, now: DateTime<Utc>) -> Result<bool, Fault> {
        let due = self.read(|r| backup::is_due(r, &self.0.folder, now))?;
        if due {
            self.backup_now(now)?;
        }
        Ok(due)
    }

    /// Makes a backup, for which every page is read.
    ///
    /// # Errors
    /// `DiskFull` and its kin. Older backups stay as they are.
    pub fn backup_now(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let made = backup::write(&lock(&self.0.writer), &self.0.folder, &self.0.key, now);
        self.watched(made)?;
        self.0.sealing.renew(now);
        Ok(())
    }

    /// The backups that there are, newest first.
    #[must_use]
    pub fn backups(&self) -> Vec<BackupFile> {
        backup::list(&self.0.folder)
    }

    /// Reads every page of the database and says whether all are sound.
    ///
    /// # Errors
    /// `StoreFailed` and its kin where the file cannot be read at all.
    pub fn check_integrity(&self) -> Result<bool, Fault> {
        let sound = self.watched(sqlite::is_sound(&lock(&self.0.writer)))?;
        if !sound {
            self.0.sealing.break_now();
        }
        Ok(sound)
    }

    #[cfg(test)]
    pub(crate) fn with_writer<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&lock(&self.0.writer))
    }
}

/// A panic elsewhere has rolled its transaction back, so what the lock guards is sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Inside a snapshot of the database.
pub struct Reader<'a>(&'a Connection);

/// Inside the one transaction that writes. Whatever reads takes it, too.
pub struct Writer<'a>(Reader<'a>);

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.0
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn prepare(&self, sql: &str) -> Result<CachedStatement<'a>, StoreError> {
        Ok(self.0.prepare_cached(sql)?)
    }

    /// The one row that there always is.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        Ok(self.prepare(sql)?.query_row(params, row)?)
    }

    /// The first row, if there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.prepare(sql)?.query_row(params, row).optional()?)
    }

    /// Every row.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(params, row)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// Whether there is any row.
    pub(crate) fn any(&self, sql: &str, params: impl Params) -> Result<bool, StoreError> {
        Ok(self.prepare(sql)?.exists(params)?)
    }
}

impl Writer<'_> {
    /// Runs a statement; how many rows it wrote.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        Ok(self.prepare(sql)?.execute(params)?)
    }

    /// Runs an INSERT; the id of the new row.
    pub(crate) fn insert(&self, sql: &str, params: impl Params) -> Result<i64, StoreError> {
        Ok(self.prepare(sql)?.insert(params)?)
    }
}
