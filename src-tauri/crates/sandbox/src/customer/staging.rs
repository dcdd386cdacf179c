//! Suitable people for what takes a person's hand: a decision, or a username recorded in the app.

use super::case::Case;
use super::generate::Customer;
use crate::truth::ExpectedLink;

/// Ids (and usernames) of records on which a test can stage what the two systems alone never produce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staging {
    /// A plain pair that links by e-mail: to unlink, or never to match (`never_match`; the account then says so too).
    pub linked: ExpectedLink,
    /// An unlinked learner and account of one person (same names and date of birth): record `username` on the learner
    /// and they link by it.
    pub by_username: Staged,
    /// A linked learner, and a second account of the same person, without address: record `username` on the learner,
    /// and the username alone decides; the first account becomes `no_counterpart` with the learner as candidate.
    pub linked_elsewhere: Staged,
    /// Two learners of one centre without a counterpart, and a free account: record `username` on both and all three
    /// say `username_shared`.
    pub shared_username: (String, Staged),
    /// A learner without a counterpart, and a username that nobody has: `username_unknown`.
    pub unknown_username: (String, String),
}

/// A learner, an account, and that account's username.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    /// Onefile's id.
    pub learner_external_id: String,
    /// bksb's id.
    pub user_external_id: String,
    /// The account's username.
    pub username: String,
}

impl Customer {
    /// Picks people to stage with; no two roles share a record. `None` for customers that lack a case (benchmarks, and
    /// small ones whose lonely learners are spread over the centres).
    #[must_use]
    pub fn staging(&self) -> Option<Staging> {
        let linked = self.pair(Case::Plain, 0)?;
        let (first, second, unknown) = self.three_lonely()?;
        let free = self.truth.scene(Case::AccountAlone)?.users.first()?;
        Some(Staging {
            linked: self
                .truth
                .links
                .iter()
                .find(|link| link.learner_external_id == linked.learner_external_id)?
                .clone(),
            by_username: self.pair(Case::OtherAddress, 0)?,
            linked_elsewhere: self.pair(Case::SecondAccountBlank, 1)?,
            shared_username: (first, self.staged(&second, free)?),
            unknown_username: (unknown, "nobody.has.this.username".to_owned()),
        })
    }

    fn pair(&self, case: Case, account: usize) -> Option<Staged> {
        let scene = self.truth.scene(case)?;
        self.staged(scene.learners.first()?, scene.users.get(account)?)
    }

    fn staged(&self, learner: &str, user: &str) -> Option<Staged> {
        Some(Staged {
            learner_external_id: learner.to_owned(),
            user_external_id: user.to_owned(),
            username: self.account(user)?.username.clone(),
        })
    }

    /// Three learners whom no account knows, the first two of one centre.
    fn three_lonely(&self) -> Option<(String, String, String)> {
        let lonely: Vec<&String> = self
            .truth
            .scenes_of(Case::LearnerAlone)
            .chain(self.truth.scenes_of(Case::UnverifiedAlone))
            .chain(self.truth.scenes_of(Case::InactiveAccount))
            .flat_map(|scene| &scene.learners)
            .collect();
        let centre = |id: &str| self.learner(id).map(|learner| learner.centre_id);
        let first = lonely.first()?;
        let second = lonely[1..].iter().find(|id| centre(id) == centre(first))?;
        let third = lonely[1..].iter().find(|id| *id != second)?;
        Some(((*first).clone(), (*second).clone(), (*third).clone()))
    }
}
