//! Centres: the organisation units of a record system.

use domain::records::CentreRecord;
use domain::{CentreId, ConnectionId};
use rusqlite::params;

use crate::error::StoreError;
use crate::store::{Reader, Writer};

/// A centre as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    /// Its id here.
    pub id: CentreId,
    /// The record system's connection.
    pub connection: ConnectionId,
    /// The system's id; empty for the one centre of a system that knows none.
    pub external_id: String,
    /// Its name.
    pub name: String,
    /// Whether it is synchronised.
    pub chosen: bool,
}

/// Stores centres as the system lists them, and gives the id of each in the same order. A new one is chosen; what is
/// known and unchanged is not written.
///
/// # Errors
/// Only the store's own.
pub fn put(w: &Writer<'_>, connection: ConnectionId, rows: &[CentreRecord]) -> Result<Vec<CentreId>, StoreError> {
    rows.iter().map(|row| put_one(w, connection, row)).collect()
}

fn put_one(w: &Writer<'_>, connection: ConnectionId, row: &CentreRecord) -> Result<CentreId, StoreError> {
    let Some((id, name)) = find(w, connection, &row.external_id)? else {
        return insert(w, connection, &row.external_id, &row.name);
    };
    if name != row.name {
        w.execute("UPDATE centres SET name = ? WHERE id = ?", params![row.name, id.0])?;
    }
    Ok(id)
}

/// The centre of a learner, by the system's id. A learner may name a centre that no list has: it is made under its id.
pub(crate) fn known_or_made(
    w: &Writer<'_>,
    connection: ConnectionId,
    external_id: &str,
) -> Result<CentreId, StoreError> {
    match find(w, connection, external_id)? {
        Some((id, _)) => Ok(id),
        None => insert(w, connection, external_id, external_id),
    }
}

fn find(r: &Reader<'_>, connection: ConnectionId, external_id: &str) -> Result<Option<(CentreId, String)>, StoreError> {
    r.first(
        "SELECT id, name FROM centres WHERE connection = ? AND external_id = ?",
        params![connection.0, external_id],
        |row| Ok((CentreId(row.get(0)?), row.get(1)?)),
    )
}

fn insert(w: &Writer<'_>, connection: ConnectionId, external_id: &str, name: &str) -> Result<CentreId, StoreError> {
    w.insert(
        "INSERT INTO centres (connection, external_id, name) VALUES (?, ?, ?)",
        params![connection.0, external_id, name],
    )
    .map(CentreId)
}

/// The centres of a connection, in the order in which they became known.
///
/// # Errors
/// Only the store's own.
pub fn list(r: &Reader<'_>, connection: ConnectionId) -> Result<Vec<Centre>, StoreError> {
    r.all(
        "SELECT id, connection, external_id, name, chosen FROM centres WHERE connection = ? ORDER BY id",
        [connection.0],
        |row| {
            Ok(Centre {
                id: CentreId(row.get(0)?),
                connection: ConnectionId(row.get(1)?),
                external_id: row.get(2)?,
                name: row.get(3)?,
                chosen: row.get(4)?,
            })
        },
    )
}

/// Says whether a centre is synchronised. The learners of one that is not are out of scope.
///
/// # Errors
/// `NotFound` where there is no such centre.
pub fn set_chosen(w: &Writer<'_>, centre: CentreId, chosen: bool) -> Result<(), StoreError> {
    match w.execute("UPDATE centres SET chosen = ? WHERE id = ?", params![chosen, centre.0])? {
        0 => Err(StoreError::not_found("centre")),
        _ => Ok(()),
    }
}
