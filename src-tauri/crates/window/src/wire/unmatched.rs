//! The Unmatched page, and what a person decides there.

use chrono::{DateTime, Utc};
use domain::linking::{CandidateKind, Reason, Rule};
use domain::{ConnectionId, LearnerId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ReasonCount;
use crate::problem::Problem;

domain::coded! {
    /// Which side of a provider's matching.
    pub enum Side {
        /// Learners without a link.
        Learners = "learners",
        /// Accounts without one.
        Users = "users",
    }
}

/// Who is unmatched.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnmatchedAsk {
    /// At which provider.
    pub connection: ConnectionId,
    /// On which side.
    pub side: Side,
    /// Only for this reason.
    pub reason: Option<Reason>,
    /// Each of its words is in what is shown.
    pub search: String,
    /// At most so many.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}

/// Somebody opposite who may be the right one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Suggested {
    /// Their id on the other side.
    pub other_id: i64,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The name to sign in with, of an account.
    pub username: Option<String>,
    /// The system's id.
    pub external_id: String,
    /// What they are to the row.
    pub kind: CandidateKind,
    /// Codes of what speaks for them, strongest first.
    pub why: Vec<String>,
}

/// A person or an account without a link in effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UnmatchedRow {
    /// Their id.
    pub id: i64,
    /// The system's id.
    pub external_id: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The email as entered.
    pub email: Option<String>,
    /// The centre's name, of a learner.
    pub centre: Option<String>,
    /// The name to sign in with, of an account.
    pub username: Option<String>,
    /// Why.
    pub reason: Reason,
    /// The same in words.
    pub sentence: String,
    /// What to do about it.
    pub what_to_do: String,
    /// When a person decided so.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who may be right, best first.
    pub candidates: Vec<Suggested>,
}

/// A page of those who are unmatched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UnmatchedPage {
    /// How many the ask finds.
    pub total: i64,
    /// How many there are without its filters.
    pub all: i64,
    /// By reason, without its filters.
    pub reasons: Vec<ReasonCount>,
    /// Those of this page.
    pub rows: Vec<UnmatchedRow>,
}

/// A provider on the Unmatched page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UnmatchedTab {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// The system's own name, such as `bksb`.
    pub system: String,
    /// Learners without a link.
    pub learners: i64,
    /// Accounts without one; `null` where the provider lists none.
    pub users: Option<i64>,
    /// Links that wait for a person.
    pub held: i64,
    /// When matching last ran.
    pub matched_at: Option<DateTime<Utc>>,
}

/// Whom to compare.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CompareAsk {
    /// At which provider.
    pub connection: ConnectionId,
    /// The learner.
    pub learner: LearnerId,
    /// The account.
    pub user: UserId,
}

domain::coded! {
    /// How two values compare.
    pub enum Verdict {
        /// They are the same.
        Same = "same",
        /// They nearly are.
        Close = "close",
        /// They are not.
        Differs = "differs",
        /// One of them is missing.
        Unknown = "unknown",
    }
}

domain::coded! {
    /// What is compared.
    pub enum ComparedWhat {
        /// Names.
        Name = "name",
        /// Dates of birth.
        DateOfBirth = "date_of_birth",
        /// Emails.
        Email = "email",
        /// National Insurance numbers; shown by their ending only.
        Nino = "nino",
        /// Unique Learner Numbers.
        Uln = "uln",
        /// The centre's references.
        Reference = "reference",
        /// Usernames.
        Username = "username",
    }
}

/// Two values side by side. `marks` are the parts that differ: `[start, end)` in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ComparedField {
    /// What.
    pub field: ComparedWhat,
    /// The learner's.
    pub learner: Option<String>,
    /// The account's.
    pub user: Option<String>,
    /// How they compare.
    pub verdict: Verdict,
    /// What to know about it.
    pub note: String,
    /// Where the learner's differs.
    pub learner_marks: Vec<(u32, u32)>,
    /// Where the account's differs.
    pub user_marks: Vec<(u32, u32)>,
}

/// The learner of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ComparedLearner {
    /// Their id.
    pub id: LearnerId,
    /// Their name.
    pub name: String,
    /// The record system's own name.
    pub record_system: String,
}

/// The account of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ComparedUser {
    /// Its id.
    pub id: UserId,
    /// Its name.
    pub name: String,
    /// The provider's id.
    pub external_id: String,
    /// The provider's own name.
    pub system: String,
}

/// A learner and an account side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Comparison {
    /// The learner.
    pub learner: ComparedLearner,
    /// The account.
    pub user: ComparedUser,
    /// Field by field.
    pub fields: Vec<ComparedField>,
}

/// At which provider.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProviderAsk {
    /// Its connection.
    pub connection: ConnectionId,
}

/// A link that waits for a yes or no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HeldLink {
    /// At which provider.
    pub connection_id: ConnectionId,
    /// The learner.
    pub learner_id: LearnerId,
    /// The account.
    pub user_id: UserId,
    /// The learner's given names.
    pub learner_given: String,
    /// The learner's family name.
    pub learner_family: String,
    /// The learner's email.
    pub learner_email: Option<String>,
    /// The provider's id of the account.
    pub user_external_id: String,
    /// What made the link.
    pub rule: Rule,
    /// Why it waits.
    pub why: Reason,
    /// The same in words.
    pub sentence: String,
    /// What it means for the results.
    pub what_it_means: String,
    /// Whether the link was in effect before.
    pub standing: bool,
}

/// Which accounts to find.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccountSearch {
    /// At which provider.
    pub connection: ConnectionId,
    /// Each of its words is in a name, the email, the username or the provider's id.
    pub text: String,
}

/// An account that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Account {
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
    /// Whether it is in use.
    pub active: bool,
    /// The learner that it is linked to.
    pub linked_to: Option<String>,
}

/// A learner and an account.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// At which provider.
    pub connection: ConnectionId,
    /// The learner.
    pub learner: LearnerId,
    /// The account.
    pub user: UserId,
}

/// Whom never to match.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NeverAsk {
    /// At which provider.
    pub connection: ConnectionId,
    /// The learner.
    pub learner: LearnerId,
    /// The account; `null` is any.
    pub user: Option<UserId>,
}

/// A yes or no to a held link.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewAsk {
    /// At which provider.
    pub connection: ConnectionId,
    /// The learner.
    pub learner: LearnerId,
    /// The account.
    pub user: UserId,
    /// Whether they are one person.
    pub same_person: bool,
}

/// What takes a decision back: handed to the command `undo` as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// At which provider.
    pub connection: ConnectionId,
    /// The learner.
    pub learner: LearnerId,
    /// The account, where the decision was about one.
    pub user: Option<UserId>,
}

/// What a decision brought about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Decided {
    /// Links that came into effect.
    pub linked: u32,
    /// Links that ended.
    pub unlinked: u32,
    /// Why the new link's results are not here yet. The decision stands.
    pub fault: Option<Problem>,
    /// What takes it back; `null` where that is not possible.
    pub undo: Option<Undo>,
}
