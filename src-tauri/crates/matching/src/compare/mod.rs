//! A learner beside an account, attribute by attribute: what agrees, what nearly does, and which parts differ.

mod attributes;
mod difference;
mod emails;
mod names;

pub use attributes::{Systems, compare};
