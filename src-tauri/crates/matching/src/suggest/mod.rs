//! Who may be right although no rule may link them.

mod clues;
mod evidence;
mod near;
mod search;

pub(crate) use near::bare;
pub use search::{Asked, Suggestions, suggest};
