//! What a command says: one answer, as a JSON document or in words.

mod exit;
mod file;
mod table;
mod words;

pub(crate) use exit::Exit;
pub(crate) use file::write_file;
pub(crate) use table::Table;
pub(crate) use words::{count, dash, day, instant};

use std::io::{self, Write};

use domain::Fault;
use serde::Serialize;

/// The form in which answers are given.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    /// One JSON document rather than words.
    pub(crate) json: bool,
}

/// What goes to standard output, and how the program ends.
pub(crate) struct Answer {
    text: String,
    exit: Exit,
}

impl Answer {
    /// Nothing more to print: everything was said on the way.
    pub(crate) fn silent() -> Self {
        Self {
            text: String::new(),
            exit: Exit::Done,
        }
    }

    /// What is to be printed.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Ends the program in another way than as done.
    pub(crate) fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}

impl Output {
    /// An answer, in the form that was asked for. Only that one is made.
    pub(crate) fn answer<T: Serialize>(self, value: &T, words: impl FnOnce(&T) -> String) -> Answer {
        let text = if self.json { document(value) } else { words(value) };
        Answer { text, exit: Exit::Done }
    }

    /// An answer that is a document in either form.
    pub(crate) fn document<T: Serialize>(self, value: &T) -> Answer {
        Self { json: true }.answer(value, |_| String::new())
    }

    /// Prints an answer.
    pub(crate) fn give(self, answer: &Answer) -> Exit {
        match print(&answer.text) {
            Ok(()) => answer.exit,
            Err(error) => {
                tell(&format!("The answer could not be printed: {}.", error.kind()));
                Exit::Failed
            }
        }
    }

    /// Prints a fault: its sentence for people, a document for programs. Its cause goes to the log.
    pub(crate) fn fail(self, fault: &Fault) -> Exit {
        tracing::info!(code = %fault.code, cause = %fault.cause, "the command failed");
        tell(&fault.sentence());
        self.error(fault.code.code(), &fault.sentence());
        Exit::Failed
    }

    /// The document for programs that says why there is no other.
    pub(crate) fn error(self, code: &str, message: &str) {
        if self.json {
            let error = serde_json::json!({ "error": { "code": code, "message": message } });
            // The sentence and the exit code say it as well.
            let _ = print(&document(&error));
        }
    }
}

fn document<T: Serialize>(value: &T) -> String {
    // Nothing that is printed has a map with keys that are no text, the only thing that JSON cannot take.
    serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned())
}

/// Prints on standard output. That nobody reads any further (`| head`) is no error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| {
            if text.ends_with('\n') {
                Ok(())
            } else {
                out.write_all(b"\n")
            }
        })
        .and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints a line for people on standard error, where it disturbs no document.
pub(crate) fn tell(line: &str) {
    // Where even this cannot be printed, the exit code still says how it went.
    let _ = writeln!(io::stderr().lock(), "{line}");
}
