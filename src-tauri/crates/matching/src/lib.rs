//! Decides who is linked to whom, and why not.
//!
//! Everything here is a total, pure function of its arguments: the same question has the same answer, in whatever order

mod applicants;
mod guard;
mod hashing;
mod index;
mod keys;
mod plan;
mod reasons;
mod rules;
mod said;
mod settle;
mod world;

pub use plan::plan;
