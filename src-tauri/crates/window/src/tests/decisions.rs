//! What a person decides, takes back, and decides about somebody who has gone meanwhile.

use serde_json::{Value, json};
use tokio::join;

use super::centre::Centre;

/// The first unmatched learner of a reason, with the first account that is suggested.
async fn a_candidate(centre: &Centre, connection: i64) -> (Value, i64, i64) {
    let ask = json!({
        "connection": connection, "side": "learners", "reason": null, "search": "", "limit": 500, "offset": 0,
    });
    let page = centre.ask("unmatched", ask).await;
    let rows = page["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["candidates"][0]["kind"] == "suggestion");
    let row = row.expect("somebody looks like somebody").clone();
    let (learner, user) = (
        row["id"].as_i64().unwrap(),
        row["candidates"][0]["other_id"].as_i64().unwrap(),
    );
    (row, learner, user)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_by_hand_brings_results_and_is_taken_back() {
    let centre = Centre::ready().await;
    let connection = centre.id_of("bksb").await;
    let (row, learner, user) = a_candidate(&centre, connection).await;
    assert!(
        row["sentence"].as_str().unwrap().ends_with('.') && row["what_to_do"].is_string(),
        "{row}"
    );
    let before = centre.ask("unmatched_tabs", Value::Null).await;

    let pair = json!({"connection": connection, "learner": learner, "user": user});
    let compared = centre.ask("compare", pair.clone()).await;
    assert_eq!(compared["learner"]["record_system"], "Onefile");
    assert_eq!(compared["fields"][0]["field"], "name");

    let decided = centre.ask("link", pair.clone()).await;
    assert_eq!((&decided["linked"], &decided["fault"]), (&json!(1), &Value::Null));
    let page = centre.ask("learner", json!({"id": learner})).await;
    let at = &page["providers"][0];
    assert_eq!((&at["link"]["rule"], &at["system"]), (&json!("manual"), &json!("bksb")));
    assert_eq!(page["record_system"], "Onefile");

    let undone = centre.ask("undo", decided["undo"].clone()).await;
    assert_eq!(undone["unlinked"], 1);
    assert_eq!(
        centre.ask("unmatched_tabs", Value::Null).await[0]["learners"],
        before[0]["learners"]
    );
    let again = centre.refused("undo", decided["undo"].clone()).await;
    assert_eq!(again.code, "refused", "a second click on undo says so");
    let audit = centre.ask("audit", json!({"limit": 10, "offset": 0})).await;
    assert!(
        audit["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["sentence"].is_string()),
        "{audit}"
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_learner_who_is_never_to_be_matched_leaves_what_is_to_decide_until_undone() {
    let centre = Centre::ready().await;
    let connection = centre.id_of("bksb").await;
    let (_, learner, _) = a_candidate(&centre, connection).await;
    let ask = json!({"connection": connection, "learner": learner, "user": null});
    let decided = centre.ask("never_match", ask).await;
    let at = centre.ask("learner", json!({"id": learner})).await["providers"][0].clone();
    assert_eq!(at["reason"], "never_match");
    assert!(
        at["sentence"]
            .as_str()
            .unwrap()
            .starts_with("You chose never to match, "),
        "{at}"
    );
    centre.ask("undo", decided["undo"].clone()).await;
    let at = centre.ask("learner", json!({"id": learner})).await["providers"][0].clone();
    assert_ne!(at["reason"], "never_match");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_held_link_is_reviewed_with_words_that_say_why() {
    let centre = Centre::ready().await;
    let connection = centre.id_of("bksb").await;
    let held = centre.ask("held", json!({"connection": connection})).await;
    let link = held[0].clone();
    assert!(
        link["sentence"].is_string() && link["what_it_means"].is_string(),
        "{link}"
    );
    let tray = centre.desk.trays().last().cloned().unwrap();
    assert_ne!(tray.state_line, "Up to date", "never while anything is held");
    let ask = json!({
        "connection": connection, "learner": link["learner_id"], "user": link["user_id"], "same_person": true,
    });
    let decided = centre.ask("review", ask.clone()).await;
    assert_eq!(decided["linked"], 1);
    assert_eq!(
        centre.refused("review", ask).await.code,
        "refused",
        "it was decided a moment ago"
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_about_somebody_who_has_gone_says_so_and_changes_nothing() {
    let centre = Centre::ready().await;
    let connection = centre.id_of("bksb").await;
    let (_, learner, user) = a_candidate(&centre, connection).await;
    let gone = json!({"connection": connection, "learner": learner, "user": 999_999});
    assert_eq!(centre.refused("link", gone.clone()).await.code, "not_found");
    assert_eq!(centre.refused("compare", gone).await.code, "not_found");
    assert_eq!(
        centre.refused("learner", json!({"id": 999_999})).await.code,
        "not_found"
    );
    let elsewhere = json!({"connection": 999_999, "learner": learner, "user": user});
    assert_eq!(centre.refused("link", elsewhere).await.code, "not_found");
    assert_eq!(centre.refused("run", json!({"id": 999_999})).await.code, "not_found");
    assert_eq!(
        centre.refused("confirm", json!({"run": 999_999})).await.code,
        "not_found"
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_windows_that_decide_at_once_end_in_one_decision() {
    let centre = Centre::ready().await;
    let connection = centre.id_of("bksb").await;
    let (_, learner, user) = a_candidate(&centre, connection).await;
    let pair = json!({"connection": connection, "learner": learner, "user": user});
    let (one, two) = join!(
        centre.try_ask("link", pair.clone()),
        centre.try_ask("link", pair.clone())
    );
    assert!(
        one.is_ok() && two.is_ok(),
        "the second changes nothing, and is no mistake"
    );
    let links = centre.ask("learner", json!({"id": learner})).await;
    assert_eq!(links["providers"][0]["link"]["account"]["user_id"], user);
    let (one, two) = join!(centre.try_ask("unlink", pair.clone()), centre.try_ask("unlink", pair));
    assert!(one.is_ok() ^ two.is_ok(), "one of them found nothing to unlink");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_latest_results_of_one_learner_are_here_when_the_answer_is() {
    let centre = Centre::ready().await;
    let ask = json!({
        "search": "", "centre": null, "provider": null, "link": "linked", "kind": null, "no_initial": false,
        "sort": "latest_result", "descending": true, "limit": 1, "offset": 0,
    });
    let learner = centre.ask("learners", ask).await["rows"][0]["id"].clone();
    let runs = centre.ask("latest_results", json!({"learner": learner})).await;
    assert_eq!(
        (&runs[0]["task"], &runs[0]["state"]),
        (&json!("results"), &json!("done"))
    );
    assert_eq!(runs[0]["reason"], "asked_one");
    centre
        .ask(
            "set_username",
            json!({"learner": learner, "username": " nobody.at.all "}),
        )
        .await;
    let page = centre.ask("learner", json!({"id": learner})).await;
    assert_eq!(
        (&page["provider_username"], &page["provider_username_edited"]),
        (&json!("nobody.at.all"), &json!(true))
    );
    centre.app.close().await;
}
