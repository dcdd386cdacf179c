//! Bad input: whatever a page sends, it is answered, and nothing of it is repeated.

use serde_json::{Value, json};

use super::centre::Centre;

const PLANTED: &str = "planted-secret-4711";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_page_would_send_is_refused_without_being_repeated() {
    let centre = Centre::new().await;
    let asks = [
        ("no_such_command", "null".to_owned()),
        ("session", "{".to_owned()),
        ("learner", format!(r#"{{"id":"{PLANTED}"}}"#)),
        ("learner", format!(r#"{{"id":1,"{PLANTED}":1}}"#)),
        ("open_with_recovery_key", format!(r#"{{"typed":1,"x":"{PLANTED}"}}"#)),
        ("replace_secret", format!(r#"["{PLANTED}"]"#)),
        ("pause", format!(r#"{{"until":"{PLANTED}"}}"#)),
        (
            "undo",
            format!(r#"{{"connection":1,"learner":1,"user":null,"before":"{PLANTED}"}}"#),
        ),
        ("learner_filters", "[".repeat(100_000)),
        ("learner_filters", format!("\"{}\"", "x".repeat(2_000_000))),
    ];
    for (command, ask) in asks {
        let problem = centre.try_ask_text(command, &ask).await.expect_err(command);
        let told = serde_json::to_string(&problem).unwrap();
        assert!(!told.contains(PLANTED), "{command} repeats what it was asked: {told}");
    }
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_of_any_length_and_script_is_survived_in_every_field() {
    let centre = Centre::ready().await;
    let bksb = centre.id_of("bksb").await;
    let texts = [
        String::new(),
        " \u{200b}\u{feff}\n".to_owned(),
        "'; DROP TABLE learners; --".to_owned(),
        "%_\\".to_owned(),
        "Ŵ学👩‍🎓\u{202e}الطالب".to_owned(),
        "\u{0}\u{1b}[2J".to_owned(),
        "a b ".repeat(50_000),
        "é".repeat(300_000),
    ];
    for text in texts {
        let learners = json!({
            "search": text, "centre": null, "provider": null, "link": "any", "kind": null, "no_initial": false,
            "sort": "name", "descending": false, "limit": 4_000_000_000u32, "offset": 4_000_000_000u32,
        });
        assert_eq!(centre.ask("learners", learners).await["rows"], json!([]));
        let unmatched = json!({
            "connection": bksb, "side": "users", "reason": null, "search": text, "limit": 50, "offset": 0,
        });
        centre.ask("unmatched", unmatched).await;
        centre
            .ask("find_accounts", json!({"connection": bksb, "text": text}))
            .await;
        // Each is taken or refused in words; none is a mistake of the app's own.
        for (command, ask) in [
            (
                "add_connection",
                json!({"kind": text, "name": text, "settings": {text.as_str(): text}, "secrets": []}),
            ),
            (
                "change_connection",
                json!({"id": bksb, "name": null, "settings": {"base_url": text}, "enabled": null}),
            ),
            ("replace_secret", json!({"id": bksb, "key": text, "typed": text})),
            ("set_overnight", json!({"from": text, "to": text})),
            ("open_with_recovery_key", json!({"typed": text})),
            ("set_username", json!({"learner": 1, "username": text})),
        ] {
            if let Err(problem) = centre.try_ask(command, ask).await {
                assert_ne!(problem.code, "internal", "{command}");
            }
        }
    }
    let status = centre.ask("status", Value::Null).await;
    assert!(status["learners"].as_u64().unwrap() > 0, "everybody is still here");
    centre.app.close().await;
}
