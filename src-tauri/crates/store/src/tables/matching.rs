//! What matching is asked, gathered from the tables, and what it answered, written to them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::linking::{
    Decision, LinkChange, MatchLearner, MatchUser, Plan, PlannedChange, Policy, Question, Reason, StandingLink,
};
use domain::nino::{Nino, Reading};
use domain::records::LearnerKind;
use domain::{CentreId, ConnectionId, LearnerId, Role, RunId, UserId};
use rusqlite::Row;

use crate::error::StoreError;
use crate::sql::{Coded, Day};
use crate::store::{Reader, Writer};
use crate::tables::audit::{self, Act, Action};
use crate::tables::{connections, decisions, learners, links, unmatched};

/// All that matching looks at for one provider.
pub struct MatchingInput {
    /// The learners of all record systems, in order of id.
    pub learners: Vec<MatchLearner>,
    /// The provider's users, in order of id.
    pub users: Vec<MatchUser>,
    /// Links as they stand.
    pub links: Vec<StandingLink>,
    /// What people decided.
    pub decisions: Vec<Decision>,
}

impl MatchingInput {
    /// The question that is put to matching.
    #[must_use]
    pub fn question(&self, policy: Policy) -> Question<'_> {
        Question {
            learners: &self.learners,
            users: &self.users,
            links: &self.links,
            decisions: &self.decisions,
            policy,
        }
    }
}

/// Gathers what matching looks at. `today` is the day in the UK.
///
/// # Errors
/// Only the store's own.
pub fn input(r: &Reader<'_>, provider: ConnectionId, today: NaiveDate) -> Result<MatchingInput, StoreError> {
    Ok(MatchingInput {
        learners: match_learners(r, today)?,
        users: match_users(r, provider)?,
        links: links::list(r, provider)?,
        decisions: decisions::list(r, provider)?,
    })
}

/// What a record system's settings say about its learners.
#[derive(Clone, Copy, Default)]
pub(crate) struct RecordRules {
    pub(crate) trusts_unstated_emails: bool,
    pub(crate) tail_days: Option<u32>,
}

pub(crate) fn record_rules(r: &Reader<'_>) -> Result<HashMap<i64, RecordRules>, StoreError> {
    let connections = connections::list(r)?.into_iter();
    let records = connections.filter(|connection| connection.role == Role::Records);
    Ok(records
        .map(|connection| {
            let rules = RecordRules {
                trusts_unstated_emails: connection.settings.trusts_unstated_emails(),
                tail_days: connection.settings.tail_days(),
            };
            (connection.id.0, rules)
        })
        .collect())
}

fn match_learners(r: &Reader<'_>, today: NaiveDate) -> Result<Vec<MatchLearner>, StoreError> {
    let rules = record_rules(r)?;
    let sql = format!(
        "SELECT l.id, l.centre, l.kind, l.username_key, l.email_key, l.email_verified, n.number, l.date_of_birth,
             l.given_folded, l.family_folded, l.uln_key, l.reference, l.connection, {}
         FROM learners l JOIN centres c ON c.id = l.centre JOIN connections k ON k.id = l.connection
             LEFT JOIN learner_ninos n ON n.learner = l.id
         ORDER BY l.id",
        learners::SCOPE_COLUMNS
    );
    r.all(&sql, [], |row| {
        let rules = rules.get(&row.get(12)?).copied().unwrap_or_default();
        Ok(MatchLearner {
            id: LearnerId(row.get(0)?),
            centre: CentreId(row.get(1)?),
            kind: row.get::<_, Coded<LearnerKind>>(2)?.0,
            in_scope: learners::in_scope(row, 13, today, rules.tail_days)?,
            username: row.get(3)?,
            email: row.get(4)?,
            email_verified: row.get::<_, Option<bool>>(5)?.unwrap_or(rules.trusts_unstated_emails),
            nino: number(row, 6)?,
            date_of_birth: row.get::<_, Option<Day>>(7)?.map(|day| day.0),
            given_name: row.get(8)?,
            family_name: row.get(9)?,
            uln: row.get(10)?,
            reference: row.get(11)?,
        })
    })
}

fn match_users(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<MatchUser>, StoreError> {
    let sql = "SELECT u.id, u.gone_at IS NOT NULL, u.active, u.staff, u.username_key, u.email_key, n.number,
                   u.date_of_birth, u.given_folded, u.family_folded, u.uln_key, u.reference
               FROM users u LEFT JOIN user_ninos n ON n.user = u.id
               WHERE u.connection = ? ORDER BY u.id";
    r.all(sql, [provider.0], |row| {
        let (gone, active, staff): (bool, bool, bool) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(MatchUser {
            id: UserId(row.get(0)?),
            in_scope: active && !staff && !gone,
            gone,
            username: row.get(4)?,
            email: row.get(5)?,
            nino: number(row, 6)?,
            date_of_birth: row.get::<_, Option<Day>>(7)?.map(|day| day.0),
            given_name: row.get(8)?,
            family_name: row.get(9)?,
            uln: row.get(10)?,
            reference: row.get(11)?,
        })
    })
}

fn number(row: &Row<'_>, index: usize) -> rusqlite::Result<Reading> {
    Ok(row
        .get_ref(index)?
        .as_str_or_null()?
        .map_or(Reading::Missing, Nino::read))
}

/// What applying a plan did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Links that took effect: new ones, and held ones that a person let through. Their results are to be fetched.
    pub made: Vec<(LearnerId, UserId)>,
    /// Links that ended.
    pub removed: Vec<(LearnerId, UserId)>,
    /// Links that wait for a person from now on.
    pub held: Vec<(LearnerId, UserId)>,
    /// Whether anything at all was written.
    pub anything: bool,
}

/// Who applies a plan.
#[derive(Clone, Copy)]
pub struct Applying<'a> {
    /// The run, where one does.
    pub run: Option<RunId>,
    /// The person's account on this machine, or what else acts.
    pub actor: &'a str,
    /// When.
    pub now: DateTime<Utc>,
}

/// Applies a plan: writes what differs from what is stored, and nothing where nothing does. A change about somebody who
/// is no longer here is left out.
///
/// # Errors
/// Only the store's own.
pub fn apply(
    w: &Writer<'_>,
    provider: ConnectionId,
    plan: &Plan,
    applying: Applying<'_>,
) -> Result<Applied, StoreError> {
    let mut applied = Applied::default();
    // What ends comes first: a learner whose link moves to another account has one at a time.
    let ends = |change: &&PlannedChange| change.change == LinkChange::Remove;
    let (first, then): (Vec<_>, Vec<_>) = plan.changes.iter().partition(ends);
    for change in first.into_iter().chain(then) {
        apply_one(w, provider, change, applying, &mut applied)?;
    }
    applied.anything |= unmatched::replace(w, &unmatched::LEARNERS, provider, &plan.learners)?;
    applied.anything |= unmatched::replace(w, &unmatched::USERS, provider, &plan.users)?;
    Ok(applied)
}

fn apply_one(
    w: &Writer<'_>,
    provider: ConnectionId,
    planned: &PlannedChange,
    applying: Applying<'_>,
    applied: &mut Applied,
) -> Result<(), StoreError> {
    let (learner, user) = (planned.learner, planned.user);
    let (written, action, detail) = match planned.change {
        LinkChange::Make { rule, held } => {
            let link = StandingLink {
                learner,
                user,
                rule,
                held,
            };
            let made = links::make(w, provider, link, applying.now)?;
            (made, taking_effect(held), Some(held.map_or(rule.code(), Reason::code)))
        }
        LinkChange::Hold { held } => (
            links::hold(w, learner, user, held)?,
            taking_effect(held),
            held.map(Reason::code),
        ),
        LinkChange::Rerule { rule } => {
            if links::rerule(w, learner, user, rule)? {
                applied.anything = true;
                record(w, provider, planned, Action::Linked, Some(rule.code()), applying)?;
            }
            return Ok(());
        }
        LinkChange::Remove => (links::remove(w, learner, user, applying.now)?, Action::Unlinked, None),
    };
    if !written {
        return Ok(());
    }
    applied.anything = true;
    match action {
        Action::Linked => applied.made.push((learner, user)),
        Action::Held => applied.held.push((learner, user)),
        _ => applied.removed.push((learner, user)),
    }
    record(w, provider, planned, action, detail, applying)
}

fn taking_effect(held: Option<Reason>) -> Action {
    if held.is_some() { Action::Held } else { Action::Linked }
}

fn record(
    w: &Writer<'_>,
    provider: ConnectionId,
    planned: &PlannedChange,
    action: Action,
    detail: Option<&str>,
    applying: Applying<'_>,
) -> Result<(), StoreError> {
    let act = Act {
        connection: Some(provider),
        learner: Some(planned.learner),
        user: Some(planned.user),
        run: applying.run,
        detail,
        ..Act::new(action)
    };
    audit::record(w, &act, applying.actor, applying.now)
}
