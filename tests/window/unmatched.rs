//! The Unmatched page: what it says of whom, and what is decided there.

use std::collections::BTreeMap;

use sandbox::{Case, ExpectedUnmatched};
use serde_json::{Value, json};
use system_tests::{Centre, seed_of_today};

use crate::app::Start;
use crate::desk::Desk;
use crate::page::{Page, key};
use crate::wait_for;

/// Enough for every case to occur, and few enough for one press to show all rows.
const LEARNERS: usize = 150;
/// More than there is between any two places on the page.
const TABS: usize = 80;

/// A centre that has been synced, and the app open on its data.
struct World {
    page: Page,
    centre: Centre,
    _desk: Desk,
}

/// Somebody on the page, as both systems and both shells know them.
struct Person {
    id: i64,
    external_id: String,
    /// As tables name them: "Family, Given".
    row: String,
    /// As sentences name them: "Given Family".
    name: String,
    given_name: String,
    email: Option<String>,
}

impl World {
    fn open() -> Self {
        let centre = Centre::connected(seed_of_today(), LEARNERS);
        let _ = centre.sync();
        let desk = Desk::new();
        let page = Page::open(&desk, &Start::on(&centre));
        page.go("/unmatched");
        page.wait_for_text("Learners without a bksb account");
        page.settle();
        Self {
            page,
            centre,
            _desk: desk,
        }
    }

    /// Everybody in a section, as the command line lists them.
    fn listed(&self, section: &str) -> Vec<Person> {
        let unmatched = self.centre.cli.json(&["unmatched", "--connection", "bksb"]);
        unmatched[section].as_array().unwrap().iter().map(person).collect()
    }

    /// The first learner and the first account of a case; the learner without a link in effect.
    fn pair(&self, case: Case) -> (Person, String) {
        let scene = self.centre.sandbox.customer().truth.scene(case).unwrap().clone();
        let learner = self.listed("learners");
        let learner = learner.into_iter().find(|one| one.external_id == scene.learners[0]);
        (learner.unwrap(), scene.users[0].clone())
    }

    /// Narrows the learners to one: by the record system's id, because names repeat.
    fn find(&self, learner: &Person) {
        self.page.fill("Search learners", &learner.external_id);
        wait_for(&format!("{} alone among the learners", learner.row), || {
            (self.rows("learners").len() == 1 && !self.page.all("link", &learner.row).is_empty()).then_some(())
        });
        self.page.settle();
    }

    /// What the rows of a section say, by id: the reason, and what to do.
    fn rows(&self, side: &str) -> BTreeMap<i64, (String, String)> {
        let script = "return [...document.querySelectorAll(`tr[data-row^=${arguments[0]}-]`)].map((row) => [
            Number(row.dataset.row.split('-')[1]),
            row.querySelector('.why').firstChild.textContent.trim(),
            row.querySelector('.why .sub').textContent.trim()])";
        let rows = self.page.run(script, &[json!(side)]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| (row[0].as_i64().unwrap(), (text(&row[1]), text(&row[2]))))
            .collect()
    }

    /// The accounts to which a learner has a link in effect, as the command line tells them.
    fn accounts_of(&self, learner: &Person) -> Vec<String> {
        let shown = self.centre.cli.json(&["learner", &learner.id.to_string()]);
        let links = shown["links"].as_array().unwrap().iter();
        links
            .filter(|link| link["held"] == json!(false))
            .map(|link| link["user"]["external_id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// What a section's problem says, where one is told among its rows.
    fn trouble(&self, section: &str) -> String {
        let script = "return document.querySelector(`section[aria-labelledby=unmatched-${arguments[0]}] tbody [role=alert]`)?.innerText";
        let said = self.page.run(script, &[json!(section)]);
        said.as_str().unwrap_or_default().to_owned()
    }

    /// Presses Tab until this has the focus, as somebody without a mouse does.
    fn tab_to(&self, role: &str, name: &str) {
        let wanted = format!("{role} \"{name}\"");
        for _ in 0..TABS {
            if self.page.focus() == wanted {
                return;
            }
            self.page.press(&[], &key::TAB.to_string());
        }
        panic!("Tab does not lead to the {wanted}");
    }

    fn press(&self, key: char) {
        self.page.press(&[], &key.to_string());
        self.page.settle();
    }

    fn is_clean(&self) {
        assert_eq!(self.page.new_complaints(), [""; 0], "the page complains about nothing");
    }
}

fn person(row: &Value) -> Person {
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    let (given_name, family_name) = (text("given_name"), text("family_name"));
    Person {
        id: row["id"].as_i64().unwrap(),
        external_id: text("external_id"),
        row: format!("{family_name}, {given_name}"),
        name: format!("{given_name} {family_name}"),
        given_name,
        email: row["email"].as_str().map(str::to_owned),
    }
}

/// What a row has to say, by how it was made.
fn words(side: &str, row: &ExpectedUnmatched, given_name: &str) -> (String, String) {
    let several = row.candidates.len();
    let (reason, what_to_do) = match (side, row.reason) {
        ("learners", "details_disagree") => (
            "There is a bksb account, but name and date of birth do not agree.".to_owned(),
            "Review: link, or never match.".to_owned(),
        ),
        ("users", "details_disagree") => (
            "There is a learner, but name and date of birth do not agree.".to_owned(),
            "Review: link, or never match.".to_owned(),
        ),
        ("learners", "email_shared") if several > 1 => (
            format!("{several} bksb accounts have this email."),
            "Choose one, or merge them in bksb.".to_owned(),
        ),
        ("users", "email_shared") if several > 1 => (
            format!("{several} learners have this email."),
            "Correct the email of one of them in Onefile.".to_owned(),
        ),
        ("learners", "email_shared") => (
            "More than one person has this email.".to_owned(),
            "Correct it in Onefile or in bksb, or link by hand.".to_owned(),
        ),
        (_, "email_shared") => (
            "More than one person has this email.".to_owned(),
            "Correct it in bksb or in Onefile, or link by hand.".to_owned(),
        ),
        ("learners", "email_unverified") => (
            "The email is not verified in Onefile.".to_owned(),
            format!("Ask {given_name} to verify it in Onefile."),
        ),
        (_, "email_unverified") => (
            "A learner has this email, but it is not verified in Onefile.".to_owned(),
            "Have it verified in Onefile, or link by hand.".to_owned(),
        ),
        ("learners", "no_counterpart") => (
            "No bksb account has this email.".to_owned(),
            "Create an account in bksb, or link one by hand.".to_owned(),
        ),
        (_, "no_counterpart") => (
            "No learner in Onefile has this email.".to_owned(),
            format!("Nothing to do if {given_name} has left."),
        ),
        ("learners", "email_missing") => (
            "Onefile holds no email for this learner.".to_owned(),
            "Add one on the learner's Onefile profile.".to_owned(),
        ),
        (_, "email_missing") => (
            "The account has no email.".to_owned(),
            "Add one in bksb, or link by hand.".to_owned(),
        ),
        (_, other) => panic!("no customer is made with {other}"),
    };
    (reason, what_to_do)
}

/// The words on the chip of a reason.
fn chip(side: &str, reason: &str) -> &'static str {
    match (side, reason) {
        ("users", "no_counterpart") => "No learner",
        (_, "no_counterpart") => "No account",
        (_, "details_disagree") => "Details disagree",
        (_, "email_shared") => "Shared email",
        (_, "email_unverified") => "Unverified email",
        (_, "email_missing") => "No email",
        (_, other) => panic!("no customer is made with {other}"),
    }
}

#[test]
fn both_sections_say_of_everybody_what_is_the_matter_and_keep_nobody_out() {
    let world = World::open();
    let truth = world.centre.sandbox.customer().truth.clone();
    for (side, expected) in [
        ("learners", &truth.unmatched_learners),
        ("users", &truth.unmatched_users),
    ] {
        every_row_says_its_reason(&world, side, expected);
        every_chip_shows_its_rows(&world, side, expected);
    }
    nothing_keeps_anybody_out(&world);
    world.is_clean();
}

fn every_row_says_its_reason(world: &World, side: &str, expected: &[ExpectedUnmatched]) {
    show_all(world, side, expected.len());
    let people: BTreeMap<i64, Person> = world.listed(side).into_iter().map(|one| (one.id, one)).collect();
    let shown = world.rows(side);
    assert_eq!(
        shown.len(),
        expected.len(),
        "everybody under {side} is shown, and nobody else"
    );
    for (id, said) in shown {
        let person = &people[&id];
        let made = expected.iter().find(|row| row.external_id == person.external_id);
        let made = made.unwrap_or_else(|| panic!("{side} {id} has a link"));
        assert_eq!(
            said,
            words(side, made, &person.given_name),
            "{side} {}",
            person.external_id
        );
    }
}

fn show_all(world: &World, side: &str, rows: usize) {
    let noun = if side == "learners" { "learners" } else { "accounts" };
    assert!((26..=100).contains(&rows), "one press shows the rest of {rows} {side}");
    world
        .page
        .click("button", &format!("Show the other {} {noun}", rows - 25));
    wait_for("all rows", || (world.rows(side).len() == rows).then_some(()));
}

fn every_chip_shows_its_rows(world: &World, side: &str, expected: &[ExpectedUnmatched]) {
    let mut reasons = BTreeMap::<&str, usize>::new();
    for row in expected {
        *reasons.entry(row.reason).or_default() += 1;
    }
    let press = |name: &str, count: usize| {
        let script = "document.querySelector(`section[aria-labelledby=unmatched-${arguments[0]}]`).scrollIntoView()";
        world.page.run(script, &[json!(side)]);
        // Both sections have a chip for some reasons: the one of this side is meant.
        let script = "const section = document.querySelector(`section[aria-labelledby=unmatched-${arguments[0]}]`);
            const found = [...section.querySelectorAll('.chip')].filter((chip) => chip.innerText.replace(/\\s+/g, ' ').trim() === arguments[1]);
            found.forEach((chip) => chip.click());
            return found.length";
        let pressed = world.page.run(script, &[json!(side), json!(format!("{name} {count}"))]);
        assert_eq!(pressed, json!(1), "{side}: a chip says {name} {count}");
    };
    for (reason, count) in reasons {
        press(chip(side, reason), count);
        wait_for(&format!("{count} {side} with {reason}"), || {
            (world.rows(side).len() == count.min(25)).then_some(())
        });
        world.page.settle();
    }
    press("All", expected.len());
    world.page.settle();
}

fn nothing_keeps_anybody_out(world: &World) {
    let (learner, _) = world.pair(Case::TwoAccounts);
    let (held, _) = world.pair(Case::ParentsAccount);
    for theme in ["light", "dark"] {
        world.page.ask("set_preferences", &json!({ "theme": theme }));
        world.page.fill("Search learners", "");
        world.page.settle();
        expect_no_finding(world, theme, "the page as it opens");
        world.find(&learner);
        world.page.click("button", &format!("Suggestions for {}", learner.row));
        world.page.click("button", &format!("Evidence for {}", held.row));
        world.page.wait_for_text("Different people");
        world.page.settle();
        expect_no_finding(world, theme, "rows expanded");
        world.page.click("button", &format!("More for {}", learner.row));
        world.page.settle();
        expect_no_finding(world, theme, "a row's menu");
        world.press(key::ESCAPE);
        world.page.click("button", &format!("Link… : {}", learner.row));
        world.page.settle();
        expect_no_finding(world, theme, "the dialog");
        world.press(key::ESCAPE);
        assert_eq!(
            world.page.focus(),
            format!("button \"Link… : {}\"", learner.row),
            "the focus is back where the dialog was opened"
        );
        world.page.click("button", &format!("Evidence for {}", held.row));
    }
}

fn expect_no_finding(world: &World, theme: &str, what: &str) {
    assert_eq!(world.page.accessibility_findings(), [""; 0], "{what}, {theme}");
}

#[test]
fn what_a_person_decides_takes_effect_and_is_taken_back() {
    let world = World::open();
    a_suggestion_is_linked_once_and_parted_again(&world);
    a_learner_is_never_matched_and_matched_again(&world);
    an_email_is_copied(&world);
    an_account_is_found_and_linked_by_hand(&world);
    a_held_link_is_confirmed(&world);
    a_row_that_has_gone_meanwhile_says_so_where_it_was(&world);
    world.is_clean();
}

fn a_suggestion_is_linked_once_and_parted_again(world: &World) {
    let (learner, account) = world.pair(Case::Misspelt);
    world.find(&learner);
    world.page.click("button", &format!("Suggestions for {}", learner.row));
    world.page.wait_for_text("1 letter differs");
    // Twice, faster than anything can answer.
    let script = "const button = page.find('button', 'Link these two')[0]; button.click(); button.click()";
    world.page.run(script, &[]);
    let said = format!("{} is linked to bksb account {account}.", learner.name);
    world.page.wait_for_text(&said);
    world.page.settle();
    assert!(
        world.page.all("link", &learner.row).is_empty(),
        "who is linked is no longer listed"
    );
    assert_eq!(world.accounts_of(&learner), [account.as_str()]);
    let audit = world.page.ask("audit", &json!({ "limit": 100, "offset": 0 }));
    let entries = audit["rows"].as_array().unwrap().iter();
    let of_learner = entries.filter(|entry| entry["learner_id"] == learner.id && entry["action"] == "decided");
    assert_eq!(of_learner.count(), 1, "two presses are one decision: {audit}");
    assert!(
        world.page.focus().starts_with("heading"),
        "no row is left for the focus, so the list has it"
    );
    undo(world, &said);
    wait_for("the row's return", || {
        (!world.page.all("link", &learner.row).is_empty()).then_some(())
    });
    assert!(world.accounts_of(&learner).is_empty(), "what was taken back is gone");
}

/// Takes the last decision back by the button beside what it says.
fn undo(world: &World, said: &str) {
    world.page.click("button", &format!("Undo : {said}"));
    world.page.wait_for_text("Taken back");
    world.page.settle();
}

fn a_learner_is_never_matched_and_matched_again(world: &World) {
    let (learner, _) = world.pair(Case::Unverified);
    world.find(&learner);
    let before = world.rows("learners");
    world.page.click("button", &format!("More for {}", learner.row));
    world.page.click("menuitem", "Never matchUntil you undo it");
    let said = format!("{} is never matched with a bksb account.", learner.name);
    world.page.wait_for_text(&said);
    world.page.wait_for_text("You chose never to match");
    undo(world, &said);
    wait_for("the reason before", || (world.rows("learners") == before).then_some(()));
    // And by the row itself, when the line with its way back is long gone.
    world.page.click("button", &format!("More for {}", learner.row));
    world.page.click("menuitem", "Never matchUntil you undo it");
    world.page.wait_for_text("You chose never to match");
    world
        .page
        .click("button", &format!("Undo never match: {}", learner.row));
    world.page.wait_for_text(&format!("{} is matched again.", learner.name));
    wait_for("the reason before", || (world.rows("learners") == before).then_some(()));
}

fn an_email_is_copied(world: &World) {
    let (learner, _) = world.pair(Case::OtherAddress);
    world.find(&learner);
    world.page.click("button", &format!("More for {}", learner.row));
    world.page.click("menuitem", "Copy email");
    world.page.press(&[key::CONTROL], "f");
    world.page.press(&[key::CONTROL], "a");
    world.page.press(&[key::CONTROL], "v");
    let script = "return document.activeElement.value";
    wait_for("the email where it is pasted", || {
        (world.page.run(script, &[]) == json!(learner.email)).then_some(())
    });
}

fn an_account_is_found_and_linked_by_hand(world: &World) {
    let (learner, account) = world.pair(Case::OtherAddress);
    let accounts = world.listed("users");
    let account = accounts.iter().find(|one| one.external_id == account).unwrap();
    world.find(&learner);
    world.page.click("button", &format!("Link… : {}", learner.row));
    world.page.fill("Find a bksb account", &account.external_id);
    let script = "return [...document.querySelectorAll('.found button')].map((one) => one.innerText)";
    wait_for("the account in the list", || {
        let found = world.page.run(script, &[]);
        let found = found.as_array().unwrap().clone();
        (found.len() == 1 && found[0].as_str().unwrap().contains(&account.external_id)).then_some(())
    });
    world.page.run("document.querySelector('.found button').click()", &[]);
    world.page.click("button", "Link these two");
    let said = format!("{} is linked to bksb account {}.", learner.name, account.external_id);
    world.page.wait_for_text(&said);
    wait_for("the focus in the list that the dialog was opened from", || {
        world.page.focus().starts_with("heading \"Learners").then_some(())
    });
    assert_eq!(world.accounts_of(&learner), [account.external_id.as_str()]);
    undo(world, &said);
    assert!(world.accounts_of(&learner).is_empty());
}

fn a_held_link_is_confirmed(world: &World) {
    let (learner, account) = world.pair(Case::ParentsAccount);
    let held = || world.centre.cli.json(&["review"]).as_array().unwrap().len();
    let before = held();
    world.page.click("button", &format!("Review {before} links"));
    assert!(world.page.focus().starts_with("heading \"Links held for review"));
    world.page.click("button", &format!("Evidence for {}", learner.row));
    world.page.click("button", "Same person: link");
    world
        .page
        .wait_for_text(&format!("{} is linked to bksb account {account}.", learner.name));
    assert_eq!(world.accounts_of(&learner), [account.as_str()]);
    assert_eq!(held(), before - 1);
}

fn a_row_that_has_gone_meanwhile_says_so_where_it_was(world: &World) {
    let (learner, account) = world.pair(Case::BothNamesDiffer);
    world.page.click("button", &format!("Evidence for {}", learner.row));
    world.page.wait_for_text("Different people");
    world.page.settle();
    let review = world.centre.cli.json(&["review"]);
    let mine = review
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["learner_id"] == learner.id);
    let user = mine.unwrap()["user_id"].to_string();
    let id = learner.id.to_string();
    let ran = world
        .centre
        .cli
        .run(&["review", &id, &user, "yes", "--connection", "bksb"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    world.page.click("button", "Different people");
    let said = wait_for("the problem among the rows", || {
        Some(world.trouble("held")).filter(|said| !said.is_empty())
    });
    assert!(
        said.contains("waits for review"),
        "it says what stands in the way: {said}"
    );
    wait_for("the list as it is now", || {
        world
            .page
            .all("button", &format!("Evidence for {}", learner.row))
            .is_empty()
            .then_some(())
    });
    assert_eq!(
        world.accounts_of(&learner),
        [account.as_str()],
        "what was decided elsewhere stands"
    );
    world.page.click("button", "Close");
    world.page.settle();
    assert_eq!(world.trouble("held"), "");
}

#[test]
fn a_row_is_linked_and_parted_by_keyboard_alone() {
    let world = World::open();
    let (learner, account) = world.pair(Case::Misspelt);
    world.page.press(&[key::CONTROL], "f");
    assert_eq!(world.page.focus(), "textbox \"Search learners\"");
    world.tab_to("link", &first_row(&world));
    walk(&world);
    world.page.press(&[key::CONTROL], "f");
    world.page.press(&[], &learner.external_id);
    world.press(key::ENTER);
    wait_for("one row", || (world.rows("learners").len() == 1).then_some(()));
    world.tab_to("link", &learner.row);
    world.press(key::RIGHT);
    world.page.wait_for_text("Not this one");
    world.press(key::LEFT);
    world.page.wait_for_no_text("Not this one");
    world.press(key::RIGHT);
    world.tab_to("button", "Link these two");
    world.press(key::ENTER);
    let said = format!("{} is linked to bksb account {account}.", learner.name);
    world.page.wait_for_text(&said);
    world.page.settle();
    assert_ne!(world.page.focus(), "", "the focus is not lost with the row");
    world.page.press(&[key::CONTROL], "z");
    world.page.wait_for_text("Taken back");
    wait_for("the focus on the row that is back", || {
        (world.page.focus() == format!("link \"{}\"", learner.row)).then_some(())
    });
    world.page.go("/unmatched?at=held");
    wait_for("the focus on what the address names", || {
        world
            .page
            .focus()
            .starts_with("heading \"Links held for review")
            .then_some(())
    });
    world.is_clean();
}

fn first_row(world: &World) -> String {
    let script = "return document.querySelector('tr[data-row^=learners-] a').innerText";
    world.page.run(script, &[]).as_str().unwrap().to_owned()
}

/// Up, Down, Home and End go from row to row, and come back to where they began.
fn walk(world: &World) {
    let first = world.page.focus();
    world.press(key::END);
    assert_ne!(world.page.focus(), first);
    world.press(key::HOME);
    assert_eq!(world.page.focus(), first);
    world.press(key::DOWN);
    assert_ne!(world.page.focus(), first);
    world.press(key::UP);
    assert_eq!(world.page.focus(), first);
}
