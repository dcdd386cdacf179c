//! Definitions: what the app knows of a system, as data.

mod base_url;
mod builtin;
mod check_file;
mod compile;
mod load;
pub(crate) mod overlay;
pub(crate) mod plan;
pub(crate) mod problem;
pub(crate) mod schema;
mod settings;

pub use builtin::kinds;
pub use check_file::{Checked, check_file};
pub use load::{Definition, OverlayNote, load};
pub use schema::SettingKind;
pub use settings::{SecretSpec, SettingSpec};
