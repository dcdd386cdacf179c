//! `connection check`

use std::collections::BTreeMap;
use std::path::Path;

use domain::Fault;
use domain::ports::{CheckOutcome, CheckReport, OperationCheck};
use host::Host;
use host::checks::{CheckedOperation, Outcome};
use serde::Serialize;

use crate::output::{Answer, Exit, tell, write_file};
use crate::session::Session;
use crate::stop;

#[derive(Serialize)]
struct Checked<'a> {
    connection: &'a str,
    good: bool,
    operations: Vec<Operation<'a>>,
}

#[derive(Serialize)]
struct Operation<'a> {
    operation: &'a str,
    purpose: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    message: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing_fields: &'a [String],
}

/// Tries everything that a connection reads; with `shape`, saves the names and types of what came back.
pub(crate) async fn run(session: &Session, host: &Host, name: &str, shape: Option<&Path>) -> Result<Answer, Fault> {
    let (connection, report) = stop::or_cancelled(session.cancel(), host.check(name)).await?;
    if let Some(file) = shape {
        write_file(file, &shapes(&report))?;
        tell(&format!(
            "The names and types of what came back, without any value, are in {}.",
            file.display()
        ));
    }
    let checked = Checked {
        connection: &connection.name,
        good: report.is_good(),
        operations: report.operations.iter().map(operation).collect(),
    };
    let exit = if checked.good { Exit::Done } else { Exit::Failed };
    Ok(session.output.answer(&checked, words).exit(exit))
}

fn shapes(report: &CheckReport) -> BTreeMap<&str, &BTreeMap<String, String>> {
    let all = report.operations.iter();
    all.map(|one| (one.operation.as_str(), &one.shape)).collect()
}

fn operation(check: &OperationCheck) -> Operation<'_> {
    let told = CheckedOperation::of(check);
    // Programs rely on fewer words than the window shows.
    let outcome = match told.outcome {
        Outcome::AnsweredWithout => Outcome::Answered,
        Outcome::Refused => Outcome::Failed,
        other => other,
    };
    let (code, missing_fields) = match &check.outcome {
        CheckOutcome::Failed(fault) => (Some(fault.code.code()), &[][..]),
        CheckOutcome::FieldsMissing(fields) | CheckOutcome::AnsweredWithout(fields) => (None, fields.as_slice()),
        CheckOutcome::Answered | CheckOutcome::NotTried(_) => (None, &[][..]),
    };
    Operation {
        operation: &check.operation,
        purpose: &check.purpose,
        outcome: outcome.code(),
        code,
        message: match told.what_to_do {
            Some(what_to_do) => format!("{} What to do: {what_to_do}", told.detail),
            None => told.detail,
        },
        missing_fields,
    }
}

fn words(checked: &Checked<'_>) -> String {
    let lines = checked.operations.iter().map(|one| {
        let mark = match one.outcome {
            "answered" => "good",
            "not_tried" => " -- ",
            _ => "BAD ",
        };
        format!("{mark}  {} ({}): {}\n", one.purpose, one.operation, one.message)
    });
    let verdict = if checked.good {
        "Everything that was tried answered."
    } else {
        "Something does not answer as it should."
    };
    lines.chain([format!("{}: {verdict}\n", checked.connection)]).collect()
}

#[cfg(test)]
mod tests {
    use domain::FaultCode;

    use super::*;

    fn check(outcome: CheckOutcome) -> OperationCheck {
        OperationCheck {
            operation: "users.list".to_owned(),
            purpose: "list its users".to_owned(),
            outcome,
            shape: BTreeMap::new(),
        }
    }

    #[test]
    fn a_refused_operation_says_which_permission_to_allow() {
        let refused = check(CheckOutcome::Failed(
            Fault::new(FaultCode::PermissionRefused, "403")
                .with("connection", "bksb")
                .with("operation", "list its users")
                .with("remedy", "set Users to Allow."),
        ));
        let found = operation(&refused);
        assert_eq!(found.code, Some("permission_refused"));
        assert!(found.message.contains("set Users to Allow"), "{}", found.message);
    }

    #[test]
    fn a_missing_field_is_named() {
        let missing = check(CheckOutcome::FieldsMissing(vec!["Email".to_owned()]));
        let report = CheckReport {
            operations: vec![missing],
        };
        let checked = Checked {
            connection: "bksb",
            good: report.is_good(),
            operations: report.operations.iter().map(operation).collect(),
        };
        let text = words(&checked);
        assert!(
            text.starts_with("BAD   list its users (users.list): Answered, but no row has Email."),
            "{text}"
        );
        assert!(
            text.ends_with("bksb: Something does not answer as it should.\n"),
            "{text}"
        );
    }
}
