//! A learner beside an account, attribute by attribute, as a person looks at the two.

use chrono::NaiveDate;

use crate::nino;

crate::coded! {
    /// An attribute by which a learner and an account are compared.
    pub enum Attribute {
        /// Given and family name.
        Name = "name",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// Email address.
        Email = "email",
        /// National Insurance number.
        Nino = "nino",
        /// Unique Learner Number.
        Uln = "uln",
        /// The centre's reference.
        Reference = "reference",
        /// The name to sign in with at the provider.
        Username = "username",
    }
}

crate::coded! {
    /// How far an attribute agrees.
    pub enum Agreement {
        /// It is the same.
        Same = "same",
        /// It differs by little: one person may well be meant.
        Close = "close",
        /// It differs.
        Differs = "differs",
        /// One side or both do not say.
        Unknown = "unknown",
    }
}

/// What one side says of a person.
#[derive(Clone)]
pub struct Described {
    /// Given names as entered.
    pub given_name: String,
    /// Family name as entered.
    pub family_name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The address as entered.
    pub email: Option<String>,
    /// The National Insurance number. It is compared here and never told.
    pub nino: nino::Reading,
    /// The last three characters of that number, as it was entered.
    pub nino_ending: Option<String>,
    /// The Unique Learner Number as entered.
    pub uln: Option<String>,
    /// The centre's reference.
    pub reference: Option<String>,
    /// The account's username, or the one that is recorded with the learner.
    pub username: Option<String>,
}

/// One attribute of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Which.
    pub attribute: Attribute,
    /// What the record system says, for a person to read. A day is `YYYY-MM-DD`; of a National Insurance number only the
    /// ending is told.
    pub learner: Option<String>,
    /// What the provider says, likewise.
    pub user: Option<String>,
    /// How far the two agree.
    pub agreement: Agreement,
    /// The same in words, such as `1 letter differs`.
    pub note: String,
    /// The parts of `learner` that differ, each from its first character to the one after its last, counted in code
    /// points. Of days and National Insurance numbers none is named.
    pub learner_marks: Vec<(usize, usize)>,
    /// The parts of `user` that differ, likewise.
    pub user_marks: Vec<(usize, usize)>,
}
