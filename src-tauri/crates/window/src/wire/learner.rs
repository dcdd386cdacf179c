//! A learner's page.

use domain::LearnerId;
pub use host::views::{
    Component, Earlier, LearnerLink, LearnerResult, LinkedAccount, PastLink, PersonPart, ProviderPart,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A learner at a provider. Without a link: the reason in words, and what to do.
#[derive(Serialize, TS)]
pub struct LearnerAtProvider {
    /// How they stand there.
    #[serde(flatten)]
    pub part: ProviderPart,
    /// The system's own name, such as `bksb`.
    pub system: String,
    /// Why there is no link in effect, in words.
    pub sentence: Option<String>,
    /// What to do about it.
    pub what_to_do: Option<String>,
}

/// A learner's page.
#[derive(Serialize, TS)]
pub struct LearnerPage {
    /// Who they are. The record system goes by its own name, such as `Onefile`.
    #[serde(flatten)]
    pub person: PersonPart,
    /// How they stand at each provider.
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
