//! How much processor time one plan takes for a large customer: 100,000 learners in eight centres and 100,000 accounts.
//!
//! `cargo run --release -p matching --example bench_matching` prints one line of JSON. Making the people up is not counted.
//! The processor's time is read from `/proc`, so this runs on Linux only.

use std::error::Error;
use std::hint::black_box;

use chrono::{Days, NaiveDate};
use domain::linking::{MatchLearner, MatchUser, Policy, Question};
use domain::nino::{Nino, Reading};
use domain::records::LearnerKind;
use domain::{CentreId, LearnerId, UserId};

const PEOPLE: u64 = 100_000;
const CENTRES: u64 = 8;
const GIVEN: [&str; 12] = [
    "amelia", "ben", "chloe", "daniel", "ella", "farid", "grace", "hugo", "isla", "jakub", "khadija", "liam",
];
const FAMILY: [&str; 10] = [
    "ahmed",
    "brown",
    "clarke",
    "davies",
    "evans",
    "fernandez",
    "green",
    "hughes",
    "iqbal",
    "jones",
];

/// Rolls the same every time (splitmix64), so that every run plans for the same people.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

fn nino(number: u64) -> Reading {
    Nino::read(&format!(
        "AB{:06}{}",
        number % 1_000_000,
        ["A", "B", "C", "D"][(number % 4) as usize]
    ))
}

fn learner(number: u64, dice: &mut Dice) -> MatchLearner {
    let given = GIVEN[dice.roll(12) as usize];
    let family = FAMILY[dice.roll(10) as usize];
    // Some have somebody else's address, or none.
    let address = if dice.percent(2) { dice.roll(PEOPLE) } else { number };
    let born =
        NaiveDate::from_ymd_opt(1980, 1, 1).and_then(|start| start.checked_add_days(Days::new(dice.roll(10_000))));
    MatchLearner {
        id: LearnerId(number as i64),
        centre: CentreId(dice.roll(CENTRES) as i64),
        kind: if dice.percent(3) {
            LearnerKind::Applicant
        } else {
            LearnerKind::Learner
        },
        in_scope: !dice.percent(3),
        username: dice.percent(2).then(|| format!("{given}{number}")),
        email: (!dice.percent(1)).then(|| format!("{given}.{family}{address}@college{}.example", address % 40)),
        email_verified: !dice.percent(6),
        nino: if dice.percent(70) {
            nino(number)
        } else {
            Reading::Missing
        },
        date_of_birth: born.filter(|_| !dice.percent(4)),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        uln: None,
        reference: Some(format!("L{number}")),
    }
}

/// Mostly the same person; some have another address, another name, no number, or nobody opposite.
fn user(number: u64, learner: &MatchLearner, dice: &mut Dice) -> MatchUser {
    let stranger = dice.percent(8);
    let email = if stranger {
        Some(format!("visitor{number}@elsewhere.example"))
    } else {
        learner.email.clone()
    };
    MatchUser {
        id: UserId(number as i64),
        in_scope: !dice.percent(3),
        gone: false,
        username: Some(format!("{}{number}", learner.given_name)),
        email: email.filter(|_| !dice.percent(5)),
        nino: if stranger || dice.percent(50) {
            Reading::Missing
        } else {
            learner.nino.clone()
        },
        date_of_birth: learner.date_of_birth.filter(|_| !dice.percent(30)),
        given_name: if dice.percent(2) {
            "nobody".to_owned()
        } else {
            learner.given_name.clone()
        },
        family_name: if dice.percent(2) {
            "noone".to_owned()
        } else {
            learner.family_name.clone()
        },
        uln: None,
        reference: None,
    }
}

/// Processor time of this process's only thread, in seconds (Linux: `Documentation/scheduler/sched-stats`).
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = text.split_whitespace().next().ok_or("an empty schedstat")?.parse()?;
    Ok(nanoseconds / 1e9)
}

#[expect(clippy::print_stdout, reason = "the line is what the benchmark is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(7);
    let learners: Vec<_> = (0..PEOPLE).map(|number| learner(number, &mut dice)).collect();
    let mut users: Vec<_> = learners
        .iter()
        .zip(0..)
        .map(|(own, number)| user(number, own, &mut dice))
        .collect();
    // Neither side is stored in the order of the other; each is read in the order of its own ids, as the store reads it.
    for place in (1..users.len()).rev() {
        users.swap(place, dice.roll(place as u64 + 1) as usize);
    }
    for (user, id) in users.iter_mut().zip(0..) {
        user.id = UserId(id);
    }
    let question = Question {
        learners: &learners,
        users: &users,
        links: &[],
        decisions: &[],
        policy: Policy {
            username: true,
            nino: true,
            email: true,
        },
    };
    let start = cpu_seconds()?;
    let plan = black_box(matching::plan(black_box(&question)));
    let spent = cpu_seconds()? - start;
    println!(
        "{{\"learners\":{},\"users\":{},\"links\":{},\"cpu_seconds\":{spent:.3}}}",
        learners.len(),
        users.len(),
        plan.in_effect
    );
    Ok(())
}
