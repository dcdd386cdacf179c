//! A learner and an account side by side.

use chrono::NaiveDate;
use domain::nino;
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::Day;
use crate::store::Reader;

/// One of the two, as far as people are compared.
#[derive(Clone)]
pub struct Compared {
    /// The system's id.
    pub external_id: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as entered.
    pub email: Option<String>,
    /// The address as matching compares it.
    pub email_key: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The last three characters of the National Insurance number behind dots.
    pub nino: Option<String>,
    /// Unique Learner Number as entered.
    pub uln: Option<String>,
    /// The same as matching compares it; none where it is no real one.
    pub uln_key: Option<String>,
    /// The reference.
    pub reference: Option<String>,
    /// The provider username: the account's own, or the one recorded with the learner.
    pub username: Option<String>,
    /// The same as matching compares it.
    pub username_key: Option<String>,
}

/// A learner and an account at a provider.
#[derive(Clone)]
pub struct PairParts {
    /// The record system's kind.
    pub record_system: String,
    /// The provider's kind.
    pub provider: String,
    /// The learner.
    pub learner: Compared,
    /// The account.
    pub user: Compared,
    /// Whether the two National Insurance numbers are the same; `None` where one of them is not known. They are compared
    /// here, so that neither leaves the store.
    pub same_nino: Option<bool>,
}

const LEARNER: &str = "SELECT l.external_id, l.given_name, l.family_name, l.email, l.email_key, l.date_of_birth,
         l.nino_ending, l.uln, l.uln_key, l.reference,
         CASE WHEN l.username_edited THEN l.edited_username ELSE l.provider_username END, l.username_key, k.kind
     FROM learners l JOIN connections k ON k.id = l.connection WHERE l.id = ?";

const USER: &str =
    "SELECT u.external_id, u.given_name, u.family_name, u.email, u.email_key, u.date_of_birth, u.nino_ending,
         u.uln, u.uln_key, u.reference, u.username, u.username_key, k.kind
     FROM users u JOIN connections k ON k.id = u.connection WHERE u.id = ? AND u.connection = ?";

const SAME_NINO: &str =
    "SELECT l.number = u.number FROM learner_ninos l JOIN user_ninos u ON u.user = ?2 WHERE l.learner = ?1";

/// Reads a learner and an account for comparing them.
///
/// # Errors
/// `NotFound` where the learner, or the account at this provider, does not exist.
pub fn pair(r: &Reader<'_>, provider: ConnectionId, learner: LearnerId, user: UserId) -> Result<PairParts, StoreError> {
    let with_kind = |row: &Row<'_>| Ok((read(row)?, row.get(12)?));
    let (of_learner, record_system) = r
        .first(LEARNER, [learner.0], with_kind)?
        .ok_or_else(|| StoreError::not_found("learner"))?;
    let (of_user, kind) = r
        .first(USER, params![user.0, provider.0], with_kind)?
        .ok_or_else(|| StoreError::not_found("user"))?;
    Ok(PairParts {
        record_system,
        provider: kind,
        learner: of_learner,
        user: of_user,
        same_nino: r.first(SAME_NINO, params![learner.0, user.0], |row| row.get(0))?,
    })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Compared> {
    Ok(Compared {
        external_id: row.get(0)?,
        given_name: row.get(1)?,
        family_name: row.get(2)?,
        email: row.get(3)?,
        email_key: row.get(4)?,
        date_of_birth: row.get::<_, Option<Day>>(5)?.map(|day| day.0),
        nino: row.get_ref(6)?.as_str_or_null()?.map(nino::mask),
        uln: row.get(7)?,
        uln_key: row.get(8)?,
        reference: row.get(9)?,
        username: row.get(10)?,
        username_key: row.get(11)?,
    })
}
