//! The Learners page.

use chrono::{DateTime, Utc};
use domain::records::LearnerKind;
use domain::{CentreId, ConnectionId, LearnerId, Level, Subject};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

domain::coded! {
    /// What learners are sorted by.
    pub enum LearnerSort {
        /// Family and given name.
        Name = "name",
        /// The centre's reference.
        Reference = "reference",
        /// The centre's name.
        Centre = "centre",
        /// When their latest result was finished.
        LatestResult = "latest_result",
    }
}

domain::coded! {
    /// Which learners, by their link.
    pub enum LinkFilter {
        /// All.
        Any = "any",
        /// Those with a link in effect.
        Linked = "linked",
        /// Those without one.
        NotLinked = "not_linked",
        /// Those whose link waits for a person.
        Held = "held",
    }
}

/// Which learners to list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LearnersAsk {
    /// Each of its words is in a name, the email, the reference or the system's id.
    pub search: String,
    /// Only of this centre.
    pub centre: Option<CentreId>,
    /// The provider that `link` is about; `null` is any.
    pub provider: Option<ConnectionId>,
    /// Only with such a link.
    pub link: LinkFilter,
    /// Only of this kind.
    pub kind: Option<LearnerKind>,
    /// Only those without a result of an initial assessment.
    pub no_initial: bool,
    /// In which order.
    pub sort: LearnerSort,
    /// The other way round.
    pub descending: bool,
    /// At most so many.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}

/// The level of a subject at a provider: the latest result's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SubjectLevel {
    /// The subject.
    pub subject: Subject,
    /// The level; `null` where no value table maps it.
    pub level: Option<Level>,
    /// The level as the provider sent it.
    pub level_raw: Option<String>,
    /// Whether it is higher than the one before.
    pub higher: bool,
}

domain::coded! {
    /// Whether a learner is linked.
    pub enum LinkState {
        /// A link is in effect.
        Linked = "linked",
        /// A link waits for a person.
        Held = "held",
        /// There is none.
        NotLinked = "not_linked",
    }
}

/// A learner at a provider, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AtProvider {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Whether they are linked there.
    pub link: LinkState,
    /// Whether they have a result of an initial assessment there.
    pub has_initial: bool,
    /// The level of each subject.
    pub levels: Vec<SubjectLevel>,
}

/// A learner, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LearnerRow {
    /// Their id.
    pub id: LearnerId,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The centre's reference.
    pub reference: Option<String>,
    /// The centre's name.
    pub centre: String,
    /// The email as entered.
    pub email: Option<String>,
    /// Unique Learner Number.
    pub uln: Option<String>,
    /// Learner or applicant.
    pub kind: LearnerKind,
    /// Local tags.
    pub tags: Vec<String>,
    /// At each provider.
    pub providers: Vec<AtProvider>,
    /// When their latest result was finished.
    pub latest_result_at: Option<DateTime<Utc>>,
}

/// A page of learners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LearnersPage {
    /// How many there are on all pages.
    pub total: i64,
    /// Those of this page.
    pub rows: Vec<LearnerRow>,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Choice {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// A provider to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ProviderChoice {
    /// Its connection.
    pub id: ConnectionId,
    /// The connection's name.
    pub name: String,
    /// Which definition it follows.
    pub kind: String,
}

/// What the Learners page can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LearnerFilters {
    /// Centres that have learners.
    pub centres: Vec<Choice>,
    /// Providers.
    pub providers: Vec<ProviderChoice>,
    /// Learners who are present.
    pub learners: i64,
    /// Those without a result of an initial assessment.
    pub no_initial: i64,
    /// Whether any is an applicant.
    pub has_applicants: bool,
}

/// Which learner.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LearnerAsk {
    /// Their id.
    pub id: LearnerId,
}
