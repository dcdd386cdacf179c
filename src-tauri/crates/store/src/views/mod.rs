//! What is shown: structs that serialise to the shapes other programs rely on.
//!
//! A National Insurance number appears as its last three characters only.

mod learner;
pub(crate) mod learners;
mod review;
mod runs;
mod status;
mod unmatched;

pub use learner::{ComponentView, Learner, LinkView, LinkedUser, ResultView, learner};
pub use learners::{LearnerRow, Learners, learners};
pub use review::{Review, review};
pub use runs::{Run, RunFaultView, run, runs};
pub use status::{StatusRow, status_rows};
pub use unmatched::{LearnerCandidate, Unmatched, UnmatchedLearner, UnmatchedUser, UserCandidate, unmatched};
