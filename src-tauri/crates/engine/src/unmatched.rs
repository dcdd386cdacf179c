//! Who is unmatched, as a person looks at it: what matching stored, and suggestions computed at that moment.

use std::collections::HashMap;

use ::matching::{Asked, Suggestions, suggest};
use domain::linking::{Candidate, CandidateKind, Reason, Unmatched};
use domain::{ConnectionId, Fault, LearnerId, UserId, uk_time};
use store::views::{self, LearnerCandidate, UserCandidate};

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
        let rows = rows.into_iter().map(Unmatched::from).collect();
        Ok(self.suggestions(provider, rows, Vec::new()).await?.learners)
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
        let rows = rows.into_iter().map(Unmatched::from).collect();
        Ok(self.suggestions(provider, Vec::new(), rows).await?.users)
    }

    async fn suggestions(
        &self,
        provider: ConnectionId,
        learners: Vec<Unmatched<LearnerId, UserId>>,
        users: Vec<Unmatched<UserId, LearnerId>>,
    ) -> Result<Suggestions, Fault> {
        let policy = self.policy(provider).await?;
        let today = uk_time::day(self.now());
        self.read(move |r| {
            let input = store::matching::input(r, provider, today)?;
            let asked = Asked {
                learners: &learners,
                users: &users,
                most: SUGGESTIONS,
            };
            Ok(suggest(&input.question(policy), &asked))
        })
        .await
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
            let input = store::matching::input(r, provider, today)?;
            let learners: Vec<_> = shown
                .learners
                .iter()
                .map(|row| {
                    asked(
                        row.id,
                        row.reason,
                        row.candidates.iter().map(|one| (one.user_id, one.kind)),
                    )
                })
                .collect();
            let users: Vec<_> = shown
                .users
                .iter()
                .map(|row| {
                    asked(
                        row.id,
                        row.reason,
                        row.candidates.iter().map(|one| (one.learner_id, one.kind)),
                    )
                })
                .collect();
            let found = suggest(
                &input.question(policy),
                &Asked {
                    learners: &learners,
                    users: &users,
                    most: SUGGESTIONS,
                },
            );
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
}

impl<Own, Other> From<Named<Own, Other>> for Unmatched<Own, Other> {
    fn from(row: Named<Own, Other>) -> Self {
        // Neither the reason nor the kinds matter to what is suggested.
        let named = row.candidates.into_iter().map(|id| (id, CandidateKind::Ambiguous));
        asked(row.id, Reason::NoCounterpart, named)
    }
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
