//! What the window asks and is told: commands, events and the life of the app, without the windowing system.

mod app;
mod commands;
mod declare;
mod problem;
mod typescript;
pub mod wire;

pub use app::App;
pub use commands::dispatch;
pub use problem::Problem;
pub use typescript::typescript;
