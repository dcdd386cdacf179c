//! What happens to a damaged or lost database.

use std::fs::{self, File};
use std::io;

use chrono::{DateTime, Utc};
use domain::{Fault, FaultCode};

use crate::backup::{self, BackupFile};
use crate::error::io_fault;
use crate::folder::{self, Folder};
use crate::key::DatabaseKey;

/// What was done about a damaged or lost database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made that is now the database: what came later is no longer here.
    pub backup_made_at: DateTime<Utc>,
    /// Where the damaged file was kept, within the data folder; `None` where there was no file.
    pub damaged_kept_as: Option<String>,
}

/// Puts the last good backup in the place of the database, and keeps what was there.
///
/// Each step may be the last one before a power cut: until the copy is in its place the database counts as lost, and the
/// next start does the same again.
///
/// # Errors
/// `FaultCode::DatabaseDamaged` where no backup is good. The key's fingerprint stays, and by it every later start knows
/// that there was a database here and makes no empty one.
pub(crate) fn restore(
    folder: &Folder,
    key: &DatabaseKey,
    versions: usize,
    now: DateTime<Utc>,
) -> Result<Restored, Fault> {
    let Some(good) = backup::last_good(folder, key, versions, now) else {
        let kept = set_aside(folder, now)?;
        return Err(lost(folder, kept));
    };
    let copied = copy(folder, &good);
    if copied.is_err() {
        folder::remove(&folder.restoring());
    }
    copied.map_err(|error| io_fault("copy a backup", &error))?;
    let kept = set_aside(folder, now)?;
    let placed = fs::rename(folder.restoring(), folder.database()).and_then(|()| folder.settle());
    placed.map_err(|error| io_fault("restore a backup", &error))?;
    tracing::warn!(backup_made_at = %good.made_at, "the database was damaged; the last good backup was restored");
    Ok(Restored {
        backup_made_at: good.made_at,
        damaged_kept_as: kept,
    })
}

fn copy(folder: &Folder, from: &BackupFile) -> io::Result<()> {
    let to = folder.restoring();
    folder::remove(&to);
    let mut target = folder::private_file(&to)?;
    io::copy(&mut File::open(&from.path)?, &mut target)?;
    target.sync_all()
}

fn set_aside(folder: &Folder, now: DateTime<Utc>) -> Result<Option<String>, Fault> {
    let kept = folder.set_aside(now);
    let kept = kept.map_err(|error| io_fault("set the damaged database aside", &error))?;
    Ok(kept.map(|path| path.display().to_string()))
}

fn lost(folder: &Folder, kept: Option<String>) -> Fault {
    let earlier = || folder.last_set_aside().map(|path| path.display().to_string());
    let file = kept.or_else(earlier).unwrap_or_else(|| folder::DATABASE.to_owned());
    Fault::new(FaultCode::DatabaseDamaged, "no backup is good").with("file", file)
}
