//! What the whole-system tests share.

mod centre;
mod program;
mod seed;
mod tables;

pub use centre::Centre;
pub use program::{Program, Ran, binary};
pub use seed::{seed_of_today, today};
pub use tables::{Tables, open_database};
