//! Backups: whole copies of the database under the same key.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use domain::{Fault, FaultCode, uk_time};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::error::{StoreError, io_fault};
use crate::folder::{self, Folder};
use crate::key::DatabaseKey;
use crate::store::Reader;
use crate::tables::{connections, runs};
use crate::{migrations, sqlite};

/// How many are kept.
const KEPT: usize = 7;
const PREFIX: &str = "learner-sync-";
const SUFFIX: &str = ".db";

/// One backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Where it lies.
    pub path: PathBuf,
}

/// Every backup, the newest first.
pub(crate) fn list(folder: &Folder) -> Vec<BackupFile> {
    let entries = fs::read_dir(folder.backups())
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    let mut found: Vec<BackupFile> = entries
        .filter_map(|entry| {
            let made_at = made_at(entry.file_name().to_str()?)?;
            Some(BackupFile {
                made_at,
                path: entry.path(),
            })
        })
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.made_at));
    found
}

fn made_at(name: &str) -> Option<DateTime<Utc>> {
    folder::read_stamp(name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?)
}

/// Every backup, the newest first, and after them those whose names lie ahead of now: a clock that was ahead made them,
/// and when, nobody knows.
fn by_trust(folder: &Folder, now: DateTime<Utc>) -> Vec<BackupFile> {
    let mut found = list(folder);
    found.sort_by_key(|one| one.made_at.timestamp() > now.timestamp());
    found
}

/// Whether there is something to lose, and the newest backup is of another day in the UK, or older than the first run that
/// brought anything: a backup of an empty database would be no help on the day on which everything was set up. A clock
/// that was set back makes one due as well.
pub(crate) fn is_due(r: &Reader<'_>, folder: &Folder, now: DateTime<Utc>) -> Result<bool, StoreError> {
    if connections::list(r)?.is_empty() {
        return Ok(false);
    }
    let Some(newest) = by_trust(folder, now).into_iter().next() else {
        return Ok(true);
    };
    // One that a wrong clock put ahead of now would make every backup look too early.
    let first_success = runs::first_success_at(r)?.filter(|at| *at <= now);
    // A backup's name tells whole seconds.
    let misses_it = first_success.is_some_and(|at| at.timestamp() > newest.made_at.timestamp());
    Ok(uk_time::day(newest.made_at) != uk_time::day(now) || misses_it)
}

/// Copies the database, checks the copy, and then lets go of those that are too many. A failure leaves the older ones
/// as they are.
pub(crate) fn write(
    from: &Connection,
    folder: &Folder,
    key: &DatabaseKey,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let place = folder.backups();
    folder::make_private_folder(&place).map_err(|error| io_fault("make the folder for backups", &error))?;
    let coming = place.join("coming");
    folder::remove(&coming);
    let name = format!("{PREFIX}{}{SUFFIX}", folder::stamp(now));
    let made = copy(from, &coming, key).and_then(|()| keep(&coming, &place.join(name)));
    if made.is_err() {
        folder::remove(&coming);
        folder::remove(&place.join("coming-journal"));
    }
    made?;
    prune(folder, now);
    Ok(())
}

/// The pages pass through SQLite on both sides, so that the copy is encrypted as its original is.
fn copy(from: &Connection, to: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    let mut copy = sqlite::open_copy(to, key)?;
    {
        let backup = Backup::new(from, &mut copy)?;
        if backup.step(-1)? != StepResult::Done {
            return Err(Fault::new(FaultCode::Busy, "a backup could not read the database").into());
        }
    }
    // One file that needs no other: a backup is read where nothing can be written.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    if sqlite::is_sound(&copy)? {
        Ok(())
    } else {
        Err(Fault::new(FaultCode::StoreFailed, "a backup did not pass its check").into())
    }
}

fn keep(coming: &Path, path: &Path) -> Result<(), StoreError> {
    let kept = File::open(coming)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(coming, path))
        .and_then(|()| path.parent().map_or(Ok(()), folder::settle));
    kept.map_err(|error| io_fault("keep a backup", &error).into())
}

fn prune(folder: &Folder, now: DateTime<Utc>) {
    for old in by_trust(folder, now).into_iter().skip(KEPT) {
        folder::remove(&old.path);
    }
}

/// The newest backup that the key opens, that is whole, and that this version understands.
pub(crate) fn last_good(folder: &Folder, key: &DatabaseKey, versions: usize, now: DateTime<Utc>) -> Option<BackupFile> {
    by_trust(folder, now)
        .into_iter()
        .find(|one| is_good(&one.path, key, versions))
}

/// Whether the key opens any backup at all, so that it is the right one.
pub(crate) fn any_opens(folder: &Folder, key: &DatabaseKey) -> bool {
    list(folder)
        .iter()
        .any(|one| sqlite::open_backup(&one.path, key).is_ok())
}

fn is_good(path: &Path, key: &DatabaseKey, versions: usize) -> bool {
    let good = sqlite::open_backup(path, key).and_then(|connection| {
        let version = migrations::version(&connection)?;
        Ok((1..=versions).contains(&version) && sqlite::is_sound(&connection)?)
    });
    good.unwrap_or(false)
}
