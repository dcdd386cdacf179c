//! Which links there are in the end: decided ones, standing ones, and new ones, in this order of strength.

use domain::CentreId;
use domain::linking::{Reason, Rule, StandingLink};

use crate::applicants::gives_way_to;
use crate::guard::{self, Details};
use crate::hashing::{IdMap, IdSet};
use crate::keys::KeyKind;
use crate::rules::Naming;
use crate::world::World;

/// A learner's link, as it stands or is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) user: usize,
    pub(crate) rule: Rule,
    pub(crate) held: Option<Reason>,
}

/// An account within a centre: what two learners can contend for.
type Seat = (usize, CentreId);

/// Everybody's link in the end, and what the keys said.
pub(crate) struct Settled {
    /// The link of each learner.
    pub(crate) link_of: Vec<Option<Link>>,
    /// Whom each learner's keys name.
    pub(crate) naming: Vec<Naming>,
    /// Links of learners in scope by their seat; `true` where one is held because its keys disagree.
    pub(crate) taken: IdMap<Seat, bool>,
}

/// Finds everybody's link. The rules are followed as if no undecided link stood yet; what stands is then compared with that.
pub(crate) fn settle(world: &World<'_>, links: &[StandingLink]) -> Settled {
    let standing = standing(world, links);
    let naming: Vec<Naming> = (0..world.learners.len()).map(|learner| world.naming(learner)).collect();
    let mut settling = Settling {
        world,
        naming,
        decided_seats: IdSet::default(),
        claims: IdMap::default(),
        link_of: vec![None; world.learners.len()],
    };
    settling.decide(&standing);
    settling.claim();
    settling.keep(&standing);
    settling.make(&standing);
    settling.finish()
}

/// Each learner's links whose account still exists and that nobody forbade, in order of account.
fn standing(world: &World<'_>, links: &[StandingLink]) -> Vec<Vec<Link>> {
    let mut standing = vec![Vec::new(); world.learners.len()];
    for link in links {
        if let (Some(learner), Some(user)) = (world.positions.learner(link.learner), world.positions.user(link.user))
            && may_stand(world, learner, user)
        {
            standing[learner].push(Link {
                user,
                rule: link.rule,
                held: link.held,
            });
        }
    }
    for links in &mut standing {
        links.sort_unstable_by_key(|link| world.users[link.user].id);
    }
    standing
}

fn may_stand(world: &World<'_>, learner: usize, user: usize) -> bool {
    !world.users[user].gone && !world.said.never(learner, user)
}

struct Settling<'w, 'a> {
    world: &'w World<'a>,
    naming: Vec<Naming>,
    /// Accounts that a person gave to a learner in scope.
    decided_seats: IdSet<Seat>,
    /// Whom the rules would link: at most one learner a seat.
    claims: IdMap<Seat, usize>,
    link_of: Vec<Option<Link>>,
}

impl Settling<'_, '_> {
    fn seat(&self, learner: usize, user: usize) -> Seat {
        (user, self.world.learners[learner].centre)
    }

    fn in_scope(&self, learner: usize) -> bool {
        self.world.learners[learner].in_scope
    }

    /// What people decided comes first, and stands whatever else is true.
    fn decide(&mut self, standing: &[Vec<Link>]) {
        for (learner, links) in standing.iter().enumerate() {
            let Some(link) = self.decided(learner, links) else {
                continue;
            };
            self.link_of[learner] = Some(link);
            if self.in_scope(learner) {
                self.decided_seats.insert(self.seat(learner, link.user));
            }
        }
    }

    /// A link by hand, else an accepted one. Of two links by hand the one that stands already is kept.
    fn decided(&self, learner: usize, standing: &[Link]) -> Option<Link> {
        let stands = |user: usize| standing.iter().any(|link| link.user == user);
        let by_hand = self.world.said.linked(learner).iter().copied();
        let by_hand = by_hand
            .filter(|&user| may_stand(self.world, learner, user))
            .min_by_key(|&user| (!stands(user), self.world.users[user].id))
            .map(|user| (user, Rule::Manual));
        let stood_by_hand = || standing.iter().find(|link| link.rule == Rule::Manual);
        let accepted = || {
            standing
                .iter()
                .find(|link| self.world.said.accepted(learner, link.user))
        };
        let (user, rule) = by_hand.or_else(|| stood_by_hand().or_else(accepted).map(|link| (link.user, link.rule)))?;
        Some(Link { user, rule, held: None })
    }

    /// Follows the rules, strongest first, for everybody who is not decided: an address never takes an account from a
    /// learner with whom its username is recorded. Number and address cannot contend: that is `Naming::Disagree`.
    fn claim(&mut self) {
        for by_username in [true, false] {
            for &learner in &self.world.learners_in_scope {
                let Naming::At(user, kind) = self.naming[learner] else {
                    continue;
                };
                let seat = self.seat(learner, user);
                if (kind == KeyKind::Username) == by_username
                    && self.link_of[learner].is_none()
                    && !self.decided_seats.contains(&seat)
                {
                    self.claims.entry(seat).or_insert(learner);
                }
            }
        }
    }

    /// Standing links stay, held where their keys now name somebody else. One that waits for a person because details
    /// disagree has never been in effect: it is a question that stands only as long as the rules ask it.
    fn keep(&mut self, standing: &[Vec<Link>]) {
        let mut kept: Vec<(usize, Link)> = Vec::new();
        for (learner, links) in standing.iter().enumerate() {
            let stands = |link: &&Link| link.held != Some(Reason::DetailsDisagree);
            let best = links.iter().filter(stands).min_by_key(|link| link.held.is_some());
            let displaced =
                |link: &Link| self.in_scope(learner) && self.decided_seats.contains(&self.seat(learner, link.user));
            if let Some(link) = best.filter(|link| self.link_of[learner].is_none() && !displaced(link)) {
                kept.push((learner, *link));
            }
        }
        let mut sitting: IdMap<Seat, usize> = IdMap::default();
        for &(learner, link) in kept.iter().filter(|(learner, _)| self.in_scope(*learner)) {
            *sitting.entry(self.seat(learner, link.user)).or_default() += 1;
        }
        let keeps: IdSet<usize> = kept.iter().map(|(learner, _)| *learner).collect();
        for (learner, mut link) in kept {
            let alone = sitting
                .get(&self.seat(learner, link.user))
                .is_none_or(|&count| count == 1);
            if self.in_scope(learner) {
                if alone && self.gives_way(learner, link.user, &keeps) {
                    continue;
                }
                link.held = self.hold(learner, link, alone);
            }
            self.link_of[learner] = Some(link);
        }
    }

    /// The learner whom this applicant has become takes the account now.
    fn gives_way(&self, applicant: usize, user: usize, keeps: &IdSet<usize>) -> bool {
        let people = self.world.learners;
        self.world.gave_way[applicant]
            && self.claims.get(&self.seat(applicant, user)).is_some_and(|&learner| {
                !keeps.contains(&learner) && gives_way_to(self.world.policy, &people[applicant], &people[learner])
            })
    }

    /// Whether a standing link waits for a person. A hold ends when the keys name the link's account again.
    fn hold(&self, learner: usize, link: Link, alone: bool) -> Option<Reason> {
        let claim = self.claims.get(&self.seat(learner, link.user));
        if claim == Some(&learner) {
            return None;
        }
        let elsewhere = matches!(self.naming[learner], Naming::At(user, _) if user != link.user);
        if elsewhere || claim.is_some() || !alone {
            return Some(Reason::KeysDisagree);
        }
        link.held
    }

    /// Makes what the rules claim and nothing stands against.
    fn make(&mut self, standing: &[Vec<Link>]) {
        let world = self.world;
        let taken: IdSet<Seat> = world
            .learners_in_scope
            .iter()
            .filter_map(|&learner| self.link_of[learner].map(|link| self.seat(learner, link.user)))
            .collect();
        for &learner in &world.learners_in_scope {
            let Naming::At(user, kind) = self.naming[learner] else {
                continue;
            };
            let seat = self.seat(learner, user);
            if self.link_of[learner].is_none() && self.claims.get(&seat) == Some(&learner) && !taken.contains(&seat) {
                let asked = standing[learner].iter().find(|link| link.user == user);
                self.link_of[learner] = Some(Link {
                    user,
                    rule: asked.map_or(kind.rule(), |link| link.rule),
                    held: self.guard(learner, user),
                });
            }
        }
    }

    fn guard(&self, learner: usize, user: usize) -> Option<Reason> {
        let learner_details = Details::from(&self.world.learners[learner]);
        let user_details = Details::from(&self.world.users[user]);
        let waits = guard::disagree(learner_details, user_details) && !self.world.said.accepted(learner, user);
        waits.then_some(Reason::DetailsDisagree)
    }

    fn finish(self) -> Settled {
        let mut taken: IdMap<Seat, bool> = IdMap::default();
        for &learner in &self.world.learners_in_scope {
            if let Some(link) = self.link_of[learner] {
                *taken.entry(self.seat(learner, link.user)).or_default() |= link.held == Some(Reason::KeysDisagree);
            }
        }
        Settled {
            link_of: self.link_of,
            naming: self.naming,
            taken,
        }
    }
}
