//! What left for the page, as a debug build keeps it: see [`crate::app::Start::recorded`].

use std::path::Path;

use serde_json::Value;

/// Everything that left so far, a line of JSON each: `{"answer": [command, answer]}`, `{"problem": [command, problem]}` or
/// `{"event": event}`.
pub(crate) fn lines(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("the app was started with the record");
    text.lines().map(str::to_owned).collect()
}

/// The answers to a command so far.
pub(crate) fn answers(file: &Path, command: &str) -> Vec<Value> {
    let said = lines(file)
        .into_iter()
        .filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    said.filter(|said| said["answer"][0] == command)
        .map(|mut said| said["answer"][1].take())
        .collect()
}
