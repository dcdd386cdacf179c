//! Why a learner is not linked.

use domain::linking::{Reason, Unmatched};
use domain::{LearnerId, UserId};

use super::{Reasons, of_own_keys};
use crate::keys::KeyKind;
use crate::rules::Points;

impl Reasons<'_, '_> {
    pub(super) fn learner_row(&self, learner: usize) -> Unmatched<LearnerId, UserId> {
        Unmatched {
            id: self.world.learners[learner].id,
            reason: self.learner_reason(learner),
            candidates: self.user_candidates(learner),
        }
    }

    fn learner_reason(&self, learner: usize) -> Reason {
        if self.world.said.shut[learner] {
            return Reason::NeverMatch;
        }
        if let Some(held) = self.settled.link_of[learner].and_then(|link| link.held) {
            return held;
        }
        if self.world.gave_way[learner] {
            return Reason::NoCounterpart;
        }
        if self.world.username_decides(learner) {
            return self.username_reason(learner);
        }
        let points = [KeyKind::Nino, KeyKind::Email].map(|kind| (kind, self.world.learner_points(kind, learner)));
        let opposite = points
            .into_iter()
            .filter_map(|(kind, points)| self.key_reason(learner, kind, points));
        let person = &self.world.learners[learner];
        let own = of_own_keys(self.world.policy, &person.nino, person.email.as_deref());
        match opposite.min() {
            Some(reason) => reason.min(own),
            None if points.iter().any(|(_, points)| *points == Points::RuledOut) => Reason::NeverMatch,
            None => own,
        }
    }

    /// Where a username is recorded, nothing else is looked at.
    pub(super) fn username_reason(&self, learner: usize) -> Reason {
        match self.world.learner_points(KeyKind::Username, learner) {
            Points::Nobody => Reason::UsernameUnknown,
            Points::RuledOut => Reason::NeverMatch,
            Points::Shared => Reason::UsernameShared,
            Points::At(user) => self.waiting(learner, user),
        }
    }

    /// What stands between the learner and whoever has the key; `None` where nobody opposite is left who has it.
    fn key_reason(&self, learner: usize, kind: KeyKind, points: Points) -> Option<Reason> {
        match points {
            Points::Nobody | Points::RuledOut => None,
            Points::Shared => Some(kind.shared()),
            Points::At(_) if kind == KeyKind::Email && !self.world.learners[learner].email_verified => {
                Some(Reason::EmailUnverified)
            }
            Points::At(user) => Some(self.waiting(learner, user)),
        }
    }
}
