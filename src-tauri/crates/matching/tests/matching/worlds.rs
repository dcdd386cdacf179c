//! Random small worlds in which nearly everything collides.

use domain::linking::{Reason, Rule, Verdict};
use proptest::prelude::*;
use proptest::sample::select;

use crate::build::{Enrolled, Person, World, learner, user, world};

/// One person before they are built: indexes into the lists below, so that a failing case prints and shrinks well.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    centre: i64,
    applicant: bool,
    in_scope: bool,
    gone: bool,
    verified: bool,
    email: usize,
    nino: usize,
    username: usize,
    given: usize,
    family: usize,
    born: usize,
}

const EMAILS: [&str; 4] = ["", "a@x.example", "b@x.example", "c@x.example"];
const NINOS: [&str; 6] = ["", "AB123456C", "AB123457C", "CE123456A", "AB123456", "QQ123456C"];
const USERNAMES: [&str; 4] = ["", "amy", "ben", "cat"];
const NAMES: [&str; 3] = ["", "amy", "ben"];
const YEARS: [i32; 3] = [0, 2000, 2001];

fn sketch() -> impl Strategy<Value = Sketch> {
    let keys = (
        0..EMAILS.len(),
        0..NINOS.len(),
        prop_oneof![3 => Just(0), 2 => 1..USERNAMES.len()],
    );
    let details = (0..NAMES.len(), 0..NAMES.len(), 0..YEARS.len());
    let flags = (
        1..3_i64,
        prop::bool::weighted(0.25),
        prop::bool::weighted(0.85),
        prop::bool::weighted(0.05),
    );
    (keys, details, flags, prop::bool::weighted(0.7)).prop_map(|(keys, details, flags, verified)| Sketch {
        centre: flags.0,
        applicant: flags.1,
        in_scope: flags.2,
        gone: flags.3,
        verified,
        email: keys.0,
        nino: keys.1,
        username: keys.2,
        given: details.0,
        family: details.1,
        born: details.2,
    })
}

/// A whole case: people, links as they stand, decisions, policy.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    learners: Vec<Sketch>,
    users: Vec<Sketch>,
    links: Vec<(usize, usize, Rule, Option<Reason>)>,
    decisions: Vec<(usize, Option<usize>, Verdict)>,
    policy: (bool, bool, bool),
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let held = select(vec![
        None,
        None,
        Some(Reason::DetailsDisagree),
        Some(Reason::KeysDisagree),
    ]);
    let link = (0..8_usize, 0..8_usize, select(Rule::ALL), held);
    let decision = (
        0..8_usize,
        prop::option::weighted(0.8, 0..8_usize),
        select(Verdict::ALL),
    );
    let policy = (
        prop::bool::weighted(0.8),
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.9),
    );
    (
        prop::collection::vec(sketch(), 1..7),
        prop::collection::vec(sketch(), 1..7),
        prop_oneof![2 => Just(Vec::new()), 3 => prop::collection::vec(link, 0..5)],
        prop_oneof![2 => Just(Vec::new()), 2 => prop::collection::vec(decision, 0..4)],
        policy,
    )
        .prop_map(|(learners, users, links, decisions, policy)| Case {
            learners,
            users,
            links,
            decisions,
            policy,
        })
}

fn dress<P: Person>(person: P, sketch: &Sketch) -> P {
    let mut person = person
        .named(NAMES[sketch.given], NAMES[sketch.family])
        .nino(NINOS[sketch.nino]);
    if sketch.email > 0 {
        person = person.email(EMAILS[sketch.email]);
    }
    if sketch.username > 0 {
        person = person.username(USERNAMES[sketch.username]);
    }
    if sketch.born > 0 {
        person = person.born(YEARS[sketch.born]);
    }
    if sketch.in_scope { person } else { person.out_of_scope() }
}

impl Case {
    /// The people of the case, with ids that do not follow the order of the lists. A learner has one link at most, and
    /// about a pair there is one decision at most, as in the store.
    pub(crate) fn world(&self) -> World {
        let mut built = world([], []).policy(self.policy.0, self.policy.1, self.policy.2);
        for (number, sketch) in self.learners.iter().enumerate() {
            let mut person = dress(learner(100 - number as i64), sketch).centre(sketch.centre);
            person.email_verified = sketch.verified;
            built
                .learners
                .push(if sketch.applicant { person.applicant() } else { person });
        }
        for (number, sketch) in self.users.iter().enumerate() {
            let mut person = dress(user(900 - number as i64), sketch);
            person.gone = sketch.gone;
            built.users.push(person);
        }
        for (learner, user, rule, held) in &self.links {
            let learner = built.learners[learner % self.learners.len()].id;
            let user = built.users[user % self.users.len()].id;
            if built.links.iter().all(|link| link.learner != learner) {
                built = built.link(learner.0, user.0, *rule, *held);
            }
        }
        for (learner, user, verdict) in &self.decisions {
            let learner = built.learners[learner % self.learners.len()].id;
            let user = user.map(|user| built.users[user % self.users.len()].id);
            let known = built
                .decisions
                .iter()
                .any(|one| (one.learner, one.user) == (learner, user));
            let whole = user.is_none() && *verdict != Verdict::Never;
            if !known && !whole {
                built = built.decide(*verdict, learner.0, user.map(|user| user.0));
            }
        }
        built
    }
}
