//! What the whole-system tests share.

mod axe;
mod centre;
mod program;
mod seed;
mod tables;

pub use axe::axe_core;
pub use centre::Centre;
pub use program::{Program, Ran, binary};
pub use seed::{seed_of_today, today};
pub use tables::{Tables, open_database};
