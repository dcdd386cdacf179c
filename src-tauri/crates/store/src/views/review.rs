//! `review`: links that wait for a person's yes or no.

use domain::linking::{Reason, Rule};
use domain::{LearnerId, UserId};
use serde::Serialize;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::Reader;

/// A held link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The provider's connection.
    pub connection: String,
    /// The learner.
    pub learner_id: LearnerId,
    /// The account; of a standing link, the one that it has.
    pub user_id: UserId,
    /// What made the link.
    pub rule: Rule,
    /// Why it waits.
    pub why: Reason,
}

/// All held links, by connection and learner.
///
/// # Errors
/// Only the store's own.
pub fn review(r: &Reader<'_>) -> Result<Vec<Review>, StoreError> {
    r.all(SQL, [], |row| {
        Ok(Review {
            connection: row.get(0)?,
            learner_id: LearnerId(row.get(1)?),
            user_id: UserId(row.get(2)?),
            rule: row.get::<_, Coded<Rule>>(3)?.0,
            why: row.get::<_, Coded<Reason>>(4)?.0,
        })
    })
}

pub(crate) const SQL: &str = "SELECT k.name, l.learner, l.user, l.rule, l.held
     FROM links l INDEXED BY links_held JOIN connections k ON k.id = l.provider
     WHERE l.held IS NOT NULL ORDER BY l.provider, l.learner, l.user";
