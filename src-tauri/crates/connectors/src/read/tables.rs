//! Value tables: a system's words for subjects, kinds and levels, and our codes for them.

use std::collections::BTreeMap;

/// One table. It is small, so that a look through it is quick.
#[derive(Clone, Default)]
pub(crate) struct Table(Vec<(String, String)>);

impl Table {
    pub(crate) fn of(written: &BTreeMap<String, String>) -> Self {
        Self(
            written
                .iter()
                .map(|(word, code)| (word.trim().to_owned(), code.clone()))
                .collect(),
        )
    }

    /// The code for a word, whatever its case and outer blanks. What is not in the table has none: nothing is guessed.
    pub(crate) fn code(&self, word: &str) -> Option<&str> {
        let word = word.trim();
        self.0
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(word))
            .map(|(_, code)| code.as_str())
    }

    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, code)| code.as_str())
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(word, _)| word.as_str())
    }
}
