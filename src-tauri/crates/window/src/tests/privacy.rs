//! Nothing typed as a secret, and no National Insurance number beyond its ending, ever leaves for the page.

use serde_json::{Value, json};

use super::centre::Centre;

/// Every command of a session, asked once with something sensible.
async fn tour(centre: &Centre) {
    let (onefile, bksb) = (centre.id_of("Onefile").await, centre.id_of("bksb").await);
    for command in [
        "session",
        "preferences",
        "status",
        "overview",
        "learner_filters",
        "unmatched_tabs",
        "systems",
        "connections",
        "schedule",
        "privacy",
        "examine",
        "about",
        "first_run",
    ] {
        centre.ask(command, Value::Null).await;
    }
    let all = json!({
        "search": "", "centre": null, "provider": null, "link": "any", "kind": null, "no_initial": false,
        "sort": "name", "descending": false, "limit": 500, "offset": 0,
    });
    let learners = centre.ask("learners", all).await;
    for row in learners["rows"].as_array().unwrap() {
        centre.ask("learner", json!({"id": row["id"]})).await;
    }
    for side in ["learners", "users"] {
        let ask = json!({
            "connection": bksb, "side": side, "reason": null, "search": "", "limit": 500, "offset": 0,
        });
        let page = centre.ask("unmatched", ask).await;
        for row in page["rows"].as_array().unwrap() {
            for candidate in row["candidates"].as_array().unwrap() {
                let (own, other) = (&row["id"], &candidate["other_id"]);
                let (learner, user) = if side == "learners" { (own, other) } else { (other, own) };
                let pair = json!({"connection": bksb, "learner": learner, "user": user});
                centre.ask("compare", pair).await;
            }
        }
    }
    centre.ask("held", json!({"connection": bksb})).await;
    centre
        .ask("find_accounts", json!({"connection": bksb, "text": "a"}))
        .await;
    centre.ask("audit", json!({"limit": 500, "offset": 0})).await;
    for task in ["learners", "users", "match", "results"] {
        for run in centre.runs(task).await {
            centre.ask("run", json!({"id": run["id"]})).await;
        }
    }
    for id in [onefile, bksb] {
        centre.ask("check", json!({"id": id})).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_and_no_whole_number_leaves_for_the_page() {
    let centre = Centre::ready().await;
    let keys = centre.sandbox.keys().clone();
    let bksb = centre.id_of("bksb").await;
    centre
        .ask("test_draft", {
            let mut draft = centre.bksb();
            draft["name"] = json!("Another");
            draft
        })
        .await;
    let typed = json!({"id": bksb, "key": "secret_key", "typed": format!("{} ", keys.secret_key)});
    let saved = centre.ask("replace_secret", typed).await;
    assert_eq!(
        saved["trimmed"],
        json!(["API Secret Key"]),
        "the page is told that something was left out, not what"
    );
    centre
        .refused(
            "open_with_recovery_key_or_none",
            json!({"typed": "planted-recovery-key"}),
        )
        .await;
    centre
        .ask("open_with_recovery_key", json!({"typed": "planted-recovery-key"}))
        .await;
    tour(&centre).await;
    // The same once more with keys that are refused: faults are told then.
    centre
        .ask(
            "replace_secret",
            json!({"id": bksb, "key": "secret_key", "typed": "planted-wrong-key"}),
        )
        .await;
    centre.desk.forget();
    centre.ask("sync", json!({"connections": [bksb]})).await;
    centre.desk.until_told("ended").await;
    tour(&centre).await;

    let numbers: Vec<String> = {
        let customer = centre.sandbox.customer();
        let onefile = customer
            .onefile
            .rows()
            .iter()
            .filter_map(|learner| learner.nino.clone());
        onefile.filter(|nino| nino.len() >= 8).collect()
    };
    assert!(numbers.len() > 10, "else this would tell nothing");
    let secrets = [
        keys.customer_token,
        keys.access_key,
        keys.secret_key,
        "planted-wrong-key".to_owned(),
        "planted-recovery-key".to_owned(),
    ];
    let plain = |text: &str| {
        text.chars()
            .filter(|sign| !sign.is_whitespace())
            .collect::<String>()
            .to_uppercase()
    };
    let told = centre.everything_told();
    assert!(told.len() > 100, "a tour tells more than {} things", told.len());
    for text in &told {
        let found = secrets.iter().any(|secret| text.contains(secret.as_str()));
        assert!(
            !found,
            "a secret left for the page in an answer of {} characters",
            text.len()
        );
        let folded = plain(text);
        let found = numbers.iter().any(|number| folded.contains(&plain(number)));
        assert!(
            !found,
            "a whole number left for the page in {}",
            text.split(' ').next().unwrap()
        );
    }
    centre.app.close().await;
}
