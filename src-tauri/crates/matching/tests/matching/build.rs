//! Invented people, and a place to ask about them.

use chrono::NaiveDate;
use domain::linking::{
    Candidate, CandidateKind, Decision, Evidence, LinkChange, MatchLearner, MatchUser, Plan, Policy, Question, Reason,
    Rule, StandingLink, Verdict,
};
use domain::nino::{Nino, Reading};
use domain::records::LearnerKind;
use domain::{CentreId, LearnerId, UserId};

/// A learner in centre 1 and in scope, of whom nothing is known.
pub(crate) fn learner(id: i64) -> MatchLearner {
    MatchLearner {
        id: LearnerId(id),
        centre: CentreId(1),
        kind: LearnerKind::Learner,
        in_scope: true,
        username: None,
        email: None,
        email_verified: true,
        nino: Reading::Missing,
        date_of_birth: None,
        given_name: String::new(),
        family_name: String::new(),
        uln: None,
        reference: None,
    }
}

/// An active account of which nothing is known.
pub(crate) fn user(id: i64) -> MatchUser {
    MatchUser {
        id: UserId(id),
        in_scope: true,
        gone: false,
        username: None,
        email: None,
        nino: Reading::Missing,
        date_of_birth: None,
        given_name: String::new(),
        family_name: String::new(),
        uln: None,
        reference: None,
    }
}

pub(crate) fn born(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 3, 4)
}

/// What both sides have in common, in the words of a test.
pub(crate) trait Person: Sized {
    fn email(self, email: &str) -> Self;
    fn nino(self, nino: &str) -> Self;
    fn username(self, username: &str) -> Self;
    fn named(self, given: &str, family: &str) -> Self;
    fn born(self, year: i32) -> Self;
    fn out_of_scope(self) -> Self;
}

macro_rules! person {
    ($type:ty) => {
        impl Person for $type {
            fn email(mut self, email: &str) -> Self {
                self.email = Some(email.to_owned());
                self
            }
            fn nino(mut self, nino: &str) -> Self {
                self.nino = Nino::read(nino);
                self
            }
            fn username(mut self, username: &str) -> Self {
                self.username = Some(username.to_owned());
                self
            }
            fn named(mut self, given: &str, family: &str) -> Self {
                given.clone_into(&mut self.given_name);
                family.clone_into(&mut self.family_name);
                self
            }
            fn born(mut self, year: i32) -> Self {
                self.date_of_birth = born(year);
                self
            }
            fn out_of_scope(mut self) -> Self {
                self.in_scope = false;
                self
            }
        }
    };
}
person!(MatchLearner);
person!(MatchUser);

/// What only a learner has.
pub(crate) trait Enrolled {
    fn centre(self, centre: i64) -> Self;
    fn unverified(self) -> Self;
    fn applicant(self) -> Self;
}

impl Enrolled for MatchLearner {
    fn centre(mut self, centre: i64) -> Self {
        self.centre = CentreId(centre);
        self
    }
    fn unverified(mut self) -> Self {
        self.email_verified = false;
        self
    }
    fn applicant(mut self) -> Self {
        self.kind = LearnerKind::Applicant;
        self
    }
}

/// All that matching is asked about, owned.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) learners: Vec<MatchLearner>,
    pub(crate) users: Vec<MatchUser>,
    pub(crate) links: Vec<StandingLink>,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) policy: Policy,
}

/// People at a provider that allows every rule.
pub(crate) fn world<const L: usize, const U: usize>(learners: [MatchLearner; L], users: [MatchUser; U]) -> World {
    World {
        learners: learners.into(),
        users: users.into(),
        links: Vec::new(),
        decisions: Vec::new(),
        policy: Policy {
            username: true,
            nino: true,
            email: true,
        },
    }
}

impl World {
    pub(crate) fn question(&self) -> Question<'_> {
        Question {
            learners: &self.learners,
            users: &self.users,
            links: &self.links,
            decisions: &self.decisions,
            policy: self.policy,
        }
    }

    pub(crate) fn plan(&self) -> Plan {
        matching::plan(&self.question())
    }

    pub(crate) fn policy(mut self, username: bool, nino: bool, email: bool) -> Self {
        self.policy = Policy { username, nino, email };
        self
    }

    pub(crate) fn link(mut self, learner: i64, user: i64, rule: Rule, held: Option<Reason>) -> Self {
        self.links.push(StandingLink {
            learner: LearnerId(learner),
            user: UserId(user),
            rule,
            held,
        });
        self
    }

    pub(crate) fn decide(mut self, verdict: Verdict, learner: i64, user: impl Into<Option<i64>>) -> Self {
        self.decisions.push(Decision {
            learner: LearnerId(learner),
            user: user.into().map(UserId),
            verdict,
        });
        self
    }

    /// Does what the plan says.
    pub(crate) fn apply(&mut self, plan: &Plan) {
        for change in &plan.changes {
            let same = |link: &StandingLink| link.learner == change.learner && link.user == change.user;
            match change.change {
                LinkChange::Make { rule, held } => self.links.push(StandingLink {
                    learner: change.learner,
                    user: change.user,
                    rule,
                    held,
                }),
                LinkChange::Remove => self.links.retain(|link| !same(link)),
                LinkChange::Hold { held } => self.links.iter_mut().filter(|l| same(l)).for_each(|l| l.held = held),
                LinkChange::Rerule { rule } => self.links.iter_mut().filter(|l| same(l)).for_each(|l| l.rule = rule),
            }
        }
        self.links.sort_by_key(|link| (link.learner, link.user));
    }

    /// Plans and applies, as a match run does.
    pub(crate) fn settled(mut self) -> Self {
        let plan = self.plan();
        self.apply(&plan);
        self
    }

    /// The links as they stand: learner, account, rule, hold.
    pub(crate) fn standing(&self) -> Vec<(i64, i64, Rule, Option<Reason>)> {
        let plain = |link: &StandingLink| (link.learner.0, link.user.0, link.rule, link.held);
        self.links.iter().map(plain).collect()
    }

    /// The links after planning and applying once.
    pub(crate) fn links(&self) -> Vec<(i64, i64, Rule, Option<Reason>)> {
        self.clone().settled().standing()
    }

    /// Why the learner is listed as unmatched; `None` where they are not listed.
    pub(crate) fn learner_reason(&self, id: i64) -> Option<Reason> {
        let rows = self.plan().learners;
        rows.iter().find(|row| row.id == LearnerId(id)).map(|row| row.reason)
    }

    /// Why the account is listed as unmatched; `None` where it is not listed.
    pub(crate) fn user_reason(&self, id: i64) -> Option<Reason> {
        let rows = self.plan().users;
        rows.iter().find(|row| row.id == UserId(id)).map(|row| row.reason)
    }

    /// The accounts beside a learner.
    pub(crate) fn accounts_for(&self, id: i64) -> Vec<(i64, CandidateKind, Vec<Evidence>)> {
        let rows = self.plan().learners;
        let row = rows.iter().find(|row| row.id == LearnerId(id));
        let plain = |one: &Candidate<UserId>| (one.id.0, one.kind, one.why.clone());
        row.map(|row| row.candidates.iter().map(plain).collect())
            .unwrap_or_default()
    }

    /// The learners beside an account.
    pub(crate) fn learners_for(&self, id: i64) -> Vec<(i64, CandidateKind, Vec<Evidence>)> {
        let rows = self.plan().users;
        let row = rows.iter().find(|row| row.id == UserId(id));
        let plain = |one: &Candidate<LearnerId>| (one.id.0, one.kind, one.why.clone());
        row.map(|row| row.candidates.iter().map(plain).collect())
            .unwrap_or_default()
    }
}
