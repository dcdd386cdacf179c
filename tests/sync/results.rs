//! Every field of every result, from the wire to what the program prints.

use std::collections::BTreeMap;

use sandbox::ExpectedResult;
use serde_json::Value;
use system_tests::{Centre, seed_of_today};

#[test]
fn every_result_of_every_linked_account_is_printed_as_it_was_made() {
    let centre = Centre::connected(seed_of_today(), 150);
    let _ = centre.sync();
    let truth = centre.sandbox.customer().truth.clone();
    let learners = centre.cli.json(&["learners"]);
    let mut seen = 0;
    for link in truth.in_effect() {
        let row = learners["learners"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["external_id"] == link.learner_external_id.as_str());
        let page = centre.cli.json(&["learner", &row.unwrap()["id"].to_string()]);
        let printed: BTreeMap<String, &Value> = page["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| (identity(result), result))
            .collect();
        let expected = centre
            .sandbox
            .customer()
            .account(&link.user_external_id)
            .unwrap()
            .expected_results();
        assert_eq!(printed.len(), expected.len(), "all of them, each once");
        for result in expected {
            let key = format!("{}/{}", result.kind, result.external_id);
            agrees(printed[&key], &result);
            seen += 1;
        }
    }
    assert!(seen > 100, "there was something to compare");
}

fn identity(result: &Value) -> String {
    format!(
        "{}/{}",
        result["kind"].as_str().unwrap(),
        result["external_id"].as_str().unwrap()
    )
}

fn agrees(printed: &Value, expected: &ExpectedResult) {
    let id = &expected.external_id;
    assert_eq!(
        printed["subject"],
        expected.subject.unwrap_or("other"),
        "subject of {id}"
    );
    assert_eq!(printed["level"].as_str(), expected.level, "level of {id}");
    assert_eq!(
        printed["level_raw"].as_str(),
        expected.level_raw.as_deref(),
        "the level of {id} as it was sent"
    );
    assert_eq!(
        printed["percent"].as_f64(),
        expected.percent.map(f64::from),
        "percent of {id}"
    );
    for (field, moment) in [
        ("started_at", expected.started_at),
        ("finished_at", expected.finished_at),
    ] {
        let printed = printed[field]
            .as_str()
            .map(|text| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
        assert_eq!(printed, moment, "{field} of {id}");
    }
    let components: Vec<(String, f64)> = printed["components"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|part| {
            (
                part["name"].as_str().unwrap().to_owned(),
                part["value"].as_str().unwrap().parse().unwrap(),
            )
        })
        .collect();
    assert_eq!(components, expected.components, "components of {id}, as they were sent");
}
