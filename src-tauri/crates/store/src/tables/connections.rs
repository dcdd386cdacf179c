//! Configured record systems and providers.

use chrono::{DateTime, Utc};
use domain::{Connection, ConnectionId, Fault, FaultCode, Role, Settings, SystemKind};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::{Reader, Writer};

const COLUMNS: &str = "id, name, kind, role, enabled, settings";

/// A connection that is to be.
pub struct NewConnection<'a> {
    /// What the administrator calls it.
    pub name: &'a str,
    /// Which definition it follows.
    pub kind: &'a SystemKind,
    /// Which side of the work it stands on.
    pub role: Role,
    /// Its settings.
    pub settings: &'a Settings,
}

/// Adds a connection, enabled.
///
/// # Errors
/// `Refused` where the name is taken; upper and lower case count as the same.
pub fn insert(w: &Writer<'_>, new: &NewConnection<'_>, now: DateTime<Utc>) -> Result<ConnectionId, StoreError> {
    refuse_taken(w, new.name, None)?;
    w.insert(
        "INSERT INTO connections (name, kind, role, settings, created_at) VALUES (?, ?, ?, ?, ?)",
        params![new.name, new.kind.0, new.role.code(), text_of(new.settings)?, At(now)],
    )
    .map(ConnectionId)
}

/// The connection of a name, in whatever case it is written.
///
/// # Errors
/// Only the store's own.
pub fn by_name(r: &Reader<'_>, name: &str) -> Result<Option<Connection>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM connections WHERE name = ?");
    r.first(&sql, [name], |row| Ok(read(row)))?.transpose()
}

/// The connection of an id.
///
/// # Errors
/// `NotFound` where there is none.
pub fn by_id(r: &Reader<'_>, id: ConnectionId) -> Result<Connection, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM connections WHERE id = ?");
    let found = r.first(&sql, [id.0], |row| Ok(read(row)))?;
    found.ok_or_else(|| StoreError::not_found("connection"))?
}

/// All connections: record systems first, each side in the order in which they were added.
///
/// # Errors
/// Only the store's own.
pub fn list(r: &Reader<'_>) -> Result<Vec<Connection>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM connections ORDER BY role DESC, id");
    r.all(&sql, [], |row| Ok(read(row)))?.into_iter().collect()
}

/// Replaces the settings.
///
/// # Errors
/// `NotFound` where there is no such connection.
pub fn set_settings(w: &Writer<'_>, id: ConnectionId, settings: &Settings) -> Result<(), StoreError> {
    let text = text_of(settings)?;
    found(w.execute("UPDATE connections SET settings = ? WHERE id = ?", params![text, id.0])?)
}

/// Enables or disables.
///
/// # Errors
/// `NotFound` where there is no such connection.
pub fn set_enabled(w: &Writer<'_>, id: ConnectionId, enabled: bool) -> Result<(), StoreError> {
    found(w.execute(
        "UPDATE connections SET enabled = ? WHERE id = ?",
        params![enabled, id.0],
    )?)
}

/// Gives another name.
///
/// # Errors
/// `Refused` where the name is taken, `NotFound` where there is no such connection.
pub fn rename(w: &Writer<'_>, id: ConnectionId, name: &str) -> Result<(), StoreError> {
    refuse_taken(w, name, Some(id))?;
    found(w.execute("UPDATE connections SET name = ? WHERE id = ?", params![name, id.0])?)
}

/// Removes a connection with all that was stored of it: learners or users, links, results, runs. The audit stays.
///
/// # Errors
/// `NotFound` where there is no such connection.
pub fn remove(w: &Writer<'_>, id: ConnectionId) -> Result<(), StoreError> {
    // Links first: while there are any, each result that goes has the learner's progress made anew.
    w.execute("DELETE FROM links WHERE provider = ?", [id.0])?;
    w.execute("DELETE FROM past_links WHERE provider = ?", [id.0])?;
    found(w.execute("DELETE FROM connections WHERE id = ?", [id.0])?)
}

/// Whether a provider lists its users. Where it does not, its unmatched users are unknown, which is not the same as none.
///
/// # Errors
/// `NotFound` where there is no such connection.
pub fn users_available(r: &Reader<'_>, id: ConnectionId) -> Result<bool, StoreError> {
    let found = r.first("SELECT users_available FROM connections WHERE id = ?", [id.0], |row| {
        row.get(0)
    })?;
    found.ok_or_else(|| StoreError::not_found("connection"))
}

/// Says whether a provider lists its users. Writes nothing where that is known.
///
/// # Errors
/// Only the store's own.
pub fn set_users_available(w: &Writer<'_>, id: ConnectionId, available: bool) -> Result<(), StoreError> {
    w.execute(
        "UPDATE connections SET users_available = ?2 WHERE id = ?1 AND users_available <> ?2",
        params![id.0, available],
    )?;
    Ok(())
}

fn refuse_taken(r: &Reader<'_>, name: &str, by: Option<ConnectionId>) -> Result<(), StoreError> {
    match by_name(r, name)? {
        Some(other) if Some(other.id) != by => Err(Fault::new(FaultCode::Refused, "the connection's name is taken")
            .with(
                "problem",
                format!("There is already a connection called {}.", other.name),
            )
            .with("remedy", "choose another name.")
            .into()),
        _ => Ok(()),
    }
}

fn found(rows: usize) -> Result<(), StoreError> {
    if rows == 0 {
        Err(StoreError::not_found("connection"))
    } else {
        Ok(())
    }
}

fn text_of(settings: &Settings) -> Result<String, StoreError> {
    serde_json::to_string(settings).map_err(|_| StoreError::unreadable("connections.settings"))
}

fn read(row: &Row<'_>) -> Result<Connection, StoreError> {
    let settings: String = row.get(5)?;
    Ok(Connection {
        id: ConnectionId(row.get(0)?),
        name: row.get(1)?,
        kind: SystemKind(row.get(2)?),
        role: row.get::<_, Coded<Role>>(3)?.0,
        enabled: row.get(4)?,
        settings: serde_json::from_str(&settings).map_err(|_| StoreError::unreadable("connections.settings"))?,
    })
}
