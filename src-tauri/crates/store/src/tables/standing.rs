//! What stands between a learner and a provider, and how a decision that changed it is taken back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::linking::{Decision, Reason, Rule, Verdict};
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::{Reader, Writer};
use crate::tables::audit::{self, Act, Action};
use crate::tables::decisions;

/// A link as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Link {
    rule: Rule,
    held: Option<Reason>,
    since: DateTime<Utc>,
}

/// A link that ended because its account is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Past {
    rule: Rule,
    since: DateTime<Utc>,
    ended_at: DateTime<Utc>,
}

/// A learner and an account.
type Pair = (LearnerId, UserId);

/// All that a decision about a learner, or about a learner and an account, can change. That is every link of the provider:
/// a key that one learner is kept from is no longer shared, and links somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    decisions: BTreeMap<Option<UserId>, Verdict>,
    links: BTreeMap<Pair, Link>,
    past: BTreeMap<Pair, Past>,
}

/// How what stands at a provider differs from what stood before a decision: enough to go back to it, and no more, so that
/// what was decided about others meanwhile is left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// Of each pair concerned, what stood before and what has stood since.
    decisions: Vec<(Option<UserId>, Option<Verdict>, Option<Verdict>)>,
    /// Of each link concerned, how it stood before.
    links: Vec<(Pair, Option<Link>)>,
    past: Vec<(Pair, Option<Past>)>,
}

/// What stands at a provider, as far as a decision about this learner can change it.
///
/// # Errors
/// Only the store's own.
pub fn of(r: &Reader<'_>, provider: ConnectionId, learner: LearnerId) -> Result<Standing, StoreError> {
    let decisions = decisions::list_of(r, provider, learner)?;
    let links = r.all(
        "SELECT learner, user, rule, held, since FROM links WHERE provider = ?",
        [provider.0],
        |row| {
            let link = Link {
                rule: row.get::<_, Coded<Rule>>(2)?.0,
                held: row.get::<_, Option<Coded<Reason>>>(3)?.map(|held| held.0),
                since: row.get::<_, At>(4)?.0,
            };
            Ok(((LearnerId(row.get(0)?), UserId(row.get(1)?)), link))
        },
    )?;
    let past = r.all(
        "SELECT learner, user, rule, since, ended_at FROM past_links WHERE provider = ?",
        [provider.0],
        |row| {
            let past = Past {
                rule: row.get::<_, Coded<Rule>>(2)?.0,
                since: row.get::<_, At>(3)?.0,
                ended_at: row.get::<_, At>(4)?.0,
            };
            Ok(((LearnerId(row.get(0)?), UserId(row.get(1)?)), past))
        },
    )?;
    Ok(Standing {
        decisions: decisions.into_iter().map(|one| (one.user, one.verdict)).collect(),
        links: links.into_iter().collect(),
        past: past.into_iter().collect(),
    })
}

impl Standing {
    /// The verdict on the pair, or on the learner with anybody.
    #[must_use]
    pub fn verdict(&self, user: Option<UserId>) -> Option<Verdict> {
        self.decisions.get(&user).copied()
    }

    /// How many links are in effect here and not there.
    #[must_use]
    pub fn in_effect_beyond(&self, there: &Self) -> u64 {
        let in_effect = |standing: &Self, pair: &Pair| standing.links.get(pair).is_some_and(|link| link.held.is_none());
        let changed = differing(&self.links, &there.links).into_iter();
        changed
            .filter(|pair| in_effect(self, pair) && !in_effect(there, pair))
            .count() as u64
    }

    /// How to come back here from there.
    #[must_use]
    pub fn reversal_from(&self, there: &Self) -> Reversal {
        let decisions = differing(&self.decisions, &there.decisions).into_iter();
        let links = differing(&self.links, &there.links).into_iter();
        let past = differing(&self.past, &there.past).into_iter();
        Reversal {
            decisions: decisions
                .map(|user| (user, self.verdict(user), there.verdict(user)))
                .collect(),
            links: links.map(|pair| (pair, self.links.get(&pair).copied())).collect(),
            past: past.map(|pair| (pair, self.past.get(&pair).copied())).collect(),
        }
    }
}

/// The keys whose value is not the same here and there, in order.
fn differing<K: Ord + Copy, V: PartialEq>(here: &BTreeMap<K, V>, there: &BTreeMap<K, V>) -> Vec<K> {
    let mine = here.iter().filter(|(key, value)| there.get(key) != Some(value));
    let theirs = there.keys().filter(|key| !here.contains_key(key));
    let mut keys: Vec<K> = mine.map(|(key, _)| *key).chain(theirs.copied()).collect();
    keys.sort_unstable();
    keys
}

impl Reversal {
    /// Lifts the one verdict that stands, whatever stood before it.
    #[must_use]
    pub fn lifting(user: Option<UserId>, stands: Verdict) -> Self {
        Self {
            decisions: vec![(user, None, Some(stands))],
            ..Self::default()
        }
    }

    /// Whether anything was decided that can be taken back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }

    /// Whether what was decided stands as it did then: nobody has decided otherwise since.
    #[must_use]
    pub fn fits(&self, standing: &Standing) -> bool {
        let mut decided = self.decisions.iter();
        decided.all(|(user, _, since)| standing.verdict(*user) == *since)
    }

    /// Goes back to what stood before. Matching has to follow: meanwhile the rules may say otherwise.
    ///
    /// # Errors
    /// `NotFound` where the learner, or the account at this provider, does not exist.
    pub fn carry_out(
        &self,
        w: &Writer<'_>,
        provider: ConnectionId,
        learner: LearnerId,
        actor: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        for (user, before, _) in &self.decisions {
            match before {
                Some(verdict) => {
                    let decision = Decision {
                        learner,
                        user: *user,
                        verdict: *verdict,
                    };
                    decisions::record(w, provider, decision, actor, now)?;
                }
                None => _ = decisions::lift(w, provider, learner, *user, actor, now)?,
            }
        }
        // A learner has one link at a time, so what is not to stand goes first.
        let (ends, stands): (Vec<_>, Vec<_>) = self.links.iter().copied().partition(|(_, link)| link.is_none());
        for (pair, link) in ends.into_iter().chain(stands) {
            put_link(w, provider, pair, link, actor, now)?;
        }
        for (pair, past) in &self.past {
            put_past(w, provider, *pair, *past)?;
        }
        Ok(())
    }
}

fn put_link(
    w: &Writer<'_>,
    provider: ConnectionId,
    (learner, user): Pair,
    link: Option<Link>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (written, action) = match link {
        Some(link) => {
            let sql = "INSERT INTO links (provider, learner, user, rule, held, since)
                 SELECT ?1, l.id, u.id, ?4, ?5, ?6 FROM learners l, users u WHERE l.id = ?2 AND u.id = ?3 AND u.connection = ?1
                 ON CONFLICT DO UPDATE SET rule = ?4, held = ?5, since = ?6";
            let held = link.held.map(Reason::code);
            let row = params![provider.0, learner.0, user.0, link.rule.code(), held, At(link.since)];
            let action = if link.held.is_some() {
                Action::Held
            } else {
                Action::Linked
            };
            (w.execute(sql, row)?, action)
        }
        None => {
            let sql = "DELETE FROM links WHERE learner = ? AND user = ?";
            (w.execute(sql, params![learner.0, user.0])?, Action::Unlinked)
        }
    };
    if written == 0 {
        return Ok(());
    }
    let act = Act {
        connection: Some(provider),
        learner: Some(learner),
        user: Some(user),
        detail: link.map(|link| link.held.map_or(link.rule.code(), Reason::code)),
        ..Act::new(action)
    };
    audit::record(w, &act, actor, now)
}

fn put_past(
    w: &Writer<'_>,
    provider: ConnectionId,
    (learner, user): Pair,
    past: Option<Past>,
) -> Result<(), StoreError> {
    match past {
        Some(past) => w.execute(
            "INSERT OR REPLACE INTO past_links (provider, learner, user, rule, since, ended_at)
             SELECT ?1, l.id, u.id, ?4, ?5, ?6 FROM learners l, users u WHERE l.id = ?2 AND u.id = ?3 AND u.connection = ?1",
            params![
                provider.0,
                learner.0,
                user.0,
                past.rule.code(),
                At(past.since),
                At(past.ended_at)
            ],
        )?,
        None => w.execute(
            "DELETE FROM past_links WHERE learner = ? AND user = ?",
            params![learner.0, user.0],
        )?,
    };
    Ok(())
}
