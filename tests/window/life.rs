//! The life of the window: opened, closed, opened again; and the app that goes on without it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use system_tests::{Centre, binary, seed_of_today};

use crate::app::Start;
use crate::desk::Desk;
use crate::notifications::Notifications;
use crate::page::Page;
use crate::processes::{memory_kib, tree};
use crate::tray::Tray;
use crate::{record, wait_for, wait_within};

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
    tray.wait_for("Syncing (sample data)");
    let glyph = tray.icon();
    // The sample's people are made so that some links are held.
    tray.wait_for("Needs attention (sample data)");
    assert_ne!(tray.icon(), glyph, "each state has a glyph of its own");
    let words = tray.words();
    assert!(words[1].starts_with("Last sync today"), "{words:?}");
    let usual = [
        "Sync now",
        "Pause for 1 hour",
        "Pause until tomorrow",
        "Open Learner Sync",
        "Quit",
    ];
    assert_eq!(
        words[2..],
        usual,
        "Resume stands there only while the schedule is paused"
    );
    assert_eq!(desk.titles(), [""; 0], "it was started without a window");
    assert_eq!(web_views(app.id()), 0, "and without a web view");

    tray.press("Pause for 1 hour");
    tray.wait_for("Resume");
    assert_eq!(tray.words()[2..], ["Sync now", "Resume", "Open Learner Sync", "Quit"]);
    tray.press("Resume");
    tray.wait_for("Pause until tomorrow");
    assert_eq!(tray.words()[2..], usual);

    tray.press("Open Learner Sync");
    desk.wait_for_window();
    tray.press("Quit");
    assert_eq!(app.wait_for_end().code(), Some(0), "to quit is a proper end");
}

#[test]
fn closing_the_window_ends_the_web_view_and_the_app_goes_on() {
    let desk = Desk::new();
    let said = desk.home().join("said");
    let mut app = sample().recorded(&said).run(&desk);
    wait_for_pages(&said, 1);
    let open = memory_kib(&tree(app.id()));
    close_for_good(&desk);
    wait_for("the end of the web view", || (web_views(app.id()) == 0).then_some(()));
    let closed = memory_kib(&tree(app.id()));
    assert!(app.runs(), "the app is in the tray");
    assert!(
        closed < open * 2 / 3,
        "the web view is what weighs: {open} KiB with it, {closed} KiB without"
    );

    let mut at_login = sample().with(&["--hidden"]).run(&desk);
    assert_eq!(at_login.wait_for_end().code(), Some(0));
    std::thread::sleep(A_WHILE);
    assert_eq!(desk.titles(), [""; 0], "the start at login opens no window");

    let mut second = sample().run(&desk);
    assert_eq!(
        second.wait_for_end().code(),
        Some(0),
        "a second start has nothing to do but to say so"
    );
    desk.wait_for_window();
    assert!(app.runs(), "and the window is the first one's");
    wait_for_pages(&said, 2);
}

/// Waits until so many pages have been opened, and the last has asked for what it shows.
fn wait_for_pages(said: &Path, pages: usize) {
    wait_for("a page that asks", || {
        (said.exists() && record::answers(said, "overview").len() >= pages).then_some(())
    });
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
fn the_word_about_the_tray_is_said_once_and_closes_the_window() {
    let mut desk = Desk::new();
    desk.start_panel();
    let page = Page::open(&desk, &sample());
    page.find("link", "Learners");
    desk.close_window();
    page.wait_for_text("Learner Sync keeps running");
    assert_eq!(desk.titles(), ["Learner Sync"], "the word has to be read");
    page.click_last("button", "Close the window");
    desk.wait_for_no_window();

    Tray::find(&desk).press("Open Learner Sync");
    desk.wait_for_window();
    desk.close_window();
    desk.wait_for_no_window();
}

#[test]
fn whoever_closes_the_window_again_need_not_read_the_word() {
    let desk = Desk::new();
    let page = Page::open(&desk, &sample());
    page.find("link", "Learners");
    desk.close_window();
    page.wait_for_text("Learner Sync keeps running");
    desk.close_window();
    desk.wait_for_no_window();
    assert!(page.app_runs(), "it goes on in the tray");
}

#[test]
fn an_app_that_is_not_to_stay_in_the_tray_ends_with_its_window() {
    let desk = Desk::new();
    let page = Page::open(&desk, &sample());
    page.ask("set_preferences", &json!({ "keep_in_tray": false }));
    desk.close_window();
    wait_for("the end of the app", || (!page.app_runs()).then_some(()));
}

#[test]
fn a_notification_tells_of_keys_that_are_refused_and_opens_the_window() {
    let centre = Centre::connected(seed_of_today(), 60);
    let _ = centre.sync();
    let mut desk = Desk::new();
    desk.start_panel();
    let notifications = Notifications::new(&desk);
    let start = Start::on(&centre).set("LEARNER_SYNC_SECRET_BKSB_SECRET_KEY", "not-the-key");
    let _app = start.with(&["--hidden"]).run(&desk);
    Tray::find(&desk).press("Sync now");
    let (body, number) = notifications.wait_for("bksb needs attention");
    assert!(body.contains("keys"), "it says why: {body}");
    assert_eq!(desk.titles(), [""; 0]);
    notifications.click(number);
    desk.wait_for_window();
}

#[test]
fn starting_at_login_is_arranged_with_the_desktop() {
    let desk = Desk::new();
    let page = Page::open(&desk, &sample());
    let entry = desk.home().join(".config/autostart/Learner Sync.desktop");
    page.ask("set_preferences", &json!({ "start_at_login": true }));
    let text = fs::read_to_string(&entry).expect("the desktop finds what to start");
    let program = binary("learner-sync");
    assert!(text.contains(&format!("Exec={} --hidden", program.display())), "{text}");
    assert_eq!(page.ask("preferences", &Value::Null)["start_at_login"], json!(true));
    page.ask("set_preferences", &json!({ "start_at_login": false }));
    assert!(!entry.exists(), "and no longer");
}

#[test]
fn a_computer_without_a_display_is_told_what_works_there() {
    let desk = Desk::new();
    let mut command = std::process::Command::new(binary("learner-sync"));
    let output = desk.set(&mut command).env_remove("DISPLAY").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("learner-sync-cli works without one"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_second_start_brings_a_minimised_window_back() {
    let desk = Desk::new();
    let _app = sample().run(&desk);
    let window = desk.window();
    desk.minimise_window();
    sample().run(&desk).wait_for_end();
    assert_eq!(desk.window(), window, "it is the same window");
    wait_for("the focus on the window", || {
        (desk.focused() == "Learner Sync").then_some(())
    });
}

#[test]
fn a_window_opens_where_the_last_one_was() {
    let desk = Desk::new();
    let mut app = sample().run(&desk);
    let first = desk.place();
    desk.resize_window(1000, 700);
    desk.move_window(60, 80);
    let moved = wait_for("the window to be moved", || {
        Some(desk.place()).filter(|place| *place != first)
    });
    app.terminate();
    assert_eq!(app.wait_for_end().code(), Some(0));

    let _app = sample().run(&desk);
    wait_for("the window in its old place", || (desk.place() == moved).then_some(()));
}

#[test]
fn an_app_that_is_told_to_end_in_the_middle_of_a_sync_ends_soon_and_cleanly() {
    let mut desk = Desk::new();
    desk.start_panel();
    let mut app = sample().with(&["--hidden"]).run(&desk);
    Tray::find(&desk).wait_for("Syncing (sample data)");
    app.terminate();
    // A person who signs out of the computer does not wait.
    let ended = wait_within(Duration::from_secs(5), "the end of the app", || app.ended());
    assert_eq!(ended.code(), Some(0), "being told to end is no failure");
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
