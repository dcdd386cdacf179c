//! A full disk, a folder that cannot be written, another process that writes.

use std::fs;

use domain::FaultCode;
use rusqlite::{Connection, TransactionBehavior};

use super::support::{Place, day, key};
use crate::{Store, kv, sqlite};

/// Lets the database have so many pages more, and not one beyond: SQLite says then what it says on a full disk.
fn limit(connection: &Connection, more: i64) {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let allowed = if more < 0 {
        i64::from(u32::MAX) - 1
    } else {
        pages + more
    };
    connection
        .query_row(&format!("PRAGMA max_page_count = {allowed}"), [], |_| Ok(()))
        .unwrap();
}

#[test]
fn a_full_disk_is_told_and_what_was_stored_is_safe() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "before", Some("kept"))).unwrap();
    place.store.with_writer(|connection| limit(connection, 1));
    let long = "x".repeat(100_000);
    let fault = place.store.write(|w| kv::set(w, "long", Some(&long))).unwrap_err();
    assert_eq!(fault.code, FaultCode::DiskFull);
    assert_eq!(
        place.store.read(|r| kv::get(r, "before")).unwrap().as_deref(),
        Some("kept")
    );
    place.store.with_writer(|connection| limit(connection, -1));
    place.store.write(|w| kv::set(w, "long", Some(&long))).unwrap();
    assert!(place.store.check_integrity().unwrap());
}

#[test]
fn a_backup_that_fails_leaves_the_older_ones() {
    let place = Place::new();
    place.store.backup_now(day(0)).unwrap();
    let before = place.store.backups();
    // The name that the copy is written under is taken by a folder: no file can be made.
    fs::create_dir(place.path("backups/coming")).unwrap();
    assert!(place.store.backup_now(day(1)).is_err());
    assert_eq!(place.store.backups(), before);
}

#[test]
fn a_folder_that_cannot_be_made_or_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let fault = Store::open(&file.join("data"), &key(), day(0)).err().unwrap();
    assert_eq!(fault.code, FaultCode::FolderReadOnly);
}

/// Nobody may make a file there, not even the superuser.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_told() {
    let fault = Store::open(std::path::Path::new("/proc/self"), &key(), day(0))
        .err()
        .unwrap();
    assert_eq!(fault.code, FaultCode::FolderReadOnly);
}

#[test]
fn a_database_that_another_process_writes_is_busy() {
    let place = Place::new();
    let mut other = sqlite::open_writer(&place.path("learner-sync.db"), &key()).unwrap();
    let theirs = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    place
        .store
        .with_writer(|ours| ours.busy_timeout(std::time::Duration::ZERO))
        .unwrap();
    let fault = place.store.write(|w| kv::set(w, "note", Some("ours"))).unwrap_err();
    assert_eq!(fault.code, FaultCode::Busy);
    assert!(
        place.store.read(|r| kv::get(r, "note")).is_ok(),
        "reading works all the while"
    );
    drop(theirs);
    place.store.write(|w| kv::set(w, "note", Some("ours"))).unwrap();
}
