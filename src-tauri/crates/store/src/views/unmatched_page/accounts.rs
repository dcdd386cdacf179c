//! Looking for an account at a provider, to link it by hand.

use domain::{ConnectionId, UserId};
use rusqlite::{Row, ToSql};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::store::Reader;
use crate::views::search;

/// An account at a provider.
#[derive(Clone, Serialize, TS)]
pub struct Account {
    /// Its id here.
    pub user_id: UserId,
    /// The provider's id.
    pub external_id: String,
    /// The name to sign in with.
    pub username: Option<String>,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as entered.
    pub email: Option<String>,
    /// Whether it is in use, and no staff's.
    pub active: bool,
    /// The name of a learner to whom it is linked, or whose link to it waits for a person.
    pub linked_to: Option<String>,
}

/// The first `limit` accounts of a provider, by family and given name, that `text` finds. Each of its words has to be in
/// a name, the address, the username, the reference or the provider's id; without any word every account is found.
///
/// # Errors
/// Only the store's own.
pub fn accounts(r: &Reader<'_>, provider: ConnectionId, text: &str, limit: u32) -> Result<Vec<Account>, StoreError> {
    let words = search::words(text);
    let mut params: Vec<&dyn ToSql> = vec![&provider.0];
    params.extend(words.iter().map(|word| word as &dyn ToSql));
    params.push(&limit);
    r.all(&sql(words.len()), params.as_slice(), read)
}

pub(crate) fn sql(words: usize) -> String {
    format!(
        "SELECT u.id, u.external_id, u.username, u.given_name, u.family_name, u.email, u.active AND NOT u.staff,
             (SELECT l.given_name || ' ' || l.family_name FROM links k JOIN learners l ON l.id = k.learner
              WHERE k.user = u.id ORDER BY k.held IS NOT NULL, k.since LIMIT 1)
         FROM users u WHERE u.connection = ? AND u.gone_at IS NULL{}
         ORDER BY u.family_folded, u.given_folded, u.id LIMIT ?",
        search::holds("u.search", words)
    )
}

/// The ids of the accounts of a provider that are not gone, and found by every word, by family and given name.
pub(super) fn by_name(
    r: &Reader<'_>,
    provider: ConnectionId,
    words: &[String],
    mut each: impl FnMut(i64),
) -> Result<(), StoreError> {
    let mut params: Vec<&dyn ToSql> = vec![&provider.0];
    params.extend(words.iter().map(|word| word as &dyn ToSql));
    let mut statement = r.prepare(&names_sql(words.len()))?;
    let mut rows = statement.query(params.as_slice())?;
    while let Some(row) = rows.next()? {
        each(row.get(0)?);
    }
    Ok(())
}

pub(crate) fn names_sql(words: usize) -> String {
    format!(
        "SELECT id FROM users WHERE connection = ? AND gone_at IS NULL{}
         ORDER BY family_folded, given_folded, id",
        search::holds("search", words)
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        user_id: UserId(row.get(0)?),
        external_id: row.get(1)?,
        username: row.get(2)?,
        given_name: row.get(3)?,
        family_name: row.get(4)?,
        email: row.get(5)?,
        active: row.get(6)?,
        linked_to: row.get::<_, Option<String>>(7)?.map(|name| name.trim().to_owned()),
    })
}
