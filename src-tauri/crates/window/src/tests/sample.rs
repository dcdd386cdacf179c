//! Sample data: in, out, and never mixed with anybody's own.

use serde_json::{Value, json};
use tokio::join;

use super::centre::Centre;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_is_opened_synced_and_thrown_away() {
    let centre = Centre::connected().await;
    let own = centre.ask("privacy", Value::Null).await["folder"].clone();
    let (one, two) = join!(
        centre.ask("explore_sample", Value::Null),
        centre.ask("explore_sample", Value::Null)
    );
    assert_eq!((&one["stage"], &one["sample"]), (&json!("ready"), &json!(true)));
    assert_eq!(one, two, "two clicks open one sample");
    let folder = std::path::PathBuf::from(one["folder"].as_str().unwrap());
    assert!(
        folder.starts_with(centre.folder.path()) && folder.exists(),
        "inside the data folder"
    );
    assert_ne!(one["folder"], own);
    centre.until_idle().await;
    let status = centre.ask("status", Value::Null).await;
    assert_eq!(status["learners"], 1_200, "as the welcome page says");
    assert!(
        centre.app.tray().state_line.ends_with("(sample data)"),
        "{:?}",
        centre.app.tray()
    );

    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert_eq!(centre.desk.notices(), [""; 0], "nobody is called for made-up people");
    let back = centre.ask("leave_sample", Value::Null).await;
    assert_eq!((&back["stage"], &back["sample"]), (&json!("first_run"), &json!(false)));
    assert!(!folder.exists(), "nothing of it is left");
    assert_eq!(
        centre.ask("leave_sample", Value::Null).await,
        back,
        "a second click changes nothing"
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_sample_left_behind_when_the_app_was_killed_is_thrown_away_first() {
    let centre = Centre::new().await;
    let left = centre.folder.path().join("sample");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("learner-sync.db"), "half a sample").unwrap();
    assert_eq!(centre.ask("explore_sample", Value::Null).await["stage"], "ready");
    centre.ask("stop", json!({"connection": null})).await;
    centre.app.close().await;
    assert!(!left.exists(), "an app that ends throws it away as well");
}
