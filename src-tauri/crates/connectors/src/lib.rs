//! Definitions of the remote systems, and their interpreter.
//!
//! What the app knows of a system is one TOML file (`definitions/`). [`load`] reads it with a centre's corrections laid
//! over it; [`open_record_system`] and [`open_provider`] turn it into something that the engine can ask.

mod definition;
mod http;
mod operation;
mod read;
mod secrets;
mod system;
mod template;

pub use definition::{Checked, Definition, OverlayNote, SecretSpec, SettingKind, SettingSpec, check_file, kinds, load};
pub use http::bounds::Bounds;
pub use secrets::Secrets;
pub use system::open::{open_provider, open_provider_within, open_record_system, open_record_system_within};
