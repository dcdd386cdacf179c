//! Who is unmatched, as a person looks at it: what matching stored, and suggestions computed once for each match run.

use std::collections::HashMap;
use std::sync::Arc;

use ::matching::{Asked, Suggestions, suggest};
use chrono::NaiveDate;
use domain::linking::{Candidate, CandidateKind, Policy, Reason, Unmatched};
use domain::run::Task;
use domain::{ConnectionId, Fault, LearnerId, RunId, UserId, uk_time};
use store::views::{self, LearnerCandidate, UserCandidate};
use store::{Reader, StoreError, runs};

use crate::engine::Engine;

/// How many suggestions a row shows: the right one is nearly always first, and a long list hides it.
const SUGGESTIONS: usize = 5;

/// An unmatched row, with whom it names already: they are not suggested again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<Own, Other> {
    /// Whose row it is.
    pub id: Own,
    /// The candidates that matching stored with it.
    pub candidates: Vec<Other>,
}

/// Accounts that may be a learner's, best first, for those learners for whom any was found.
pub type LearnerSuggestions = Vec<(LearnerId, Vec<Candidate<UserId>>)>;

/// Learners whose an account may be, likewise.
pub type UserSuggestions = Vec<(UserId, Vec<Candidate<LearnerId>>)>;

/// The suggestions for everybody who is unmatched at each provider. Looking for them reads all people, and a page after
/// page shows a few of them, so they are kept until matching runs again, which it does after any change of data.
pub(crate) type Suggested = tokio::sync::Mutex<HashMap<ConnectionId, (Moment, Arc<Suggestions>)>>;

/// What suggestions depend on: what matching last made of the data, and the day, which decides who is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    matched_by: Option<RunId>,
    today: NaiveDate,
}

impl Engine {
    /// Suggestions for some unmatched learners of a provider: those of one page.
    ///
    /// # Errors
    /// `NotFound` where there is no such connection.
    pub async fn learner_suggestions(
        &self,
        provider: ConnectionId,
        rows: Vec<Named<LearnerId, UserId>>,
    ) -> Result<LearnerSuggestions, Fault> {
        let found = self.suggested(provider).await?;
        Ok(pick(&found.learners, &rows))
    }

    /// Suggestions for some unmatched accounts of a provider: those of one page.
    ///
    /// # Errors
    /// `NotFound` where there is no such connection.
    pub async fn user_suggestions(
        &self,
        provider: ConnectionId,
        rows: Vec<Named<UserId, LearnerId>>,
    ) -> Result<UserSuggestions, Fault> {
        let found = self.suggested(provider).await?;
        Ok(pick(&found.users, &rows))
    }

    /// Who is unmatched at a provider and why, each with who may be right: whom keys name, then suggestions, best first.
    ///
    /// # Errors
    /// `NotFound` where there is no such connection.
    pub async fn unmatched(&self, provider: ConnectionId) -> Result<views::Unmatched, Fault> {
        let policy = self.policy(provider).await?;
        let today = uk_time::day(self.now());
        self.read(move |r| {
            let mut shown = views::unmatched(r, provider)?;
            let found = find(r, provider, policy, today, &shown)?;
            let (by_learner, by_user): (HashMap<_, _>, HashMap<_, _>) =
                (found.learners.into_iter().collect(), found.users.into_iter().collect());
            for row in &mut shown.learners {
                let more = by_learner.get(&row.id).into_iter().flatten();
                row.candidates.extend(more.map(UserCandidate::from));
            }
            for row in &mut shown.users {
                let more = by_user.get(&row.id).into_iter().flatten();
                row.candidates.extend(more.map(LearnerCandidate::from));
            }
            Ok(shown)
        })
        .await
    }

    async fn suggested(&self, provider: ConnectionId) -> Result<Arc<Suggestions>, Fault> {
        let policy = self.policy(provider).await?;
        let today = uk_time::day(self.now());
        // Held while they are looked for, so that two pages asked for at once do not both look.
        let mut kept = self.kept_suggestions().lock().await;
        let before = kept.get(&provider).cloned();
        let known = before.as_ref().map(|(moment, _)| *moment);
        let fresh = self
            .read(move |r| {
                let matched_by = runs::last_finished(r, provider, Task::Match)?.map(|run| run.id);
                let moment = Moment { matched_by, today };
                if known == Some(moment) {
                    return Ok(None);
                }
                let found = find(r, provider, policy, today, &views::unmatched(r, provider)?)?;
                Ok(Some((moment, Arc::new(found))))
            })
            .await?;
        match (fresh, before) {
            (Some((moment, found)), _) => {
                kept.insert(provider, (moment, found.clone()));
                Ok(found)
            }
            (None, before) => Ok(before.map(|(_, found)| found).unwrap_or_default()),
        }
    }
}

/// Looks for suggestions for everybody who is shown.
fn find(
    r: &Reader<'_>,
    provider: ConnectionId,
    policy: Policy,
    today: NaiveDate,
    shown: &views::Unmatched,
) -> Result<Suggestions, StoreError> {
    let input = store::matching::input(r, provider, today)?;
    let learners: Vec<_> = shown
        .learners
        .iter()
        .map(|row| {
            let named = row.candidates.iter().map(|one| (one.user_id, one.kind));
            asked(row.id, row.reason, named)
        })
        .collect();
    let users: Vec<_> = shown
        .users
        .iter()
        .map(|row| {
            let named = row.candidates.iter().map(|one| (one.learner_id, one.kind));
            asked(row.id, row.reason, named)
        })
        .collect();
    let asked = Asked {
        learners: &learners,
        users: &users,
        most: SUGGESTIONS,
    };
    Ok(suggest(&input.question(policy), &asked))
}

/// Those of some rows, in their order, without whom a row names already. `found` is in order of id.
fn pick<Own: Ord + Copy, Other: PartialEq + Clone>(
    found: &[(Own, Vec<Candidate<Other>>)],
    rows: &[Named<Own, Other>],
) -> Vec<(Own, Vec<Candidate<Other>>)> {
    let of_row = |row: &Named<Own, Other>| {
        let place = found.binary_search_by_key(&row.id, |(id, _)| *id).ok()?;
        let mut candidates = found[place].1.clone();
        candidates.retain(|one| !row.candidates.contains(&one.id));
        (!candidates.is_empty()).then_some((row.id, candidates))
    };
    rows.iter().filter_map(of_row).collect()
}

/// A row as suggesting is asked about it: whom it names already is not suggested again.
fn asked<Own, Other>(
    id: Own,
    reason: Reason,
    named: impl Iterator<Item = (Other, CandidateKind)>,
) -> Unmatched<Own, Other> {
    let candidates = named.map(|(id, kind)| Candidate {
        id,
        kind,
        why: Vec::new(),
    });
    Unmatched {
        id,
        reason,
        candidates: candidates.collect(),
    }
}
