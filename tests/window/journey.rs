//! A centre's whole way: from an empty folder to results on the screen, through a restart, with the keys in a real keyring.

use std::path::PathBuf;
use std::time::Duration;

use sandbox::{Customer, CustomerOptions, SandboxOptions};
use serde_json::{Value, json};
use system_tests::{Centre, seed_of_today, today};

use crate::app::Start;
use crate::desk::Desk;
use crate::page::Page;
use crate::{record, wait_for};

/// Enough for every case to occur.
const LEARNERS: usize = 150;
/// Slow enough for a sync to be seen at work and to be stopped.
const SLOW: Duration = Duration::from_millis(250);

/// The centre's systems, the session with its keyring, and where everything that reaches the page is written down.
struct World {
    page: Option<Page>,
    centre: Centre,
    desk: Desk,
    record: PathBuf,
}

impl World {
    fn new() -> Self {
        let options = CustomerOptions {
            learners: LEARNERS,
            ..CustomerOptions::new(seed_of_today(), today())
        };
        let centre = Centre::serving(Customer::generate(&options), SandboxOptions::default());
        let record = centre.scratch().join("told");
        let mut world = Self {
            page: None,
            centre,
            desk: Desk::new(),
            record,
        };
        world.start();
        world
    }

    /// Starts the app, which has ended before if it ran. It knows no key but those that are typed or in the keyring.
    fn start(&mut self) {
        self.page = None;
        let start = Start::plain().recorded(&self.record);
        self.page = Some(Page::open(&self.desk, &start));
    }

    fn page(&self) -> &Page {
        self.page.as_ref().unwrap()
    }

    /// Nothing that is shown keeps anybody out, light or dark, and the page complains about nothing.
    fn is_clean(&self, what: &str) {
        let page = self.page();
        for theme in ["light", "dark"] {
            page.ask("set_preferences", &json!({ "theme": theme }));
            page.settle();
            assert_eq!(page.accessibility_findings(), [""; 0], "{what}, {theme}");
        }
        assert_eq!(page.new_complaints(), [""; 0], "{what}");
    }

    fn is_linked(&self, learner: &Value) -> bool {
        let shown = self.page().ask("learner", &json!({ "id": learner["id"] }));
        !shown["providers"][0]["link"].is_null()
    }

    fn learners(&self, link: &str) -> Value {
        let ask = json!({ "search": "", "centre": null, "provider": null, "link": link, "kind": null, "no_initial": false,
            "sort": "name", "descending": false, "limit": 100, "offset": 0 });
        self.page().ask("learners", &ask)
    }

    fn wait_for_rest(&self) {
        wait_for("the end of the sync", || {
            let status = self.page().ask("status", &Value::Null);
            status["work"].as_array()?.is_empty().then_some(())
        });
    }
}

#[test]
fn a_centre_is_set_up_synced_and_still_there_after_a_restart() {
    let mut world = World::new();
    the_systems_are_chosen(&world);
    onefile_is_connected_after_a_wrong_key(&world);
    bksb_is_connected(&world);
    the_matches_are_seen_before_they_are_made(&world);
    the_schedule_is_set_and_the_first_sync_is_stopped(&world);
    a_sync_goes_to_its_end(&world);
    let learner = a_learners_results_are_shown(&world);
    both_sections_of_unmatched_are_there(&world);
    world.start();
    everything_is_still_there(&world, &learner);
    nothing_secret_was_told(&world);
}

fn the_systems_are_chosen(world: &World) {
    let page = world.page();
    page.wait_for_text("Which systems do you use?");
    world.is_clean("the systems");
    page.click("button", "Continue");
}

/// Takes away the limit on calls that careful defaults set for the real systems.
fn no_limit(page: &Page) {
    page.click("button", "Settings that most people leave alone");
    page.fill("Calls a minute", "1000000");
}

fn onefile_is_connected_after_a_wrong_key(world: &World) {
    let (page, sandbox) = (world.page(), &world.centre.sandbox);
    page.wait_for_text("Connect Onefile");
    page.click("button", "Test connection");
    page.wait_for_text("Error:");
    page.fill("API address", &sandbox.onefile_url());
    no_limit(page);
    page.fill("API token", "not-the-key-that-it-takes");
    page.click("button", "Test connection");
    page.wait_for_text("did not accept the keys");
    world.is_clean("a key that is refused");
    // As it is copied from a mail: with blanks around it.
    page.fill("API token", &format!("  {} ", sandbox.keys().customer_token));
    page.click("button", "Test connection");
    page.wait_for_text("Answered");
    page.wait_for_text("Blanks or line breaks around the API token were left out.");
    world.is_clean("a connection that answers");
    page.click("button", "Continue");
}

fn bksb_is_connected(world: &World) {
    let (page, sandbox) = (world.page(), &world.centre.sandbox);
    page.wait_for_text("Connect bksb");
    page.wait_for_text("Databridge");
    page.fill("API address", &sandbox.bksb_url());
    no_limit(page);
    page.fill("API Access Key", &sandbox.keys().access_key);
    page.fill("API Secret Key", &sandbox.keys().secret_key);
    page.click("button", "Test connection");
    page.wait_for_text("Answered");
    page.click("button", "Continue");
}

fn the_matches_are_seen_before_they_are_made(world: &World) {
    let page = world.page();
    page.wait_for_text("Check the matches");
    page.wait_for_text("Would be linked");
    page.settle();
    assert_eq!(world.learners("linked")["total"], json!(0), "seeing is not doing");
    let truth = &world.centre.sandbox.customer().truth;
    let first = page.ask("first_run", &Value::Null);
    let links: u64 = first["previews"][0]["would_link"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["count"].as_u64().unwrap())
        .sum();
    assert_eq!(
        links as usize,
        truth.in_effect().count(),
        "what is announced is what is right"
    );
    world.is_clean("the matches");
    page.click("button", "Continue");
}

fn the_schedule_is_set_and_the_first_sync_is_stopped(world: &World) {
    let page = world.page();
    page.wait_for_text("When should it run?");
    world.is_clean("the schedule");
    world.centre.sandbox.set_latency(SLOW);
    page.click("button", "Finish");
    page.wait_for_text("Getting results");
    world.is_clean("a sync at work");
    page.click("button", "Stop : bksb");
    world.wait_for_rest();
    world.centre.sandbox.set_latency(Duration::ZERO);
    page.click("link", "Activity");
    page.wait_for_text("Cancelled");
    world.is_clean("the activity");
}

fn a_sync_goes_to_its_end(world: &World) {
    let page = world.page();
    page.go("/overview");
    page.click("button", "Sync now");
    wait_for("the success of the sync", || {
        let runs = page.ask(
            "runs",
            &json!({ "connection": null, "task": "results", "state": null, "group": false, "limit": 1, "offset": 0 }),
        );
        runs["entries"][0]["run"]["state"]
            .as_str()?
            .starts_with("done")
            .then_some(())
    });
    world.wait_for_rest();
    let truth = &world.centre.sandbox.customer().truth;
    assert_eq!(
        world.learners("linked")["total"].as_u64().unwrap() as usize,
        truth.in_effect().count(),
        "who is linked is who is to be linked"
    );
    page.settle();
    world.is_clean("the overview");
}

/// Finds somebody with results by what a person types, and reads their page.
fn a_learners_results_are_shown(world: &World) -> Value {
    let page = world.page();
    let linked = world.learners("linked");
    let rows = linked["rows"].as_array().unwrap();
    let learner = rows
        .iter()
        .find(|row| !row["latest_result_at"].is_null())
        .unwrap()
        .clone();
    let (given, family) = (
        learner["given_name"].as_str().unwrap(),
        learner["family_name"].as_str().unwrap(),
    );
    page.click("link", "Learners");
    page.fill("Search", &format!("{family} {given}"));
    page.settle();
    world.is_clean("the learners");
    page.run("document.querySelector('tbody a').click()", &[]);
    page.wait_for_text("Level over time");
    page.wait_for_text(&format!("{given} {family}"));
    page.wait_for_text("As bksb sent it");
    page.wait_for_text("Linked by email");
    let shown = page.ask("learner", &json!({ "id": learner["id"] }));
    assert!(
        !shown["providers"][0]["results"].as_array().unwrap().is_empty(),
        "the results that the table promises are on the page"
    );
    world.is_clean("a learner");
    learner
}

fn both_sections_of_unmatched_are_there(world: &World) {
    let page = world.page();
    let truth = &world.centre.sandbox.customer().truth;
    page.go("/unmatched");
    page.wait_for_text("Learners without a bksb account");
    page.wait_for_text("bksb accounts without a learner");
    let tabs = page.ask("unmatched_tabs", &Value::Null);
    assert_eq!(
        tabs[0]["learners"].as_u64().unwrap() as usize,
        truth.unmatched_learners.len()
    );
    assert_eq!(tabs[0]["users"].as_u64().unwrap() as usize, truth.unmatched_users.len());
}

fn everything_is_still_there(world: &World, learner: &Value) {
    let page = world.page();
    page.wait_for_text("Overview");
    page.wait_for_text("Up to date");
    assert!(world.is_linked(learner), "a restart changes nothing");
    let truth = &world.centre.sandbox.customer().truth;
    assert_eq!(
        world.learners("linked")["total"].as_u64().unwrap() as usize,
        truth.in_effect().count()
    );
    page.go(&format!("/learners/{}", learner["id"]));
    page.click("button", "Get latest results");
    wait_for("the learner's own run", || {
        let runs = page.ask(
            "runs",
            &json!({ "connection": null, "task": "results", "state": null, "group": false, "limit": 1, "offset": 0 }),
        );
        (runs["entries"][0]["run"]["reason"] == "asked_one").then_some(())
    });
}

/// Everything that reached the page is searched for what was typed as a secret, and for National Insurance numbers, of which no
/// more than the ending may be seen.
fn nothing_secret_was_told(world: &World) {
    let told = record::lines(&world.record).join("\n");
    let keys = world.centre.sandbox.keys();
    for secret in [&keys.customer_token, &keys.access_key, &keys.secret_key] {
        assert!(!told.contains(secret.as_str()), "a key came back to the page");
    }
    assert!(
        !told.contains("not-the-key-that-it-takes"),
        "a wrong key came back to the page"
    );
    assert!(
        told.contains("••••••"),
        "the endings of numbers were told, so the search is not in vain"
    );
    let numbers = nino_shaped(&told);
    assert!(numbers.is_empty(), "{} whole numbers reached the page", numbers.len());
}

/// What looks like a whole number: two letters, six digits, one of A to D, with or without blanks.
fn nino_shaped(text: &str) -> Vec<usize> {
    let plain: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    let is_number = |at: &usize| {
        let part = &plain[*at..*at + 9];
        part[..2].iter().all(char::is_ascii_uppercase)
            && part[2..8].iter().all(char::is_ascii_digit)
            && ('A'..='D').contains(&part[8])
    };
    (0..plain.len().saturating_sub(8)).filter(is_number).collect()
}

#[test]
fn a_number_is_recognised_wherever_it_stands() {
    assert_eq!(nino_shaped("x AB 12 34 56 C y").len(), 1);
    assert!(nino_shaped("••••••56C and AB12345C").is_empty());
}
