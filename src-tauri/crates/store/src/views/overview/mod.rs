//! The overview: how much there is, what is new, and what waits for a person.

pub(crate) mod counts;
mod new_results;
mod parts;
pub(crate) mod waiting;

pub use counts::{ProviderCount, RecordCount};
pub use new_results::{DayCount, LevelCount, SubjectLevels};
pub use parts::{OverviewAsk, OverviewParts, overview};
pub use waiting::{HeldRun, ReasonCount, Waiting};
