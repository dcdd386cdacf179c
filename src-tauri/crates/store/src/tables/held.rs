//! What held runs found missing: nothing is marked as gone until a person confirms.

use chrono::{DateTime, Utc};
use domain::{ConnectionId, LearnerId, RunId, UserId};
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::At;
use crate::store::{Reader, Writer};
use crate::tables::kv;
use crate::tables::runs::{self, RunRow};

/// The rows that a held run did not find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Learners, of a record system.
    pub learners: Vec<LearnerId>,
    /// Accounts, of a provider.
    pub users: Vec<UserId>,
}

/// The key under which the run of a connection is kept that waits for a person's confirmation.
#[must_use]
pub fn waiting_key(connection: ConnectionId) -> String {
    format!("held.{connection}")
}

/// The run of a connection that waits for a person's confirmation.
///
/// # Errors
/// Only the store's own.
pub fn waiting(r: &Reader<'_>, connection: ConnectionId) -> Result<Option<RunRow>, StoreError> {
    let run = kv::get(r, &waiting_key(connection))?.and_then(|run| run.parse().ok());
    run.map(|run| runs::by_id(r, run)).transpose()
}

/// How many rows a run did not find that no later one has seen.
pub(crate) fn missing_count(r: &Reader<'_>, run: RunId) -> Result<i64, StoreError> {
    r.one(
        "SELECT (SELECT count(*) FROM held_learners WHERE run = ?1) + (SELECT count(*) FROM held_users WHERE run = ?1)",
        [run.0],
        |row| row.get(0),
    )
}

/// Records what a run did not find.
///
/// # Errors
/// Only the store's own.
pub fn hold(w: &Writer<'_>, run: RunId, missing: &Missing) -> Result<(), StoreError> {
    for learner in &missing.learners {
        w.execute(
            "INSERT OR IGNORE INTO held_learners (learner, run) VALUES (?, ?)",
            params![learner.0, run.0],
        )?;
    }
    for user in &missing.users {
        w.execute(
            "INSERT OR IGNORE INTO held_users (user, run) VALUES (?, ?)",
            params![user.0, run.0],
        )?;
    }
    Ok(())
}

/// What a run did not find and no later one has seen.
///
/// # Errors
/// Only the store's own.
pub fn held(r: &Reader<'_>, run: RunId) -> Result<Missing, StoreError> {
    let learners = "SELECT learner FROM held_learners WHERE run = ? ORDER BY learner";
    let users = "SELECT user FROM held_users WHERE run = ? ORDER BY user";
    Ok(Missing {
        learners: r.all(learners, [run.0], |row| row.get(0).map(LearnerId))?,
        users: r.all(users, [run.0], |row| row.get(0).map(UserId))?,
    })
}

/// Lets a held run take effect: marks as gone what it did not find and no later one has seen, and says what that is.
///
/// # Errors
/// Only the store's own.
pub fn release(w: &Writer<'_>, run: RunId, now: DateTime<Utc>) -> Result<Missing, StoreError> {
    let missing = held(w, run)?;
    for learner in &missing.learners {
        w.execute(
            "UPDATE learners SET gone_at = ?2 WHERE id = ?1 AND gone_at IS NULL",
            params![learner.0, At(now)],
        )?;
    }
    for user in &missing.users {
        w.execute(
            "UPDATE users SET gone_at = ?2 WHERE id = ?1 AND gone_at IS NULL",
            params![user.0, At(now)],
        )?;
    }
    w.execute("DELETE FROM held_learners WHERE run = ?", [run.0])?;
    w.execute("DELETE FROM held_users WHERE run = ?", [run.0])?;
    Ok(missing)
}
