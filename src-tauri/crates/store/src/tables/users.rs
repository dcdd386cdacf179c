//! Accounts at providers.

use chrono::{DateTime, Utc};
use domain::records::{UserRecord, UserRef};
use domain::run::Counts;
use domain::{ConnectionId, RunId, UserId, email, names, uln, username};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::trimmed;
use crate::store::{Reader, Writer};
use crate::tables::people::{
    Incoming, Number, Putting, Stamp, Statements, keyed, present_count as counted, search_text,
};
use crate::tables::presence::{self, Seen, Wholeness};

/// The columns that a provider fills, in the order of `cells`.
macro_rules! columns {
    () => {
        "username, username_key, given_name, family_name, given_folded, family_folded, email, email_key, nino_ending, \
         uln, uln_key, reference, date_of_birth, active, staff, search"
    };
}

pub(crate) static STATEMENTS: Statements = Statements {
    find: concat!(
        // A list of users has their details in it: they are as new as the list.
        "SELECT id, gone_at IS NOT NULL, absent_listings, number, 0, ",
        columns!(),
        " FROM users LEFT JOIN user_ninos ON user = id WHERE connection = ? AND external_id = ?"
    ),
    insert: concat!(
        "INSERT INTO users (",
        columns!(),
        ", stored_run, stored_at, first_seen_at, connection, external_id) \
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?, ?17, ?18, ?18, ?19, ?20)"
    ),
    update: concat!(
        "UPDATE users SET (",
        columns!(),
        ") = (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?), \
         stored_run = ?17, stored_at = ?18, gone_at = NULL, absent_listings = 0 WHERE id = ?19"
    ),
    mark_present: "UPDATE users SET gone_at = NULL, absent_listings = 0 WHERE id = ?",
    mark_read: "UPDATE users SET absent_listings = 0 WHERE id = ?",
    put_nino: "INSERT INTO user_ninos (user, number, valid) VALUES (?, ?, ?)",
    remove_nino: "DELETE FROM user_ninos WHERE user = ?",
    any_held: "SELECT 1 FROM held_users LIMIT 1",
    release: "DELETE FROM held_users WHERE user = ?",
};

static ABSENCE: presence::Statements = presence::Statements {
    absent_before: "SELECT 1 FROM users WHERE id = ? AND absent_listings > 0",
    mark_absent: "UPDATE users SET absent_listings = absent_listings + 1 WHERE id = ?",
    mark_gone: "UPDATE users SET gone_at = ?2 WHERE id = ?1 AND gone_at IS NULL",
};

/// Stores a page of a listing: writes what differs from what is stored, and nothing about a row that does not.
///
/// Accounts that were gone are present again. A row that comes twice is counted once, and its last form is kept.
///
/// # Errors
/// Only the store's own.
pub fn put_page(
    w: &Writer<'_>,
    connection: ConnectionId,
    rows: &[UserRecord],
    run: RunId,
    seen: &mut Seen,
    now: DateTime<Utc>,
) -> Result<Counts, StoreError> {
    let mut putting = Putting::new(w, &STATEMENTS, Stamp { connection, run, now }, seen)?;
    for row in rows {
        putting.put(&incoming(row))?;
    }
    Ok(putting.counts)
}

/// Stores a page of what looking users up found. A look-up may tell no more than an id and a username: of somebody who is
/// stored under both it says that they are there, and puts no blanks over what a list told.
///
/// # Errors
/// Only the store's own.
pub fn put_found(
    w: &Writer<'_>,
    connection: ConnectionId,
    rows: &[UserRecord],
    run: RunId,
    seen: &mut Seen,
    now: DateTime<Utc>,
) -> Result<Counts, StoreError> {
    let mut putting = Putting::new(w, &STATEMENTS, Stamp { connection, run, now }, seen)?;
    for row in rows {
        if tells_no_more_than_stored(w, connection, row)? {
            putting.put_present(&row.external_id)?;
        } else {
            putting.put(&incoming(row))?;
        }
    }
    Ok(putting.counts)
}

fn tells_no_more_than_stored(r: &Reader<'_>, connection: ConnectionId, row: &UserRecord) -> Result<bool, StoreError> {
    let is_bare = row.given_name.is_empty() && row.family_name.is_empty() && row.email.is_none() && row.nino.is_none();
    let key = |name: Option<&String>| name.and_then(|name| username::key(name));
    let stored = by_external_id(r, connection, &row.external_id)?;
    Ok(is_bare && stored.is_some_and(|stored| key(stored.reference.username.as_ref()) == key(row.username.as_ref())))
}

fn incoming(row: &UserRecord) -> Incoming<'_> {
    let nino = Number::read(row.nino.as_ref());
    let [email, email_key] = keyed(row.email.as_ref(), email::key);
    let [uln, uln_key] = keyed(row.uln.as_ref(), uln::read);
    let [username, username_key] = keyed(row.username.as_ref(), username::key);
    let reference = trimmed(row.reference.as_ref());
    let searched = [
        row.given_name.as_str(),
        &row.family_name,
        row.email.as_deref().unwrap_or_default(),
        row.username.as_deref().unwrap_or_default(),
        reference.unwrap_or_default(),
        &row.external_id,
    ];
    let cells = vec![
        username,
        username_key,
        (&row.given_name).into(),
        (&row.family_name).into(),
        names::fold(&row.given_name).into(),
        names::fold(&row.family_name).into(),
        email,
        email_key,
        nino.as_ref().map(Number::ending).into(),
        uln,
        uln_key,
        reference.into(),
        row.date_of_birth.into(),
        row.active.into(),
        row.staff.into(),
        search_text(&searched).into(),
    ];
    Incoming {
        external_id: &row.external_id,
        nino,
        cells,
    }
}

/// How many accounts are stored as present.
///
/// # Errors
/// Only the store's own.
pub fn present_count(r: &Reader<'_>, connection: ConnectionId) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM users WHERE connection = ? AND gone_at IS NULL";
    counted(r, sql, [connection.0])
}

pub(crate) const IN_SCOPE_COUNT: &str = "SELECT count(*) FROM users INDEXED BY users_in_use
     WHERE connection = ? AND active AND NOT staff AND gone_at IS NULL";

/// How many accounts are in use: those that matching compares.
pub(crate) fn in_scope_count(r: &Reader<'_>, connection: ConnectionId) -> Result<u64, StoreError> {
    counted(r, IN_SCOPE_COUNT, [connection.0])
}

/// The accounts stored as present that a whole listing has not shown.
///
/// # Errors
/// Only the store's own.
pub fn missing(r: &Reader<'_>, connection: ConnectionId, seen: &Seen) -> Result<Vec<UserId>, StoreError> {
    let stored = "SELECT id FROM users WHERE connection = ? AND gone_at IS NULL";
    let missing = presence::missing(r, stored, [connection.0], seen)?;
    Ok(missing.into_iter().map(UserId).collect())
}

/// Ends a whole listing: marks as gone those that it proves to be, and says which. Links and results stay on record.
///
/// # Errors
/// Only the store's own.
pub fn finish_listing(
    w: &Writer<'_>,
    connection: ConnectionId,
    seen: &Seen,
    wholeness: Wholeness,
    now: DateTime<Utc>,
) -> Result<Vec<UserId>, StoreError> {
    let missing = missing(w, connection, seen)?.into_iter().map(|id| id.0).collect();
    let gone = presence::finish(w, &ABSENCE, missing, wholeness, now)?;
    Ok(gone.into_iter().map(UserId).collect())
}

/// What tells an account from others, here and at its provider.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRow {
    /// Its id here.
    pub id: UserId,
    /// The provider's connection.
    pub connection: ConnectionId,
    /// What the provider knows it by.
    pub reference: UserRef,
    /// Whether a whole listing no longer has it.
    pub gone: bool,
}

const ROW: &str = "SELECT id, connection, external_id, username, gone_at IS NOT NULL FROM users";

/// The account of an id.
///
/// # Errors
/// `NotFound` where there is none.
pub fn by_id(r: &Reader<'_>, id: UserId) -> Result<UserRow, StoreError> {
    let found = r.first(&format!("{ROW} WHERE id = ?"), [id.0], read)?;
    found.ok_or_else(|| StoreError::not_found("user"))
}

/// The account of a provider's id.
///
/// # Errors
/// Only the store's own.
pub fn by_external_id(
    r: &Reader<'_>,
    connection: ConnectionId,
    external_id: &str,
) -> Result<Option<UserRow>, StoreError> {
    let sql = format!("{ROW} WHERE connection = ? AND external_id = ?");
    r.first(&sql, params![connection.0, external_id], read)
}

/// The account of a username, in whatever case it is written.
///
/// # Errors
/// Only the store's own. Of several accounts with one username it gives the first that is not gone.
pub fn by_username(r: &Reader<'_>, connection: ConnectionId, name: &str) -> Result<Option<UserRow>, StoreError> {
    let sql = format!("{ROW} WHERE connection = ? AND username_key = ? ORDER BY gone_at IS NOT NULL, id LIMIT 1");
    r.first(&sql, params![connection.0, username::key(name)], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<UserRow> {
    Ok(UserRow {
        id: UserId(row.get(0)?),
        connection: ConnectionId(row.get(1)?),
        reference: UserRef {
            external_id: row.get(2)?,
            username: row.get(3)?,
        },
        gone: row.get(4)?,
    })
}
