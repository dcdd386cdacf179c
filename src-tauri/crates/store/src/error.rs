//! What can go wrong in the store, and what each becomes for a person: one mapping, here.

use std::io;

use domain::{Fault, FaultCode};
use rusqlite::ErrorCode;

/// What went wrong inside a read or a write.
pub enum StoreError {
    /// SQLite said so.
    Sqlite(rusqlite::Error),
    /// It is known what to tell a person.
    Fault(Fault),
}

impl StoreError {
    /// Whether the file itself is not what it should be. A wrong key looks the same.
    pub(crate) fn is_damage(&self) -> bool {
        let Self::Sqlite(error) = self else { return false };
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        )
    }

    /// Whether every page is to be read before the file is trusted again: what was met is explained by no full disk, no other
    /// process and no folder.
    pub(crate) fn may_be_damage(&self) -> bool {
        let code = match self {
            Self::Sqlite(error) => code_of(error),
            Self::Fault(fault) => fault.code,
        };
        code == FaultCode::StoreFailed
    }

    /// What a stored value that this program never writes becomes. It names the column, never the value.
    pub(crate) fn unreadable(column: &str) -> Self {
        Self::Fault(Fault::new(
            FaultCode::StoreFailed,
            format!("column {column} holds a value unknown to this version"),
        ))
    }

    /// What a person named does not exist here.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::Fault(
            Fault::new(FaultCode::NotFound, format!("no such {what}"))
                .with("what", format!("{what} with that name or number"))
                .with("remedy", "check the name or number in the list."),
        )
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Fault(fault) => fault,
            StoreError::Sqlite(error) => Self::new(code_of(&error), cause_of(&error)),
        }
    }
}

/// By hand, because an error of SQLite carries the text of the statement.
impl std::fmt::Debug for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Sqlite(error) => f.write_str(&cause_of(error)),
        }
    }
}

fn code_of(error: &rusqlite::Error) -> FaultCode {
    // The index of the log could not grow: only a full disk does that.
    let extended = error.sqlite_error().map(|sqlite| sqlite.extended_code);
    if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
        return FaultCode::DiskFull;
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => FaultCode::DiskFull,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => FaultCode::FolderReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            FaultCode::Busy
        }
        _ => FaultCode::StoreFailed,
    }
}

/// Names the error. SQLite's own message is kept only where it names tables and columns: others may quote a path.
fn cause_of(error: &rusqlite::Error) -> String {
    let Some(sqlite) = error.sqlite_error() else {
        return match error {
            rusqlite::Error::InvalidColumnType(_, column, kind) => format!("column {column} holds a {kind}"),
            rusqlite::Error::FromSqlConversionFailure(index, kind, _) => format!("column {index} holds a {kind}"),
            rusqlite::Error::QueryReturnedNoRows => "no row".to_owned(),
            _ => "the statement was not used as it should be".to_owned(),
        };
    };
    let number = sqlite.extended_code;
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) if sqlite.code == ErrorCode::ConstraintViolation => {
            format!("sqlite {number}: {message}")
        }
        _ => format!("sqlite {number}: {:?}", sqlite.code),
    }
}

/// What a failed operation on a file of the data folder becomes. `what` names the operation, never a path.
pub(crate) fn io_fault(what: &str, error: &io::Error) -> Fault {
    use io::ErrorKind as Kind;
    let code = match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => FaultCode::DiskFull,
        Kind::PermissionDenied
        | Kind::ReadOnlyFilesystem
        | Kind::NotFound
        | Kind::NotADirectory
        | Kind::AlreadyExists => FaultCode::FolderReadOnly,
        _ => FaultCode::StoreFailed,
    };
    Fault::new(code, format!("{what}: {:?}", error.kind()))
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn failure(code: i32) -> FaultCode {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("/somewhere/private".to_owned()));
        let fault = Fault::from(StoreError::from(error));
        assert!(!fault.cause.contains("private"), "a cause names no path");
        fault.code
    }

    #[test]
    fn each_failure_of_the_disk_has_its_own_code() {
        assert_eq!(failure(ffi::SQLITE_FULL), FaultCode::DiskFull);
        assert_eq!(failure(ffi::SQLITE_IOERR_SHMSIZE), FaultCode::DiskFull);
        assert_eq!(failure(ffi::SQLITE_READONLY), FaultCode::FolderReadOnly);
        assert_eq!(failure(ffi::SQLITE_CANTOPEN), FaultCode::FolderReadOnly);
        assert_eq!(failure(ffi::SQLITE_PERM), FaultCode::FolderReadOnly);
        assert_eq!(failure(ffi::SQLITE_BUSY), FaultCode::Busy);
        assert_eq!(failure(ffi::SQLITE_IOERR), FaultCode::StoreFailed);
        assert_eq!(failure(ffi::SQLITE_CORRUPT), FaultCode::StoreFailed);
    }

    #[test]
    fn an_error_shows_neither_statement_nor_value() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let Err(error) = connection.execute_batch("SELECT 'canary' FROM nowhere") else {
            panic!("there is no such table")
        };
        assert!(!format!("{:?}", StoreError::from(error)).contains("canary"));
    }
}
