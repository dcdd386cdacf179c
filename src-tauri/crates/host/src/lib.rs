//! What the window and the command line share: the data folder, the clock, the keyring, the lock and the wiring of the parts.

pub mod clock;
pub mod folders;
pub mod keyring;
pub mod lock;
pub mod logs;
