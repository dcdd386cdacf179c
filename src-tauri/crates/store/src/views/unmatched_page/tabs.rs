//! How many wait at each provider.

use chrono::{DateTime, Utc};
use domain::ConnectionId;
use domain::run::Task;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::store::Reader;
use crate::tables::{connections, runs};
use crate::views::learners_page::enabled_providers;

/// An enabled provider and how many wait there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UnmatchedTabPart {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// Its kind.
    #[serde(skip)]
    #[ts(skip)]
    pub kind: String,
    /// Unmatched learners; those whose link is held are among them.
    pub learners: i64,
    /// Unmatched accounts; null where the provider lists none.
    pub users: Option<i64>,
    /// Held links.
    pub held: i64,
    /// When matching last ran to its end.
    pub matched_at: Option<DateTime<Utc>>,
}

/// The enabled providers, in the order in which they were added.
///
/// # Errors
/// Only the store's own.
pub fn unmatched_tabs(r: &Reader<'_>) -> Result<Vec<UnmatchedTabPart>, StoreError> {
    let providers = enabled_providers(r)?.into_iter();
    let tabs = providers.map(|provider| {
        let id = ConnectionId(provider.id);
        let count = |sql| r.one(sql, [id.0], |row| row.get(0));
        let users = connections::users_available(r, id)?
            .then(|| count("SELECT count(*) FROM unmatched_users WHERE provider = ?"));
        Ok(UnmatchedTabPart {
            connection_id: id,
            connection: provider.name,
            kind: provider.kind,
            learners: count("SELECT count(*) FROM unmatched_learners WHERE provider = ?")?,
            users: users.transpose()?,
            held: count("SELECT count(*) FROM links WHERE provider = ? AND held IS NOT NULL")?,
            matched_at: runs::last_success(r, id, Task::Match)?.and_then(|run| run.finished_at),
        })
    });
    tabs.collect()
}

/// How many decisions wait for a person at all enabled providers: unmatched learners, and held links. A learner in scope
/// whose link is held is both, and one decision.
///
/// # Errors
/// Only the store's own.
pub fn to_decide(r: &Reader<'_>) -> Result<i64, StoreError> {
    r.one(
        "WITH enabled AS (SELECT id FROM connections WHERE role = 'assessments' AND enabled)
         SELECT (SELECT count(*) FROM unmatched_learners WHERE provider IN enabled)
              + (SELECT count(*) FROM links h WHERE provider IN enabled AND held IS NOT NULL AND NOT EXISTS
                    (SELECT 1 FROM unmatched_learners WHERE provider = h.provider AND learner = h.learner))",
        [],
        |row| row.get(0),
    )
}
