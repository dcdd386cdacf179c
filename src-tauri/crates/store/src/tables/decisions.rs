//! What people decided. A decision stands through every later sync until another takes its place.

use chrono::{DateTime, Utc};
use domain::linking::{Decision, Verdict};
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::{Reader, Writer};
use crate::tables::audit::{self, Act, Action};
use crate::tables::links;

/// Records a decision at a provider, in the place of what was decided before about the same pair or learner. Whether that
/// changed anything.
///
/// # Errors
/// `NotFound` where the learner, or the account at this provider, does not exist.
pub fn record(
    w: &Writer<'_>,
    provider: ConnectionId,
    decision: Decision,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    known(w, provider, decision.learner, decision.user)?;
    if list_of(w, provider, decision.learner)?.contains(&decision) {
        return Ok(false);
    }
    remove(w, provider, decision.learner, decision.user)?;
    if decision.verdict == Verdict::Never {
        links::forget_past(w, provider, decision.learner, decision.user)?;
    }
    w.execute(
        "INSERT INTO decisions (provider, learner, user, verdict, actor, decided_at) VALUES (?, ?, ?, ?, ?, ?)",
        params![
            provider.0,
            decision.learner.0,
            decision.user.map(|id| id.0),
            decision.verdict.code(),
            actor,
            At(now)
        ],
    )?;
    let act = act(Action::Decided, provider, decision.learner, decision.user);
    audit::record(
        w,
        &Act {
            detail: Some(decision.verdict.code()),
            ..act
        },
        actor,
        now,
    )?;
    Ok(true)
}

/// Takes back what was decided about a pair, or about a learner with anybody. Whether there was something.
///
/// # Errors
/// `NotFound` where the learner, or the account at this provider, does not exist.
pub fn lift(
    w: &Writer<'_>,
    provider: ConnectionId,
    learner: LearnerId,
    user: Option<UserId>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    known(w, provider, learner, user)?;
    let lifted = remove(w, provider, learner, user)?;
    if lifted {
        audit::record(w, &act(Action::DecisionLifted, provider, learner, user), actor, now)?;
    }
    Ok(lifted)
}

/// What stands at a provider, in order of learner and account.
///
/// # Errors
/// Only the store's own.
pub fn list(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<Decision>, StoreError> {
    let sql = "SELECT learner, user, verdict FROM decisions WHERE provider = ? ORDER BY learner, user";
    r.all(sql, [provider.0], read)
}

/// What stands at a provider about one learner.
///
/// # Errors
/// Only the store's own.
pub fn list_of(r: &Reader<'_>, provider: ConnectionId, learner: LearnerId) -> Result<Vec<Decision>, StoreError> {
    let sql = "SELECT learner, user, verdict FROM decisions WHERE provider = ? AND learner = ? ORDER BY user";
    r.all(sql, params![provider.0, learner.0], read)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        learner: LearnerId(row.get(0)?),
        user: row.get::<_, Option<i64>>(1)?.map(UserId),
        verdict: row.get::<_, Coded<Verdict>>(2)?.0,
    })
}

fn remove(
    w: &Writer<'_>,
    provider: ConnectionId,
    learner: LearnerId,
    user: Option<UserId>,
) -> Result<bool, StoreError> {
    let sql = "DELETE FROM decisions WHERE provider = ? AND learner = ? AND user IS ?";
    Ok(w.execute(sql, params![provider.0, learner.0, user.map(|id| id.0)])? > 0)
}

fn act(action: Action, provider: ConnectionId, learner: LearnerId, user: Option<UserId>) -> Act<'static> {
    Act {
        connection: Some(provider),
        learner: Some(learner),
        user,
        ..Act::new(action)
    }
}

/// A decision about somebody who is not here would never be found again.
fn known(r: &Reader<'_>, provider: ConnectionId, learner: LearnerId, user: Option<UserId>) -> Result<(), StoreError> {
    if !r.any("SELECT 1 FROM learners WHERE id = ?", [learner.0])? {
        return Err(StoreError::not_found("learner"));
    }
    let sql = "SELECT 1 FROM users WHERE id = ? AND connection = ?";
    match user {
        Some(user) if !r.any(sql, params![user.0, provider.0])? => Err(StoreError::not_found("user")),
        _ => Ok(()),
    }
}
