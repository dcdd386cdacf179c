//! Invented people, accounts and results: the same ones for the same number, every time.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::ports::UserResults;
use domain::records::{LearnerKind, LearnerRecord, ResultRecord, UserRecord, UserRef};
use domain::{Level, ResultKind, Subject};

const GIVEN: [&str; 24] = [
    "Abigail", "Aisha", "Ben", "Carys", "Chloë", "Ciarán", "Daniel", "Ella", "Farid", "Grace", "Hugo", "Isla", "Jakub",
    "Khadija", "Liam", "Mary Ann", "Niamh", "Owen", "Priya", "Rhys", "Søren", "Tomás", "Yusra", "Zofia",
];
const STEMS: [&str; 32] = [
    "Ash", "Bar", "Black", "Brad", "Cald", "Clay", "Crow", "Dal", "Dun", "East", "Fair", "Glen", "Hart", "Hather",
    "Holl", "Kes", "Lang", "Long", "Mar", "Mill", "Nor", "Oak", "Pem", "Raven", "Row", "Sel", "Stan", "Thorn", "Wake",
    "Wal", "West", "Wood",
];
const ENDINGS: [&str; 30] = [
    "acre", "bourne", "brook", "bury", "by", "croft", "dale", "don", "field", "ford", "gate", "grove", "ham", "hurst",
    "ington", "land", "ley", "low", "man", "more", "ridge", "sedge", "shaw", "stead", "ton", "wade", "well", "wick",
    "worth", "yard",
];
const SUBJECTS: [(Subject, &str); 4] = [
    (Subject::English, "English"),
    (Subject::Maths, "Mathematics"),
    (Subject::English, "English"),
    (Subject::Digital, "Digital"),
];

/// Numbers that look like chance and are the same every time (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice of their own for each thing that is made up.
    pub(crate) const fn of(what: u64, number: u64) -> Self {
        Self(what.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ number.wrapping_mul(0xA076_1D64_78BD_642F))
    }

    pub(crate) const fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub(crate) const fn percent(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    fn of_list<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len() as u64) as usize]
    }
}

fn plain(name: &str) -> String {
    domain::names::fold(name)
}

/// The learner of a number. Every tenth has no reference, one in fifty no address.
pub(crate) fn learner(number: u64) -> LearnerRecord {
    let mut dice = Dice::of(1, number);
    let given = dice.of_list(&GIVEN);
    let family = format!("{}{}", dice.of_list(&STEMS), dice.of_list(&ENDINGS));
    let address = format!(
        "{}.{}{number}@college{}.example",
        plain(given),
        plain(&family),
        number % 40
    );
    let born = NaiveDate::from_ymd_opt(1985, 1, 1).and_then(|first| {
        let days = TimeDelta::days(dice.roll(8_000) as i64);
        first.checked_add_signed(days)
    });
    LearnerRecord {
        external_id: (2_000_000 + number).to_string(),
        kind: dice.percent(3).then_some(LearnerKind::Applicant),
        given_name: given.to_owned(),
        family_name: family,
        email: (!dice.percent(2)).then_some(address),
        email_verified: Some(!dice.percent(5)),
        nino: Some(format!("AB{:06}C", number % 1_000_000)),
        uln: Some(format!("{:010}", 1_000_000_000 + number)),
        reference: (!number.is_multiple_of(10)).then(|| format!("MV-{}", 10_000 + number)),
        date_of_birth: born,
        archived: dice.percent(4),
        ..LearnerRecord::default()
    }
}

/// The account of the learner of a number at a provider.
pub(crate) fn user(provider: u64, number: u64) -> UserRecord {
    let own = learner(number);
    let name = format!("{}{number}", plain(&own.given_name));
    UserRecord {
        external_id: (provider * 10_000_000 + number).to_string(),
        username: Some(name),
        given_name: own.given_name,
        family_name: own.family_name,
        email: own.email,
        nino: own.nino,
        date_of_birth: own.date_of_birth,
        active: true,
        ..UserRecord::default()
    }
}

/// So many results of an account, over three years before `now`: the first of each subject is an initial assessment.
pub(crate) fn results(provider: u64, number: u64, count: u64, now: DateTime<Utc>) -> UserResults {
    let mut dice = Dice::of(10 + provider, number);
    // Some have had diagnostic assessments only.
    let first_kind = if dice.percent(8) {
        ResultKind::Diagnostic
    } else {
        ResultKind::Initial
    };
    let results = (0..count).map(|index| {
        let kind = if index < 2 { first_kind } else { ResultKind::Diagnostic };
        result(&mut dice, number * 100 + index, index, kind, now)
    });
    UserResults {
        user: UserRef {
            external_id: (provider * 10_000_000 + number).to_string(),
            username: None,
        },
        results: results.collect(),
        skipped: Vec::new(),
    }
}

fn result(dice: &mut Dice, id: u64, index: u64, kind: ResultKind, now: DateTime<Utc>) -> ResultRecord {
    let (subject, word) = SUBJECTS[(index % 4) as usize];
    let level = Level::ALL[(dice.roll(4) + index / 4).min(7) as usize];
    let days = TimeDelta::days(1_095 - (index * 90 + dice.roll(90)).min(1_095) as i64);
    let finished_at = now - days - TimeDelta::minutes(dice.roll(480) as i64);
    let unmapped = dice.roll(2_000) == 0;
    ResultRecord {
        external_id: id.to_string(),
        subject,
        subject_raw: Some(word.to_owned()),
        kind,
        kind_raw: None,
        title: Some(format!("{word} {}", kind.code())),
        level: (!unmapped).then_some(level),
        level_raw: Some(if unmapped {
            "Working towards".to_owned()
        } else {
            level.code().to_owned()
        }),
        score: None,
        possible: None,
        percent: Some(dice.roll(101) as f64),
        started_at: Some(finished_at - TimeDelta::minutes(40)),
        started_raw: None,
        finished_at: Some(finished_at),
        finished_raw: None,
        components: None,
    }
}
