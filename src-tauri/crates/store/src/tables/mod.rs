//! One file a table: its row, its reads and its writes.

pub mod audit;
pub mod centres;
pub(crate) mod components;
pub mod connections;
pub mod decisions;
pub mod described;
pub mod held;
pub mod kv;
pub mod learners;
pub mod links;
pub mod listings;
pub mod matching;
pub(crate) mod people;
pub(crate) mod presence;
pub mod results;
pub mod revisions;
pub mod runs;
pub mod skips;
pub mod standing;
pub mod tags;
pub(crate) mod unmatched;
pub mod users;
