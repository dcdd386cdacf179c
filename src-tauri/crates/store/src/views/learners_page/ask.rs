//! What the list of learners is asked.

use domain::records::LearnerKind;
use domain::{CentreId, ConnectionId};
use serde::Deserialize;
use ts_rs::TS;

domain::coded! {
    /// In which order learners are listed. Whoever lacks what is sorted by comes last, either way; those who are alike in
    /// it are in order of their names.
    pub enum LearnerSort {
        /// By family and given name.
        Name = "name",
        /// By the management information system's reference.
        Reference = "reference",
        /// By the name of the centre.
        Centre = "centre",
        /// By the date of the latest result.
        LatestResult = "latest_result",
    }
}

domain::coded! {
    /// Learners by how they stand at the provider that the list is narrowed down to; without one, at any enabled provider.
    pub enum LinkFilter {
        /// All of them.
        Any = "any",
        /// With a link in effect.
        Linked = "linked",
        /// In scope when matching last ran, and neither linked nor waiting for a person.
        NotLinked = "not_linked",
        /// With a link that waits for a person, and none in effect.
        Held = "held",
    }
}

/// Which learners to list, of those who are present, and in which order.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LearnersAsk {
    /// Words, each of which has to be in a name, the address, the reference or the system's id.
    pub search: String,
    /// Only of this centre.
    pub centre: Option<CentreId>,
    /// The provider that `link` and `no_initial` are about.
    pub provider: Option<ConnectionId>,
    /// Only those who stand so there.
    pub link: LinkFilter,
    /// Only of this kind.
    pub kind: Option<LearnerKind>,
    /// Only those without any initial assessment: at the provider; without one, anywhere.
    pub no_initial: bool,
    /// The order.
    pub sort: LearnerSort,
    /// The other way round.
    pub descending: bool,
    /// At most so many.
    pub limit: u32,
    /// After the first so many.
    pub offset: u32,
}
