//! Why somebody is not linked, in the same words on both sides.

mod candidates;
mod learner;
mod user;

use domain::linking::{Policy, Reason, Unmatched};
use domain::nino::Reading;
use domain::{LearnerId, UserId};

use crate::rules::Naming;
use crate::settle::Settled;
use crate::world::World;

/// Reads the reasons off the settled links.
pub(crate) struct Reasons<'w, 'a> {
    world: &'w World<'a>,
    settled: &'w Settled,
    /// Accounts with a link in effect, in whatever centre.
    linked: Vec<bool>,
    /// Held links of learners in scope, by account.
    held: Vec<Vec<usize>>,
}

impl<'w, 'a> Reasons<'w, 'a> {
    pub(crate) fn new(world: &'w World<'a>, settled: &'w Settled) -> Self {
        let mut linked = vec![false; world.users.len()];
        let mut held = vec![Vec::new(); world.users.len()];
        for (learner, link) in settled.link_of.iter().enumerate() {
            match link {
                Some(link) if link.held.is_none() => linked[link.user] = true,
                Some(link) if world.learners[learner].in_scope => held[link.user].push(learner),
                _ => {}
            }
        }
        Self {
            world,
            settled,
            linked,
            held,
        }
    }

    /// Learners in scope without a link in effect, in order of id.
    pub(crate) fn learners(&self) -> Vec<Unmatched<LearnerId, UserId>> {
        let unlinked = self
            .world
            .learners_in_scope
            .iter()
            .copied()
            .filter(|&learner| !self.in_effect(learner));
        let mut rows: Vec<_> = unlinked.map(|learner| self.learner_row(learner)).collect();
        rows.sort_unstable_by_key(|row| row.id);
        rows
    }

    /// Accounts in scope without a link in effect, in order of id.
    pub(crate) fn users(&self) -> Vec<Unmatched<UserId, LearnerId>> {
        let unlinked = self
            .world
            .users_in_scope
            .iter()
            .copied()
            .filter(|&user| !self.linked[user]);
        unlinked.map(|user| self.user_row(user)).collect()
    }

    fn in_effect(&self, learner: usize) -> bool {
        self.settled.link_of[learner].is_some_and(|link| link.held.is_none())
    }

    /// Why a pair is not linked although a key names it and nothing else: the keys disagree, a held link of one of the two
    /// waits because its keys do, or one of the two is spoken for.
    fn waiting(&self, learner: usize, user: usize) -> Reason {
        let seat = (user, self.world.learners[learner].centre);
        let keys_disagree = self.settled.naming[learner] == Naming::Disagree
            || self.settled.link_of[learner].is_some_and(|link| link.held == Some(Reason::KeysDisagree))
            || self.settled.taken.get(&seat) == Some(&true);
        if keys_disagree {
            Reason::KeysDisagree
        } else {
            Reason::NoCounterpart
        }
    }
}

/// The strongest reason that somebody's own keys give, whoever is opposite.
fn of_own_keys(policy: Policy, nino: &Reading, email: Option<&str>) -> Reason {
    let email = email.filter(|email| !email.is_empty());
    let invalid = matches!(nino, Reading::Invalid | Reading::WithoutSuffix(_));
    let usable = (policy.nino && matches!(nino, Reading::Valid(_))) || (policy.email && email.is_some());
    let missing = [
        (policy.nino && invalid, Reason::NinoInvalid),
        (usable, Reason::NoCounterpart),
        (policy.email && email.is_none(), Reason::EmailMissing),
        (policy.nino && *nino == Reading::Missing, Reason::NinoMissing),
    ];
    let first = missing.into_iter().find(|(holds, _)| *holds);
    first.map_or(Reason::NoCounterpart, |(_, reason)| reason)
}
