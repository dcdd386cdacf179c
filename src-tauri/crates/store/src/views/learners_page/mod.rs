//! The list of learners: a page of it, in any order, narrowed down in any way.
//!
//! One pass along an index gives the order; what narrows the list down is read into sets of ids first. So a page deep in the
//! list, and the number of all, cost what the first page costs, and any order goes with any filter.

mod ask;
mod filters;
pub(crate) mod order;
pub(crate) mod rows;
pub(crate) mod which;

pub use ask::{LearnerSort, LearnersAsk, LinkFilter};
pub(in crate::views) use filters::enabled_providers;
pub use filters::{Choice, LearnerFilters, ProviderChoice, learner_filters};
pub(in crate::views) use order::by_name as learners_by_name;
pub use rows::{AtProvider, LearnerRow, LinkState, SubjectLevel};
pub use which::{LearnersPage, learners_page};
