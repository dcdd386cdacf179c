//! Single values: the overnight moment, the end of a pause, and their like.

use rusqlite::params;

use crate::error::StoreError;
use crate::store::{Reader, Writer};

/// The value under a key.
///
/// # Errors
/// Only the store's own.
pub fn get(r: &Reader<'_>, key: &str) -> Result<Option<String>, StoreError> {
    r.first("SELECT value FROM kv WHERE key = ?", [key], |row| row.get(0))
}

/// Keeps a value under a key, or forgets it. Writes nothing where that is already so.
///
/// # Errors
/// Only the store's own.
pub fn set(w: &Writer<'_>, key: &str, value: Option<&str>) -> Result<(), StoreError> {
    match value {
        Some(value) => w.execute(
            "INSERT INTO kv (key, value) VALUES (?1, ?2)
             ON CONFLICT DO UPDATE SET value = ?2 WHERE value <> ?2",
            params![key, value],
        )?,
        None => w.execute("DELETE FROM kv WHERE key = ?", [key])?,
    };
    Ok(())
}
