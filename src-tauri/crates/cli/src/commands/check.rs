//! `connection check`

use std::collections::BTreeMap;
use std::path::Path;

use domain::Fault;
use domain::ports::{CheckOutcome, CheckReport, OperationCheck};
use host::Host;
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
    let (outcome, code, message) = match &check.outcome {
        CheckOutcome::Answered => ("answered", None, "It answered as expected.".to_owned()),
        CheckOutcome::AnsweredWithout(fields) => (
            "answered",
            None,
            format!(
                "It answered. It does not tell {}, which it may leave out.",
                fields.join(", ")
            ),
        ),
        CheckOutcome::FieldsMissing(fields) => (
            "fields_missing",
            None,
            format!(
                "It answered, but no row has {}. What to do: correct the definition where the system calls it otherwise.",
                fields.join(", ")
            ),
        ),
        CheckOutcome::NotTried(why) => ("not_tried", None, format!("It was not tried: {why}")),
        CheckOutcome::Failed(fault) => ("failed", Some(fault.code.code()), fault.sentence()),
    };
    let missing_fields = match &check.outcome {
        CheckOutcome::FieldsMissing(fields) | CheckOutcome::AnsweredWithout(fields) => fields.as_slice(),
        _ => &[],
    };
    Operation {
        operation: &check.operation,
        purpose: &check.purpose,
        outcome,
        code,
        message,
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
            text.starts_with("BAD   list its users (users.list): It answered, but no row has Email."),
            "{text}"
        );
        assert!(
            text.ends_with("bksb: Something does not answer as it should.\n"),
            "{text}"
        );
    }
}
