//! Tags on learners. They are local: no system gets them.

use chrono::{DateTime, Utc};
use domain::records::LearnerKind;
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::At;
use crate::store::{Reader, Writer};

/// Puts tags on those of a kind whom a provider's user is linked to. Writes nothing where they have them.
///
/// # Errors
/// Only the store's own.
pub fn put_on_linked(
    w: &Writer<'_>,
    provider: ConnectionId,
    user: UserId,
    kind: LearnerKind,
    tags: &[&str],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        w.execute(
            "INSERT OR IGNORE INTO learner_tags (learner, tag, since)
             SELECT l.id, ?4, ?5 FROM links JOIN learners l ON l.id = links.learner
             WHERE links.user = ?2 AND links.provider = ?1 AND links.held IS NULL AND l.kind = ?3",
            params![provider.0, user.0, kind.code(), tag, At(now)],
        )?;
    }
    Ok(())
}

/// The tags of a learner, in alphabetical order.
///
/// # Errors
/// Only the store's own.
pub fn of(r: &Reader<'_>, learner: LearnerId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT tag FROM learner_tags WHERE learner = ? ORDER BY tag";
    r.all(sql, [learner.0], |row| row.get(0))
}
