//! Systems as the engine sees them.

mod batches;
mod check;
mod first;
mod learners;
pub(crate) mod open;
mod pages;
mod provider;
mod record_system;
mod records;
mod results;
mod shape;
mod tally;
