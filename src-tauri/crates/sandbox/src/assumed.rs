//! The truth where Onefile does not say whether an address is verified, and the connection's setting decides.

use std::collections::BTreeSet;

use crate::customer::Case;
use crate::truth::{ExpectedCandidate, ExpectedLink, ExpectedUnmatched, Truth};

impl Truth {
    /// Every address counts as verified (`email_verified` = `trust`): what only lacked that is linked.
    #[must_use]
    pub fn if_trusted(&self) -> Self {
        let mut truth = self.clone();
        for scene in self
            .scenes_of(Case::Unverified)
            .chain(self.scenes_of(Case::UnverifiedElsewhere))
        {
            if let (Some(learner), Some(user)) = (scene.learners.last(), scene.users.first()) {
                truth.unmatched_learners.retain(|row| row.external_id != *learner);
                truth.unmatched_users.retain(|row| row.external_id != *user);
                truth.links.push(ExpectedLink {
                    learner_external_id: learner.clone(),
                    user_external_id: user.clone(),
                    rule: "email",
                    held: false,
                });
            }
        }
        truth.sort();
        truth
    }

    /// No address counts as verified (`email_verified` = `require`): nothing links, and every pair that would, held or
    /// not, says so. What is shared stays shared.
    #[must_use]
    pub fn if_unverified(&self) -> Self {
        let mut truth = self.clone();
        let users: BTreeSet<&String> = self.links.iter().map(|link| &link.user_external_id).collect();
        let learners: BTreeSet<&String> = self.links.iter().map(|link| &link.learner_external_id).collect();
        truth
            .unmatched_learners
            .retain(|row| !learners.contains(&row.external_id));
        truth.unmatched_users.retain(|row| !users.contains(&row.external_id));
        truth.unmatched_learners.extend(
            self.links
                .iter()
                .map(|link| unverified(&link.learner_external_id, [link.user_external_id.clone()])),
        );
        for user in users {
            let rows = &truth.unmatched_learners;
            let naming = rows
                .iter()
                .filter(|row| row.candidates.iter().any(|one| one.external_id == *user));
            let row = unverified(user, naming.map(|row| row.external_id.clone()));
            truth.unmatched_users.push(row);
        }
        truth.links.clear();
        truth.sort();
        truth
    }
}

fn unverified(id: &str, candidates: impl IntoIterator<Item = String>) -> ExpectedUnmatched {
    let kind = "ambiguous";
    let candidates = candidates
        .into_iter()
        .map(|external_id| ExpectedCandidate { external_id, kind })
        .collect();
    ExpectedUnmatched {
        external_id: id.to_owned(),
        reason: "email_unverified",
        candidates,
    }
}
