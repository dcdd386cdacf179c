//! Decides who is linked to whom, and why not.
//!
//! Everything here is a total, pure function of its arguments: the same question has the same answer, in whatever order
//! its people are listed. [`plan`] answers who is linked; [`suggest`] looks for people whom no rule may link; [`compare`] lays two people side by side.
//!
//! The way of a question: `world` indexes it (`index`, `said`, `applicants`), `rules` says whom the keys name, `settle` weighs
//! that against decisions and standing links (`guard`), `plan` tells what changes, and `reasons` why the rest is not linked.

mod applicants;
mod compare;
mod guard;
mod hashing;
mod index;
mod keys;
mod plan;
mod reasons;
mod rules;
mod said;
mod settle;
mod suggest;
mod world;

pub use compare::{Systems, compare};
pub use plan::plan;
pub use suggest::{Asked, Suggestions, suggest};
