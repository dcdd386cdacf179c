//! One judgement an attribute.

use chrono::{Datelike, NaiveDate};
use domain::comparison::{Agreement, Attribute, Compared, Described};
use domain::nino::{Reading, mask};
use domain::{email, uln, username};

use super::difference::{Case, Marks, between, edits, whole};
use super::{emails, names};

/// What the two sides are called in the notes, such as `Onefile` and `bksb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Systems {
    /// The record system.
    pub record_system: String,
    /// The provider.
    pub provider: String,
}

/// Compares a learner with an account. Name, date of birth and email are always told; the other attributes where one side
/// at least has them.
#[must_use]
pub fn compare(learner: &Described, user: &Described, systems: &Systems) -> Vec<Compared> {
    let sides = Sides { learner, user, systems };
    [
        Some(sides.name()),
        Some(sides.date_of_birth()),
        Some(sides.email()),
        sides.nino(),
        sides.uln(),
        sides.reference(),
        sides.username(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How an attribute was judged.
pub(super) struct Judged {
    agreement: Agreement,
    note: String,
    marks: (Marks, Marks),
}

impl Judged {
    pub(super) fn new(agreement: Agreement, note: impl Into<String>) -> Self {
        Self {
            agreement,
            note: note.into(),
            marks: (Marks::new(), Marks::new()),
        }
    }

    pub(super) fn marked(mut self, learner: Marks, user: Marks) -> Self {
        self.marks = (learner, user);
        self
    }

    fn of(self, attribute: Attribute, learner: Option<String>, user: Option<String>) -> Compared {
        Compared {
            attribute,
            learner,
            user,
            agreement: self.agreement,
            note: self.note,
            learner_marks: self.marks.0,
            user_marks: self.marks.1,
        }
    }
}

struct Sides<'a> {
    learner: &'a Described,
    user: &'a Described,
    systems: &'a Systems,
}

impl Sides<'_> {
    fn name(&self) -> Compared {
        let both = (names::full(self.learner), names::full(self.user));
        self.judged(Attribute::Name, both, |one, two| {
            names::judge(self.learner, self.user, one, two)
        })
    }

    fn date_of_birth(&self) -> Compared {
        let both = (self.learner.date_of_birth, self.user.date_of_birth);
        let judged = match both {
            (Some(one), Some(other)) => days(one, other),
            _ => self.unknown(both.0.is_none(), both.1.is_none()),
        };
        let told = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        judged.of(Attribute::DateOfBirth, told(both.0), told(both.1))
    }

    fn email(&self) -> Compared {
        let both = (tidy(&self.learner.email), tidy(&self.user.email));
        self.judged(Attribute::Email, both, emails::judge)
    }

    fn nino(&self) -> Option<Compared> {
        let (own, other) = (&self.learner.nino, &self.user.nino);
        let shown = |person: &Described| person.nino_ending.as_deref().map(mask);
        let missing = |reading: &Reading| *reading == Reading::Missing;
        if missing(own) && missing(other) {
            return None;
        }
        let judged = if missing(own) || missing(other) {
            self.unknown(missing(own), missing(other))
        } else {
            self.ninos(own, other)
        };
        Some(judged.of(Attribute::Nino, shown(self.learner), shown(self.user)))
    }

    fn ninos(&self, own: &Reading, other: &Reading) -> Judged {
        let unreal = |system: &str| Judged::new(Agreement::Unknown, format!("Not a real number in {system}"));
        match (own, other) {
            (Reading::Valid(one) | Reading::WithoutSuffix(one), Reading::Valid(two) | Reading::WithoutSuffix(two)) => {
                if one == two {
                    Judged::new(Agreement::Same, "Same")
                } else if one.stem() == two.stem() && one.expose().len() != two.expose().len() {
                    Judged::new(Agreement::Close, "Same but for a missing last letter")
                } else {
                    Judged::new(Agreement::Differs, "Differs")
                }
            }
            (Reading::Invalid, _) => unreal(&self.systems.record_system),
            _ => unreal(&self.systems.provider),
        }
    }

    fn uln(&self) -> Option<Compared> {
        // The number that stands for "none" is none.
        let said = |text: &Option<String>| tidy(text).filter(|text| text != "9999999999");
        let both = (said(&self.learner.uln), said(&self.user.uln));
        self.where_either_says(Attribute::Uln, both, |one, two| {
            if uln::read(one).is_some() && uln::read(one) == uln::read(two) {
                Judged::new(Agreement::Same, "Same")
            } else {
                codes(one, two, "1 digit differs")
            }
        })
    }

    fn reference(&self) -> Option<Compared> {
        let both = (tidy(&self.learner.reference), tidy(&self.user.reference));
        self.where_either_says(Attribute::Reference, both, |one, two| {
            codes(one, two, "1 character differs")
        })
    }

    fn username(&self) -> Option<Compared> {
        let both = (tidy(&self.learner.username), tidy(&self.user.username));
        if let (None, Some(theirs)) = &both
            && let Some(address) = &self.learner.email
            && email::key(address).is_some_and(|key| email::key(theirs) == Some(key))
        {
            let judged = Judged::new(
                Agreement::Close,
                format!("It is the email in {}", self.systems.record_system),
            );
            return Some(judged.of(Attribute::Username, both.0, both.1));
        }
        self.where_either_says(Attribute::Username, both, |one, two| {
            if username::key(one) == username::key(two) {
                Judged::new(Agreement::Same, "Same")
            } else {
                codes(one, two, "1 character differs")
            }
        })
    }

    fn where_either_says(
        &self,
        attribute: Attribute,
        both: (Option<String>, Option<String>),
        judge: impl FnOnce(&str, &str) -> Judged,
    ) -> Option<Compared> {
        (both.0.is_some() || both.1.is_some()).then(|| self.judged(attribute, both, judge))
    }

    fn judged(
        &self,
        attribute: Attribute,
        both: (Option<String>, Option<String>),
        judge: impl FnOnce(&str, &str) -> Judged,
    ) -> Compared {
        let judged = match &both {
            (Some(one), Some(two)) => judge(one, two),
            _ => self.unknown(both.0.is_none(), both.1.is_none()),
        };
        judged.of(attribute, both.0, both.1)
    }

    fn unknown(&self, learner_lacks: bool, user_lacks: bool) -> Judged {
        let place = match (learner_lacks, user_lacks) {
            (true, true) => "either".to_owned(),
            (true, false) => self.systems.record_system.clone(),
            _ => self.systems.provider.clone(),
        };
        Judged::new(Agreement::Unknown, format!("Not recorded in {place}"))
    }
}

fn tidy(text: &Option<String>) -> Option<String> {
    let text = text.as_deref()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn days(one: NaiveDate, other: NaiveDate) -> Judged {
    if one == other {
        Judged::new(Agreement::Same, "Same")
    } else if (one.year(), one.month(), one.day()) == (other.year(), other.day(), other.month()) {
        Judged::new(Agreement::Close, "Day and month are swapped")
    } else {
        let same = [
            one.year() == other.year(),
            one.month() == other.month(),
            one.day() == other.day(),
        ];
        match same {
            [false, true, true] => Judged::new(Agreement::Close, "The year differs"),
            [true, false, true] => Judged::new(Agreement::Close, "The month differs"),
            [true, true, false] => Judged::new(Agreement::Close, "The day differs"),
            _ => Judged::new(Agreement::Differs, "Differs"),
        }
    }
}

/// Numbers and references: equal whatever their case, or off by one sign.
fn codes(one: &str, two: &str, one_off: &str) -> Judged {
    if one.to_lowercase() == two.to_lowercase() {
        Judged::new(Agreement::Same, "Same")
    } else if edits(one, two, 1).is_some() {
        let (left, right) = between(one, two, Case::Ignored);
        Judged::new(Agreement::Close, one_off).marked(left, right)
    } else {
        Judged::new(Agreement::Differs, "Differs").marked(whole(one), whole(two))
    }
}
