//! The app's shell: a window and a tray over the engine. It decides nothing.

mod call;
mod desktop;
mod display;
mod events;
mod life;
mod main_window;
mod navigation;
mod options;
mod place;
mod record;
mod shell;
mod signals;
mod tray;
mod web_view;

pub use life::run;
pub use options::Options;

/// The option with which the app is started at login.
const HIDDEN: &str = "--hidden";
