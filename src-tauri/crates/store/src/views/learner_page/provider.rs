//! A learner at one provider: the link, or why there is none, and the results.

use chrono::{DateTime, Utc};
use domain::linking::{Reason, Rule};
use domain::run::Task;
use domain::{Connection, ConnectionId, LearnerId, Role, UserId};
use rusqlite::{Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::Reader;
use crate::tables::{connections, runs, users};
use crate::views::learner_page::results::{self, LearnerResult};
use crate::views::unmatched_page::Never;

/// An account that a learner is, or was, linked to.
#[derive(Clone, Serialize, TS)]
pub struct LinkedAccount {
    /// Its id here.
    pub user_id: UserId,
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
}

/// A link as it stands.
#[derive(Clone, Serialize, TS)]
pub struct LearnerLink {
    /// The account.
    pub account: LinkedAccount,
    /// What made the link.
    pub rule: Rule,
    /// Since when it stands.
    pub since: DateTime<Utc>,
    /// Why it waits for a person; null while it is in effect.
    pub held: Option<Reason>,
}

/// A link that ended because its account is gone at the provider. Its results stay on record.
#[derive(Clone, Serialize, TS)]
pub struct PastLink {
    /// The account.
    pub account: LinkedAccount,
    /// What made the link.
    pub rule: Rule,
    /// Since when it was in effect.
    pub since: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// A learner at one provider.
#[derive(Clone, Serialize, TS)]
pub struct ProviderPart {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// The provider's kind.
    pub kind: String,
    /// Whether the connection is enabled.
    pub enabled: bool,
    /// The link; one in effect before one that is held.
    pub link: Option<LearnerLink>,
    /// Links whose account is gone.
    pub past: Vec<PastLink>,
    /// Why there is no link in effect, as matching last found.
    pub reason: Option<Reason>,
    /// When a person decided that there is never to be one, where that is the reason.
    pub decided_at: Option<DateTime<Utc>>,
    /// The decision behind `decided_at`, so that it can be taken back where it is shown.
    pub never: Option<Never>,
    /// How many accounts are in use there: with whom the learner is compared.
    pub accounts_compared: u64,
    /// When matching last ran to its end.
    pub compared_at: Option<DateTime<Utc>>,
    /// Results of linked accounts, past ones included, the latest first. Not those of a held link.
    pub results: Vec<LearnerResult>,
    /// When results of the linked account were last received: see `received_at` below.
    pub received_at: Option<DateTime<Utc>>,
    /// Whether they are compared here, and results fetched: the learner is in scope, the connection enabled, and the
    /// linked account, where there is one, in use.
    pub in_scope: bool,
}

/// A learner at every provider, in the order in which the providers were added.
pub(super) fn all(r: &Reader<'_>, learner: LearnerId, in_scope: bool) -> Result<Vec<ProviderPart>, StoreError> {
    let connections = connections::list(r)?.into_iter();
    let providers = connections.filter(|connection| connection.role == Role::Assessments);
    providers.map(|provider| at(r, learner, provider, in_scope)).collect()
}

fn at(
    r: &Reader<'_>,
    learner: LearnerId,
    provider: Connection,
    learner_in_scope: bool,
) -> Result<ProviderPart, StoreError> {
    let (link, in_use) = link(r, learner, provider.id)?.unzip();
    let reason = reason(r, learner, provider.id)?;
    let (decided_at, never) = match reason {
        Some(Reason::NeverMatch) => decision(r, learner, provider.id)?,
        _ => None,
    }
    .unzip();
    let results = results::list(r, learner, provider.id)?;
    let matched = runs::last_success(r, provider.id, Task::Match)?;
    Ok(ProviderPart {
        connection_id: provider.id,
        past: past(r, learner, provider.id)?,
        decided_at,
        never,
        reason,
        accounts_compared: users::in_scope_count(r, provider.id)?,
        compared_at: matched.and_then(|run| run.finished_at),
        received_at: received_at(r, provider.id, link.as_ref(), &results)?,
        results,
        in_scope: learner_in_scope && provider.enabled && in_use.unwrap_or(true),
        link,
        connection: provider.name,
        kind: provider.kind.0,
        enabled: provider.enabled,
    })
}

const ACCOUNT: &str = "u.id, u.external_id, u.username, u.given_name, u.family_name, u.email";

fn read_account(row: &Row<'_>) -> rusqlite::Result<LinkedAccount> {
    Ok(LinkedAccount {
        user_id: UserId(row.get(0)?),
        external_id: row.get(1)?,
        username: row.get(2)?,
        given_name: row.get(3)?,
        family_name: row.get(4)?,
        email: row.get(5)?,
    })
}

/// The link, and whether its account is in use.
fn link(r: &Reader<'_>, learner: LearnerId, provider: ConnectionId) -> Result<Option<(LearnerLink, bool)>, StoreError> {
    let sql = format!(
        "SELECT {ACCOUNT}, l.rule, l.since, l.held, u.active AND NOT u.staff AND u.gone_at IS NULL
         FROM links l JOIN users u ON u.id = l.user
         WHERE l.learner = ? AND l.provider = ? ORDER BY l.held IS NOT NULL, l.since, u.id LIMIT 1"
    );
    r.first(&sql, params![learner.0, provider.0], |row| {
        let link = LearnerLink {
            account: read_account(row)?,
            rule: row.get::<_, Coded<Rule>>(6)?.0,
            since: row.get::<_, At>(7)?.0,
            held: row.get::<_, Option<Coded<Reason>>>(8)?.map(|held| held.0),
        };
        Ok((link, row.get(9)?))
    })
}

fn past(r: &Reader<'_>, learner: LearnerId, provider: ConnectionId) -> Result<Vec<PastLink>, StoreError> {
    let sql = format!(
        "SELECT {ACCOUNT}, l.rule, l.since, l.ended_at FROM past_links l JOIN users u ON u.id = l.user
         WHERE l.learner = ? AND l.provider = ? ORDER BY l.ended_at DESC, u.id"
    );
    r.all(&sql, params![learner.0, provider.0], |row| {
        Ok(PastLink {
            account: read_account(row)?,
            rule: row.get::<_, Coded<Rule>>(6)?.0,
            since: row.get::<_, At>(7)?.0,
            ended_at: row.get::<_, At>(8)?.0,
        })
    })
}

fn reason(r: &Reader<'_>, learner: LearnerId, provider: ConnectionId) -> Result<Option<Reason>, StoreError> {
    let sql = "SELECT reason FROM unmatched_learners WHERE provider = ? AND learner = ?";
    let found = r.first(sql, params![provider.0, learner.0], |row| {
        row.get::<_, Coded<Reason>>(0)
    })?;
    Ok(found.map(|reason| reason.0))
}

/// A decision on the whole learner says more than one on a pair; of several pairs the last counts.
fn decision(
    r: &Reader<'_>,
    learner: LearnerId,
    provider: ConnectionId,
) -> Result<Option<(DateTime<Utc>, Never)>, StoreError> {
    let sql = "SELECT decided_at, user FROM decisions WHERE learner = ? AND provider = ? AND verdict = 'never'
               ORDER BY user IS NOT NULL, decided_at DESC LIMIT 1";
    r.first(sql, params![learner.0, provider.0], |row| {
        let user = row.get::<_, Option<i64>>(1)?.map(UserId);
        Ok((row.get::<_, At>(0)?.0, Never { learner, user }))
    })
}

/// No row says when an account was last asked, because what is as it was is not written. It was when the last run that
/// fetches everybody's results ended well, if the link was there by then, or when one of the results was last written.
fn received_at(
    r: &Reader<'_>,
    provider: ConnectionId,
    link: Option<&LearnerLink>,
    results: &[LearnerResult],
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let written = results.iter().map(|result| result.written_at).max();
    let Some(link) = link.filter(|link| link.held.is_none()) else {
        return Ok(written);
    };
    let fetched = runs::last_fetch_of_all(r, provider)?.filter(|run| run.started_at >= Some(link.since));
    Ok(written.max(fetched.and_then(|run| run.finished_at)))
}
