//! One way to open a database file.

use std::path::Path;
use std::time::Duration;

use domain::{Fault, FaultCode};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::{StoreError, io_fault};
use crate::folder::private_file;
use crate::key::DatabaseKey;

/// How long a statement waits for another process before it says that the database is busy.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The writer's page cache, in KiB. A decrypted page costs as much as some hundred rows, so it keeps the pages of its indexes.
const WRITER_CACHE: i64 = 8_000;

/// A reader's page cache, in KiB. Readers are many and brief. But the list of a large customer is asked one question after
/// the other, each of which reads an index from end to end: where the database is large, that index stays decrypted.
fn reader_cache(path: &Path) -> u64 {
    let length = std::fs::metadata(path).map_or(0, |data| data.len());
    (length / 1024 / 16).clamp(2_000, 24_000)
}

/// The one connection that writes. The file is made if there is none.
pub(crate) fn open_writer(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    // SQLite gives its own files the permissions of the database.
    private_file(path).map_err(|error| io_fault("open the database", &error))?;
    let connection = open(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // What is found damaged is kept as it was found: no closing connection moves the log into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    touch(&connection)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Fault::new(FaultCode::FolderUnsuitable, format!("journal_mode is {mode}")).into());
    }
    // In WAL mode NORMAL loses no more than the last moments before a power cut, and damages nothing.
    connection.execute_batch(&format!(
        "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
         PRAGMA cache_size = -{WRITER_CACHE}; PRAGMA journal_size_limit = 8388608;"
    ))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Says that the file is sound, so that it may be tidied when the connection closes.
pub(crate) fn trust(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

/// A connection that reads only.
pub(crate) fn open_reader(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let connection = open(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.execute_batch(&format!(
        "PRAGMA query_only = ON; PRAGMA cache_size = -{};",
        reader_cache(path)
    ))?;
    touch(&connection)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// A backup, for reading.
pub(crate) fn open_backup(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let connection = open(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    touch(&connection)?;
    Ok(connection)
}

/// A new file that a backup is written to.
pub(crate) fn open_copy(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    private_file(path).map_err(|error| io_fault("make a backup file", &error))?;
    open(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn open(path: &Path, key: &DatabaseKey, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // It writes to standard error otherwise, where a shell's own messages go; what matters comes back as an error.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // Before anything that reads the file. The error of this one statement would quote the key.
    let statement = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", *key.to_hex()));
    if connection.execute_batch(&statement).is_err() {
        return Err(Fault::new(FaultCode::StoreFailed, "the key could not be set").into());
    }
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;")?;
    Ok(connection)
}

/// Reads the first page: the first moment at which a wrong key or a damaged file shows.
fn touch(connection: &Connection) -> Result<(), StoreError> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(())
}

/// Reads every page. An error other than damage is passed on: a busy disk is no broken one.
pub(crate) fn is_sound(connection: &Connection) -> Result<bool, StoreError> {
    let checked = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match checked.map_err(StoreError::from) {
        Ok(verdict) => Ok(verdict == "ok"),
        Err(error) if error.is_damage() => Ok(false),
        Err(error) => Err(error),
    }
}
