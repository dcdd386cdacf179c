//! What the window asks and is told: commands, events and the life of the app, without the windowing system.
//!
//! The shell starts an `App` over its `Desktop`, hands what the page asks to `dispatch`, and ends the app with `App::close`.

mod app;
mod attention;
mod commands;
mod declare;
mod desktop;
mod door;
mod first_run;
mod life;
mod open;
mod pace;
mod prefer;
mod preferences;
mod problem;
mod recovery;
mod sample;
mod status;
mod sync;
mod systems;
mod tracker;
mod tray;
mod typescript;
mod watch;
pub mod wire;

#[cfg(test)]
mod tests;

pub use app::{App, OnClose, Start};
pub use commands::dispatch;
pub use desktop::Desktop;
pub use problem::Problem;
pub use tray::TrayModel;
pub use typescript::typescript;
