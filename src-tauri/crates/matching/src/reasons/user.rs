//! Why an account is not linked.

use domain::linking::{Reason, Unmatched};
use domain::{LearnerId, UserId};

use super::{Reasons, of_own_keys};
use crate::keys::KeyKind;
use crate::rules::Points;

/// What was seen of the learners who have an account's keys, in all centres.
#[derive(Default)]
struct Seen {
    /// The strongest reason that keeps the account from a learner who has no link in effect.
    open: Option<Reason>,
    /// Some learner with its key is linked to another account.
    linked_elsewhere: bool,
    /// Some learner with its key is not to be linked to it: a person said so.
    ruled_out: bool,
}

impl Seen {
    fn add(&mut self, reason: Reason) {
        self.open = Some(self.open.map_or(reason, |open| open.min(reason)));
    }
}

impl Reasons<'_, '_> {
    pub(super) fn user_row(&self, user: usize) -> Unmatched<UserId, LearnerId> {
        Unmatched {
            id: self.world.users[user].id,
            reason: self.user_reason(user),
            candidates: self.learner_candidates(user),
        }
    }

    fn user_reason(&self, user: usize) -> Reason {
        let mut seen = Seen::default();
        for &learner in &self.held[user] {
            if let Some(held) = self.settled.link_of[learner].and_then(|link| link.held) {
                seen.add(held);
            }
        }
        for kind in KeyKind::ALL {
            self.look(kind, user, &mut seen);
        }
        let account = &self.world.users[user];
        let own = of_own_keys(self.world.policy, &account.nino, account.email.as_deref());
        match seen {
            Seen { open: Some(open), .. } => open.min(own),
            Seen { ruled_out: true, .. } => Reason::NeverMatch,
            Seen {
                linked_elsewhere: true, ..
            } => Reason::NoCounterpart,
            _ => own,
        }
    }

    /// Looks at the learners with one key, centre by centre.
    fn look(&self, kind: KeyKind, user: usize, seen: &mut Seen) {
        let index = self.world.index(kind);
        let people = self.world.learners;
        seen.ruled_out |= !index.shut_of_user(user).is_empty();
        let same_centre = |one: &usize, other: &usize| people[*one].centre == people[*other].centre;
        for learners in index.learners_of_user(user).chunk_by(same_centre) {
            let (ruled_out, live): (Vec<usize>, Vec<usize>) = learners
                .iter()
                .partition(|&&learner| self.world.said.never(learner, user));
            seen.ruled_out |= !ruled_out.is_empty();
            if live.iter().all(|&learner| self.in_effect(learner)) {
                seen.linked_elsewhere |= !live.is_empty();
                continue;
            }
            match self.world.user_points(kind, user, people[live[0]].centre) {
                Points::At(learner) => seen.add(self.pair_reason(kind, learner, user)),
                _ => seen.add(kind.shared()),
            }
        }
    }

    /// What stands between the account and the only learner of a centre who has its key.
    fn pair_reason(&self, kind: KeyKind, learner: usize, user: usize) -> Reason {
        if kind != KeyKind::Username && self.world.username_decides(learner) {
            return match self.username_reason(learner) {
                // That another account was ruled out for the learner says nothing of this one.
                Reason::NeverMatch => Reason::NoCounterpart,
                reason => reason,
            };
        }
        if kind == KeyKind::Email && !self.world.learners[learner].email_verified {
            return Reason::EmailUnverified;
        }
        self.waiting(learner, user)
    }
}
