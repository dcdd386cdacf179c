//! `unmatched`: both sections of a provider.

use domain::linking::{Candidate, CandidateKind, Reason};
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::params;
use serde::Serialize;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::Reader;
use crate::tables::{connections, unmatched};

/// Who is unmatched at a provider.
#[derive(Clone, Serialize)]
pub struct Unmatched {
    /// The connection's name.
    pub connection: String,
    /// The provider's kind.
    pub provider: String,
    /// Whether the provider lists its users: where it does not, nothing is known about `users`.
    pub users_available: bool,
    /// Learners without a link in effect, by name.
    pub learners: Vec<UnmatchedLearner>,
    /// Accounts without one, by name.
    pub users: Vec<UnmatchedUser>,
}

/// A learner without a link in effect.
#[derive(Clone, Serialize)]
pub struct UnmatchedLearner {
    /// Their id here.
    pub id: LearnerId,
    /// The record system's id.
    pub external_id: String,
    /// The centre's name.
    pub centre: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as entered.
    pub email: Option<String>,
    /// Why.
    pub reason: Reason,
    /// Who may be right, best first. Suggestions are not stored: whoever shows this adds them.
    pub candidates: Vec<UserCandidate>,
}

/// An account without a link in effect.
#[derive(Clone, Serialize)]
pub struct UnmatchedUser {
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
    /// The address as entered.
    pub email: Option<String>,
    /// Why.
    pub reason: Reason,
    /// Who may be right, best first.
    pub candidates: Vec<LearnerCandidate>,
}

/// An account that may be a learner's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserCandidate {
    /// The account.
    pub user_id: UserId,
    /// Codes of what speaks for it, strongest first.
    pub why: String,
    /// What it is to the row.
    pub kind: CandidateKind,
}

/// A learner whose account it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LearnerCandidate {
    /// The learner.
    pub learner_id: LearnerId,
    /// Codes of what speaks for them, strongest first.
    pub why: String,
    /// What they are to the row.
    pub kind: CandidateKind,
}

impl From<&Candidate<UserId>> for UserCandidate {
    fn from(one: &Candidate<UserId>) -> Self {
        Self {
            user_id: one.id,
            why: unmatched::why(&one.why),
            kind: one.kind,
        }
    }
}

impl From<&Candidate<LearnerId>> for LearnerCandidate {
    fn from(one: &Candidate<LearnerId>) -> Self {
        Self {
            learner_id: one.id,
            why: unmatched::why(&one.why),
            kind: one.kind,
        }
    }
}

/// Who is unmatched at a provider, as matching last found.
///
/// # Errors
/// `NotFound` where there is no such connection.
pub fn unmatched(r: &Reader<'_>, provider: ConnectionId) -> Result<Unmatched, StoreError> {
    let connection = connections::by_id(r, provider)?;
    let users_available = connections::users_available(r, provider)?;
    Ok(Unmatched {
        connection: connection.name,
        provider: connection.kind.0,
        users_available,
        learners: unmatched_learners(r, provider)?,
        users: if users_available {
            unmatched_users(r, provider)?
        } else {
            Vec::new()
        },
    })
}

fn unmatched_learners(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<UnmatchedLearner>, StoreError> {
    let mut found = r.all(
        "SELECT l.id, l.external_id, c.name, l.given_name, l.family_name, l.email, o.reason
         FROM unmatched_learners o JOIN learners l ON l.id = o.learner JOIN centres c ON c.id = l.centre
         WHERE o.provider = ? ORDER BY l.family_folded, l.given_folded, l.id",
        [provider.0],
        |row| {
            Ok(UnmatchedLearner {
                id: LearnerId(row.get(0)?),
                external_id: row.get(1)?,
                centre: row.get(2)?,
                given_name: row.get(3)?,
                family_name: row.get(4)?,
                email: row.get(5)?,
                reason: row.get::<_, Coded<Reason>>(6)?.0,
                candidates: Vec::new(),
            })
        },
    )?;
    let sql = "SELECT user, why, kind FROM learner_candidates WHERE provider = ? AND learner = ? ORDER BY position";
    for learner in &mut found {
        learner.candidates = r.all(sql, params![provider.0, learner.id.0], |row| {
            Ok(UserCandidate {
                user_id: UserId(row.get(0)?),
                why: row.get(1)?,
                kind: row.get::<_, Coded<CandidateKind>>(2)?.0,
            })
        })?;
    }
    Ok(found)
}

fn unmatched_users(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<UnmatchedUser>, StoreError> {
    let mut found = r.all(
        "SELECT u.id, u.external_id, u.username, u.given_name, u.family_name, u.email, o.reason
         FROM unmatched_users o JOIN users u ON u.id = o.user
         WHERE o.provider = ? ORDER BY u.family_folded, u.given_folded, u.id",
        [provider.0],
        |row| {
            Ok(UnmatchedUser {
                id: UserId(row.get(0)?),
                external_id: row.get(1)?,
                username: row.get(2)?,
                given_name: row.get(3)?,
                family_name: row.get(4)?,
                email: row.get(5)?,
                reason: row.get::<_, Coded<Reason>>(6)?.0,
                candidates: Vec::new(),
            })
        },
    )?;
    let sql = "SELECT learner, why, kind FROM user_candidates WHERE provider = ? AND user = ? ORDER BY position";
    for user in &mut found {
        user.candidates = r.all(sql, params![provider.0, user.id.0], |row| {
            Ok(LearnerCandidate {
                learner_id: LearnerId(row.get(0)?),
                why: row.get(1)?,
                kind: row.get::<_, Coded<CandidateKind>>(2)?.0,
            })
        })?;
    }
    Ok(found)
}
