//! What people and the app did: each link, unlink, decision, export, account creation and erasure.

use chrono::{DateTime, Utc};
use domain::{ConnectionId, LearnerId, RunId, UserId};
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::{At, Coded, FromCode};
use crate::store::{Reader, Writer};

domain::coded! {
    /// What was done.
    pub enum Action {
        /// A link began to exist, or took effect.
        Linked = "linked",
        /// A link ended.
        Unlinked = "unlinked",
        /// A link was held for a person.
        Held = "held",
        /// A person decided on a pair or a learner.
        Decided = "decided",
        /// A decision was taken back.
        DecisionLifted = "decision_lifted",
        /// A provider username was typed in the app.
        UsernameEdited = "username_edited",
        /// A held run was let take effect.
        RunConfirmed = "run_confirmed",
        /// Data left by export.
        Exported = "exported",
        /// An account was created at a provider.
        AccountCreated = "account_created",
        /// A person was erased.
        Erased = "erased",
        /// An erasure was lifted.
        Unerased = "unerased",
        /// The recovery key was shown.
        RecoveryKeyShown = "recovery_key_shown",
        /// The recovery key was saved to a file.
        RecoveryKeySaved = "recovery_key_saved",
    }
}

impl FromCode for Action {
    fn parse(code: &str) -> Option<Self> {
        Self::from_code(code)
    }
}

/// What is to be recorded. It names ids and codes, no personal data, because it outlives what it is about.
pub struct Act<'a> {
    /// What was done.
    pub action: Action,
    /// The connection concerned.
    pub connection: Option<ConnectionId>,
    /// The learner concerned.
    pub learner: Option<LearnerId>,
    /// The account concerned.
    pub user: Option<UserId>,
    /// The run that did it, where no person did.
    pub run: Option<RunId>,
    /// A code that says more: a rule, a verdict, a reason.
    pub detail: Option<&'a str>,
}

impl Act<'_> {
    /// An act without particulars.
    #[must_use]
    pub const fn new(action: Action) -> Self {
        Self {
            action,
            connection: None,
            learner: None,
            user: None,
            run: None,
            detail: None,
        }
    }
}

/// Records an act. `actor` is the person's account on this machine, or what else acted.
///
/// # Errors
/// Only the store's own.
pub fn record(w: &Writer<'_>, act: &Act<'_>, actor: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    w.execute(
        "INSERT INTO audit (at, actor, action, connection, learner, user, run, detail)
         VALUES (?, ?, ?, (SELECT name FROM connections WHERE id = ?), ?, ?, ?, ?)",
        params![
            At(now),
            actor,
            act.action.code(),
            act.connection.map(|id| id.0),
            act.learner.map(|id| id.0),
            act.user.map(|id| id.0),
            act.run.map(|id| id.0),
            act.detail,
        ],
    )?;
    Ok(())
}

/// An act as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What.
    pub action: Action,
    /// The name that the connection had.
    pub connection: Option<String>,
    /// The learner concerned.
    pub learner_id: Option<LearnerId>,
    /// The account concerned.
    pub user_id: Option<UserId>,
    /// The run that did it.
    pub run: Option<RunId>,
    /// A rule, a verdict, a reason.
    pub detail: Option<String>,
}

/// The last acts, newest first.
///
/// # Errors
/// Only the store's own.
pub fn list(r: &Reader<'_>, limit: u32) -> Result<Vec<Entry>, StoreError> {
    r.all(
        "SELECT id, at, actor, action, connection, learner, user, run, detail FROM audit ORDER BY id DESC LIMIT ?",
        [limit],
        |row| {
            Ok(Entry {
                id: row.get(0)?,
                at: row.get::<_, At>(1)?.0,
                actor: row.get(2)?,
                action: row.get::<_, Coded<Action>>(3)?.0,
                connection: row.get(4)?,
                learner_id: row.get::<_, Option<i64>>(5)?.map(LearnerId),
                user_id: row.get::<_, Option<i64>>(6)?.map(UserId),
                run: row.get::<_, Option<i64>>(7)?.map(RunId),
                detail: row.get(8)?,
            })
        },
    )
}
