//! How a database of one version becomes one of the next. A version is the number of migrations applied.

use domain::{Fault, FaultCode};
use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

/// Every migration, in order. One that was ever released is never edited.
pub(crate) const ALL: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_window.sql"),
];

/// The version of a database; 0 where it is empty.
pub(crate) fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    usize::try_from(version).map_err(|_| StoreError::unreadable("user_version"))
}

/// What a database that a newer version made becomes.
pub(crate) fn newer(version: usize) -> Fault {
    Fault::new(FaultCode::DatabaseNewer, format!("schema version {version}"))
}

/// Brings a database up to the last of `migrations`, each in a transaction of its own.
///
/// Foreign keys rest meanwhile, because a table that is rebuilt is dropped first; each migration ends with a check.
pub(crate) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let from = version(connection)?;
    if from > migrations.len() {
        return Err(newer(from).into());
    }
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let applied = (from..migrations.len()).try_for_each(|index| apply(connection, index + 1, migrations[index]));
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    applied
}

fn apply(connection: &mut Connection, to: usize, sql: &str) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(sql)?;
    let broken = transaction.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if broken {
        return Err(Fault::new(FaultCode::Internal, format!("migration {to} breaks a reference")).into());
    }
    transaction.execute_batch(&format!("PRAGMA user_version = {to}"))?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    /// Everything that makes two schemas the same.
    fn schema(connection: &Connection) -> Vec<(String, String, Option<String>)> {
        let mut statement = connection
            .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// What one migration after another makes, starting anew at each version.
    fn upgraded(migrations: &[&str]) -> Connection {
        let mut connection = empty();
        for count in 1..=migrations.len() {
            migrate(&mut connection, &migrations[..count]).unwrap();
        }
        connection
    }

    #[test]
    fn an_upgraded_database_is_a_fresh_one() {
        let next = "ALTER TABLE kv ADD COLUMN noted_at INTEGER; CREATE INDEX kv_by_note ON kv (noted_at);";
        let list: Vec<&str> = ALL.iter().copied().chain([next]).collect();
        let mut fresh = empty();
        migrate(&mut fresh, &list).unwrap();
        assert_eq!(schema(&fresh), schema(&upgraded(&list)));
        assert_eq!(version(&fresh).unwrap(), list.len());
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let mut connection = empty();
        connection.execute_batch("PRAGMA user_version = 99").unwrap();
        let fault = Fault::from(migrate(&mut connection, ALL).unwrap_err());
        assert_eq!(fault.code, FaultCode::DatabaseNewer);
        assert!(schema(&connection).is_empty(), "nothing was created in it");
    }

    #[test]
    fn a_migration_that_fails_leaves_the_version_before_it() {
        let mut connection = empty();
        let list = [ALL[0], "CREATE TABLE more (id INTEGER) STRICT; this is no statement"];
        assert!(migrate(&mut connection, &list).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        assert!(!schema(&connection).iter().any(|(_, name, _)| name == "more"));
        let enforced: i64 = connection
            .query_row("PRAGMA foreign_keys", [], |row| row.get(0))
            .unwrap();
        assert_eq!(enforced, 1, "references are watched again, also after a failure");
    }

    #[test]
    fn a_migration_that_breaks_a_reference_is_undone() {
        let mut connection = empty();
        let breaking = "INSERT INTO centres (connection, external_id, name) VALUES (7, '1', 'Nowhere')";
        assert!(migrate(&mut connection, &[ALL[0], breaking]).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
    }

    #[test]
    fn every_table_is_strict() {
        let mut connection = empty();
        migrate(&mut connection, ALL).unwrap();
        let loose: i64 = connection
            .query_row(
                "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND NOT strict",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(loose, 0, "a column holds what it says");
    }
}
