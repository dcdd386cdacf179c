//! The first run: connections, reading, and a look at the matches before they are applied.

use domain::linking::{Reason, Rule};
use domain::{ConnectionId, LearnerId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ConnectionDetail, ReasonCount};
use crate::problem::Problem;

/// How many learners a rule would link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RuleCount {
    /// The rule.
    pub rule: Rule,
    /// How many.
    pub count: u64,
}

/// What matching would do at a provider with what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MatchPreview {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// Learners in scope.
    pub learners: u64,
    /// Accounts in use.
    pub users: u64,
    /// Whether the provider lists its accounts.
    pub users_available: bool,
    /// Links that would take effect, by rule.
    pub would_link: Vec<RuleCount>,
    /// Links that would wait for a person.
    pub would_hold: u64,
    /// Links that would end.
    pub would_unlink: u64,
    /// Learners who would have no link, by reason.
    pub unmatched: Vec<ReasonCount>,
    /// Accounts that would have none.
    pub unmatched_users: u64,
}

/// How far the first run is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FirstRun {
    /// The connections that there are already.
    pub connections: Vec<ConnectionDetail>,
    /// Whether learners and users have been read.
    pub read: bool,
    /// Whether they are being read.
    pub reading: bool,
    /// What went wrong in reading.
    pub problems: Vec<Problem>,
    /// What matching would do, once they are read.
    pub previews: Vec<MatchPreview>,
}

domain::coded! {
    /// Which rows of a preview.
    pub enum Previewed {
        /// Links that would take effect.
        Link = "link",
        /// Links that would wait for a person.
        Hold = "hold",
        /// Learners who would have none.
        Unmatched = "unmatched",
    }
}

/// Which rows of a preview.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewAsk {
    /// At which provider.
    pub connection: ConnectionId,
    /// Which.
    pub what: Previewed,
    /// At most so many.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}

/// A learner in a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PlannedRow {
    /// The learner.
    pub learner_id: LearnerId,
    /// Given names.
    pub learner_given: String,
    /// Family name.
    pub learner_family: String,
    /// The email as entered.
    pub learner_email: Option<String>,
    /// The centre's name.
    pub centre: String,
    /// The account.
    pub user_id: Option<UserId>,
    /// The name to sign in with.
    pub username: Option<String>,
    /// The provider's id.
    pub user_external_id: Option<String>,
    /// Whose account it is.
    pub user_name: Option<String>,
    /// What would link them.
    pub rule: Option<Rule>,
    /// Why the link would wait, or why there would be none.
    pub reason: Option<Reason>,
    /// The same in words.
    pub sentence: Option<String>,
}

/// A page of a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PreviewPage {
    /// How many there are on all pages.
    pub total: u64,
    /// Those of this page.
    pub rows: Vec<PlannedRow>,
}
