//! The Unmatched page, and what a person decides there.

use domain::comparison::{Agreement, Attribute};
use domain::{ConnectionId, LearnerId, UserId};
pub use host::engine::Undo;
pub use host::views::{Account, HeldLinkPart, Side, Suggested, UnmatchedAsk, UnmatchedPart, UnmatchedTabPart};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ReasonCount;
use crate::problem::Problem;

/// A person or an account without a link in effect.
#[derive(Serialize, TS)]
pub struct UnmatchedRow {
    /// Who it is, and who may be right.
    #[serde(flatten)]
    pub part: UnmatchedPart,
    /// Why, in words.
    pub sentence: String,
    /// What to do about it.
    pub what_to_do: String,
}

/// A page of those who are unmatched.
#[derive(Serialize, TS)]
pub struct UnmatchedPage {
    /// How many the ask finds.
    pub total: u64,
    /// How many there are without its reason.
    pub all: u64,
    /// By reason, without its filters.
    pub reasons: Vec<ReasonCount>,
    /// Those of this page.
    pub rows: Vec<UnmatchedRow>,
}

/// A provider on the Unmatched page.
#[derive(Serialize, TS)]
pub struct UnmatchedTab {
    /// How many wait there.
    #[serde(flatten)]
    pub part: UnmatchedTabPart,
    /// The system's own name, such as `bksb`.
    pub system: String,
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
        /// One of them is missing, or both are.
        Unknown = "unknown",
    }
}

impl From<Agreement> for Verdict {
    fn from(agreement: Agreement) -> Self {
        match agreement {
            Agreement::Same => Self::Same,
            Agreement::Close => Self::Close,
            Agreement::Differs => Self::Differs,
            Agreement::Unknown => Self::Unknown,
        }
    }
}

/// Two values side by side. `marks` are the parts that differ: `[start, end)` in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ComparedField {
    /// What.
    pub field: Attribute,
    /// The learner's.
    pub learner: Option<String>,
    /// The account's.
    pub user: Option<String>,
    /// How they compare.
    pub verdict: Verdict,
    /// What to know about it.
    pub note: String,
    /// Where the learner's differs.
    pub learner_marks: Vec<(usize, usize)>,
    /// Where the account's differs.
    pub user_marks: Vec<(usize, usize)>,
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
#[derive(Serialize, TS)]
pub struct HeldLink {
    /// Who and what.
    #[serde(flatten)]
    pub part: HeldLinkPart,
    /// Why it waits, in words.
    pub sentence: String,
    /// What it means for the results.
    pub what_it_means: String,
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

/// What a decision brought about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Decided {
    /// Links that came into effect.
    pub linked: u64,
    /// Links that ended.
    pub unlinked: u64,
    /// Why the new link's results are not here yet. The decision stands.
    pub fault: Option<Problem>,
    /// What takes it back; `null` where that is not possible.
    pub undo: Option<Undo>,
}
