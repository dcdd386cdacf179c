//! What can go wrong while the window is open: it says what happened and what to do, and goes on when that is done.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use sandbox::{Customer, CustomerOptions, SandboxOptions};
use serde_json::{Value, json};
use system_tests::{Centre, binary, seed_of_today, today};

use crate::app::Start;
use crate::desk::Desk;
use crate::page::Page;
use crate::wait_for;

const REFUSED: &str = "did not accept the keys";
const AWAY: &str = "could not be reached";
const LOCKED: &str = "keyring is locked";

fn centre(learners: usize) -> Centre {
    let options = CustomerOptions {
        learners,
        ..CustomerOptions::new(seed_of_today(), today())
    };
    Centre::serving(Customer::generate(&options), SandboxOptions::default())
}

/// Connects both systems through the page's door, and takes up the schedule.
fn set_up(page: &Page, centre: &Centre) {
    let (sandbox, keys) = (&centre.sandbox, centre.sandbox.keys());
    let drafts = [
        (
            "onefile",
            "Onefile",
            sandbox.onefile_url(),
            vec![("customer_token", &keys.customer_token)],
        ),
        (
            "bksb",
            "bksb",
            sandbox.bksb_url(),
            vec![("access_key", &keys.access_key), ("secret_key", &keys.secret_key)],
        ),
    ];
    for (kind, name, address, secrets) in drafts {
        let secrets: Vec<Value> = secrets
            .into_iter()
            .map(|(key, typed)| json!({ "key": key, "typed": typed }))
            .collect();
        let settings = json!({ "base_url": address, "calls_per_minute": "1000000" });
        let draft = json!({ "kind": kind, "name": name, "settings": settings, "secrets": secrets });
        let saved = page.ask("add_connection", &draft);
        assert!(saved["problem"].is_null(), "{name} is added: {}", saved["problem"]);
    }
    let finished = page.ask("finish_first_run", &Value::Null);
    assert_eq!(finished, Value::Null, "the first run can be finished");
}

fn wait_for_rest(page: &Page) {
    wait_for("the end of the sync", || {
        let status = page.ask("status", &Value::Null);
        status["work"].as_array()?.is_empty().then_some(())
    });
}

/// Goes to the connection's settings and types another key.
fn replace_key(page: &Page, typed: &str) {
    let connections = page.ask("connections", &Value::Null);
    let bksb = connections.as_array().unwrap().iter().find(|one| one["name"] == "bksb");
    page.go(&format!("/settings/connections/{}", bksb.unwrap()["id"]));
    page.click("button", "Replace the API Secret Key");
    page.fill("API Secret Key", typed);
    page.click("button", "Save");
}

fn sync(page: &Page) {
    page.go("/overview");
    page.click("button", "Sync now");
}

#[test]
fn a_wrong_key_a_system_that_goes_away_and_a_locked_keyring_each_say_what_to_do() {
    let centre = centre(60);
    let mut desk = Desk::new();
    let page = Page::open(&desk, &Start::plain());
    page.wait_for_text("Which systems do you use?");
    set_up(&page, &centre);
    page.wait_for_text("Overview");
    wait_for_rest(&page);

    a_wrong_key(&page, &centre);
    systems_that_go_away(&page, &centre);
    desk.lock_keyring();
    replace_key(&page, "typed-while-it-is-locked");
    page.wait_for_text(LOCKED);
    assert_eq!(page.new_complaints(), [""; 0]);

    drop(page);
    let page = Page::open(&desk, &Start::plain());
    page.wait_for_text(LOCKED);
    assert_eq!(page.accessibility_findings(), [""; 0], "the screen of a locked keyring");
    page.click("button", "Try again");
    page.wait_for_text(LOCKED);
    desk.unlock_again();
    page.click("button", "Try again");
    page.wait_for_text("Overview");
    let shown = page.ask("status", &Value::Null);
    assert!(shown["learners"].as_u64().unwrap() > 0, "nothing was lost meanwhile");
}

fn a_wrong_key(page: &Page, centre: &Centre) {
    replace_key(page, "not-the-key-that-it-takes");
    page.wait_for_no_text("Keep the stored one");
    sync(page);
    page.wait_for_text(REFUSED);
    replace_key(page, &centre.sandbox.keys().secret_key);
    page.wait_for_no_text("Keep the stored one");
    sync(page);
    page.wait_for_no_text(REFUSED);
    wait_for_rest(page);
}

fn systems_that_go_away(page: &Page, centre: &Centre) {
    centre.systems_go_away();
    sync(page);
    page.wait_for_text(AWAY);
    wait_for_rest(page);
    centre.systems_come_back();
    sync(page);
    page.wait_for_no_text(AWAY);
    wait_for_rest(page);
}

/// A full disk is a small file system of its own, in which only the app sees its data.
#[test]
fn a_disk_that_fills_up_while_the_app_runs_is_said_and_nothing_stored_is_lost() {
    let centre = centre(400);
    let (folder, script) = (centre.scratch().join("small"), centre.scratch().join("app"));
    fs::create_dir(&folder).unwrap();
    let app = binary("learner-sync");
    let inner = format!(
        "mount -t tmpfs -o size=1700k none {0} && exec {1} --data-dir {0}/data",
        folder.display(),
        app.display()
    );
    fs::write(
        &script,
        format!("#!/bin/sh\nexec unshare --mount --map-root-user sh -c '{inner}'\n"),
    )
    .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let start = Start {
        program: script,
        ..Start::plain()
    };
    let desk = Desk::new();
    let page = Page::open(&desk, &start.set("LEARNER_SYNC_DATABASE_KEY", centre.key()));
    page.wait_for_text("Which systems do you use?");
    set_up(&page, &centre);
    page.wait_for_text("The disk is full");
    let stored = page.ask("connections", &Value::Null);
    assert_eq!(
        stored.as_array().map(Vec::len),
        Some(2),
        "what was stored is read as before"
    );
    page.go("/learners");
    page.settle();
    assert_eq!(page.new_complaints(), [""; 0]);
}
