//! What people decided, by position.

use domain::linking::{Decision, Verdict};
use domain::{LearnerId, UserId};

use crate::hashing::{IdMap, IdSet};

/// Where each person stands in the question.
pub(crate) struct Positions {
    learners: IdMap<LearnerId, usize>,
    users: IdMap<UserId, usize>,
}

impl Positions {
    pub(crate) fn new(learners: impl Iterator<Item = LearnerId>, users: impl Iterator<Item = UserId>) -> Self {
        Self {
            learners: learners.enumerate().map(|(position, id)| (id, position)).collect(),
            users: users.enumerate().map(|(position, id)| (id, position)).collect(),
        }
    }

    pub(crate) fn learner(&self, id: LearnerId) -> Option<usize> {
        self.learners.get(&id).copied()
    }

    pub(crate) fn user(&self, id: UserId) -> Option<usize> {
        self.users.get(&id).copied()
    }
}

/// The decisions that concern people in the question. Where two contradict each other, not linking is the safe one.
pub(crate) struct Said {
    /// Learners who are never to be linked at all.
    pub(crate) shut: Vec<bool>,
    never: IdSet<(usize, usize)>,
    accepted: IdSet<(usize, usize)>,
    linked: IdMap<usize, Vec<usize>>,
}

impl Said {
    pub(crate) fn new(decisions: &[Decision], positions: &Positions, learners: usize) -> Self {
        let mut said = Self {
            shut: vec![false; learners],
            never: IdSet::default(),
            accepted: IdSet::default(),
            linked: IdMap::default(),
        };
        for decision in decisions {
            let Some(learner) = positions.learner(decision.learner) else {
                continue;
            };
            let user = decision.user.map(|id| positions.user(id));
            match (decision.verdict, user) {
                (Verdict::Never, None) => said.shut[learner] = true,
                (Verdict::Never, Some(Some(user))) => _ = said.never.insert((learner, user)),
                (Verdict::Link, Some(Some(user))) => said.linked.entry(learner).or_default().push(user),
                (Verdict::Accept, Some(Some(user))) => _ = said.accepted.insert((learner, user)),
                _ => {}
            }
        }
        said
    }

    /// A person said that the two are not to be linked.
    pub(crate) fn never(&self, learner: usize, user: usize) -> bool {
        self.shut[learner] || (!self.never.is_empty() && self.never.contains(&(learner, user)))
    }

    /// The accounts that a person linked the learner to; more than one only where decisions contradict each other.
    pub(crate) fn linked(&self, learner: usize) -> &[usize] {
        self.linked.get(&learner).map_or(&[], Vec::as_slice)
    }

    /// A person said yes to a held link of the two.
    pub(crate) fn accepted(&self, learner: usize, user: usize) -> bool {
        !self.accepted.is_empty() && self.accepted.contains(&(learner, user))
    }
}
