//! The steps of the first run. They are not places to go to: each is reached as a person reaches it.

use sandbox::{Customer, CustomerOptions, SandboxOptions};
use serde_json::{Value, json};
use system_tests::{Centre, seed_of_today, today};

use super::{Screen, Wish, save, set_theme};
use crate::page::Page;
use crate::wait_for;

/// The steps, as they may be asked for.
pub(super) const STEPS: [&str; 4] = [
    "/first-run",
    "/first-run/keys",
    "/first-run/matches",
    "/first-run/schedule",
];

/// Whether a route is a step of the first run.
pub(super) fn has(route: &str) -> bool {
    STEPS.contains(&route)
}

/// Takes the pictures of the steps that are wished for, on the way through all of them.
pub(super) fn take(wish: &Wish, page: &Page) {
    let [systems, keys, matches, schedule] = STEPS;
    page.find("button", "Continue");
    picture(wish, page, systems);
    page.click("button", "Continue");
    picture(wish, page, keys);
    let _centre = read(page);
    page.reload();
    page.find("button", "Continue");
    picture(wish, page, matches);
    page.click("button", "Continue");
    picture(wish, page, schedule);
}

fn picture(wish: &Wish, page: &Page, step: &str) {
    let screen = Screen::at(step);
    if wish.wants(&screen) {
        for theme in &wish.themes {
            set_theme(page, theme);
            save(wish, page, &screen, theme);
        }
    }
}

/// Connects imitated systems and reads learners and users from them. The systems go with what is returned.
fn read(page: &Page) -> Centre {
    let options = CustomerOptions {
        learners: 300,
        ..CustomerOptions::new(seed_of_today(), today())
    };
    let centre = Centre::serving(Customer::generate(&options), SandboxOptions::default());
    let (sandbox, keys) = (&centre.sandbox, centre.sandbox.keys());
    for draft in [
        json!({ "kind": "onefile", "name": "Onefile", "settings": { "base_url": sandbox.onefile_url(), "calls_per_minute": "100000" },
            "secrets": [{ "key": "customer_token", "typed": keys.customer_token }] }),
        json!({ "kind": "bksb", "name": "bksb", "settings": { "base_url": sandbox.bksb_url(), "calls_per_minute": "100000" },
            "secrets": [{ "key": "access_key", "typed": keys.access_key }, { "key": "secret_key", "typed": keys.secret_key }] }),
    ] {
        let saved = page.ask("add_connection", &draft);
        assert!(
            saved["problem"].is_null(),
            "the connection is taken: {}",
            saved["problem"]
        );
    }
    page.ask("read_first", &Value::Null);
    wait_for("learners and users to be read", || {
        let first = page.ask("first_run", &Value::Null);
        (first["read"] == true && first["reading"] == false).then_some(())
    });
    centre
}
