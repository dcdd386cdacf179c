//! Systems that refuse, stumble, lie or go away.

use sandbox::{Case, Fault, Op, What};
use system_tests::{Centre, seed_of_today};

use crate::staged::{answer_reviews, faults, stored};

#[test]
fn keys_that_are_refused_stop_their_own_connection_only() {
    let centre = Centre::connected(seed_of_today(), 60);
    let cli = centre
        .cli
        .clone()
        .with("LEARNER_SYNC_SECRET_BKSB_SECRET_KEY", "not-the-key");
    let ran = cli.run(&["--json", "sync"]);
    assert_eq!(ran.code, Some(1), "one of several connections failed");
    let report = ran.json();
    assert!(
        faults(&report)
            .iter()
            .any(|(task, _, code)| task == "users" && code == "keys_refused"),
        "{:?}",
        faults(&report)
    );
    assert!(
        report["runs"]
            .as_array()
            .unwrap()
            .iter()
            .any(|run| run["task"] == "learners" && run["state"] == "done")
    );
    let status = cli.json(&["status"]);
    assert_eq!(
        status["state"], "needs_attention",
        "keys are a person's to put right, and nothing is up to date meanwhile"
    );
    assert!(stored(&centre).0 > 0, "the learners are here");

    let _ = centre.sync();
    answer_reviews(&centre);
    assert_eq!(
        centre.cli.json(&["status"])["state"],
        "up_to_date",
        "with the right key all is well again"
    );
}

#[test]
fn systems_that_are_away_leave_what_is_stored_and_are_caught_up_with() {
    let centre = Centre::connected(seed_of_today(), 60);
    let _ = centre.sync();
    assert_eq!(
        centre.cli.json(&["status"])["state"],
        "needs_attention",
        "links are held, and a person has to answer"
    );
    answer_reviews(&centre);
    let before = stored(&centre);
    centre.systems_go_away();
    let ran = centre.try_json(&["sync"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        faults(&ran.json())
            .iter()
            .all(|(_, state, code)| state == "failed" && code == "unreachable"),
        "{:?}",
        faults(&ran.json())
    );
    assert_eq!(stored(&centre), before);
    assert_eq!(centre.cli.json(&["status"])["state"], "offline");
    centre.systems_come_back();
    let _ = centre.sync();
    assert_eq!(centre.cli.json(&["status"])["state"], "up_to_date");
}

#[test]
fn a_listing_that_comes_back_empty_is_held_until_a_person_confirms() {
    let centre = Centre::connected(seed_of_today(), 60);
    let first = centre.sync();
    centre
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbUsersList, What::KeepPercent(0)));
    let ran = centre.try_json(&["sync"]);
    assert_eq!(ran.code, Some(3), "held: {}", ran.stderr);
    let report = ran.json();
    let held = report["runs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|run| run["state"] == "held")
        .expect("the listing is held");
    assert_eq!(
        report["matched"], first["matched"],
        "matching goes on with what is stored"
    );
    assert_eq!(centre.cli.json(&["status"])["state"], "needs_attention");

    let id = held["id"].to_string();
    let confirmed = centre.try_json(&["confirm", &id]);
    assert_eq!(confirmed.code, Some(0), "{}", confirmed.stderr);
    let unmatched = centre.cli.json(&["unmatched", "--connection", "bksb"]);
    assert_eq!(
        unmatched["users"].as_array().unwrap().len(),
        0,
        "every account is gone, as confirmed"
    );

    centre.sandbox.faults().clear();
    let healed = centre.sync();
    assert_eq!(
        healed["matched"], first["matched"],
        "they come back, and so do their links"
    );
}

#[test]
fn one_unreadable_row_is_kept_aside_and_the_rest_goes_on() {
    let centre = Centre::connected(seed_of_today(), 60);
    centre
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbUsersList, What::BadRow(3, "UserId", None)).times(1));
    let ran = centre.try_json(&["sync"]);
    assert_eq!(ran.code, Some(3), "done with skips: {}", ran.stderr);
    let users = ran.json()["runs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|run| run["task"] == "users")
        .cloned()
        .unwrap();
    assert_eq!(
        (&users["state"], &users["skipped"]),
        (&"done_with_skips".into(), &1.into())
    );
}

#[test]
fn a_user_list_that_does_not_answer_is_replaced_by_looking_people_up() {
    let centre = Centre::connected(seed_of_today(), 60);
    centre
        .sandbox
        .rewrites()
        .add(sandbox::Rewrite::status(Op::BksbUsersList, 404));
    let report = centre.try_json(&["sync"]).json();
    let unmatched = centre.cli.json(&["unmatched", "--connection", "bksb"]);
    assert_eq!(
        unmatched["users_available"], false,
        "the second section says not available, never 0"
    );
    assert_eq!(
        report["matched"], 0,
        "an address tried as a username is a suggestion only"
    );
    let scene = centre
        .sandbox
        .customer()
        .truth
        .scene(Case::AddressAsUsername)
        .unwrap()
        .clone();
    let row = unmatched["learners"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["external_id"] == scene.learners[0].as_str())
        .unwrap();
    assert!(
        row["candidates"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["kind"] == "suggestion"),
        "it is suggested"
    );
}

#[test]
fn an_hour_of_trouble_loses_nothing() {
    let troubles: Vec<(&str, Op, What)> = vec![
        ("a web page instead of an answer", Op::BksbUsersList, What::Html),
        ("an empty body", Op::BksbUsersList, What::EmptyBody),
        ("a body that breaks off", Op::BksbUsersList, What::Truncated),
        ("malformed JSON", Op::OnefileUserGet, What::MalformedJson),
        (
            "a redirect",
            Op::OnefileUsersList,
            What::Redirect("http://127.0.0.1:9/elsewhere".to_owned()),
        ),
        ("ids as text", Op::BksbUsersList, What::IdsAsText),
        ("rows that come twice", Op::OnefileUsersList, What::DuplicateRows),
        ("a row that moves between pages", Op::BksbUsersList, What::ShiftRows(1)),
        ("a total that is wrong", Op::BksbUsersList, What::WrongTotal(5)),
    ];
    let centre = Centre::connected(seed_of_today(), 150);
    let first = centre.sync();
    let before = stored(&centre);
    for (name, op, what) in troubles {
        centre.sandbox.faults().add(Fault::on(op, what));
        let ran = centre.try_json(&["sync"]);
        assert!(
            matches!(ran.code, Some(0 | 1 | 3)),
            "{name}: ends with a defined code, not {:?}",
            ran.code
        );
        for run in ran.json()["runs"].as_array().unwrap() {
            assert!(
                run["state"] != "failed" || run["fault"]["message"].as_str().unwrap().len() > 40,
                "{name}: says what to do"
            );
        }
        assert_eq!(
            stored(&centre),
            before,
            "{name}: nothing is lost and nothing is doubled"
        );
        centre.sandbox.faults().clear();
        let healed = centre.sync();
        assert_eq!(
            healed["matched"], first["matched"],
            "{name}: afterwards all is as before"
        );
        assert_eq!(
            healed["unmatched_users"], first["unmatched_users"],
            "{name}: nobody was marked gone for it"
        );
    }
}
