//! The records that the two systems hold, in their own shapes rather than this product's.
//!
//! No `Debug` here: the people are invented, but a test that prints them would teach the habit of printing real ones.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use uuid::Uuid;

/// Onefile's role number of a learner.
pub const ROLE_LEARNER: u32 = 1;
/// Onefile's role number of an assessor or tutor.
pub const ROLE_ASSESSOR: u32 = 5;

/// A centre: in Onefile's words an organisation.
#[derive(Clone)]
pub struct Centre {
    /// Onefile's `OrganisationID`.
    pub id: u64,
    /// Its name.
    pub name: String,
}

/// A person in Onefile: a learner, or by another role a member of staff.
#[derive(Clone)]
pub struct OnefileUser {
    /// Onefile's `ID`. 0 on a new one: it is given when the user is added.
    pub id: u64,
    /// The centre they are in.
    pub centre_id: u64,
    /// Their role; 1 is a learner.
    pub role: u32,
    /// Sign-in name.
    pub username: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Address as entered; `None` is sent as null.
    pub email: Option<String>,
    /// Whether the address is verified; `None` leaves the field out.
    pub email_verified: Option<bool>,
    /// The centre's own reference.
    pub mis_id: Option<String>,
    /// National Insurance number.
    pub nino: Option<String>,
    /// Unique Learner Number.
    pub uln: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Archived learners are still listed, with a flag.
    pub archived: bool,
    /// First day of learning.
    pub start_on: NaiveDate,
    /// Last planned day of learning.
    pub planned_end: NaiveDate,
    /// When the record last changed, by the server's clock.
    pub last_modified: DateTime<Utc>,
}

impl OnefileUser {
    /// A verified, present learner of whom nothing else is known, to be filled in and added.
    #[must_use]
    pub fn learner(centre_id: u64, given_name: &str, family_name: &str, email: &str) -> Self {
        Self {
            id: 0,
            centre_id,
            role: ROLE_LEARNER,
            username: email.to_owned(),
            given_name: given_name.to_owned(),
            family_name: family_name.to_owned(),
            email: Some(email.to_owned()),
            email_verified: Some(true),
            mis_id: None,
            nino: None,
            uln: None,
            date_of_birth: None,
            archived: false,
            start_on: NaiveDate::default(),
            planned_end: NaiveDate::default(),
            last_modified: DateTime::default(),
        }
    }
}

/// An account at bksb.
#[derive(Clone)]
pub struct BksbUser {
    /// bksb's `UserId`. 0 on a new one: it is given when the account is added.
    pub id: u64,
    /// Sign-in name; unique whatever its case.
    pub username: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Address as entered; may be blank, and several accounts may share one.
    pub email: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Whether the account can be used.
    pub active: bool,
    /// Initial assessments, newest first.
    pub initial: Vec<NumberedResult>,
    /// Diagnostic assessments, newest first.
    pub diagnostic: Vec<NumberedResult>,
    /// Sessions of the fifth version of the assessments.
    pub sessions: Vec<Session>,
}

impl BksbUser {
    /// An active account without results, to be filled in and added.
    #[must_use]
    pub fn new(username: &str, given_name: &str, family_name: &str, email: &str) -> Self {
        Self {
            id: 0,
            username: username.to_owned(),
            given_name: given_name.to_owned(),
            family_name: family_name.to_owned(),
            email: Some(email.to_owned()),
            date_of_birth: None,
            active: true,
            initial: Vec::new(),
            diagnostic: Vec::new(),
            sessions: Vec::new(),
        }
    }
}

/// An initial or diagnostic assessment in the older, numbered form.
#[derive(Clone)]
pub struct NumberedResult {
    /// bksb's `SessionId`: unique among initial or among diagnostic assessments, not among both.
    pub session_id: u64,
    /// Such as `English`.
    pub course_subject: String,
    /// When it was taken: UK local time without a zone.
    pub result_date: NaiveDateTime,
    /// Such as `English L1 Diagnostic`.
    pub assessment_name: String,
    /// The number of the assessment taken.
    pub assessment_id: u64,
    /// The level, in prose that includes the subject.
    pub result: String,
    /// Percent of a diagnostic assessment.
    pub percent: Option<u32>,
    /// What the subject means, by construction; `None` where it means none that is known.
    pub subject: Option<&'static str>,
    /// What the level means, by construction; `None` where it means none that is known.
    pub level: Option<&'static str>,
}

/// The course that a session belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// `ENG_NEW`.
    English,
    /// `MATHS_NEW`.
    Maths,
}

impl Course {
    /// bksb's word for the course.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::English => "ENG_NEW",
            Self::Maths => "MATHS_NEW",
        }
    }

    /// The subject that this means.
    #[must_use]
    pub const fn subject(self) -> &'static str {
        match self {
            Self::English => "english",
            Self::Maths => "maths",
        }
    }
}

/// A session of the fifth version of the assessments.
#[derive(Clone)]
pub struct Session {
    /// bksb's `SessionId`.
    pub session_id: Uuid,
    /// Which course.
    pub course: Course,
    /// Diagnostic, rather than initial.
    pub diagnostic: bool,
    /// When it began: UK local time.
    pub started: NaiveDateTime,
    /// When it ended: UK local time; `None` for an unfinished one.
    pub completed: Option<NaiveDateTime>,
    /// What was measured.
    pub components: Vec<Component>,
}

/// One measured component of a session.
#[derive(Clone)]
pub struct Component {
    /// Such as `Reading`.
    pub name: &'static str,
    /// Ability in hundredths: 248 is sent as 2.48.
    pub ability_hundredths: u32,
    /// When it was measured: UK local time.
    pub measured: NaiveDateTime,
}

/// The start of a day that a date of birth is sent as, on either side.
pub(crate) fn midnight(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00", date.year(), date.month(), date.day())
}

impl super::HasId for OnefileUser {
    fn id(&self) -> u64 {
        self.id
    }

    fn set_id(&mut self, id: u64) {
        self.id = id;
    }
}

impl super::HasId for BksbUser {
    fn id(&self) -> u64 {
        self.id
    }

    fn set_id(&mut self, id: u64) {
        self.id = id;
    }
}
