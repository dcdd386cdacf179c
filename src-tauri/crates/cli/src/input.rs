//! Secrets that are typed or piped in. They are never arguments: other people can see those.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, stdin};

use domain::{Fault, FaultCode};
use host::secrets::Typed;
use tokio::sync::oneshot;

use crate::output::tell;

/// No key that any system hands out is nearly so long; beyond it somebody piped in a file.
const LONGEST: u64 = 2_000;

/// A secret to ask for.
#[derive(Clone)]
pub(crate) struct Question {
    /// What the vendor calls it.
    pub(crate) label: String,
    /// Where to find it.
    pub(crate) help: String,
}

/// Asks for secrets, in this order: at a terminal with a prompt and without showing what is typed, else one line each.
pub(crate) async fn secrets(questions: Vec<Question>) -> Result<Vec<Typed>, Fault> {
    let (answer, answered) = oneshot::channel();
    // A thread of its own: reading cannot be called off, and the end of the program must not wait for it.
    std::thread::spawn(move || answer.send(read(&questions)).is_ok());
    answered
        .await
        .unwrap_or_else(|_| Err(unreadable(&io::ErrorKind::Other)))
}

fn read(questions: &[Question]) -> Result<Vec<Typed>, Fault> {
    questions.iter().map(one).collect()
}

fn one(question: &Question) -> Result<Typed, Fault> {
    let text = if stdin().is_terminal() {
        tell(&format!("{}: {}", question.label, question.help));
        rpassword::prompt_password(format!("{}: ", question.label))
    } else {
        line(&question.label)
    };
    let typed = text
        .map_err(|error| unreadable(&error.kind()))
        .and_then(|text| Typed::new(&text))?;
    if typed.was_trimmed() {
        tell(&format!(
            "Blanks or line breaks in the {} were left out.",
            question.label
        ));
    }
    Ok(typed)
}

fn line(label: &str) -> io::Result<String> {
    let mut text = String::new();
    let read = stdin().lock().take(LONGEST).read_line(&mut text)?;
    if read == 0 {
        tell(&format!(
            "The {label} is expected on standard input, each secret on a line of its own."
        ));
    }
    Ok(text)
}

fn unreadable(kind: &io::ErrorKind) -> Fault {
    Fault::new(FaultCode::Refused, format!("standard input: {kind}"))
        .with("problem", "The secret could not be read from standard input.")
        .with("remedy", "type it, or pipe it in as one line of text.")
}
