//! A learner's page.

use chrono::{DateTime, NaiveDate, Utc};
use domain::linking::{Reason, Rule};
use domain::records::LearnerKind;
use domain::{ConnectionId, LearnerId, Level, ResultId, ResultKind, Subject, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A measured part of a result.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Component {
    /// What was measured.
    pub name: String,
    /// The ability as sent.
    pub value: String,
    /// When it was measured.
    pub measured_at: Option<DateTime<Utc>>,
}

/// An earlier version of a result.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Earlier {
    /// Until when it stood.
    pub until: DateTime<Utc>,
    /// The level then.
    pub level: Option<Level>,
    /// The level then, as the provider sent it.
    pub level_raw: Option<String>,
    /// The percentage then.
    pub percent: Option<f64>,
    /// The mapped fields that changed afterwards.
    pub what: Vec<String>,
}

/// The outcome of an assessment.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LearnerResult {
    /// Its id.
    pub id: ResultId,
    /// The provider's id.
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
    /// The level reached; `null` where no value table maps it.
    pub level: Option<Level>,
    /// The level as the provider sent it.
    pub level_raw: Option<String>,
    /// Marks scored.
    pub score: Option<f64>,
    /// Marks possible.
    pub possible: Option<f64>,
    /// 0 to 100.
    pub percent: Option<f64>,
    /// When it was begun.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
    /// Measured parts.
    pub components: Vec<Component>,
    /// When it was first stored.
    pub first_seen_at: DateTime<Utc>,
    /// How many versions of it there have been.
    pub revision: i64,
    /// Those before this one, the latest first.
    pub earlier: Vec<Earlier>,
}

/// An account that a learner is or was linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LinkedAccount {
    /// Its id.
    pub user_id: UserId,
    /// The provider's id.
    pub external_id: String,
    /// The name to sign in with.
    pub username: Option<String>,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The email as entered.
    pub email: Option<String>,
}

/// A learner's link at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LearnerLink {
    /// The account.
    pub account: LinkedAccount,
    /// What made the link.
    pub rule: Rule,
    /// Since when it stands.
    pub since: DateTime<Utc>,
    /// Why it waits for a person, if it does.
    pub held: Option<Reason>,
}

/// A link that ended because its account is gone at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PastLink {
    /// The account.
    pub account: LinkedAccount,
    /// What made the link.
    pub rule: Rule,
    /// Since when it stood.
    pub since: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// A learner at a provider. Without a link: the reason, its sentence and what to do.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LearnerAtProvider {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// Which definition it follows.
    pub kind: String,
    /// The system's own name, such as `bksb`.
    pub system: String,
    /// Whether the connection is switched on.
    pub enabled: bool,
    /// The link, in effect or held.
    pub link: Option<LearnerLink>,
    /// Links that ended.
    pub past: Vec<PastLink>,
    /// Why there is no link in effect.
    pub reason: Option<Reason>,
    /// The same in words.
    pub sentence: Option<String>,
    /// What to do about it.
    pub what_to_do: Option<String>,
    /// When a person decided so.
    pub decided_at: Option<DateTime<Utc>>,
    /// How many accounts the learner was compared with.
    pub accounts_compared: i64,
    /// When that was.
    pub compared_at: Option<DateTime<Utc>>,
    /// Results of linked accounts, past ones included, the latest first; none of a held link.
    pub results: Vec<LearnerResult>,
    /// When results were last received.
    pub received_at: Option<DateTime<Utc>>,
    /// Whether the learner is in scope there.
    pub in_scope: bool,
}

/// A learner's page.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LearnerPage {
    /// Their id.
    pub id: LearnerId,
    /// The record system's id.
    pub external_id: String,
    /// The record system's own name, such as `Onefile`.
    pub record_system: String,
    /// The name of its connection.
    pub record_connection: String,
    /// The centre's name.
    pub centre: String,
    /// Learner or applicant.
    pub kind: LearnerKind,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The email as entered.
    pub email: Option<String>,
    /// Whether the record system says that it is verified; `null` where it does not say.
    pub email_verified: Option<bool>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The last three characters of the National Insurance number behind dots.
    pub nino: Option<String>,
    /// Unique Learner Number.
    pub uln: Option<String>,
    /// The centre's reference.
    pub reference: Option<String>,
    /// Local tags.
    pub tags: Vec<String>,
    /// Since when the record system no longer has them.
    pub gone_at: Option<DateTime<Utc>>,
    /// Whether they are in scope.
    pub in_scope: bool,
    /// The provider username that counts.
    pub provider_username: Option<String>,
    /// Whether it was typed in the app.
    pub provider_username_edited: bool,
    /// At each provider.
    pub providers: Vec<LearnerAtProvider>,
}

/// Whose latest results to fetch.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LatestAsk {
    /// The learner.
    pub learner: LearnerId,
}

/// Which username to record for a learner.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UsernameAsk {
    /// The learner.
    pub learner: LearnerId,
    /// The username; `null` goes back to the record system's.
    pub username: Option<String>,
}
