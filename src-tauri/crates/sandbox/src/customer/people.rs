//! Invented people, none of whom shares a key with another unless a case makes them.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};

use super::dice::Dice;
use super::names::{FAMILY, GIVEN};

/// Domains that are reserved for examples and tests, so that no address can ever be anybody's.
const DOMAINS: &[&str] = &[
    "example.org",
    "example.com",
    "example.net",
    "college.test",
    "training.test",
    "mail.test",
];
/// International domains: as a person writes them and in IDNA form, under the reserved `.example`.
const INTERNATIONAL: &[(&str, &str)] = &[
    ("müller.example", "xn--mller-kva.example"),
    ("straße.example", "xn--strae-oqa.example"),
    ("bücher.example", "xn--bcher-kva.example"),
];
const CODE_DIGITS: &[u8; 32] = b"bcdfghjkmnpqrstvwxyz023456789aeu";
const CODES: usize = 32 * 32 * 32 * 32;

/// Somebody, with keys of their own.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) given: String,
    pub(crate) family: String,
    /// Both names as typed in an address.
    typed: (&'static str, &'static str),
    pub(crate) born: NaiveDate,
    /// In no other person's address or username.
    pub(crate) code: String,
    pub(crate) email: String,
    serial: usize,
}

impl Person {
    /// The part of the address before the `@`.
    pub(crate) fn local(&self) -> &str {
        self.email.split_once('@').map_or("", |(local, _)| local)
    }

    pub(crate) fn nino(&self) -> String {
        let number = self.serial % 1_000_000;
        let second = char::from(b"ABCEGHJK"[(self.serial / 1_000_000) % 8]);
        let suffix = char::from(b"ABCD"[self.serial % 4]);
        format!("J{second}{number:06}{suffix}")
    }

    /// A ULN with a right check digit. Bodies that have none (their remainder is 0) are passed over.
    pub(crate) fn uln(&self) -> String {
        let first = 100_000_000 + 10 * self.serial as u64;
        (first..first + 10)
            .find_map(|body| check_digit(body).map(|digit| format!("{body}{digit}")))
            .unwrap_or_else(|| "9999999999".to_owned())
    }
}

/// The tenth digit, so that the weighted sum (10 … 1) leaves 10 when divided by 11.
fn check_digit(body: u64) -> Option<u64> {
    let text = body.to_string();
    let sum: u64 = text
        .bytes()
        .zip((2..=10).rev())
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    let digit = (10 + 11 - sum % 11) % 11;
    (digit < 10).then_some(digit)
}

/// Makes people. Uniqueness comes from a serial number, spread so that two neighbours do not look alike.
pub(crate) struct People {
    today: NaiveDate,
    serial: usize,
    offset: usize,
    seen: HashSet<(&'static str, &'static str, NaiveDate)>,
}

impl People {
    pub(crate) fn new(today: NaiveDate, dice: &mut Dice) -> Self {
        Self {
            today,
            serial: 0,
            offset: dice.below(CODES),
            seen: HashSet::new(),
        }
    }

    /// Somebody whose names and date of birth nobody else has together.
    pub(crate) fn somebody(&mut self, dice: &mut Dice) -> Person {
        loop {
            let (given, family) = (dice.pick(GIVEN), dice.pick(FAMILY));
            let born = self.birth_date(dice);
            if self.seen.insert((given.1, family.1, born)) {
                return self.person(dice, *given, *family, born);
            }
        }
    }

    /// Somebody with other given names, another family name and another date of birth than another person.
    pub(crate) fn stranger_to(&mut self, dice: &mut Dice, other: &Person) -> Person {
        loop {
            let person = self.somebody(dice);
            let (given, family) = (person.typed.0 != other.typed.0, person.typed.1 != other.typed.1);
            if given && family && person.born != other.born {
                return person;
            }
        }
    }

    /// Somebody of the same family name, with other given names and another date of birth.
    pub(crate) fn relative_of(&mut self, dice: &mut Dice, other: &Person) -> Person {
        let mut person = self.stranger_to(dice, other);
        person.family.clone_from(&other.family);
        person
    }

    fn person(
        &mut self,
        dice: &mut Dice,
        given: (&'static str, &'static str),
        family: (&'static str, &'static str),
        born: NaiveDate,
    ) -> Person {
        self.serial += 1;
        let code = self.code();
        let typed = (given.1, family.1);
        let local = match dice.below(3) {
            0 => format!("{}.{}.{code}", typed.0, typed.1),
            1 => format!("{}{code}", typed.1),
            _ => format!("{code}.{}", typed.0),
        };
        Person {
            given: given.0.to_owned(),
            family: family.0.to_owned(),
            typed,
            born,
            email: format!("{local}@{}", dice.pick(DOMAINS)),
            code,
            serial: self.serial,
        }
    }

    /// Four characters that no other person has: multiplying by an odd number permutes the codes.
    fn code(&self) -> String {
        let mut spread = (self.serial.wrapping_mul(414_677) + self.offset) % CODES;
        (0..4)
            .map(|_| {
                let digit = CODE_DIGITS[spread % 32];
                spread /= 32;
                char::from(digit)
            })
            .collect()
    }

    fn birth_date(&self, dice: &mut Dice) -> NaiveDate {
        let days = dice.between(16 * 366, 60 * 365);
        self.today
            .checked_sub_days(Days::new(days.unsigned_abs()))
            .unwrap_or(self.today)
    }
}

/// An international domain, as written and in IDNA form.
pub(crate) fn international(dice: &mut Dice) -> (&'static str, &'static str) {
    *dice.pick(INTERNATIONAL)
}

/// Another plain domain than the one that an address has.
pub(crate) fn other_domain(email: &str) -> &'static str {
    let taken = email.split_once('@').map_or("", |(_, domain)| domain);
    DOMAINS
        .iter()
        .find(|domain| **domain != taken)
        .copied()
        .unwrap_or("example.edu.test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_has_the_check_digit_that_we_compute() {
        assert_eq!(check_digit(927_630_868), Some(6), "9276308686 is valid");
    }

    #[test]
    fn nobody_shares_a_code_an_address_or_a_number() {
        let mut dice = Dice::new(5);
        let mut people = People::new(NaiveDate::default(), &mut dice);
        let mut keys = HashSet::new();
        for _ in 0..20_000 {
            let person = people.somebody(&mut dice);
            for key in [person.nino(), person.uln(), person.email.clone(), person.code.clone()] {
                assert!(keys.insert(key), "keys are unique by construction");
            }
        }
    }

    #[test]
    fn every_uln_has_ten_digits_and_a_right_sum() {
        let mut dice = Dice::new(9);
        let mut people = People::new(NaiveDate::default(), &mut dice);
        for _ in 0..500 {
            let uln = people.somebody(&mut dice).uln();
            let sum: u64 = uln
                .bytes()
                .zip((1..=10).rev())
                .map(|(d, w)| u64::from(d - b'0') * w)
                .sum();
            assert_eq!((uln.len(), sum % 11), (10, 10), "APIS section 5");
        }
    }
}
