//! The real window, on a display of its own.
#![cfg(test)]
#![cfg(target_os = "linux")]

mod desk;
mod driver;

use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use desk::{Desk, Running};
use driver::Driver;
use system_tests::binary;

/// Long for a machine that is busy with other tests; a window is there in about a second.
const PATIENCE: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(200);

/// Asks again and again until the answer is there.
fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    for _ in 0..PATIENCE.as_millis() / STEP.as_millis() {
        if let Some(answer) = ask() {
            return answer;
        }
        sleep(STEP);
    }
    panic!("{what} did not happen within {} s", PATIENCE.as_secs());
}

#[test]
fn the_app_opens_one_window_and_ends_when_it_is_closed() {
    let desk = Desk::new();
    let mut app = Running(desk.start(&mut Command::new(binary("learner-sync"))));
    let titles = wait_for("the window", || {
        assert!(
            app.0.try_wait().unwrap().is_none(),
            "the app ended before it showed a window"
        );
        Some(desk.titles()).filter(|titles| !titles.is_empty())
    });
    assert_eq!(titles, ["Learner Sync"], "one window, and nothing else");
    desk.close("Learner Sync");
    let ended = wait_for("the end of the app", || app.0.try_wait().unwrap());
    assert!(ended.success(), "closing the only window is a proper end: {ended}");
}

#[test]
fn the_window_shows_the_page_that_is_built_into_the_program() {
    let desk = Desk::new();
    let driver = Driver::open(&desk, &binary("learner-sync"));
    assert_eq!(
        driver.text("h1"),
        "Learner Sync",
        "no development server runs here, so the page can only be the built-in one"
    );
}
