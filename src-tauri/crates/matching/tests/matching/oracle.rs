//! The rules said again, as plainly as possible: everybody is compared with everybody, pair by pair, and nothing is
//! indexed. It shares no code with the crate that it judges.

#![expect(
    clippy::unwrap_used,
    reason = "the worlds of these tests hold whomever their links name"
)]

use std::collections::BTreeMap;

use domain::linking::{MatchLearner, MatchUser, Reason, Rule, Verdict};
use domain::nino::Reading;
use domain::records::LearnerKind;
use domain::{LearnerId, UserId};

use crate::build::World;

pub(crate) type Links = BTreeMap<LearnerId, (UserId, Rule, Option<Reason>)>;

/// What ought to come out.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) links: Links,
    pub(crate) learners: Vec<(LearnerId, Reason)>,
    pub(crate) users: Vec<(UserId, Reason)>,
}

pub(crate) fn answer(world: &World) -> Answer {
    let oracle = Oracle { world };
    let links = oracle.links();
    Answer {
        learners: oracle.learner_reasons(&links),
        users: oracle.user_reasons(&links),
        links,
    }
}

struct Oracle<'a> {
    world: &'a World,
}

const RULES: [Rule; 3] = [Rule::Username, Rule::Nino, Rule::Email];

fn whole(nino: &Reading) -> Option<&str> {
    match nino {
        Reading::Valid(nino) => Some(nino.expose()),
        _ => None,
    }
}

fn known_to_differ(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

impl<'a> Oracle<'a> {
    // People and their keys.

    fn key(&self, rule: Rule, l: &'a MatchLearner) -> Option<&'a str> {
        match rule {
            Rule::Username if self.world.policy.username => l.username.as_deref(),
            Rule::Nino if self.world.policy.nino => whole(&l.nino),
            Rule::Email if self.world.policy.email => l.email.as_deref(),
            _ => None,
        }
    }

    fn agrees(&self, rule: Rule, l: &MatchLearner, u: &MatchUser) -> bool {
        let (own, other) = match rule {
            Rule::Username if self.world.policy.username => (l.username.as_deref(), u.username.as_deref()),
            Rule::Nino if self.world.policy.nino => (whole(&l.nino), whole(&u.nino)),
            Rule::Email if self.world.policy.email => (l.email.as_deref(), u.email.as_deref()),
            _ => (None, None),
        };
        own.is_some() && own == other && l.in_scope && u.in_scope && !u.gone
    }

    fn said(&self, verdict: Verdict, l: LearnerId, u: Option<UserId>) -> bool {
        self.world
            .decisions
            .iter()
            .any(|d| d.verdict == verdict && d.learner == l && d.user == u)
    }

    fn never(&self, l: LearnerId, u: UserId) -> bool {
        self.said(Verdict::Never, l, None) || self.said(Verdict::Never, l, Some(u))
    }

    fn became(&self, applicant: &MatchLearner, l: &MatchLearner) -> bool {
        let named = |p: &MatchLearner| !p.given_name.is_empty() && !p.family_name.is_empty();
        let same_name = named(l) && l.given_name == applicant.given_name && l.family_name == applicant.family_name;
        let same_date = l.date_of_birth.is_some() && l.date_of_birth == applicant.date_of_birth;
        let key = |rule| self.key(rule, self.learner(l.id));
        let same_key = RULES
            .iter()
            .any(|&r| key(r).is_some() && key(r) == self.key(r, self.learner(applicant.id)));
        (applicant.kind, l.kind) == (LearnerKind::Applicant, LearnerKind::Learner)
            && applicant.centre == l.centre
            && [l, applicant]
                .iter()
                .all(|p| p.in_scope && !self.said(Verdict::Never, p.id, None))
            && same_key
            && (same_name || same_date)
    }

    fn gave_way(&self, l: &MatchLearner) -> bool {
        self.world.learners.iter().any(|other| self.became(l, other))
    }

    fn learner(&self, id: LearnerId) -> &'a MatchLearner {
        self.world.learners.iter().find(|l| l.id == id).unwrap()
    }

    fn user(&self, id: UserId) -> &'a MatchUser {
        self.world.users.iter().find(|u| u.id == id).unwrap()
    }

    /// The pair may be compared: nobody ruled it out, and no applicant who gave way is in it.
    fn open(&self, rule: Rule, l: &MatchLearner, u: &MatchUser) -> bool {
        self.agrees(rule, l, u) && !self.never(l.id, u.id) && !self.gave_way(l)
    }

    /// Somebody else on one side has the key as well.
    fn shared(&self, rule: Rule, l: &MatchLearner, u: &MatchUser) -> bool {
        let users = self.world.users.iter().filter(|o| self.open(rule, l, o)).count();
        let learners = self
            .world
            .learners
            .iter()
            .filter(|o| o.centre == l.centre && self.open(rule, o, u))
            .count();
        users > 1 || learners > 1
    }

    /// The key names the two to each other.
    fn names(&self, rule: Rule, l: &MatchLearner, u: &MatchUser) -> bool {
        let verified = rule != Rule::Email || l.email_verified;
        self.open(rule, l, u) && !self.shared(rule, l, u) && verified
    }

    fn by_username(&self, l: &MatchLearner) -> bool {
        self.world.policy.username && l.username.is_some()
    }

    /// Number and address of the learner, or of the account, name different people; or an agreeing address meets
    /// numbers that differ.
    fn disagree(&self, l: &MatchLearner, u: &MatchUser) -> bool {
        let other_users = |rule| self.world.users.iter().any(|o| o.id != u.id && self.names(rule, l, o));
        let colleagues = || {
            self.world
                .learners
                .iter()
                .filter(|o| o.id != l.id && o.centre == l.centre)
        };
        let other_learners = |rule| colleagues().any(|o| self.names(rule, o, u));
        let nino = self.names(Rule::Nino, l, u);
        let email = self.names(Rule::Email, l, u);
        (nino && (other_users(Rule::Email) || other_learners(Rule::Email)))
            || (email && (other_users(Rule::Nino) || other_learners(Rule::Nino)))
            || (email && whole(&l.nino).is_some() && whole(&u.nino).is_some() && whole(&l.nino) != whole(&u.nino))
    }

    /// The account that the learner's keys name, and the rule.
    fn named(&self, l: &MatchLearner) -> Option<(UserId, Rule)> {
        let rules: &[Rule] = if self.by_username(l) {
            &[Rule::Username]
        } else {
            &[Rule::Nino, Rule::Email]
        };
        let pairs = rules
            .iter()
            .flat_map(|&rule| self.world.users.iter().map(move |u| (u, rule)));
        let mut named = pairs.filter(|(u, rule)| self.names(*rule, l, u));
        let (u, rule) = named.next()?;
        (rule == Rule::Username || !self.disagree(l, u)).then_some((u.id, rule))
    }

    // Links.

    fn standing(&self, l: LearnerId) -> Option<(UserId, Rule, Option<Reason>)> {
        let link = self.world.links.iter().find(|link| link.learner == l)?;
        (!self.user(link.user).gone && !self.never(l, link.user)).then_some((link.user, link.rule, link.held))
    }

    fn decided(&self, l: LearnerId) -> Option<(UserId, Rule, Option<Reason>)> {
        let standing = self.standing(l);
        let mut by_hand: Vec<UserId> = self.world.users.iter().filter(|u| !u.gone).map(|u| u.id).collect();
        by_hand.retain(|&u| self.said(Verdict::Link, l, Some(u)) && !self.never(l, u));
        by_hand.sort_by_key(|&u| (standing.map(|s| s.0) != Some(u), u));
        let stood = standing.filter(|(u, rule, _)| *rule == Rule::Manual || self.said(Verdict::Accept, l, Some(*u)));
        let stood = stood.map(|(u, rule, _)| (u, rule, None));
        by_hand.first().map(|&u| (u, Rule::Manual, None)).or(stood)
    }

    /// Another learner of the centre, in scope, of whom `test` is true.
    fn rival(&self, l: LearnerId, test: impl Fn(&'a MatchLearner) -> bool) -> bool {
        let own = self.learner(l);
        let mut others = self
            .world
            .learners
            .iter()
            .filter(|o| o.in_scope && o.id != l && o.centre == own.centre);
        others.any(test)
    }

    /// The rules would link the two, were there no undecided link.
    fn claims(&self, l: &MatchLearner, u: UserId) -> bool {
        let Some((named, rule)) = self.named(l) else {
            return false;
        };
        let typed = |o: &MatchLearner| self.decided(o.id).is_none() && self.named(o) == Some((u, Rule::Username));
        named == u
            && self.decided(l.id).is_none()
            && !self.rival(l.id, |o| self.decided(o.id).is_some_and(|d| d.0 == u))
            && (rule == Rule::Username || !self.rival(l.id, typed))
    }

    /// A standing link that is more than a question, and that no decision displaces.
    fn kept(&self, l: &MatchLearner) -> Option<(UserId, Rule, Option<Reason>)> {
        let standing = self.standing(l.id).filter(|s| s.2 != Some(Reason::DetailsDisagree))?;
        let displaced = l.in_scope && self.rival(l.id, |o| self.decided(o.id).is_some_and(|d| d.0 == standing.0));
        (self.decided(l.id).is_none() && !displaced).then_some(standing)
    }

    fn old_link(&self, l: &MatchLearner) -> Option<(UserId, Rule, Option<Reason>)> {
        let (u, rule, held) = self.kept(l)?;
        if !l.in_scope || self.claims(l, u) {
            return Some((u, rule, held.filter(|_| !l.in_scope)));
        }
        let contested = self.rival(l.id, |o| self.kept(o).is_some_and(|k| k.0 == u));
        let heir = |o: &'a MatchLearner| self.claims(o, u) && self.kept(o).is_none() && self.became(l, o);
        if !contested && self.rival(l.id, heir) {
            return None;
        }
        let elsewhere = self.named(l).is_some_and(|(named, _)| named != u) || self.rival(l.id, |o| self.claims(o, u));
        Some((
            u,
            rule,
            if elsewhere || contested {
                Some(Reason::KeysDisagree)
            } else {
                held
            },
        ))
    }

    fn guard(&self, l: &MatchLearner, u: &MatchUser) -> bool {
        let given = known_to_differ(&l.given_name, &u.given_name);
        let family = known_to_differ(&l.family_name, &u.family_name);
        let dates = l.date_of_birth.zip(u.date_of_birth);
        dates.map_or(given && family, |(one, other)| one != other && given)
    }

    fn new_link(&self, l: &MatchLearner) -> Option<(UserId, Rule, Option<Reason>)> {
        let (u, rule) = self.named(l)?;
        let occupied = self.rival(l.id, |o| self.old_link(o).is_some_and(|old| old.0 == u));
        let asks = self.guard(l, self.user(u)) && !self.said(Verdict::Accept, l.id, Some(u));
        let question = self.standing(l.id).filter(|s| s.0 == u);
        let rule = question.map_or(rule, |s| s.1);
        (self.claims(l, u) && !occupied).then_some((u, rule, asks.then_some(Reason::DetailsDisagree)))
    }

    fn links(&self) -> Links {
        let link = |l: &MatchLearner| {
            self.decided(l.id)
                .or_else(|| self.old_link(l))
                .or_else(|| self.new_link(l))
        };
        self.world
            .learners
            .iter()
            .filter_map(|l| Some((l.id, link(self.learner(l.id))?)))
            .collect()
    }

    // Reasons.

    fn learner_reasons(&self, links: &Links) -> Vec<(LearnerId, Reason)> {
        let listed = |l: &&MatchLearner| l.in_scope && links.get(&l.id).is_none_or(|link| link.2.is_some());
        let mut rows: Vec<_> = self
            .world
            .learners
            .iter()
            .filter(listed)
            .map(|l| (l.id, self.learner_reason(links, l)))
            .collect();
        rows.sort();
        rows
    }

    fn user_reasons(&self, links: &Links) -> Vec<(UserId, Reason)> {
        let linked = |u: &MatchUser| links.values().any(|link| link.0 == u.id && link.2.is_none());
        let listed = |u: &&MatchUser| u.in_scope && !u.gone && !linked(u);
        let mut rows: Vec<_> = self
            .world
            .users
            .iter()
            .filter(listed)
            .map(|u| (u.id, self.user_reason(links, u)))
            .collect();
        rows.sort();
        rows
    }

    /// What one agreeing key of a pair in question says against the pair's link.
    fn against(&self, links: &Links, rule: Rule, l: &MatchLearner, u: &MatchUser) -> Reason {
        let held = |l: &LearnerId| links.get(l).is_some_and(|link| link.2 == Some(Reason::KeysDisagree));
        let holder = |o: &MatchLearner| held(&o.id) && links[&o.id].0 == u.id;
        if self.shared(rule, l, u) {
            return match rule {
                Rule::Username => Reason::UsernameShared,
                Rule::Nino => Reason::NinoShared,
                _ => Reason::EmailShared,
            };
        }
        if rule == Rule::Email && !l.email_verified {
            return Reason::EmailUnverified;
        }
        let disagree = rule != Rule::Username && self.disagree(l, u);
        if disagree || held(&l.id) || self.rival(l.id, holder) {
            Reason::KeysDisagree
        } else {
            Reason::NoCounterpart
        }
    }

    fn own(&self, nino: &Reading, email: Option<&str>) -> Reason {
        let policy = self.world.policy;
        if policy.nino && matches!(nino, Reading::Invalid | Reading::WithoutSuffix(_)) {
            Reason::NinoInvalid
        } else if (policy.nino && whole(nino).is_some()) || (policy.email && email.is_some()) {
            Reason::NoCounterpart
        } else if policy.email {
            Reason::EmailMissing
        } else if policy.nino {
            Reason::NinoMissing
        } else {
            Reason::NoCounterpart
        }
    }

    fn learner_reason(&self, links: &Links, l: &MatchLearner) -> Reason {
        if self.said(Verdict::Never, l.id, None) {
            return Reason::NeverMatch;
        }
        if let Some((_, _, Some(held))) = links.get(&l.id) {
            return *held;
        }
        if self.gave_way(l) {
            return Reason::NoCounterpart;
        }
        let typed = self.by_username(l);
        let rules: &[Rule] = if typed {
            &[Rule::Username]
        } else {
            &[Rule::Nino, Rule::Email]
        };
        let users = || {
            rules
                .iter()
                .flat_map(|&rule| self.world.users.iter().map(move |u| (rule, u)))
        };
        let open = users().filter(|(rule, u)| self.open(*rule, l, u));
        let against = open.map(|(rule, u)| self.against(links, rule, l, u)).min();
        let ruled_out = users().any(|(rule, u)| self.agrees(rule, l, u) && self.never(l.id, u.id));
        let own = self.own(&l.nino, l.email.as_deref());
        match against {
            Some(reason) if typed => reason,
            Some(reason) => reason.min(own),
            None if ruled_out => Reason::NeverMatch,
            None if typed => Reason::UsernameUnknown,
            None => own,
        }
    }

    fn user_reason(&self, links: &Links, u: &MatchUser) -> Reason {
        let in_effect = |l: &MatchLearner| links.get(&l.id).is_some_and(|link| link.2.is_none());
        let learners = || {
            RULES
                .iter()
                .flat_map(|&rule| self.world.learners.iter().map(move |l| (rule, l)))
        };
        let open: Vec<_> = learners().filter(|(rule, l)| self.open(*rule, l, u)).collect();
        let held = links
            .iter()
            .filter(|(l, link)| link.0 == u.id && self.learner(**l).in_scope);
        let held = held.filter_map(|(_, link)| link.2);
        let free = open
            .iter()
            .filter(|(_, l)| !in_effect(l))
            .map(|&(rule, l)| self.against_user(links, rule, l, u));
        let own = self.own(&u.nino, u.email.as_deref());
        let ruled_out = |l: &MatchLearner| self.never(l.id, u.id) && !self.gave_way(l);
        let ruled_out = learners().any(|(rule, l)| self.agrees(rule, l, u) && ruled_out(l));
        match held.chain(free).min() {
            Some(reason) => reason.min(own),
            None if ruled_out => Reason::NeverMatch,
            None if !open.is_empty() => Reason::NoCounterpart,
            None => own,
        }
    }

    /// The same, seen from the account: a learner whose username is recorded brings the reason that it gives.
    fn against_user(&self, links: &Links, rule: Rule, l: &MatchLearner, u: &MatchUser) -> Reason {
        if rule == Rule::Username || !self.by_username(l) || self.shared(rule, l, u) {
            return self.against(links, rule, l, u);
        }
        let accounts = || self.world.users.iter().filter(|o| self.agrees(Rule::Username, l, o));
        let against = accounts().filter(|o| self.open(Rule::Username, l, o));
        let against = against.map(|o| self.against(links, Rule::Username, l, o)).min();
        match against {
            Some(reason) => reason,
            None if accounts().count() > 0 => Reason::NoCounterpart,
            None => Reason::UsernameUnknown,
        }
    }
}
