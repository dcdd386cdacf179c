//! The Learners page.

use domain::LearnerId;
pub use host::views::{
    AtProvider, Choice, LearnerFilters, LearnerRow, LearnerSort, LearnersAsk, LearnersPage, LinkFilter, LinkState,
    ProviderChoice, SubjectLevel,
};
use serde::Deserialize;
use ts_rs::TS;

/// Which learner.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LearnerAsk {
    /// Their id.
    pub id: LearnerId,
}
