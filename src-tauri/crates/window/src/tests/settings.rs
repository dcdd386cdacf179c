//! Connections, the schedule, preferences and the recovery key.

use serde_json::{Value, json};
use tokio::join;

use super::centre::Centre;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_tried_without_being_kept() {
    let centre = Centre::new().await;
    let mut draft = centre.bksb();
    let key = format!(" {}\n", centre.sandbox.keys().access_key);
    draft["secrets"][0]["typed"] = json!(key);
    let report = centre.ask("test_draft", draft).await;
    assert_eq!(report["answered"], report["tried"], "{report}");
    assert_eq!(
        report["trimmed"],
        json!(["API Access Key"]),
        "what was left out is said"
    );
    assert_eq!(
        centre.ask("connections", Value::Null).await,
        json!([]),
        "nothing was stored"
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_form_names_its_field() {
    let centre = Centre::connected().await;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut draft = centre.bksb();
        draft["name"] = json!("Another");
        change(&mut draft);
        draft
    };
    for (draft, field) in [
        (with(&|draft| draft["name"] = json!("  ")), "name"),
        (with(&|draft| draft["name"] = json!("BKSB")), "name"),
        (with(&|draft| draft["secrets"][1]["typed"] = json!(" \n")), "secret_key"),
        (
            with(&|draft| draft["settings"]["base_url"] = json!("http://elsewhere.example")),
            "base_url",
        ),
    ] {
        let problem = centre.refused("add_connection", draft).await;
        assert_eq!(problem.field.as_deref(), Some(field), "{}", problem.message);
        assert!(problem.remedy.is_some(), "{}", problem.message);
    }
    let wrong = with(&|draft| draft["secrets"][1]["typed"] = json!("not-the-key"));
    let report = centre.ask("test_draft", wrong).await;
    assert_eq!(report["answered"], 0, "a wrong key is the check's to tell: {report}");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_clicks_add_one_connection() {
    let centre = Centre::new().await;
    let (one, two) = join!(
        centre.try_ask("add_connection", centre.bksb()),
        centre.try_ask("add_connection", centre.bksb())
    );
    assert!(one.is_ok() ^ two.is_ok());
    let refused = one.err().or(two.err()).unwrap();
    assert_eq!(refused.field.as_deref(), Some("name"), "{}", refused.message);
    assert_eq!(
        centre.ask("connections", Value::Null).await.as_array().unwrap().len(),
        1
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_is_renamed_switched_checked_and_removed() {
    let centre = Centre::ready().await;
    let id = centre.id_of("bksb").await;
    let report = centre.ask("check", json!({"id": id})).await;
    assert!(report["answered"].as_u64().unwrap() > 0, "{report}");
    let change = json!({"id": id, "name": "bksb North", "settings": null, "enabled": null});
    let renamed = centre.ask("change_connection", change).await;
    assert_eq!(
        (&renamed["name"], &renamed["secrets"][0]["place"]),
        (&json!("bksb North"), &json!("keyring"))
    );
    assert_eq!(
        renamed["last_check"]["answered"], report["answered"],
        "what was checked is still so"
    );
    let change = json!({"id": id, "name": null, "settings": {"calls_per_minute": "30"}, "enabled": false});
    let changed = centre.ask("change_connection", change).await;
    assert_eq!(
        (&changed["enabled"], &changed["settings"]["calls_per_minute"]),
        (&json!(false), &json!("30"))
    );
    let refused = centre.refused("sync", json!({"connections": [id]})).await;
    assert!(refused.message.contains("switched off"), "{}", refused.message);
    centre.ask("remove_connection", json!({"id": id})).await;
    assert_eq!(centre.refused("check", json!({"id": id})).await.code, "not_found");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_night_is_moved_and_a_time_that_is_none_is_refused() {
    let centre = Centre::ready().await;
    let schedule = centre
        .ask("set_overnight", json!({"from": "22:30", "to": "01:00"}))
        .await;
    assert_eq!(
        (&schedule["overnight_from"], &schedule["overnight_to"]),
        (&json!("22:30"), &json!("01:00"))
    );
    assert_eq!(schedule["rows"][0]["connection"], "Onefile");
    let refused = centre
        .refused("set_overnight", json!({"from": "25:00", "to": "01:00"}))
        .await;
    assert_eq!(refused.field.as_deref(), Some("from"));
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn preferences_are_kept_told_and_carried_to_the_computer() {
    let centre = Centre::new().await;
    centre.ask("status", Value::Null).await;
    let (_, _) = join!(
        centre.ask("set_preferences", json!({"theme": "dark"})),
        centre.ask("set_preferences", json!({"start_at_login": true, "told_of_tray": true}))
    );
    let now = centre.ask("preferences", Value::Null).await;
    assert_eq!(
        (&now["theme"], &now["start_at_login"]),
        (&json!("dark"), &json!(true)),
        "neither click was lost"
    );
    assert_eq!(centre.desk.told("preferences").last().unwrap()["preferences"], now);
    assert_eq!(centre.app.on_close(), crate::OnClose::Close, "the word was said");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_recovery_key_is_saved_where_a_person_says_and_nowhere_else() {
    let centre = Centre::new().await;
    assert_eq!(
        centre.ask("save_recovery_key", Value::Null).await["saved"],
        false,
        "they chose no file"
    );
    let file = centre.folder.path().join("key.txt");
    centre.desk.will_choose(Some(file.clone()));
    assert_eq!(centre.ask("save_recovery_key", Value::Null).await["saved"], true);
    let shown = centre.ask("recovery_key", Value::Null).await["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(std::fs::read_to_string(&file).unwrap().contains(&shown));
    assert!(centre.ask("privacy", Value::Null).await["recovery_saved_at"].is_string());
    centre
        .desk
        .will_choose(Some(centre.folder.path().join("no/such/folder/key.txt")));
    assert_eq!(
        centre.refused("save_recovery_key", Value::Null).await.code,
        "file_failed"
    );
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_offered_says_what_a_person_needs() {
    let centre = Centre::new().await;
    let systems = centre.ask("systems", Value::Null).await;
    for system in systems.as_array().unwrap() {
        assert!(!system["needs"].as_str().unwrap().is_empty(), "{}", system["kind"]);
        assert!(
            !system["where_to_find"].as_array().unwrap().is_empty(),
            "{}",
            system["kind"]
        );
    }
    let findings = centre.ask("examine", Value::Null).await;
    assert!(
        findings
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["about"] == "data folder"),
        "{findings}"
    );
    let about = centre.ask("about", Value::Null).await;
    assert!(about["licences"].as_str().unwrap().contains("SQLCipher"));
    centre.app.close().await;
}
