//! What a check of a connection found, in words, and the last one of each connection.

use chrono::{DateTime, Utc};
use domain::ports::{CheckOutcome, CheckReport, OperationCheck};
use domain::{ConnectionId, FaultCode};
use serde::{Deserialize, Serialize};
use store::{Reader, StoreError, Writer, kv};

domain::coded! {
    /// How an operation fared.
    pub enum Outcome {
        /// It answered as the definition says.
        Answered = "answered",
        /// It answered, without some fields that it may leave out.
        AnsweredWithout = "answered_without",
        /// It answered, but without fields that have to be there.
        FieldsMissing = "fields_missing",
        /// The keys are not allowed to use it.
        Refused = "refused",
        /// It failed.
        Failed = "failed",
        /// It could not be tried.
        NotTried = "not_tried",
    }
}

/// One operation in a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedOperation {
    /// Its name in the definition, such as `users.list`.
    pub operation: String,
    /// What it does: "list its users".
    pub purpose: String,
    /// How it fared.
    pub outcome: Outcome,
    /// The same in words.
    pub detail: String,
    /// What to do about it, where something is to be done.
    pub what_to_do: Option<String>,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// When.
    pub checked_at: DateTime<Utc>,
    /// One entry an operation, in the order tried.
    pub operations: Vec<CheckedOperation>,
}

impl Checked {
    /// What a report says, in words.
    #[must_use]
    pub fn of(report: &CheckReport, now: DateTime<Utc>) -> Self {
        Self {
            checked_at: now,
            operations: report.operations.iter().map(CheckedOperation::of).collect(),
        }
    }

    /// How many operations answered as they should.
    #[must_use]
    pub fn answered(&self) -> usize {
        let good = |one: &&CheckedOperation| matches!(one.outcome, Outcome::Answered | Outcome::AnsweredWithout);
        self.operations.iter().filter(good).count()
    }

    /// How many were tried.
    #[must_use]
    pub fn tried(&self) -> usize {
        let tried = |one: &&CheckedOperation| one.outcome != Outcome::NotTried;
        self.operations.iter().filter(tried).count()
    }
}

impl CheckedOperation {
    /// What a check found of one operation, in words.
    #[must_use]
    pub fn of(check: &OperationCheck) -> Self {
        let (outcome, detail, what_to_do) = match &check.outcome {
            CheckOutcome::Answered => (Outcome::Answered, "Answered.".to_owned(), None),
            CheckOutcome::AnsweredWithout(fields) => (
                Outcome::AnsweredWithout,
                format!(
                    "Answered. It does not tell {}, which it may leave out.",
                    fields.join(", ")
                ),
                None,
            ),
            CheckOutcome::FieldsMissing(fields) => (
                Outcome::FieldsMissing,
                format!("Answered, but no row has {}.", fields.join(", ")),
                Some("correct the definition where the system calls it otherwise.".to_owned()),
            ),
            CheckOutcome::NotTried(why) => (Outcome::NotTried, why.clone(), None),
            CheckOutcome::Failed(fault) if fault.code == FaultCode::PermissionRefused => {
                (Outcome::Refused, fault.message(), fault.remedy())
            }
            CheckOutcome::Failed(fault) => (Outcome::Failed, fault.message(), fault.remedy()),
        };
        Self {
            operation: check.operation.clone(),
            purpose: check.purpose.clone(),
            outcome,
            detail,
            what_to_do,
        }
    }
}

fn key(connection: ConnectionId) -> String {
    format!("check.{connection}")
}

/// Keeps what a check found, or forgets it: settings and secrets that have changed since were not checked.
pub(crate) fn keep(w: &Writer<'_>, connection: ConnectionId, found: Option<&Checked>) -> Result<(), StoreError> {
    // A report that cannot be written down is as good as none.
    let text = found.and_then(|found| serde_json::to_string(found).ok());
    kv::set(w, &key(connection), text.as_deref())
}

/// What the last check of a connection found.
pub(crate) fn last(r: &Reader<'_>, connection: ConnectionId) -> Result<Option<Checked>, StoreError> {
    let text = kv::get(r, &key(connection))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}
