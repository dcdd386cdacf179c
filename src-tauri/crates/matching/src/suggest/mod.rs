//! Who may be right although no rule may link them.

mod clues;
mod evidence;
mod near;
mod search;

pub use search::{Asked, Suggestions, suggest};
