//! The first run: connect, read, look, and only then link.

use serde_json::{Value, json};
use tokio::join;

use super::centre::Centre;

async fn linked(centre: &Centre) -> u64 {
    let ask = json!({
        "search": "", "centre": null, "provider": null, "link": "linked", "kind": null, "no_initial": false,
        "sort": "name", "descending": false, "limit": 10, "offset": 0,
    });
    centre.ask("learners", ask).await["total"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_linked_before_a_person_has_seen_what_would_be() {
    let centre = Centre::connected().await;
    let before = centre.ask("first_run", Value::Null).await;
    assert_eq!((&before["read"], &before["previews"]), (&json!(false), &json!([])));
    centre.read_first().await;

    let seen = centre.ask("first_run", Value::Null).await;
    assert_eq!((&seen["read"], &seen["problems"]), (&json!(true), &json!([])));
    assert_eq!(linked(&centre).await, 0, "reading links nobody");
    assert!(centre.runs("match").await.is_empty());
    let preview = &seen["previews"][0];
    let count = |value: &Value| value.as_u64().unwrap();
    let would_link: u64 = preview["would_link"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| count(&one["count"]))
        .sum();
    let truth = centre.sandbox.customer().truth.clone();
    assert_eq!(
        would_link,
        truth.in_effect().count() as u64,
        "the preview is what matching would do"
    );
    assert_eq!(
        count(&preview["would_hold"]),
        truth.links.iter().filter(|link| link.held).count() as u64
    );
    let left_out: u64 = preview["unmatched"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| count(&one["count"]))
        .sum();
    assert_eq!(
        would_link + count(&preview["would_hold"]) + left_out,
        count(&preview["learners"]),
        "each learner stands under one of the three numbers"
    );
    assert_eq!(count(&preview["unmatched_users"]), truth.unmatched_users.len() as u64);

    centre.ask("finish_first_run", Value::Null).await;
    centre.desk.until_stage("ready").await;
    centre.until_idle().await;
    assert_eq!(linked(&centre).await, would_link, "what was seen is what came to be");
    let results = centre.runs("results").await;
    assert_eq!(results.len(), 1, "results were fetched once");
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_part_of_the_preview_can_be_walked_page_by_page() {
    let centre = Centre::connected().await;
    centre.read_first().await;
    let connection = centre.id_of("bksb").await;
    for (what, shows) in [("link", "rule"), ("hold", "reason"), ("unmatched", "sentence")] {
        let ask =
            |limit: u32, offset: u64| json!({"connection": connection, "what": what, "limit": limit, "offset": offset});
        let all = centre.ask("preview_rows", ask(500, 0)).await;
        let total = all["total"].as_u64().unwrap();
        let rows = all["rows"].as_array().unwrap();
        assert_eq!(rows.len() as u64, total, "{what}");
        assert!(
            rows.iter().all(|row| row[shows].is_string()),
            "{what} says {shows}: {all}"
        );
        let last = centre.ask("preview_rows", ask(1, total - 1)).await;
        assert_eq!(last["rows"][0], rows[rows.len() - 1], "{what}");
        assert_eq!(centre.ask("preview_rows", ask(10, total)).await["rows"], json!([]));
    }
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_clicks_read_once_and_finish_once() {
    let centre = Centre::connected().await;
    let (one, two) = join!(
        centre.ask("read_first", Value::Null),
        centre.ask("read_first", Value::Null)
    );
    assert_ne!(one["started"], two["started"], "one of them found it at work");
    centre.read_first_is_over().await;
    join!(
        centre.ask("finish_first_run", Value::Null),
        centre.ask("finish_first_run", Value::Null)
    );
    centre.until_idle().await;
    assert_eq!(centre.runs("users").await.len(), 1);
    assert_eq!(centre.runs("results").await.len(), 1);
    centre.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_told_and_can_be_read_again() {
    let centre = Centre::connected().await;
    centre.sandbox.stop().await;
    centre.ask("read_first", Value::Null).await;
    centre.read_first_is_over().await;
    let seen = centre.ask("first_run", Value::Null).await;
    let codes: Vec<&Value> = seen["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["code"])
        .collect();
    assert_eq!(codes, ["unreachable", "unreachable"], "each system says so for itself");
    assert_eq!((&seen["read"], &seen["previews"]), (&json!(false), &json!([])));
    centre.sandbox.restart().await.unwrap();
    centre.read_first().await;
    assert_eq!(centre.ask("first_run", Value::Null).await["problems"], json!([]));
    centre.app.close().await;
}
