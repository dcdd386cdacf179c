//! A page of one side of Unmatched.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::linking::Reason;
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::Reader;
use crate::views::learners_page::learners_by_name;
use crate::views::overview::ReasonCount;
use crate::views::search;
use crate::views::unmatched_page::accounts;
use crate::views::unmatched_page::candidates::{self, Suggested};

domain::coded! {
    /// One of the two sides that are matched.
    pub enum Side {
        /// Learners without a link in effect.
        Learners = "learners",
        /// Accounts without one.
        Users = "users",
    }
}

/// Which unmatched rows to list.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnmatchedAsk {
    /// The provider's connection.
    pub connection: ConnectionId,
    /// Learners or accounts.
    pub side: Side,
    /// Only those of this reason.
    pub reason: Option<Reason>,
    /// Words, each of which has to be in a name, the address, the username, the reference or the system's id.
    pub search: String,
    /// At most so many.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}

/// A person or an account without a link in effect, less the words that say what to do.
#[derive(Clone, Serialize, TS)]
pub struct UnmatchedPart {
    /// Their id here.
    pub id: i64,
    /// The system's id.
    pub external_id: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as entered.
    pub email: Option<String>,
    /// The centre's name, of a learner.
    pub centre: Option<String>,
    /// The name to sign in with, of an account.
    pub username: Option<String>,
    /// Why there is no link.
    pub reason: Reason,
    /// When a person decided that there is never to be one, where that is the reason.
    pub decided_at: Option<DateTime<Utc>>,
    /// Whom that decision names; it can be taken back.
    pub never: Option<Never>,
    /// Who may be right, best first. Suggestions are not stored: whoever shows this adds them.
    pub candidates: Vec<Suggested>,
}

/// Whom a person decided never to match: the pair, or the learner with anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Never {
    /// The learner.
    pub learner: LearnerId,
    /// The account, where the decision names one.
    pub user: Option<UserId>,
}

/// A page of one side, by family and given name.
#[derive(Clone)]
pub struct UnmatchedPageParts {
    /// How many there are on all pages: of the reason that was asked for.
    pub total: u64,
    /// How many the search finds, whatever the reason.
    pub all: u64,
    /// The same by reason, the most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// Those of this page.
    pub rows: Vec<UnmatchedPart>,
}

/// A page of one side of Unmatched, as matching last found it.
///
/// # Errors
/// Only the store's own.
pub fn unmatched_page(r: &Reader<'_>, ask: &UnmatchedAsk) -> Result<UnmatchedPageParts, StoreError> {
    let on = Statements::of(ask.side);
    let reasons = reasons(r, on, ask.connection)?;
    let mut found = Vec::new();
    let note = |id| found.extend(reasons.get(&id).map(|reason| (id, *reason)));
    let words = search::words(&ask.search);
    match ask.side {
        Side::Learners => learners_by_name(r, &words, note)?,
        Side::Users => accounts::by_name(r, ask.connection, &words, note)?,
    }
    let asked = |one: &&(i64, Reason)| ask.reason.is_none_or(|reason| reason == one.1);
    let page = found
        .iter()
        .filter(asked)
        .skip(ask.offset as usize)
        .take(ask.limit as usize);
    Ok(UnmatchedPageParts {
        total: found.iter().filter(asked).count() as u64,
        all: found.len() as u64,
        rows: page
            .map(|(id, reason)| part(r, on, ask.connection, *id, *reason))
            .collect::<Result<_, _>>()?,
        reasons: by_frequency(&found),
    })
}

fn by_frequency(found: &[(i64, Reason)]) -> Vec<ReasonCount> {
    let count = |reason| found.iter().filter(|one| one.1 == reason).count() as i64;
    let all = Reason::ALL.iter().map(|&reason| ReasonCount {
        reason,
        count: count(reason),
    });
    let mut counts: Vec<_> = all.filter(|one| one.count > 0).collect();
    counts.sort_by_key(|one| -one.count);
    counts
}

/// The statements on one side.
struct Statements {
    reasons: &'static str,
    row: &'static str,
    never: &'static str,
    candidates: fn(&Reader<'_>, ConnectionId, i64) -> Result<Vec<Suggested>, StoreError>,
}

impl Statements {
    const fn of(side: Side) -> &'static Self {
        match side {
            Side::Learners => &LEARNERS,
            Side::Users => &USERS,
        }
    }
}

static LEARNERS: Statements = Statements {
    reasons: "SELECT learner, reason FROM unmatched_learners WHERE provider = ?",
    row: "SELECT l.external_id, l.given_name, l.family_name, l.email, c.name, NULL
          FROM learners l JOIN centres c ON c.id = l.centre WHERE l.id = ?",
    never: "SELECT decided_at, learner, user FROM decisions WHERE provider = ? AND learner = ? AND verdict = 'never'
            ORDER BY user IS NOT NULL, decided_at DESC LIMIT 1",
    candidates: candidates::of_learner,
};

static USERS: Statements = Statements {
    reasons: "SELECT user, reason FROM unmatched_users WHERE provider = ?",
    row: "SELECT external_id, given_name, family_name, email, NULL, username FROM users WHERE id = ?",
    never: "SELECT decided_at, learner, user FROM decisions WHERE provider = ? AND user = ? AND verdict = 'never'
            ORDER BY decided_at DESC LIMIT 1",
    candidates: candidates::of_user,
};

fn reasons(r: &Reader<'_>, on: &Statements, provider: ConnectionId) -> Result<HashMap<i64, Reason>, StoreError> {
    let found = r.all(on.reasons, [provider.0], |row| {
        Ok((row.get(0)?, row.get::<_, Coded<Reason>>(1)?.0))
    })?;
    Ok(found.into_iter().collect())
}

fn part(
    r: &Reader<'_>,
    on: &Statements,
    provider: ConnectionId,
    id: i64,
    reason: Reason,
) -> Result<UnmatchedPart, StoreError> {
    let mut part = r.one(on.row, [id], |row| read(row, id, reason))?;
    if reason == Reason::NeverMatch {
        let decided = r.first(on.never, params![provider.0, id], |row| {
            let never = Never {
                learner: LearnerId(row.get(1)?),
                user: row.get::<_, Option<i64>>(2)?.map(UserId),
            };
            Ok((row.get::<_, At>(0)?.0, never))
        })?;
        (part.decided_at, part.never) = decided.unzip();
    }
    part.candidates = (on.candidates)(r, provider, id)?;
    Ok(part)
}

fn read(row: &Row<'_>, id: i64, reason: Reason) -> rusqlite::Result<UnmatchedPart> {
    Ok(UnmatchedPart {
        id,
        external_id: row.get(0)?,
        given_name: row.get(1)?,
        family_name: row.get(2)?,
        email: row.get(3)?,
        centre: row.get(4)?,
        username: row.get(5)?,
        reason,
        decided_at: None,
        never: None,
        candidates: Vec::new(),
    })
}
