//! Nothing personal can be read from the folder without the key.

use std::fs;
use std::path::Path;

use super::support::{KEY, Place, day, learner};
use crate::kv;

const NAME: &str = "Canaryname";
const NUMBER: &str = "AB123456C";

fn every_byte(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            bytes.extend(every_byte(&entry.path()));
        } else {
            bytes.extend(fs::read(entry.path()).unwrap());
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part.eq_ignore_ascii_case(text.as_bytes()))
}

#[test]
fn no_file_holds_a_name_a_number_or_the_key() {
    let (place, ids) = Place::with_connections();
    let mut row = learner("1");
    row.family_name = NAME.to_owned();
    row.nino = Some(NUMBER.to_owned());
    place.put(ids, &[domain::ports::Listed::Whole(row)]);
    place.store.write(|w| kv::set(w, "marker", Some(NAME))).unwrap();
    place.store.backup_now(day(0)).unwrap();
    let check = |when: &str, bytes: &[u8]| {
        assert!(bytes.len() > 100_000, "there is something to look at");
        for text in [NAME, NUMBER, "CREATE TABLE", "SQLite format 3", KEY] {
            assert!(!holds(bytes, text), "{when}: a file holds plain text");
        }
    };
    assert!(
        fs::metadata(place.path("learner-sync.db-wal")).unwrap().len() > 0,
        "the log is looked at, too"
    );
    check("while open", &every_byte(place.folder.path()));
    let folder = place.close();
    check("when closed", &every_byte(folder.path()));
    assert!(
        !folder.path().join("learner-sync.db-wal").exists(),
        "the log is tidied away"
    );
}

#[cfg(unix)]
#[test]
fn every_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (place, _) = Place::with_connections();
    place.store.backup_now(day(0)).unwrap();
    let backups = place.path("backups");
    assert_eq!(fs::metadata(&backups).unwrap().permissions().mode() & 0o777, 0o700);
    for folder in [place.folder.path(), &backups] {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o077;
            assert_eq!(mode, 0, "{:?} is open to others", entry.file_name());
        }
    }
}
