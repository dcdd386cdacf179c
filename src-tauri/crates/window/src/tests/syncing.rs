//! *Sync now*, its progress, and stopping it.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::join;

use super::centre::Centre;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_tells_how_far_it_is_and_how_it_ended() {
    let centre = Centre::ready().await;
    centre.desk.forget();
    centre.sandbox.set_latency(Duration::from_millis(30));
    let started = centre.ask("sync", json!({"connections": null})).await;
    assert_eq!(started["started"], true);
    let status = centre.ask("status", Value::Null).await;
    assert_eq!(
        status["work"][0]["connection"], "Onefile",
        "it is at work when the answer is there"
    );
    centre
        .desk
        .until("the results are fetched", |desk| {
            desk.told("ended").iter().any(|event| event["task"] == "results")
        })
        .await;
    let ended = centre.desk.told("ended");
    let tasks: Vec<&Value> = ended.iter().map(|event| &event["task"]).collect();
    assert_eq!(tasks, ["learners", "users", "match", "results"]);
    assert!(
        ended
            .iter()
            .all(|event| event["state"] == "done" && event["connection"] != ""),
        "{ended:?}"
    );
    let work = centre.desk.told("work");
    let counted = work.iter().filter_map(|event| event["work"][0]["total"].as_u64());
    assert!(counted.count() > 0, "of how many was told: {work:?}");
    centre
        .desk
        .until("work is over", |desk| {
            desk.told("work").last().is_some_and(|event| event["work"] == json!([]))
        })
        .await;
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_while_one_runs_begins_nothing() {
    let centre = Centre::ready().await;
    centre.sandbox.set_latency(Duration::from_millis(50));
    let all = json!({"connections": null});
    let (one, two) = join!(centre.ask("sync", all.clone()), centre.ask("sync", all.clone()));
    assert_ne!(one["started"], two["started"], "two clicks at once are one sync");
    assert_eq!(centre.ask("sync", all).await["started"], false);
    let onefile = centre.id_of("Onefile").await;
    let again = centre.ask("sync", json!({"connections": [onefile]})).await;
    assert_eq!(again["started"], false, "it is at work, too");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_one_connection_leaves_the_other_at_work() {
    let centre = Centre::ready().await;
    centre.sandbox.set_latency(Duration::from_millis(100));
    let (onefile, bksb) = (centre.id_of("Onefile").await, centre.id_of("bksb").await);
    centre.desk.forget();
    for one in [onefile, bksb] {
        centre.ask("sync", json!({"connections": [one]})).await;
    }
    centre.ask("stop", json!({"connection": bksb})).await;
    centre
        .desk
        .until("bksb has ended", |desk| {
            desk.told("ended")
                .iter()
                .any(|event| event["connection"] == "bksb" && event["task"] == "users")
        })
        .await;
    let ended = centre.desk.told("ended");
    let of = |name: &str| {
        ended
            .iter()
            .filter(|event| event["connection"] == name)
            .collect::<Vec<_>>()
    };
    assert!(
        of("bksb").iter().any(|event| event["state"] == "cancelled"),
        "{ended:?}"
    );
    assert!(of("Onefile").is_empty(), "nobody stopped it: {ended:?}");
    centre.ask("stop", json!({"connection": null})).await;
    centre
        .desk
        .until("Onefile has ended", |desk| {
            desk.told("ended")
                .iter()
                .any(|event| event["connection"] == "Onefile" && event["state"] == "cancelled")
        })
        .await;
    assert_eq!(
        centre.desk.notices(),
        [""; 0],
        "what a person stopped themselves is no news to them"
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_of_changes_is_a_few_readings() {
    let centre = Centre::ready().await;
    centre.desk.forget();
    let settled = Duration::from_millis(900);
    for _ in 0..40 {
        centre.ask("pause", json!({"until": "hour"})).await;
        centre.ask("resume", Value::Null).await;
    }
    tokio::time::sleep(settled).await;
    let told = centre.desk.told("changed").len();
    assert!((1..=20).contains(&told), "80 changes were told {told} times");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_shows_in_the_status_and_in_the_tray() {
    let centre = Centre::ready().await;
    let (one, two) = join!(
        centre.ask("pause", json!({"until": "hour"})),
        centre.ask("pause", json!({"until": "tomorrow"}))
    );
    assert!(one["paused_until"].is_string() && two["paused_until"].is_string());
    centre
        .desk
        .until("the tray offers to resume", |desk| {
            desk.trays().last().is_some_and(|tray| tray.paused)
        })
        .await;
    let resumed = centre.ask("resume", Value::Null).await;
    assert_eq!(resumed["paused_until"], Value::Null);
    centre
        .desk
        .until("the tray offers to pause", |desk| {
            desk.trays()
                .last()
                .is_some_and(|tray| !tray.paused && tray.last_sync_line.starts_with("Last sync today"))
        })
        .await;
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_are_refused_are_told_on_the_desktop_once() {
    let centre = Centre::ready().await;
    let bksb = centre.id_of("bksb").await;
    centre
        .desk
        .until("the state was looked at", |desk| {
            desk.trays().last().is_some_and(|tray| tray.sync_enabled)
        })
        .await;
    let typed = json!({"id": bksb, "key": "secret_key", "typed": "no-such-key"});
    centre.ask("replace_secret", typed).await;
    for _ in 0..2 {
        assert_eq!(
            centre.ask("sync", json!({"connections": [bksb]})).await["started"],
            true
        );
        centre.until_asked_is_over().await;
    }
    centre
        .desk
        .until("a person was told", |desk| {
            desk.notices().iter().any(|title| title == "bksb needs attention")
        })
        .await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let told = centre.desk.notices();
    let about_keys = told.iter().filter(|title| *title == "bksb needs attention");
    assert_eq!(about_keys.count(), 1, "once, however often it fails: {told:?}");
    let overview = centre.ask("overview", Value::Null).await;
    let need = &overview["needs"][0];
    assert_eq!(
        (&need["need"], &need["connection"]),
        (&json!("connection"), &json!("bksb"))
    );
    centre.app.close().await;
}
