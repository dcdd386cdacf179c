//! Who is shown beside a reason.

use domain::linking::{Candidate, CandidateKind, Evidence, Reason};
use domain::{LearnerId, UserId};

use super::Reasons;
use crate::keys::KeyKind;

/// More than a person can weigh: where a key is shared by more, the reason says enough.
const MOST: usize = 50;

impl Reasons<'_, '_> {
    /// The account of the learner's held link, and those that the keys which decide for the learner point at.
    pub(super) fn user_candidates(&self, learner: usize) -> Vec<Candidate<UserId>> {
        if self.world.said.shut[learner] {
            return Vec::new();
        }
        let person = &self.world.learners[learner];
        let kinds: &[KeyKind] = if self.world.username_decides(learner) {
            &[KeyKind::Username]
        } else {
            &[KeyKind::Nino, KeyKind::Email]
        };
        let mut found: Vec<(usize, Evidence)> = Vec::new();
        for &kind in kinds {
            let users = self.world.index(kind).users_of_learner(learner).iter();
            let live = users.filter(|&&user| !self.world.said.never(learner, user));
            found.extend(live.take(MOST).map(|&user| (user, kind.evidence(person))));
        }
        let held = self.settled.link_of[learner].map(|link| link.user);
        let mut candidates = gather(found, held.as_slice(), |user| {
            let mine = held == Some(user);
            let taken = !mine && self.settled.taken.contains_key(&(user, person.centre));
            (mine && self.held_by_keys(learner), taken)
        });
        finish(&mut candidates, |user| self.world.users[user].id)
    }

    /// The learners of the account's held links, and those who have one of its keys, in all centres.
    pub(super) fn learner_candidates(&self, user: usize) -> Vec<Candidate<LearnerId>> {
        let mut found: Vec<(usize, Evidence)> = Vec::new();
        for kind in KeyKind::ALL {
            let learners = self.world.index(kind).learners_of_user(user).iter();
            let live = learners.filter(|&&learner| !self.world.said.never(learner, user));
            found.extend(
                live.take(MOST)
                    .map(|&learner| (learner, kind.evidence(&self.world.learners[learner]))),
            );
        }
        let mut candidates = gather(found, &self.held[user], |learner| {
            let link = self.settled.link_of[learner];
            let mine = link.is_some_and(|link| link.user == user);
            (mine && self.held_by_keys(learner), link.is_some() && !mine)
        });
        finish(&mut candidates, |learner| self.world.learners[learner].id)
    }

    fn held_by_keys(&self, learner: usize) -> bool {
        self.settled.link_of[learner].is_some_and(|link| link.held == Some(Reason::KeysDisagree))
    }
}

/// One candidate for each position found or held. `state` tells whether a position is the present link's other end, and
/// whether it is linked to somebody else.
fn gather(
    found: Vec<(usize, Evidence)>,
    held: &[usize],
    state: impl Fn(usize) -> (bool, bool),
) -> Vec<Candidate<usize>> {
    let mut candidates: Vec<Candidate<usize>> = Vec::new();
    let mut sorted = found;
    sorted.sort_unstable();
    let mut all: Vec<usize> = sorted.iter().map(|(id, _)| *id).chain(held.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    for id in all {
        let start = sorted.partition_point(|(other, _)| *other < id);
        let own = sorted[start..].iter().take_while(|(other, _)| *other == id);
        let mut why: Vec<Evidence> = own.map(|(_, evidence)| *evidence).collect();
        let (present, elsewhere) = state(id);
        why.extend(present.then_some(Evidence::PresentLink));
        why.extend(elsewhere.then_some(Evidence::LinkedElsewhere));
        let kind = if held.contains(&id) {
            CandidateKind::Held
        } else {
            CandidateKind::Ambiguous
        };
        candidates.push(Candidate { id, kind, why });
    }
    candidates
}

/// Best first: the held link's other end, then those who are free, then by what speaks for them.
fn finish<Id: Copy + Ord>(candidates: &mut [Candidate<usize>], id: impl Fn(usize) -> Id) -> Vec<Candidate<Id>> {
    let rank = |one: &Candidate<usize>| {
        let elsewhere = one.why.contains(&Evidence::LinkedElsewhere);
        (one.kind != CandidateKind::Held, elsewhere, one.why.clone(), id(one.id))
    };
    candidates.sort_by_cached_key(rank);
    let named = |one: &Candidate<usize>| Candidate {
        id: id(one.id),
        kind: one.kind,
        why: one.why.clone(),
    };
    candidates.iter().take(MOST).map(named).collect()
}
