//! Links that wait for a person's yes or no.

use domain::linking::{Reason, Rule};
use domain::{ConnectionId, LearnerId, UserId};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::Reader;

/// A held link, less the words that say what it means.
#[derive(Clone, Serialize, TS)]
pub struct HeldLinkPart {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// The learner.
    pub learner_id: LearnerId,
    /// The account; of a standing link, the one that it has.
    pub user_id: UserId,
    /// The learner's given names.
    pub learner_given: String,
    /// The learner's family name.
    pub learner_family: String,
    /// The learner's address as entered.
    pub learner_email: Option<String>,
    /// The provider's id of the account.
    pub user_external_id: String,
    /// What made the link.
    pub rule: Rule,
    /// Why it waits.
    pub why: Reason,
    /// Whether it was in effect before. One that waits because details disagree never was.
    pub standing: bool,
}

/// The held links at a provider, by the learner's name.
///
/// # Errors
/// Only the store's own.
pub fn held_links(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<HeldLinkPart>, StoreError> {
    r.all(
        "SELECT l.id, u.id, l.given_name, l.family_name, l.email, u.external_id, k.rule, k.held
         FROM links k INDEXED BY links_held CROSS JOIN learners l ON l.id = k.learner
             CROSS JOIN users u ON u.id = k.user
         WHERE k.provider = ? AND k.held IS NOT NULL ORDER BY l.family_folded, l.given_folded, l.id, u.id",
        [provider.0],
        |row| {
            let why = row.get::<_, Coded<Reason>>(7)?.0;
            Ok(HeldLinkPart {
                connection_id: provider,
                learner_id: LearnerId(row.get(0)?),
                user_id: UserId(row.get(1)?),
                learner_given: row.get(2)?,
                learner_family: row.get(3)?,
                learner_email: row.get(4)?,
                user_external_id: row.get(5)?,
                rule: row.get::<_, Coded<Rule>>(6)?.0,
                why,
                standing: why != Reason::DetailsDisagree,
            })
        },
    )
}
