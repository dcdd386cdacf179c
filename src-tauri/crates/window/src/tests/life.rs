//! Opening, failing, trying again, and letting go.

use std::time::Duration;

use domain::FaultCode;
use serde_json::{Value, json};
use tokio::join;

use super::centre::Centre;

#[tokio::test]
async fn a_first_start_leads_to_the_first_run() {
    let centre = Centre::new().await;
    assert_eq!(centre.ask("session", Value::Null).await["stage"], "opening");
    let status = centre.ask("status", Value::Null).await;
    assert_eq!(
        status["connections"],
        json!([]),
        "what comes while the data is opened waits for it"
    );
    let session = centre.ask("session", Value::Null).await;
    assert_eq!(
        (&session["stage"], &session["sample"]),
        (&json!("first_run"), &json!(false))
    );
    assert_eq!(session["version"], env!("CARGO_PKG_VERSION"));
    centre.desk.until_stage("first_run").await;
    let tray = centre.desk.trays().last().cloned().unwrap();
    assert_eq!(tray.state_line, "Not set up yet");
    centre.app.close().await;
}

#[tokio::test]
async fn what_could_not_be_opened_says_why_and_is_opened_at_the_next_try() {
    let centre = Centre::whose_door_meets(&[FaultCode::KeyringLocked, FaultCode::KeyringLocked]).await;
    centre.desk.until_stage("failed").await;
    let session = centre.ask("session", Value::Null).await;
    assert_eq!(session["problem"]["code"], "keyring_locked");
    let remedy = session["problem"]["remedy"].as_str().unwrap();
    assert!(remedy.contains("unlock the keyring"), "{remedy}");
    let refused = centre.refused("learner_filters", Value::Null).await;
    assert_eq!(refused.code, "keyring_locked", "whoever asks for data is told the same");
    assert_eq!(
        centre.ask("try_again", Value::Null).await["stage"],
        "failed",
        "it is still locked"
    );
    assert_eq!(centre.ask("try_again", Value::Null).await["stage"], "first_run");
    centre.app.close().await;
}

#[tokio::test]
async fn two_clicks_on_try_again_open_once() {
    let centre = Centre::whose_door_meets(&[FaultCode::DiskFull]).await;
    centre.desk.until_stage("failed").await;
    centre.desk.forget();
    let (one, two) = join!(
        centre.ask("try_again", Value::Null),
        centre.ask("try_again", Value::Null)
    );
    assert_eq!(
        (&one["stage"], &two["stage"]),
        (&json!("first_run"), &json!("first_run"))
    );
    let opened: Vec<Value> = centre.desk.told("session");
    let stages: Vec<&Value> = opened.iter().map(|event| &event["session"]["stage"]).collect();
    assert_eq!(stages, ["opening", "first_run"], "the second found it open");
    centre.app.close().await;
}

#[tokio::test]
async fn a_recovery_key_opens_what_has_lost_its_key() {
    let centre = Centre::whose_door_meets(&[FaultCode::DatabaseKeyMissing]).await;
    centre.desk.until_stage("failed").await;
    let wrong = centre
        .refused("open_with_recovery_key", json!({"typed": "another"}))
        .await;
    assert_eq!(wrong.code, "wrong_key");
    assert_eq!(
        centre.ask("session", Value::Null).await["stage"],
        "failed",
        "and it stays closed"
    );
    let opened = centre
        .ask("open_with_recovery_key", json!({"typed": "the right one"}))
        .await;
    assert_eq!(opened["stage"], "first_run");
    centre.app.close().await;
}

/// The files of the data folder that this process has open.
#[cfg(target_os = "linux")]
fn open_files(centre: &Centre) -> Vec<std::path::PathBuf> {
    let open = std::fs::read_dir("/proc/self/fd").unwrap();
    let files = open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    files.filter(|file| file.starts_with(centre.folder.path())).collect()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_was_closed_in_the_middle_of_a_sync_holds_nothing() {
    let centre = Centre::connected().await;
    centre.sandbox.set_latency(Duration::from_millis(200));
    centre.ask("sync", json!({"connections": null})).await;
    assert!(!open_files(&centre).is_empty(), "else this would tell nothing");
    let (waiting, ()) = join!(
        centre.try_ask("latest_results", json!({"learner": 1})),
        centre.app.close()
    );
    let open = open_files(&centre);
    assert!(open.is_empty(), "something of the data is open still: {open:?}");
    assert!(waiting.is_err(), "who waited was told");
    let refused = centre.refused("status", Value::Null).await;
    assert_eq!(refused.code, "cancelled", "nobody gets at it again");
    centre.app.close().await;
}

#[tokio::test]
async fn the_window_and_the_app_are_closed_by_the_desktop() {
    let centre = Centre::new().await;
    centre.ask("close_window", Value::Null).await;
    centre.ask("quit", Value::Null).await;
    centre.ask("open_folder", Value::Null).await;
    assert_eq!(centre.desk.times_closed_and_quit(), (1, 1));
    assert!(centre.desk.opened()[0].starts_with(centre.folder.path()));
    centre.app.close().await;
}
