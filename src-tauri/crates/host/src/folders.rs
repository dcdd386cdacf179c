//! The one local data folder in which everything is kept.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use domain::{Fault, FaultCode};
use rand::RngExt as _;

const KEYRING_NAME: &str = "keyring-name";

/// A data folder that exists and can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// Opens the folder that was asked for, else the person's own, and makes it where there is none yet: for them alone.
    ///
    /// # Errors
    /// `Refused` where the path is a file or a link, or where no place is known; `FolderReadOnly` and `DiskFull`.
    pub fn open(asked: Option<&Path>) -> Result<Self, Fault> {
        let path = match asked {
            Some(path) => std::path::absolute(path).map_err(|error| failed(&error))?,
            None => usual_place(|name| std::env::var_os(name).map(PathBuf::from))?,
        };
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => {}
            Ok(found) if found.is_symlink() => return Err(refused("The data folder is a link to another place.")),
            Ok(_) => return Err(refused("The data folder is a file.")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                private_folder(&path).map_err(|error| failed(&error))?;
            }
            Err(error) => return Err(failed(&error)),
        }
        let folder = Self { path };
        private_file(&folder.lock_file()).map_err(|error| failed(&error))?;
        Ok(folder)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a centre's corrections of definitions lie.
    #[must_use]
    pub fn definitions(&self) -> PathBuf {
        self.path.join("definitions")
    }

    /// The file whose lock is the right to write here.
    #[must_use]
    pub fn lock_file(&self) -> PathBuf {
        self.path.join("write.lock")
    }

    /// The name under which this folder's secrets lie in the keyring: random, so that two folders never share secrets, and
    /// kept in the folder, so that it still finds them when it is moved.
    ///
    /// # Errors
    /// Where the name can neither be read nor written.
    pub fn keyring_name(&self) -> Result<String, Fault> {
        let file = self.path.join(KEYRING_NAME);
        match fs::read_to_string(&file) {
            Ok(text) => readable_name(&text).ok_or_else(|| refused_name(&file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.new_keyring_name(&file),
            Err(error) => Err(failed(&error)),
        }
    }

    /// The name is written under another file name first: whoever finds the file finds all of it.
    fn new_keyring_name(&self, file: &Path) -> Result<String, Fault> {
        let name = hex::encode(rand::rng().random::<[u8; 8]>());
        let draft = self.path.join(format!("{KEYRING_NAME}.{name}"));
        let written = private_file(&draft).and_then(|mut draft| {
            draft.write_all(name.as_bytes())?;
            draft.sync_all()
        });
        let placed = written.and_then(|()| match fs::hard_link(&draft, file) {
            // Some file systems know no hard links.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => fs::rename(&draft, file),
            other => other,
        });
        // Another process may have placed its own a moment ago, and then that one counts.
        let _ = fs::remove_file(&draft);
        match placed {
            Ok(()) => Ok(name),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.keyring_name(),
            Err(error) => Err(failed(&error)),
        }
    }
}

fn readable_name(text: &str) -> Option<String> {
    let name = text.trim();
    let plain = !name.is_empty() && name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| name.to_owned())
}

fn refused_name(file: &Path) -> Fault {
    Fault::new(FaultCode::FileFailed, "the keyring name is unreadable")
        .with("file", file.display())
        .with("problem", "it does not hold the name that it was made with")
        .with(
            "remedy",
            "restore that file, without which the secrets in the keyring are not found.",
        )
}

/// Local to this computer on every system: a roaming folder would carry an open database about.
fn usual_place(variable: impl Fn(&str) -> Option<PathBuf>) -> Result<PathBuf, Fault> {
    let absolute = |name: &str| variable(name).filter(|path| path.is_absolute());
    let place = if cfg!(windows) {
        absolute("LOCALAPPDATA").map(|local| local.join("Learner Sync"))
    } else if cfg!(target_os = "macos") {
        absolute("HOME").map(|home| home.join("Library/Application Support/Learner Sync"))
    } else {
        absolute("XDG_DATA_HOME")
            .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
            .map(|data| data.join("learner-sync"))
    };
    place.ok_or_else(|| refused("This computer does not say where a program may keep its data."))
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Windows gives what lies below a person's own folders to that person alone.
#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

fn refused(problem: &str) -> Fault {
    Fault::new(FaultCode::Refused, "the data folder cannot be used")
        .with("problem", problem)
        .with("remedy", "name a folder on this computer's own disk with --data-dir.")
}

fn failed(error: &io::Error) -> Fault {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FaultCode::DiskFull,
        _ => FaultCode::FolderReadOnly,
    };
    Fault::new(code, format!("data folder: {}", error.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_made_for_its_owner_alone() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("deep/below");
        let folder = DataFolder::open(Some(&path)).unwrap();
        assert!(folder.lock_file().is_file(), "the folder was shown to be writable");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "nobody else on this computer may look");
        }
    }

    #[test]
    fn a_file_in_its_place_is_refused_in_words() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("data");
        fs::write(&path, "a person's own file").unwrap();
        let fault = DataFolder::open(Some(&path)).unwrap_err();
        assert_eq!(fault.code, FaultCode::Refused);
        assert!(fault.sentence().contains("is a file"), "{}", fault.sentence());
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "a person's own file",
            "it was not touched"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_refused_because_its_target_may_be_anybodys() {
        let temporary = tempfile::tempdir().unwrap();
        let link = temporary.path().join("data");
        std::os::unix::fs::symlink(temporary.path(), &link).unwrap();
        let fault = DataFolder::open(Some(&link)).unwrap_err();
        assert!(fault.sentence().contains("is a link"), "{}", fault.sentence());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_cannot_be_written_is_told_from_a_missing_one() {
        // Nobody may make files in there, not even root.
        let fault = DataFolder::open(Some(Path::new("/sys/kernel"))).unwrap_err();
        assert_eq!(fault.code, FaultCode::FolderReadOnly);
    }

    #[test]
    fn two_folders_have_two_names_in_the_keyring_and_keep_them() {
        let temporary = tempfile::tempdir().unwrap();
        let one = DataFolder::open(Some(&temporary.path().join("one"))).unwrap();
        let two = DataFolder::open(Some(&temporary.path().join("two"))).unwrap();
        let name = one.keyring_name().unwrap();
        assert_eq!(one.keyring_name().unwrap(), name, "it is kept");
        assert_ne!(two.keyring_name().unwrap(), name, "secrets are not shared");
        let files: Vec<_> = fs::read_dir(one.path()).unwrap().collect();
        assert_eq!(files.len(), 2, "the lock and the name: no draft is left behind");
    }

    #[test]
    fn a_keyring_name_that_is_cut_off_is_an_error_and_not_replaced() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(Some(temporary.path())).unwrap();
        fs::write(temporary.path().join(KEYRING_NAME), "").unwrap();
        let fault = folder.keyring_name().unwrap_err();
        assert_eq!(
            fault.code,
            FaultCode::FileFailed,
            "a new name would lose the secrets that lie under the old one"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_relative_data_home_is_ignored() {
        let place = usual_place(|name| match name {
            "XDG_DATA_HOME" => Some(PathBuf::from("data")),
            "HOME" => Some(PathBuf::from("/home/someone")),
            _ => None,
        });
        assert_eq!(
            place.unwrap(),
            Path::new("/home/someone/.local/share/learner-sync"),
            "a relative path would depend on where the program was started"
        );
        assert!(usual_place(|_| None).is_err(), "no place is guessed");
    }
}
