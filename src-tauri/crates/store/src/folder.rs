//! The data folder: what lies where, and how a file gets there whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::Fault;

use crate::error::io_fault;

pub(crate) const DATABASE: &str = "learner-sync.db";
const DAMAGED: &str = "damaged-";
const STAMP: &str = "%Y%m%d-%H%M%S";

/// Names inside the data folder.
#[derive(Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder if there is none, for its owner alone. An existing one keeps its permissions: it may be shared
    /// on purpose, and the files in it are for their owner alone anyway.
    pub(crate) fn prepare(path: &Path) -> Result<Self, Fault> {
        make_private_folder(path).map_err(|error| io_fault("make the data folder", &error))?;
        Ok(Self::new(path))
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    pub(crate) fn wal(&self) -> PathBuf {
        self.0.join(format!("{DATABASE}-wal"))
    }

    pub(crate) fn shm(&self) -> PathBuf {
        self.0.join(format!("{DATABASE}-shm"))
    }

    pub(crate) fn key_id(&self) -> PathBuf {
        self.0.join(format!("{DATABASE}.key-id"))
    }

    /// Who has the database open holds a lock on this file.
    pub(crate) fn presence(&self) -> PathBuf {
        self.0.join(format!("{DATABASE}.open"))
    }

    /// Says when every page was last found sound.
    pub(crate) fn seal(&self) -> PathBuf {
        self.0.join(format!("{DATABASE}.sound"))
    }

    /// A restored file on its way.
    pub(crate) fn restoring(&self) -> PathBuf {
        self.0.join(format!("{DATABASE}.restoring"))
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }

    /// Whether there is a database file with anything in it. One that was cut to nothing holds no data.
    pub(crate) fn has_data(&self) -> bool {
        length(&self.database()) > 0
    }

    /// Whether something says that there was a database: what belonged to it, or a damaged one that was kept.
    pub(crate) fn had_data(&self) -> bool {
        length(&self.wal()) > 0 || self.last_set_aside().is_some()
    }

    /// Makes names in the folder last through a power cut.
    pub(crate) fn settle(&self) -> io::Result<()> {
        settle(&self.0)
    }

    /// Moves the database and what belongs to it into a folder of their own; the name of the file there, within this
    /// folder. Nothing is moved where nothing is. What SQLite would take for part of another database goes with it.
    pub(crate) fn set_aside(&self, now: DateTime<Utc>) -> io::Result<Option<PathBuf>> {
        if ![self.database(), self.wal(), self.shm()]
            .iter()
            .any(|path| path.exists())
        {
            return Ok(None);
        }
        let name = self.free_name(now);
        let aside = self.0.join(&name);
        make_private_folder(&aside)?;
        for path in [self.database(), self.wal(), self.shm()] {
            if let (true, Some(file)) = (path.exists(), path.file_name()) {
                fs::rename(&path, aside.join(file))?;
            }
        }
        settle(&aside)?;
        self.settle()?;
        Ok(Some(Path::new(&name).join(DATABASE)))
    }

    /// A name that no earlier damaged file has: two may be found within a second.
    fn free_name(&self, now: DateTime<Utc>) -> String {
        let first = format!("{DAMAGED}{}", stamp(now));
        let others = (2..).map(|number| format!("{first}-{number}"));
        std::iter::once(first.clone())
            .chain(others)
            .find(|name| !self.0.join(name).exists())
            .unwrap_or(first)
    }

    /// The last damaged file that was kept, within this folder.
    pub(crate) fn last_set_aside(&self) -> Option<PathBuf> {
        let entries = fs::read_dir(&self.0).ok()?.filter_map(Result::ok);
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let last = names.filter(|name| name.starts_with(DAMAGED)).max()?;
        Some(Path::new(&last).join(DATABASE))
    }
}

/// An instant as it stands in a file's name.
pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.format(STAMP).to_string()
}

/// The instant that a file's name states.
pub(crate) fn read_stamp(text: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(text, STAMP).ok().map(|at| at.and_utc())
}

/// The length of a file; 0 where there is none.
fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}

/// Writes a small file whole or not at all.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let coming = path.with_extension("writing");
    let written = private_file(&coming).and_then(|mut file| {
        file.set_len(0)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    if let Err(error) = written.and_then(|()| fs::rename(&coming, path)) {
        remove(&coming);
        return Err(error);
    }
    path.parent().map_or(Ok(()), settle)
}

/// Removes a file that may not be there. A failure leaves a file that the next writer overwrites.
pub(crate) fn remove(path: &Path) {
    if fs::remove_file(path).is_err() && path.exists() {
        tracing::warn!("a temporary file could not be removed");
    }
}

/// Opens a file for reading and writing, making it if needed, for its owner alone.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a folder and those above it, for its owner alone.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes the names in a folder last through a power cut. Windows offers no way to ask for that.
pub(crate) fn settle(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_back_from_a_file_name() {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        assert_eq!(read_stamp(&stamp(at)), Some(at));
        assert_eq!(read_stamp("latest"), None);
    }

    #[test]
    fn two_damaged_files_within_a_second_are_both_kept() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        fs::write(folder.database(), "one").unwrap();
        let first = folder.set_aside(now).unwrap().unwrap();
        fs::write(folder.database(), "two").unwrap();
        let second = folder.set_aside(now).unwrap().unwrap();
        assert_eq!(fs::read_to_string(place.path().join(first)).unwrap(), "one");
        assert_eq!(fs::read_to_string(place.path().join(&second)).unwrap(), "two");
        assert_eq!(folder.last_set_aside(), Some(second), "the later one is the last");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_made_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let inside = place.path().join("a/b");
        make_private_folder(&inside).unwrap();
        write_whole(&inside.join("file"), "text").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&inside), 0o700);
        assert_eq!(mode(&inside.join("file")), 0o600);
        assert_eq!(fs::read_dir(&inside).unwrap().count(), 1, "no temporary file is left");
    }
}
