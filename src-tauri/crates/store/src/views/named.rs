//! Who somebody is, for a row of a table that names them.

use domain::{LearnerId, UserId};
use serde::Serialize;

use crate::error::StoreError;
use crate::store::Reader;

/// A learner by name.
#[derive(Clone, Serialize)]
pub struct NamedLearner {
    /// Their id here.
    pub id: LearnerId,
    /// The record system's id.
    pub external_id: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as entered.
    pub email: Option<String>,
    /// The centre's name.
    pub centre: String,
    /// The record system's kind.
    pub record_system: String,
}

/// An account by name.
#[derive(Clone, Serialize)]
pub struct NamedUser {
    /// Its id here.
    pub id: UserId,
    /// The provider's id.
    pub external_id: String,
    /// The name to sign in with.
    pub username: Option<String>,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

/// A learner by name.
///
/// # Errors
/// `NotFound` where there is none of that id.
pub fn learner_named(r: &Reader<'_>, id: LearnerId) -> Result<NamedLearner, StoreError> {
    let sql = "SELECT l.external_id, l.given_name, l.family_name, l.email, c.name, k.kind FROM learners l
               JOIN centres c ON c.id = l.centre JOIN connections k ON k.id = l.connection WHERE l.id = ?";
    let found = r.first(sql, [id.0], |row| {
        Ok(NamedLearner {
            id,
            external_id: row.get(0)?,
            given_name: row.get(1)?,
            family_name: row.get(2)?,
            email: row.get(3)?,
            centre: row.get(4)?,
            record_system: row.get(5)?,
        })
    })?;
    found.ok_or_else(|| StoreError::not_found("learner"))
}

/// An account by name.
///
/// # Errors
/// `NotFound` where there is none of that id.
pub fn user_named(r: &Reader<'_>, id: UserId) -> Result<NamedUser, StoreError> {
    let sql = "SELECT external_id, username, given_name, family_name FROM users WHERE id = ?";
    let found = r.first(sql, [id.0], |row| {
        Ok(NamedUser {
            id,
            external_id: row.get(0)?,
            username: row.get(1)?,
            given_name: row.get(2)?,
            family_name: row.get(3)?,
        })
    })?;
    found.ok_or_else(|| StoreError::not_found("user"))
}
