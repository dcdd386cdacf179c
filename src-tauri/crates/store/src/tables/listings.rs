//! How far each listing of a system has come.

use chrono::{DateTime, Utc};
use domain::{ConnectionId, RunId};
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::At;
use crate::store::{Reader, Writer};

/// How far a listing has come. All empty where none was ever begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingState {
    /// Every change before this instant is stored.
    pub cursor: Option<DateTime<Utc>>,
    /// When the last whole listing was completed.
    pub whole_at: Option<DateTime<Utc>>,
    /// Since when a listing is begun and not completed.
    pub pending_since: Option<DateTime<Utc>>,
    /// The run that began it: what it and later ones stored needs no fetching again.
    pub pending_run: Option<RunId>,
}

/// How far a listing has come. `scope` is the system's id of a centre, or another word for what is listed.
///
/// # Errors
/// Only the store's own.
pub fn state(r: &Reader<'_>, connection: ConnectionId, scope: &str) -> Result<ListingState, StoreError> {
    let found = r.first(
        "SELECT cursor, whole_at, pending_since, pending_run FROM listings WHERE connection = ? AND scope = ?",
        params![connection.0, scope],
        |row| {
            let at = |index| row.get::<_, Option<At>>(index).map(|at| at.map(|at| at.0));
            Ok(ListingState {
                cursor: at(0)?,
                whole_at: at(1)?,
                pending_since: at(2)?,
                pending_run: row.get::<_, Option<i64>>(3)?.map(RunId),
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// Begins a listing, or goes on with the one that is pending, and says how far it has come. `since` is the instant that
/// will be the cursor once the listing is complete; one that is pending keeps its own, because what it stored is no newer.
///
/// # Errors
/// Only the store's own.
pub fn begin(
    w: &Writer<'_>,
    connection: ConnectionId,
    scope: &str,
    run: RunId,
    since: DateTime<Utc>,
) -> Result<ListingState, StoreError> {
    w.execute(
        "INSERT INTO listings (connection, scope, pending_since, pending_run) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET pending_since = ?3, pending_run = ?4 WHERE pending_run IS NULL",
        params![connection.0, scope, At(since), run.0],
    )?;
    state(w, connection, scope)
}

/// What a completed listing was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completed {
    /// Only what has changed.
    Changes,
    /// Everything, at this instant.
    Whole(DateTime<Utc>),
}

/// Completes a listing: nothing is pending, and every change before `cursor` is stored. A cursor never goes back.
///
/// # Errors
/// Only the store's own.
pub fn complete(
    w: &Writer<'_>,
    connection: ConnectionId,
    scope: &str,
    cursor: Option<DateTime<Utc>>,
    what: Completed,
) -> Result<(), StoreError> {
    let whole_at = match what {
        Completed::Changes => None,
        Completed::Whole(at) => Some(At(at)),
    };
    w.execute(
        "INSERT INTO listings (connection, scope, cursor, whole_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET cursor = coalesce(max(cursor, ?3), ?3, cursor), whole_at = coalesce(?4, whole_at),
             pending_since = NULL, pending_run = NULL",
        params![connection.0, scope, cursor.map(At), whole_at],
    )?;
    Ok(())
}

/// Forgets how far every listing of a connection has come: the next ones begin from nothing.
///
/// # Errors
/// Only the store's own.
pub fn forget_all(w: &Writer<'_>, connection: ConnectionId) -> Result<(), StoreError> {
    w.execute("DELETE FROM listings WHERE connection = ?", [connection.0])?;
    Ok(())
}

/// Forgets how far a listing has come: the next one begins from nothing.
///
/// # Errors
/// Only the store's own.
pub fn forget(w: &Writer<'_>, connection: ConnectionId, scope: &str) -> Result<(), StoreError> {
    w.execute(
        "DELETE FROM listings WHERE connection = ? AND scope = ?",
        params![connection.0, scope],
    )?;
    Ok(())
}
