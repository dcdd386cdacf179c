//! What the window and the command line share: the data folder, the clock, the keyring, the lock and the wiring of the parts.

pub mod clock;
pub mod connections;
pub mod database_key;
pub mod definitions;
pub mod doctor;
pub mod environment;
pub mod folders;
pub mod keyring;
pub mod lists;
pub mod lock;
pub mod logs;
mod names;
pub mod reasons;
pub mod secrets;
pub mod systems;
mod wiring;

pub use engine;
pub use store::views;
pub use wiring::{Host, Options};
