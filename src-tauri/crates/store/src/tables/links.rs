//! Links: learners joined to accounts.

use chrono::{DateTime, Utc};
use domain::linking::{Reason, Rule, StandingLink};
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::{Reader, Writer};

/// The links at a provider as they stand, in order of learner and account.
///
/// # Errors
/// Only the store's own.
pub fn list(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<StandingLink>, StoreError> {
    let sql = "SELECT learner, user, rule, held FROM links WHERE provider = ? ORDER BY learner, user";
    r.all(sql, [provider.0], read)
}

/// The link of a pair, if there is one.
///
/// # Errors
/// Only the store's own.
pub fn of_pair(r: &Reader<'_>, learner: LearnerId, user: UserId) -> Result<Option<StandingLink>, StoreError> {
    let sql = "SELECT learner, user, rule, held FROM links WHERE learner = ? AND user = ?";
    r.first(sql, params![learner.0, user.0], read)
}

/// The accounts that a learner is linked to, with their connections; held links are left out.
///
/// # Errors
/// Only the store's own.
pub fn in_effect_of(r: &Reader<'_>, learner: LearnerId) -> Result<Vec<(ConnectionId, UserId)>, StoreError> {
    r.all(
        "SELECT provider, user FROM links WHERE learner = ? AND held IS NULL ORDER BY provider, user",
        [learner.0],
        |row| Ok((ConnectionId(row.get(0)?), UserId(row.get(1)?))),
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<StandingLink> {
    Ok(StandingLink {
        learner: LearnerId(row.get(0)?),
        user: UserId(row.get(1)?),
        rule: row.get::<_, Coded<Rule>>(2)?.0,
        held: row.get::<_, Option<Coded<Reason>>>(3)?.map(|held| held.0),
    })
}

/// Makes a link, unless one of the two is no longer here. Whether it did: a link that is already so is left alone.
pub(crate) fn make(
    w: &Writer<'_>,
    provider: ConnectionId,
    link: StandingLink,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let made = w.execute(
        "INSERT INTO links (provider, learner, user, rule, held, since)
         SELECT ?1, l.id, u.id, ?4, ?5, ?6 FROM learners l, users u WHERE l.id = ?2 AND u.id = ?3 AND u.connection = ?1
         ON CONFLICT DO UPDATE SET rule = ?4, held = ?5, since = ?6 WHERE (rule, held) IS NOT (?4, ?5)",
        params![
            provider.0,
            link.learner.0,
            link.user.0,
            link.rule.code(),
            link.held.map(Reason::code),
            At(now)
        ],
    )?;
    if made > 0 {
        // The account is back: its results go where it goes.
        w.execute("DELETE FROM past_links WHERE user = ?", [link.user.0])?;
    }
    Ok(made > 0)
}

/// Takes what ended because an account went off a learner's record: of one account, or of all at a provider.
pub(crate) fn forget_past(
    w: &Writer<'_>,
    provider: ConnectionId,
    learner: LearnerId,
    user: Option<UserId>,
) -> Result<(), StoreError> {
    w.execute(
        "DELETE FROM past_links WHERE provider = ?1 AND learner = ?2 AND (?3 IS NULL OR user = ?3)",
        params![provider.0, learner.0, user.map(|id| id.0)],
    )?;
    Ok(())
}

/// Holds a link, or lets it take effect. Whether that changed it.
pub(crate) fn hold(w: &Writer<'_>, learner: LearnerId, user: UserId, held: Option<Reason>) -> Result<bool, StoreError> {
    let changed = w.execute(
        "UPDATE links SET held = ?3 WHERE learner = ?1 AND user = ?2 AND held IS NOT ?3",
        params![learner.0, user.0, held.map(Reason::code)],
    )?;
    Ok(changed > 0)
}

/// Says by what rule a link is known from now on. Whether that changed it.
pub(crate) fn rerule(w: &Writer<'_>, learner: LearnerId, user: UserId, rule: Rule) -> Result<bool, StoreError> {
    let changed = w.execute(
        "UPDATE links SET rule = ?3 WHERE learner = ?1 AND user = ?2 AND rule <> ?3",
        params![learner.0, user.0, rule.code()],
    )?;
    Ok(changed > 0)
}

/// Ends a link. Whether there was one. One that was in effect and ends because its account is gone stays on record.
pub(crate) fn remove(w: &Writer<'_>, learner: LearnerId, user: UserId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    w.execute(
        "INSERT OR REPLACE INTO past_links (provider, learner, user, rule, since, ended_at)
         SELECT l.provider, l.learner, l.user, l.rule, l.since, ?3 FROM links l JOIN users u ON u.id = l.user
         WHERE l.learner = ?1 AND l.user = ?2 AND l.held IS NULL AND u.gone_at IS NOT NULL",
        params![learner.0, user.0, At(now)],
    )?;
    let sql = "DELETE FROM links WHERE learner = ? AND user = ?";
    Ok(w.execute(sql, params![learner.0, user.0])? > 0)
}
