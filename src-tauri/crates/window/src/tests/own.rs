//! A person's own data, from one start of the app to the next. The key comes from the environment, which a test cannot give
//! itself: each start is this test once more, in a process of its own.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};

use super::desk::Desk;
use crate::app::{App, Start};
use crate::commands::dispatch;

const KEY: &str = "LEARNER_SYNC_DATABASE_KEY";
const STEP: &str = "LEARNER_SYNC_TEST_STEP";
const FOLDER: &str = "LEARNER_SYNC_TEST_FOLDER";
const ONE: &str = "5a17c0ffee5a17c0ffee5a17c0ffee5a17c0ffee5a17c0ffee5a17c0ffee0042";
const OTHER: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A start of the app over the folder, which goes through a step.
fn start(step: &str, key: &str, folder: &Path) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "tests::own::what_is_kept_is_there_at_the_next_start",
            "--nocapture",
        ])
        .env(KEY, key)
        .env(STEP, step)
        .env(FOLDER, folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "the step {step}: {told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_is_there_at_the_next_start() {
    if let Ok(step) = std::env::var(STEP) {
        go_through(&step, std::env::var(FOLDER).unwrap().as_ref()).await;
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    start("first", ONE, &data);
    start("wrong key", OTHER, &data);
    start("no key", "not a key", &data);
    start("again", ONE, &data);
}

async fn go_through(step: &str, folder: &Path) {
    let desk = Desk::default();
    let start = Start {
        data_dir: Some(folder.to_owned()),
        sample: false,
    };
    let app = App::start(start, Arc::new(desk.clone())).unwrap_or_else(|problem| panic!("{}", problem.message));
    let ask = async |command: &str, ask: Value| -> Value {
        let answer = dispatch(&app, command, &ask.to_string()).await;
        serde_json::from_str(&answer.unwrap_or_else(|problem| panic!("{}", problem.message))).unwrap()
    };
    match step {
        "first" => {
            desk.until_stage("first_run").await;
            ask("set_preferences", json!({"theme": "dark", "learner_columns": ["uln"]})).await;
            ask("finish_first_run", Value::Null).await;
        }
        "wrong key" | "no key" => {
            desk.until_stage("failed").await;
            let session = ask("session", Value::Null).await;
            let code = if step == "no key" {
                "database_key_unreadable"
            } else {
                "wrong_key"
            };
            assert_eq!(session["problem"]["code"], code);
            assert_eq!(
                ask("preferences", Value::Null).await["theme"],
                "system",
                "what is usual"
            );
        }
        _ => {
            desk.until_stage("ready").await;
            let kept = ask("preferences", Value::Null).await;
            assert_eq!(
                (&kept["theme"], &kept["learner_columns"]),
                (&json!("dark"), &json!(["uln"]))
            );
        }
    }
    app.close().await;
}
