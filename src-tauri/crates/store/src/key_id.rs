//! The fingerprint of the key, kept beside the database: a wrong key and a damaged first page give the same error, and
//! only this file tells which it is.

use std::fs;
use std::io;

use domain::Fault;
use sha2::{Digest, Sha256};

use crate::error::io_fault;
use crate::folder::{Folder, write_whole};
use crate::key::DatabaseKey;

const VERSION: &str = "1";

/// What the fingerprint file says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum KeyId {
    /// There is none: no database was ever finished here, or somebody removed it.
    Missing,
    /// There is one that cannot be relied on.
    Unreadable,
    /// It was made with this key.
    Agrees,
    /// It was made with another.
    Differs,
}

pub(crate) fn read(folder: &Folder, key: &DatabaseKey) -> Result<KeyId, Fault> {
    let bytes = match fs::read(folder.key_id()) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(KeyId::Missing),
        Err(error) => return Err(io_fault("read the key's fingerprint", &error)),
    };
    let found = std::str::from_utf8(&bytes).ok().and_then(parse);
    Ok(match found {
        None => KeyId::Unreadable,
        Some(fingerprint) if fingerprint == key.fingerprint() => KeyId::Agrees,
        Some(_) => KeyId::Differs,
    })
}

pub(crate) fn write(folder: &Folder, key: &DatabaseKey) -> Result<(), Fault> {
    let fingerprint = key.fingerprint();
    let line = format!("{VERSION} {fingerprint} {}\n", check(&fingerprint));
    write_whole(&folder.key_id(), &line).map_err(|error| io_fault("write the key's fingerprint", &error))
}

/// The fingerprint, if the line is whole: a damaged fingerprint must not look like another key's.
fn parse(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace();
    let (version, fingerprint, sum) = (words.next()?, words.next()?, words.next()?);
    (version == VERSION && words.next().is_none() && sum == check(fingerprint)).then_some(fingerprint)
}

fn check(fingerprint: &str) -> String {
    hex::encode(&Sha256::digest(fingerprint.as_bytes())[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digit: &str) -> DatabaseKey {
        DatabaseKey::from_hex(&digit.repeat(64)).unwrap()
    }

    #[test]
    fn it_tells_a_wrong_key_from_a_damaged_fingerprint() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        assert_eq!(read(&folder, &key("1")).unwrap(), KeyId::Missing);
        write(&folder, &key("1")).unwrap();
        assert_eq!(read(&folder, &key("1")).unwrap(), KeyId::Agrees);
        assert_eq!(read(&folder, &key("2")).unwrap(), KeyId::Differs);
        let whole = fs::read(folder.key_id()).unwrap();
        for at in 0..whole.len() - 1 {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(folder.key_id(), &damaged).unwrap();
            assert_eq!(
                read(&folder, &key("1")).unwrap(),
                KeyId::Unreadable,
                "a flipped bit at {at}"
            );
        }
        fs::write(folder.key_id(), "").unwrap();
        assert_eq!(
            read(&folder, &key("1")).unwrap(),
            KeyId::Unreadable,
            "an empty file is a damaged one"
        );
    }
}
