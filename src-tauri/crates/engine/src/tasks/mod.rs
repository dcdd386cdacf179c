//! What each task does once its run has its turn.

mod find;
pub(crate) mod learners;
pub(crate) mod matching;
pub(crate) mod results;
mod settle;
pub(crate) mod users;
