//! Whom the keys name.

use domain::CentreId;

use crate::guard;
use crate::keys::KeyKind;
use crate::world::World;

/// What one key of one person says, seen from that person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Points {
    /// Nobody opposite has it, or there is none.
    Nobody,
    /// Only people opposite whom a person ruled out have it.
    RuledOut,
    /// Two people on one side have it: it is no key.
    Shared,
    /// At this person, and nobody else on either side has it.
    At(usize),
}

/// Whom all keys of a learner name together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Nobody.
    Nobody,
    /// Two different people, on this side or seen from the account.
    Disagree,
    /// This account, by its strongest key.
    At(usize, KeyKind),
}

impl World<'_> {
    /// What the learner's key of one kind says.
    pub(crate) fn learner_points(&self, kind: KeyKind, learner: usize) -> Points {
        let index = self.index(kind);
        let users = index.users_of_learner(learner);
        let mut live = users.iter().filter(|&&user| !self.said.never(learner, user));
        match (live.next(), live.next()) {
            (None, _) if users.is_empty() => Points::Nobody,
            (None, _) => Points::RuledOut,
            (Some(_), Some(_)) => Points::Shared,
            (Some(&user), None) => {
                let rivals = index.learners_of_learner(self.learners, learner);
                let rival = |&other: &usize| other != learner && !self.said.never(other, user);
                if rivals.iter().any(rival) {
                    Points::Shared
                } else {
                    Points::At(user)
                }
            }
        }
    }

    /// What the account's key of one kind says within one centre.
    pub(crate) fn user_points(&self, kind: KeyKind, user: usize, centre: CentreId) -> Points {
        let index = self.index(kind);
        let learners = index.learners_in(self.learners, user, centre);
        let mut live = learners.iter().filter(|&&learner| !self.said.never(learner, user));
        match (live.next(), live.next()) {
            (None, _) if learners.is_empty() => Points::Nobody,
            (None, _) => Points::RuledOut,
            (Some(_), Some(_)) => Points::Shared,
            (Some(&learner), None) => {
                let rival = |&other: &usize| other != user && !self.said.never(learner, other);
                if index.users_of_user(user).iter().any(rival) {
                    Points::Shared
                } else {
                    Points::At(learner)
                }
            }
        }
    }

    /// The account that the learner's keys name, whoever may be linked to it already.
    pub(crate) fn naming(&self, learner: usize) -> Naming {
        if !self.in_question(learner) {
            return Naming::Nobody;
        }
        let at = |kind| match self.learner_points(kind, learner) {
            Points::At(user) => Some(user),
            _ => None,
        };
        if self.username_decides(learner) {
            return at(KeyKind::Username).map_or(Naming::Nobody, |user| Naming::At(user, KeyKind::Username));
        }
        let by_nino = at(KeyKind::Nino);
        let by_email = at(KeyKind::Email).filter(|_| self.learners[learner].email_verified);
        match (by_nino, by_email) {
            (None, None) => Naming::Nobody,
            (Some(one), Some(other)) if one != other => Naming::Disagree,
            (Some(user), _) if self.names_two(user, learner) => Naming::Disagree,
            (Some(user), _) => Naming::At(user, KeyKind::Nino),
            (None, Some(user)) if self.names_two(user, learner) || self.ninos_differ(learner, user) => Naming::Disagree,
            (None, Some(user)) => Naming::At(user, KeyKind::Email),
        }
    }

    /// The account's number and its address name different learners of the learner's centre. An address that is not
    /// verified names nobody here.
    fn names_two(&self, user: usize, learner: usize) -> bool {
        let centre = self.learners[learner].centre;
        let by_nino = self.user_points(KeyKind::Nino, user, centre);
        let by_email = self.user_points(KeyKind::Email, user, centre);
        matches!((by_nino, by_email), (Points::At(one), Points::At(other))
            if one != other && self.learners[other].email_verified)
    }

    fn ninos_differ(&self, learner: usize, user: usize) -> bool {
        guard::ninos_differ(&self.learners[learner], &self.users[user])
    }
}
