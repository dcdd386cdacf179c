//! What several tests here look at.

use std::time::{Duration, Instant};

use serde_json::Value;
use system_tests::Centre;

/// How many learners and results are stored.
pub(crate) fn stored(centre: &Centre) -> (u64, u64) {
    let database = system_tests::open_database(centre.cli.folder(), centre.key());
    let count = |table: &str| {
        database
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))
            .unwrap()
            .unsigned_abs()
    };
    (count("learners"), count("results"))
}

/// Says yes to every link that waits for a person: while one does, nothing is up to date.
pub(crate) fn answer_reviews(centre: &Centre) {
    for held in centre.cli.json(&["review"]).as_array().unwrap() {
        let (learner, user) = (held["learner_id"].to_string(), held["user_id"].to_string());
        let connection = held["connection"].as_str().unwrap();
        let _ = centre
            .cli
            .json(&["review", &learner, &user, "yes", "--connection", connection]);
    }
}

/// The runs of a report that did not end well: task, state and the fault's code.
pub(crate) fn faults(report: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    report["runs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|run| run["fault"].is_object())
        .map(|run| (text(&run["task"]), text(&run["state"]), text(&run["fault"]["code"])))
        .collect()
}

/// Waits for something to become so, for at most half a minute.
#[expect(
    clippy::disallowed_methods,
    reason = "a test that waits for a program in another process"
)]
pub(crate) fn eventually(what: &str, mut so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
