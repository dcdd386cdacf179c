//! What leaves for the page, kept for the tests: where `LEARNER_SYNC_TEST_IPC` names a file, every answer and every event is
//! appended to it, a line of JSON each. Only a build with debug assertions looks at the variable.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;
use window::Problem;
use window::wire::AppEvent;

/// One thing that left for the page.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Said<'a> {
    Answer(&'a str, &'a RawValue),
    Problem(&'a str, &'a Problem),
    Event(&'a AppEvent),
}

/// Where it is kept, if it is.
pub(crate) struct Record(Option<Mutex<File>>);

impl Record {
    /// Begins to keep it where the tests have asked for that.
    ///
    /// # Errors
    /// The file cannot be written: a test that reads it must not take its absence for silence.
    pub(crate) fn begin() -> io::Result<Self> {
        let path = std::env::var_os("LEARNER_SYNC_TEST_IPC").filter(|_| cfg!(debug_assertions));
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        Ok(Self(path.map(open).transpose()?.map(Mutex::new)))
    }

    /// Keeps what a command was answered with.
    pub(crate) fn answer(&self, command: &str, answer: &Result<String, Problem>) {
        match answer {
            Ok(text) => {
                if let Ok(answer) = serde_json::from_str(text) {
                    self.keep(&Said::Answer(command, answer));
                }
            }
            Err(problem) => self.keep(&Said::Problem(command, problem)),
        }
    }

    /// Keeps an event.
    pub(crate) fn event(&self, event: &AppEvent) {
        self.keep(&Said::Event(event));
    }

    fn keep(&self, said: &Said<'_>) {
        let Some(file) = &self.0 else { return };
        if let Ok(line) = serde_json::to_string(said) {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = writeln!(file, "{line}") {
                tracing::error!("what left for the page could not be kept: {}", error.kind());
            }
        }
    }
}
