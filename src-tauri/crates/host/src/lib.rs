//! What the window and the command line share: the data folder, the clock, the keyring, the lock and the wiring of the parts.

pub mod checks;
pub mod clock;
pub mod comparing;
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
mod preferences;
pub mod reasons;
mod recovery;
pub mod secrets;
pub mod systems;
mod wiring;
pub mod words;

pub use engine;
pub use store::{BackupFile, Reader, StoreError, audit, views};
pub use wiring::{Host, Options};
