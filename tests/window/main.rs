//! The real window, in a session of its own.
//!
//! How a test of a feature is written: one [`desk::Desk`] (display, bus, keyring), the app opened under a driver as a
//! [`page::Page`], and then what a person does and sees, by role, name and words. Starting a session and the app takes some
//! seconds, so a test is one whole flow and not one press.
//!
//! ```text
//! let desk = Desk::new();
//! let page = Page::open(&desk, &Start::plain().with(&["--sample"]));
//! page.click("link", "Learners");
//! page.wait_for_text("Abbott, Grace");
//! assert_eq!(page.new_complaints(), [""; 0]);
//! ```
//!
//! What needs no page (the tray, a second start, closing the window) starts the app without a driver: [`app::Start::run`].
#![cfg(test)]
#![cfg(target_os = "linux")]

mod access;
mod app;
mod capability;
mod desk;
mod driver;
mod journey;
mod life;
mod notifications;
mod page;
mod privacy;
mod processes;
mod record;
mod screens;
mod tray;
mod troubles;
mod unmatched;

use std::thread::sleep;
use std::time::Duration;

/// Long for a machine that is busy with other tests; a window is there in about a second.
const PATIENCE: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(100);

/// Asks again and again until the answer is there.
fn wait_for<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    wait_within(PATIENCE, what, ask)
}

/// As [`wait_for`], for what has to happen soon.
fn wait_within<T>(patience: Duration, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    for _ in 0..patience.as_millis() / STEP.as_millis() {
        if let Some(answer) = ask() {
            return answer;
        }
        sleep(STEP);
    }
    panic!("{what} did not happen within {} s", patience.as_secs());
}
