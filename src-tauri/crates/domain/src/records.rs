//! What systems send, in our words. Raw text is kept as it came; keys are computed where it is stored.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::codes::{Level, ResultKind, Subject};

crate::coded! {
    /// What a person in a record system is.
    pub enum LearnerKind {
        /// Enrolled.
        Learner = "learner",
        /// Applying.
        Applicant = "applicant",
    }
}

/// A centre as its record system describes it.
#[derive(Clone, PartialEq, Eq)]
pub struct CentreRecord {
    /// The system's id.
    pub external_id: String,
    /// Its name.
    pub name: String,
}

/// A person as a record system describes them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct LearnerRecord {
    /// The system's id.
    pub external_id: String,
    /// The system's id of their centre; `None` where the system knows only one.
    pub centre: Option<String>,
    /// Learner or applicant; `None` stands for learner.
    pub kind: Option<LearnerKind>,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// E-mail address as entered.
    pub email: Option<String>,
    /// Whether the system says that the address is verified; `None` where it does not say.
    pub email_verified: Option<bool>,
    /// National Insurance number as entered.
    pub nino: Option<String>,
    /// Unique Learner Number as entered.
    pub uln: Option<String>,
    /// The management information system's reference.
    pub reference: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The provider username that is recorded with the learner.
    pub provider_username: Option<String>,
    /// The day learning starts.
    pub start_on: Option<NaiveDate>,
    /// The day it is planned to end.
    pub planned_end_on: Option<NaiveDate>,
    /// The day it ended.
    pub ended_on: Option<NaiveDate>,
    /// The system's own status.
    pub system_status: Option<String>,
    /// Whether they are learning, in the system's words.
    pub learning_status: Option<String>,
    /// Whether the system has archived them.
    pub archived: bool,
}

/// An account as a provider describes it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct UserRecord {
    /// The provider's id.
    pub external_id: String,
    /// The name to sign in with.
    pub username: Option<String>,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// E-mail address as entered.
    pub email: Option<String>,
    /// National Insurance number as entered.
    pub nino: Option<String>,
    /// Unique Learner Number as entered.
    pub uln: Option<String>,
    /// The centre's reference for the person.
    pub reference: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Whether the account is in use. `true` where the provider does not say.
    pub active: bool,
    /// Whether the account belongs to staff rather than a learner.
    pub staff: bool,
}

/// What tells one provider user from the others at the provider.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserRef {
    /// The provider's id.
    pub external_id: String,
    /// The name to sign in with, where known: some providers ask for results by it.
    pub username: Option<String>,
}

/// One measured part of an assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// What was measured, such as Reading.
    pub name: String,
    /// The ability exactly as sent. How a decimal becomes a level is not published.
    pub value: String,
    /// The assessment that measured it, where the provider says.
    pub measured_by: Option<String>,
    /// When it was measured.
    pub measured_at: Option<DateTime<Utc>>,
}

/// The outcome of one assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultRecord {
    /// The provider's id, unique within its kind.
    pub external_id: String,
    /// What the assessment is about.
    pub subject: Subject,
    /// The provider's word for it.
    pub subject_raw: Option<String>,
    /// What kind of assessment it is.
    pub kind: ResultKind,
    /// The provider's word for it.
    pub kind_raw: Option<String>,
    /// The assessment's title.
    pub title: Option<String>,
    /// The level reached; `None` where there is none or where nothing maps it.
    pub level: Option<Level>,
    /// The level as the provider wrote it.
    pub level_raw: Option<String>,
    /// Marks scored.
    pub score: Option<f64>,
    /// Marks possible.
    pub possible: Option<f64>,
    /// 0 to 100, as sent, or computed where `possible` is above 0.
    pub percent: Option<f64>,
    /// When it was begun.
    pub started_at: Option<DateTime<Utc>>,
    /// The provider's text for that.
    pub started_raw: Option<String>,
    /// When it was finished; `None` while it is not.
    pub finished_at: Option<DateTime<Utc>>,
    /// The provider's text for that.
    pub finished_raw: Option<String>,
    /// Measured parts; `None` where the provider has none for this kind of result, or they were not asked for because
    /// they are stored.
    pub components: Option<Vec<Component>>,
}
