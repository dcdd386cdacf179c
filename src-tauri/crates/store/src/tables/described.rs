//! What both sides say of a person, for comparing a learner with an account. National Insurance numbers go to the
//! comparison whole, which tells no more of them than their ending.

use domain::comparison::Described;
use domain::nino::{Nino, Reading};
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::Day;
use crate::store::Reader;

/// What the record system says of a learner.
///
/// # Errors
/// `NotFound` where there is no such learner.
pub fn learner(r: &Reader<'_>, learner: LearnerId) -> Result<Described, StoreError> {
    let sql =
        "SELECT l.given_name, l.family_name, l.date_of_birth, l.email, n.number, l.nino_ending, l.uln, l.reference,
                   CASE WHEN l.username_edited THEN l.edited_username ELSE l.provider_username END
               FROM learners l LEFT JOIN learner_ninos n ON n.learner = l.id WHERE l.id = ?";
    let found = r.first(sql, [learner.0], described)?;
    found.ok_or_else(|| StoreError::not_found("learner"))
}

/// What a provider says of an account.
///
/// # Errors
/// `NotFound` where the provider has no such account.
pub fn user(r: &Reader<'_>, provider: ConnectionId, user: UserId) -> Result<Described, StoreError> {
    let sql =
        "SELECT u.given_name, u.family_name, u.date_of_birth, u.email, n.number, u.nino_ending, u.uln, u.reference,
                   u.username
               FROM users u LEFT JOIN user_ninos n ON n.user = u.id WHERE u.id = ? AND u.connection = ?";
    let found = r.first(sql, params![user.0, provider.0], described)?;
    found.ok_or_else(|| StoreError::not_found("user"))
}

fn described(row: &Row<'_>) -> rusqlite::Result<Described> {
    let number = row.get_ref(4)?.as_str_or_null()?;
    Ok(Described {
        given_name: row.get(0)?,
        family_name: row.get(1)?,
        date_of_birth: row.get::<_, Option<Day>>(2)?.map(|day| day.0),
        email: row.get(3)?,
        nino: number.map_or(Reading::Missing, Nino::read),
        nino_ending: row.get(5)?,
        uln: row.get(6)?,
        reference: row.get(7)?,
        username: row.get(8)?,
    })
}
