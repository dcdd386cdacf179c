//! The secrets of a connection.

use std::collections::BTreeMap;

use secrecy::SecretString;

/// A connection's secrets by key. They cannot be printed, and are wiped when dropped.
#[derive(Clone, Default)]
pub struct Secrets(pub BTreeMap<String, SecretString>);

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Secrets {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(secrets: I) -> Self {
        let entry = |(key, secret): (K, V)| (key.into(), SecretString::from(secret.into()));
        Self(secrets.into_iter().map(entry).collect())
    }
}
