//! Files that a person asked for.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use domain::{Fault, FaultCode};
use serde::Serialize;

use super::document;

/// Writes a document into a file, readable for its owner alone: all of it, or what was there before stays.
///
/// # Errors
/// `FileFailed` and `DiskFull`.
pub(crate) fn write_file<T: Serialize>(file: &Path, value: &T) -> Result<(), Fault> {
    let text = document(value) + "\n";
    let written = match fs::metadata(file) {
        // A pipe or a device takes what is written, and must not be replaced.
        Ok(found) if !found.is_file() && !found.is_dir() => fs::write(file, text),
        // Behind a link lies what is to be replaced, not the link.
        Ok(_) => fs::canonicalize(file).and_then(|file| replace(&file, &text)),
        Err(_) => replace(file, &text),
    };
    written.map_err(|error| failed(file, &error))
}

fn replace(file: &Path, text: &str) -> io::Result<()> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(".part");
    let draft = Path::new(&draft);
    let mut made = private(draft)?;
    let written = made
        .write_all(text.as_bytes())
        .and_then(|()| made.sync_all())
        .and_then(|()| fs::rename(draft, file));
    if written.is_err() {
        // What it failed with says more than a failure to tidy up.
        let _ = fs::remove_file(draft);
    }
    written
}

fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

fn failed(file: &Path, error: &io::Error) -> Fault {
    let problem = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            return Fault::new(FaultCode::DiskFull, "writing a file");
        }
        io::ErrorKind::NotFound => "there is no such folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "it may not be written",
        io::ErrorKind::AlreadyExists => "its draft, of the same name with .part at the end, is there already",
        io::ErrorKind::IsADirectory => "it is a folder",
        _ => "it could not be written",
    };
    Fault::new(FaultCode::FileFailed, format!("writing a file: {}", error.kind()))
        .with("file", file.display())
        .with("problem", problem)
        .with("remedy", "name another file.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_private_and_replaces_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list.json");
        fs::write(&file, "before").unwrap();
        write_file(&file, &[1, 2]).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "[\n  1,\n  2\n]\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "the list names people");
        }
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let fault = write_file(&folder.path().join("none/list.json"), &1).unwrap_err();
        assert!(
            fault.sentence().contains("there is no such folder"),
            "{}",
            fault.sentence()
        );
        let fault = write_file(folder.path(), &1).unwrap_err();
        assert_eq!(fault.code, FaultCode::FileFailed, "a folder is no file");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_and_a_link_are_written_through() {
        use std::os::unix::fs::FileTypeExt as _;
        write_file(Path::new("/dev/null"), &1).unwrap();
        let device = fs::metadata("/dev/null").unwrap().file_type();
        assert!(device.is_char_device(), "it was not replaced by a file");
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("list.json"), folder.path().join("link"));
        fs::write(&file, "before").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_file(&link, &1).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "1\n");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
