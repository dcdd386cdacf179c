//! When every page was last read, and that the file has been left alone since: then opening it reads only the first one.
//!
//! A seal is a small file beside the database. It says when every page was found sound, and how long the database was and
//! when last changed at its last clean end. Any change but by us, a log that was left behind, damage that was met at work, and
//! age make it void; and whoever damages the file so that neither length nor time betray it meets SQLCipher, which
//! authenticates each page that it reads.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use chrono::{DateTime, TimeDelta, Utc};

use crate::folder::{self, Folder};

/// How long a seal holds. The daily backup reads every page as well and renews it: this is for whoever was away.
const HOLDS: TimeDelta = TimeDelta::days(7);

/// What a database file looks like from outside.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Looks {
    length: u64,
    /// Nanoseconds since 1970.
    changed: u128,
}

impl Looks {
    /// `None` where there is a log, so that the file is not all there is.
    fn of(folder: &Folder) -> Option<Self> {
        if fs::metadata(folder.wal()).is_ok_and(|log| log.len() > 0) {
            return None;
        }
        let file = fs::metadata(folder.database()).ok()?;
        let changed = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            length: file.len(),
            changed: changed.as_nanos(),
        })
    }
}

/// When every page of the database was last found sound, if nothing has changed it since and that is not long ago.
pub(crate) fn checked_at(folder: &Folder, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (looks, checked_at) = read(&folder.seal())?;
    let age = now.signed_duration_since(checked_at);
    let holds = (TimeDelta::zero()..HOLDS).contains(&age) && Looks::of(folder) == Some(looks);
    holds.then_some(checked_at)
}

fn read(path: &Path) -> Option<(Looks, DateTime<Utc>)> {
    let text = fs::read_to_string(path).ok()?;
    let mut parts = text.split_whitespace();
    let looks = Looks {
        length: parts.next()?.parse().ok()?,
        changed: parts.next()?.parse().ok()?,
    };
    Some((looks, DateTime::from_timestamp_millis(parts.next()?.parse().ok()?)?))
}

/// Sets the seal when it is dropped: after every connection is closed, so that the log has gone into the file.
pub(crate) struct Sealing {
    folder: Folder,
    /// `None` once damage was met.
    checked_at: Mutex<Option<DateTime<Utc>>>,
}

impl Sealing {
    pub(crate) fn new(folder: &Folder, checked_at: DateTime<Utc>) -> Self {
        Self {
            folder: folder.clone(),
            checked_at: Mutex::new(Some(checked_at)),
        }
    }

    /// Every page was read anew.
    pub(crate) fn renew(&self, now: DateTime<Utc>) {
        if let Some(checked_at) = &mut *self.checked_at.lock().unwrap_or_else(PoisonError::into_inner) {
            *checked_at = now;
        }
    }

    /// Damage was met: the next start reads every page.
    pub(crate) fn break_now(&self) {
        *self.checked_at.lock().unwrap_or_else(PoisonError::into_inner) = None;
        folder::remove(&self.folder.seal());
    }
}

impl Drop for Sealing {
    fn drop(&mut self) {
        let checked_at = *self.checked_at.lock().unwrap_or_else(PoisonError::into_inner);
        let (Some(checked_at), Some(looks)) = (checked_at, Looks::of(&self.folder)) else {
            return;
        };
        let text = format!("{} {} {}\n", looks.length, looks.changed, checked_at.timestamp_millis());
        // Without it, the next start takes longer.
        if folder::write_whole(&self.folder.seal(), &text).is_err() {
            tracing::warn!("that the database is sound could not be noted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::days(day)
    }

    fn sealed() -> (tempfile::TempDir, Folder) {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        fs::write(folder.database(), "all there is").unwrap();
        drop(Sealing::new(&folder, at(0)));
        (place, folder)
    }

    #[test]
    fn a_seal_holds_for_a_week_and_not_before_it_was_set() {
        let (_place, folder) = sealed();
        assert_eq!(checked_at(&folder, at(6)), Some(at(0)));
        assert_eq!(checked_at(&folder, at(7)), None, "it is too long ago");
        assert_eq!(
            checked_at(&folder, at(-1)),
            None,
            "a clock that was set back says nothing"
        );
    }

    #[test]
    fn a_file_that_grew_or_that_somebody_wrote_to_is_no_longer_sealed() {
        let (_place, folder) = sealed();
        let before = fs::metadata(folder.database()).unwrap().modified().unwrap();
        let file = fs::File::options().append(true).open(folder.database()).unwrap();
        file.set_modified(before + std::time::Duration::from_millis(1)).unwrap();
        assert_eq!(checked_at(&folder, at(1)), None, "somebody wrote to it");
        file.set_modified(before).unwrap();
        assert_eq!(checked_at(&folder, at(1)), Some(at(0)));
        file.set_len(5).unwrap();
        file.set_modified(before).unwrap();
        assert_eq!(checked_at(&folder, at(1)), None, "it was cut");
    }

    #[test]
    fn a_log_that_was_left_behind_voids_it_and_leaves_none() {
        let (_place, folder) = sealed();
        fs::write(folder.wal(), "").unwrap();
        assert_eq!(checked_at(&folder, at(1)), Some(at(0)), "there is nothing in this one");
        fs::write(folder.wal(), "a page").unwrap();
        assert_eq!(checked_at(&folder, at(1)), None, "the last end was no clean one");
        folder::remove(&folder.seal());
        drop(Sealing::new(&folder, at(0)));
        assert!(!folder.seal().exists(), "the file is not all there is");
    }

    #[test]
    fn after_damage_there_is_no_seal() {
        let (_place, folder) = sealed();
        let sealing = Sealing::new(&folder, at(0));
        sealing.break_now();
        assert!(!folder.seal().exists(), "at once, however this ends");
        sealing.renew(at(1));
        drop(sealing);
        assert!(!folder.seal().exists());
    }

    #[test]
    fn a_seal_that_cannot_be_read_is_none() {
        let (_place, folder) = sealed();
        for text in ["", "12", "12 x 13", "a b c", "12 13 99999999999999999999"] {
            fs::write(folder.seal(), text).unwrap();
            assert_eq!(checked_at(&folder, at(1)), None, "{text}");
        }
    }
}
