//! The life of the window: opened, closed, opened again; and the app that goes on without it.

use std::time::Duration;

use crate::app::Start;
use crate::desk::Desk;
use crate::processes::{memory_kib, tree};
use crate::tray::Tray;
use crate::wait_for;

/// Long enough for a window that should not come, or go, to have done so.
const A_WHILE: Duration = Duration::from_secs(2);

fn sample() -> Start {
    Start::plain().with(&["--sample"])
}

fn web_views(app: u32) -> usize {
    tree(app)
        .iter()
        .filter(|process| process.name.starts_with("WebKitWeb"))
        .count()
}

#[test]
fn an_app_that_starts_hidden_is_in_the_tray_and_can_be_used_from_there() {
    let mut desk = Desk::new();
    desk.start_panel();
    let mut app = sample().with(&["--hidden"]).run(&desk);
    let tray = Tray::find(&desk);
    tray.wait_for("Up to date (sample data)");
    let words = tray.words();
    assert!(words[1].starts_with("Last sync today"), "{words:?}");
    assert_eq!(
        words[2..],
        [
            "Sync now",
            "Pause for 1 hour",
            "Pause until tomorrow",
            "Open Learner Sync",
            "Quit"
        ],
        "Resume stands there only while the schedule is paused"
    );
    assert_eq!(desk.titles(), [""; 0], "it was started without a window");
    assert_eq!(web_views(app.id()), 0, "and without a web view");

    let glyph = tray.icon();
    tray.press("Pause for 1 hour");
    tray.wait_for("Resume");
    assert_eq!(tray.words()[2..], ["Sync now", "Resume", "Open Learner Sync", "Quit"]);
    assert_ne!(tray.icon(), glyph, "a pause has a glyph of its own");
    tray.press("Resume");
    tray.wait_for("Pause until tomorrow");

    tray.press("Open Learner Sync");
    desk.wait_for_window();
    tray.press("Quit");
    assert_eq!(app.wait_for_end().code(), Some(0), "to quit is a proper end");
}

#[test]
fn closing_the_window_ends_the_web_view_and_the_app_goes_on() {
    let desk = Desk::new();
    let mut app = sample().run(&desk);
    desk.wait_for_window();
    wait_for("the web view", || (web_views(app.id()) > 0).then_some(()));
    let open = memory_kib(&tree(app.id()));
    close_for_good(&desk);
    wait_for("the end of the web view", || (web_views(app.id()) == 0).then_some(()));
    let closed = memory_kib(&tree(app.id()));
    assert!(app.runs(), "the app is in the tray");
    assert!(
        closed < open / 2,
        "the web view is what weighs: {open} KiB with it, {closed} KiB without"
    );

    let mut second = sample().run(&desk);
    assert_eq!(
        second.wait_for_end().code(),
        Some(0),
        "a second start has nothing to do but to say so"
    );
    desk.wait_for_window();
    assert!(app.runs(), "and the window is the first one's");
}

/// Closes a window whose page first wants to say that the app goes on in the tray.
fn close_for_good(desk: &Desk) {
    desk.close_window();
    std::thread::sleep(A_WHILE);
    if !desk.titles().is_empty() {
        // Whoever closes it again has understood, or has a page that does not answer.
        desk.close_window();
    }
    desk.wait_for_no_window();
}

#[test]
fn the_word_about_the_tray_keeps_a_window_open_once() {
    let desk = Desk::new();
    let page = crate::page::Page::open(&desk, &sample());
    page.wait_for_text("Learners");
    desk.close_window();
    page.wait_for_text("tray");
    assert_eq!(desk.titles(), ["Learner Sync"], "the word has to be read");
    desk.close_window();
    desk.wait_for_no_window();
}

#[test]
fn a_second_start_brings_a_minimised_window_back() {
    let desk = Desk::new();
    let _app = sample().run(&desk);
    desk.wait_for_window();
    let window = desk.xdotool(&["search", "--onlyvisible", "--name", "^Learner Sync$"]);
    desk.xdotool(&["windowminimize", "--sync", &window]);
    sample().run(&desk).wait_for_end();
    wait_for("the window on the screen", || {
        let visible = desk.try_xdotool(&["search", "--onlyvisible", "--name", "^Learner Sync$"]);
        (visible == window).then_some(())
    });
    wait_for("the focus on the window", || {
        (desk.try_xdotool(&["getwindowfocus", "getwindowname"]) == "Learner Sync").then_some(())
    });
}

#[test]
fn a_window_opens_where_the_last_one_was() {
    let desk = Desk::new();
    let mut app = sample().run(&desk);
    desk.wait_for_window();
    let centred = desk.place();
    desk.resize_window(1000, 700);
    desk.xdotool(&[
        "search",
        "--onlyvisible",
        "--name",
        "^Learner Sync$",
        "windowmove",
        "--sync",
        "60",
        "80",
    ]);
    let moved = wait_for("the window to be moved", || {
        Some(desk.place()).filter(|place| *place != centred)
    });
    app.terminate();
    assert_eq!(app.wait_for_end().code(), Some(0));

    let _app = sample().run(&desk);
    desk.wait_for_window();
    wait_for("the window in its old place", || (desk.place() == moved).then_some(()));
}

#[test]
fn an_app_that_is_told_to_end_in_the_middle_of_a_sync_ends_soon_and_cleanly() {
    let desk = Desk::new();
    let mut app = sample().with(&["--hidden"]).run(&desk);
    wait_for("the beginning of the first sync", || desk.data().exists().then_some(()));
    app.terminate();
    let begun = std::time::SystemTime::now();
    assert_eq!(app.wait_for_end().code(), Some(0), "being told to end is no failure");
    let took = begun.elapsed().unwrap_or_default();
    assert!(
        took < Duration::from_secs(5),
        "a person signing out does not wait {took:?}"
    );
}

#[test]
fn the_app_leaves_nothing_outside_its_folder() {
    let desk = Desk::new();
    let folder = desk.home().join("elsewhere");
    let mut app = sample().with(&["--data-dir", &folder.to_string_lossy()]).run(&desk);
    desk.wait_for_window();
    std::thread::sleep(A_WHILE);
    app.terminate();
    app.wait_for_end();
    assert!(
        folder.join("window.json").exists(),
        "the window's place was remembered there"
    );
    let ours = ["learner", "Learner Sync", "tauri", "wry", "webkit", "tray-icon"];
    let outside = desk.files().into_iter().filter(|path| !path.starts_with(&folder));
    let outside: Vec<_> = outside
        .filter(|path| ours.iter().any(|word| path.to_string_lossy().contains(word)))
        .collect();
    assert!(
        outside.is_empty(),
        "everything lies in one folder, but not: {outside:?}"
    );
}
