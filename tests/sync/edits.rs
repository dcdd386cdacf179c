//! A correction at either side is matched by the next sync, in one pass, with the results there at once.

use sandbox::Case;
use serde_json::Value;
use system_tests::{Centre, seed_of_today};

#[test]
fn an_address_corrected_in_onefile_is_matched_by_the_next_sync_with_its_results() {
    let centre = Centre::connected(seed_of_today(), 150);
    let _ = centre.sync();
    let (learner, user) = pair(&centre, Case::Misspelt);
    assert!(
        links_of(&centre, &learner).is_empty(),
        "one letter apart is not the same"
    );

    let right = centre.sandbox.customer().account(&user).unwrap().email.clone();
    centre
        .sandbox
        .edit(|editor| editor.learner(&learner, |one| one.email = right));
    let _ = centre.sync();
    is_linked_with_results(&centre, &learner, &user);
}

#[test]
fn an_address_corrected_in_bksb_is_matched_by_the_next_sync_with_its_results() {
    let centre = Centre::connected(seed_of_today(), 150);
    let _ = centre.sync();
    let (learner, user) = pair(&centre, Case::OtherDomain);
    let right = centre.sandbox.customer().learner(&learner).unwrap().email.clone();
    centre
        .sandbox
        .edit(|editor| editor.account(&user, |one| one.email = right));
    let _ = centre.sync();
    is_linked_with_results(&centre, &learner, &user);
}

#[test]
fn an_address_verified_in_onefile_is_matched_by_the_next_sync_with_its_results() {
    let centre = Centre::connected(seed_of_today(), 150);
    let _ = centre.sync();
    let (learner, user) = pair(&centre, Case::Unverified);
    centre
        .sandbox
        .edit(|editor| editor.learner(&learner, |one| one.email_verified = Some(true)));
    let _ = centre.sync();
    is_linked_with_results(&centre, &learner, &user);
}

#[test]
fn a_link_outlives_a_learner_who_is_archived_and_ends_with_its_account() {
    let centre = Centre::connected(seed_of_today(), 150);
    let (learner, user) = pair(&centre, Case::Plain);
    let _ = centre.sync();
    centre
        .sandbox
        .edit(|editor| editor.learner(&learner, |one| one.archived = true));
    let _ = centre.sync();
    assert_eq!(links_of(&centre, &learner).len(), 1, "out of scope, and still linked");

    centre.sandbox.edit(|editor| editor.remove_account(&user));
    let _ = centre.sync();
    let page = learner_page(&centre, &learner);
    assert!(
        !page["results"].as_array().unwrap().is_empty(),
        "the results stay on record"
    );
}

/// The pair of a case, whose account has an initial result at least.
fn pair(centre: &Centre, case: Case) -> (String, String) {
    let (scene, result) = {
        let customer = centre.sandbox.customer();
        let scene = customer.truth.scene(case).expect("every case occurs").clone();
        let some = customer.bksb.rows().iter().flat_map(|account| &account.initial).next();
        let mut result = some.expect("somebody has results").clone();
        result.session_id = u64::from(u32::MAX);
        (scene, result)
    };
    let (learner, user) = (scene.learners[0].clone(), scene.users[0].clone());
    centre
        .sandbox
        .edit(|editor| editor.account(&user, |account| account.initial.insert(0, result)));
    (learner, user)
}

fn is_linked_with_results(centre: &Centre, learner: &str, user: &str) {
    let page = learner_page(centre, learner);
    assert_eq!(page["links"][0]["user"]["external_id"], user);
    assert_eq!(page["links"][0]["rule"], "email");
    let expected = centre
        .sandbox
        .customer()
        .account(user)
        .unwrap()
        .expected_results()
        .len();
    assert_eq!(
        page["results"].as_array().unwrap().len(),
        expected,
        "matched means visible"
    );
}

fn links_of(centre: &Centre, learner: &str) -> Vec<Value> {
    learner_page(centre, learner)["links"].as_array().unwrap().clone()
}

/// What `learner` prints for a learner by the system's id.
fn learner_page(centre: &Centre, external_id: &str) -> Value {
    let found = centre.cli.json(&["learners", "--search", external_id]);
    let row = found["learners"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["external_id"] == external_id);
    let id = row.expect("a learner is found by the system's id")["id"].to_string();
    centre.cli.json(&["learner", &id])
}
