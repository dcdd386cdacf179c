//! What a right program must find, written down when each case was made. No matcher was run for it.
//!
//! Everything here holds ids and codes only, so it may be printed.

use std::collections::BTreeSet;

use crate::customer::Case;

/// Two records that belong together by the rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExpectedLink {
    /// Onefile's id of the learner.
    pub learner_external_id: String,
    /// bksb's id of the account.
    pub user_external_id: String,
    /// The code of the rule: `email`.
    pub rule: &'static str,
    /// The guard holds it for a person.
    pub held: bool,
}

/// Somebody opposite whom a key names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExpectedCandidate {
    /// Their id at the other system.
    pub external_id: String,
    /// `ambiguous` or `held`; those of kind `suggestion` are in [`Truth::suggestions`].
    pub kind: &'static str,
}

/// A row without a link in effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExpectedUnmatched {
    /// Its id at its own system.
    pub external_id: String,
    /// The code of the reason.
    pub reason: &'static str,
    /// Whom keys name, in order of id as text.
    pub candidates: Vec<ExpectedCandidate>,
}

/// Two unlinked rows that are one person, and look it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suggestion {
    /// Onefile's id of the learner.
    pub learner_external_id: String,
    /// bksb's id of the account.
    pub user_external_id: String,
}

/// One case as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Which case.
    pub case: Case,
    /// Onefile's ids of its learners, in the order in which the case names them; archived ones included.
    pub learners: Vec<String>,
    /// bksb's ids of its accounts, in the order in which the case names them; inactive ones included.
    pub users: Vec<String>,
}

/// The whole truth, where Onefile says whether an address is verified and nothing was decided or edited by a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// Every link, held ones included, in order.
    pub links: Vec<ExpectedLink>,
    /// Learners in scope without a link in effect, in order of id as text.
    pub unmatched_learners: Vec<ExpectedUnmatched>,
    /// Active accounts without a link in effect, in order of id as text.
    pub unmatched_users: Vec<ExpectedUnmatched>,
    /// The right person for rows that have one opposite whom no key names.
    pub suggestions: Vec<Suggestion>,
    /// Every case, in the order in which they were made.
    pub scenes: Vec<Scene>,
}

impl Truth {
    /// The links in effect: those that no guard holds.
    pub fn in_effect(&self) -> impl Iterator<Item = &ExpectedLink> {
        self.links.iter().filter(|link| !link.held)
    }

    /// The accounts that have at least one link in effect: those whose results are fetched.
    #[must_use]
    pub fn linked_users(&self) -> BTreeSet<&str> {
        self.in_effect().map(|link| link.user_external_id.as_str()).collect()
    }

    /// All scenes of a case.
    pub fn scenes_of(&self, case: Case) -> impl Iterator<Item = &Scene> {
        self.scenes.iter().filter(move |scene| scene.case == case)
    }

    /// The first scene of a case. Every case occurs in every customer of two centres or more.
    #[must_use]
    pub fn scene(&self, case: Case) -> Option<&Scene> {
        self.scenes_of(case).next()
    }

    /// Why a learner is unmatched, if so.
    #[must_use]
    pub fn learner(&self, external_id: &str) -> Option<&ExpectedUnmatched> {
        self.unmatched_learners
            .iter()
            .find(|row| row.external_id == external_id)
    }

    /// Why an account is unmatched, if so.
    #[must_use]
    pub fn user(&self, external_id: &str) -> Option<&ExpectedUnmatched> {
        self.unmatched_users.iter().find(|row| row.external_id == external_id)
    }

    pub(crate) fn sort(&mut self) {
        for row in self.unmatched_learners.iter_mut().chain(&mut self.unmatched_users) {
            row.candidates.sort();
        }
        self.links.sort();
        self.unmatched_learners.sort();
        self.unmatched_users.sort();
        self.suggestions.sort();
    }
}
