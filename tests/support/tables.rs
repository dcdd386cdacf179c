//! The database as it lies on disk, read with its key but without the program that wrote it.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Every row of every table, as text, so that two moments can be compared.
#[derive(Clone, PartialEq, Eq)]
pub struct Tables(pub BTreeMap<String, Vec<String>>);

impl Tables {
    /// Reads everything.
    ///
    /// # Panics
    /// The file cannot be read with the key.
    #[must_use]
    #[expect(clippy::expect_used, reason = "test support")]
    pub fn read(folder: &Path, key: &str) -> Self {
        let database = open_database(folder, key);
        let names: Vec<String> = database
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
            .expect("the schema can be read");
        Self(
            names
                .into_iter()
                .map(|name| (name.clone(), rows(&database, &name)))
                .collect(),
        )
    }

    /// The tables that differ from another moment's, by name.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(name, rows)| other.0.get(*name) != Some(rows))
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

/// Opens the database read-only with its key.
///
/// # Panics
/// There is none.
#[must_use]
#[expect(clippy::expect_used, reason = "test support")]
pub fn open_database(folder: &Path, key: &str) -> Connection {
    let database = Connection::open_with_flags(folder.join("learner-sync.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)
        .expect("there is a database");
    database
        .pragma_update(None, "key", format!("x'{key}'"))
        .expect("the key is taken");
    database
}

#[expect(clippy::expect_used, reason = "test support")]
fn rows(database: &Connection, table: &str) -> Vec<String> {
    let mut query = database
        .prepare(&format!("SELECT * FROM \"{table}\""))
        .expect("a table can be read");
    let columns = query.column_count();
    let mut rows: Vec<String> = query
        .query_map([], |row| {
            Ok((0..columns)
                .map(|at| row.get_ref(at).map_or_else(|_| String::new(), text))
                .collect::<Vec<_>>()
                .join("|"))
        })
        .and_then(Iterator::collect)
        .expect("rows can be read");
    rows.sort();
    rows
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}
