//! The facts that one name, place or format stands for, each with what it would be otherwise.

use sandbox::Op::{self, BksbDiagnostic, BksbInitial, BksbUsersList, OnefileUserGet};
use sandbox::Rewrite;
use serde_json::{Value, json};

/// One assumed fact.
pub(super) struct Assumed {
    /// What is assumed, in the words of the definition.
    pub(super) fact: &'static str,
    pub(super) kind: &'static str,
    /// How it is otherwise.
    pub(super) change: fn() -> Vec<Rewrite>,
    /// What the app says then: words of a fault's sentence, of a skipped row's field, or of the check.
    pub(super) told: &'static str,
    /// The line that mends it.
    pub(super) mend: &'static str,
}

fn renamed(op: Op, from: &str, to: &str) -> Vec<Rewrite> {
    vec![Rewrite::rename(op, from, to)]
}

macro_rules! renamed_fields {
    ($($op:ident $kind:literal $operation:literal: $($field:literal = $ours:literal),+;)+) => {
        vec![$($(Assumed {
            fact: concat!($operation, " has ", $field),
            kind: $kind,
            change: || renamed($op, $field, concat!($field, "X")),
            told: $field,
            mend: concat!("operations.\"", $operation, "\".fields.", $ours, " = \"", $field, "X\""),
        }),+),+]
    };
}

pub(super) fn facts() -> Vec<Assumed> {
    let mut facts = renamed_fields! {
        OnefileUserGet "onefile" "learners.get": "EmailVerified" = "email_verified", "Archived" = "archived";
        BksbUsersList "bksb" "users.list": "UserId" = "external_id", "Username" = "username", "Firstname" = "given_name",
            "Lastname" = "family_name", "Email" = "email", "DateOfBirth" = "date_of_birth", "Active" = "active";
        BksbDiagnostic "bksb" "results.list.diagnostic": "SessionId" = "external_id", "PercentScore" = "percent",
            "Result" = "level", "ResultDate" = "finished_at";
    };
    facts.extend(onefile_facts());
    facts.extend(bksb_facts());
    facts.extend(diagnostic_facts());
    facts
}

fn onefile_facts() -> Vec<Assumed> {
    let onefile = |fact, change, told, mend| Assumed {
        fact,
        kind: "onefile",
        change,
        told,
        mend,
    };
    vec![
        onefile(
            "whether an address is verified is a flag",
            || {
                vec![Rewrite::map(OnefileUserGet, "EmailVerified", |verified| {
                    json!(if verified == &json!(true) {
                        "Confirmed"
                    } else {
                        "Pending"
                    })
                })]
            },
            "EmailVerified",
            "operations.\"learners.get\".fields.email_verified.yes = [\"Confirmed\"]",
        ),
        onefile(
            "whether a learner is archived is a flag, not the day since when",
            || {
                let day = |archived: &Value| match archived.as_bool() {
                    Some(true) => json!("2026-01-05T00:00:00.000Z"),
                    _ => Value::Null,
                };
                vec![
                    Rewrite::map(OnefileUserGet, "Archived", day),
                    Rewrite::rename(OnefileUserGet, "Archived", "DateArchived"),
                ]
            },
            "Archived",
            "operations.\"learners.get\".fields.archived = { from = \"DateArchived\", no = [\"\"] }",
        ),
    ]
}

fn bksb_facts() -> Vec<Assumed> {
    let bksb = |fact, change, told, mend| Assumed {
        fact,
        kind: "bksb",
        change,
        told,
        mend,
    };
    vec![
        bksb(
            "users are listed at users/search",
            || vec![Rewrite::path(BksbUsersList, "users/find")],
            "operations.\"users.list\"",
            "operations.\"users.list\".path = \"users/find\"",
        ),
        bksb(
            "the page is asked for as page",
            || vec![Rewrite::param(BksbUsersList, "page", "pageNumber")],
            "page 2 repeats the page before it",
            "operations.\"users.list\".query = { pageNumber = \"{page}\", page = \"\" }",
        ),
        bksb(
            "users stand under Users",
            || renamed(BksbUsersList, "Users", "Items"),
            "there is nothing at /Users",
            "operations.\"users.list\".rows = \"/Items/*\"",
        ),
        bksb(
            "users have a total",
            || renamed(BksbUsersList, "TotalRecords", "Total"),
            "/Pagination/TotalRecords",
            "operations.\"users.list\".paging.total = \"/Pagination/Total\"",
        ),
        bksb(
            "dates of birth are YYYY-MM-DDT00:00:00",
            || vec![Rewrite::date_format(BksbUsersList, "DateOfBirth", "%d/%m/%Y")],
            "DateOfBirth",
            "formats.birth.patterns = [\"DD/MM/YYYY\"]",
        ),
        bksb(
            "an initial result's date is UK local time without a zone",
            || vec![Rewrite::in_utc(BksbInitial, "ResultDate")],
            "ResultDate",
            "formats.moment.patterns = [\"YYYY-MM-DDThh:mm:ss\", \"YYYY-MM-DDThh:mm:ssZ\"]",
        ),
        bksb(
            "whether an account is active is a flag",
            || {
                vec![Rewrite::map(BksbUsersList, "Active", |active| {
                    json!(if active == &json!(true) { "Current" } else { "Left" })
                })]
            },
            "Active",
            "operations.\"users.list\".fields.active.yes = [\"Current\"]",
        ),
        bksb(
            "an account says that it is active, not that it is disabled",
            || {
                vec![
                    Rewrite::map(BksbUsersList, "Active", |active| json!(active == &json!(false))),
                    Rewrite::rename(BksbUsersList, "Active", "Disabled"),
                ]
            },
            "Active",
            "operations.\"users.list\".fields.active = { from = \"Disabled\", no = [\"true\"] }",
        ),
        bksb(
            "where the list of users is told under Pagination",
            || renamed(BksbUsersList, "Pagination", "Paging"),
            "/Pagination/TotalRecords",
            "operations.\"users.list\".paging.total = \"/Paging/TotalRecords\"",
        ),
    ]
}

fn diagnostic_facts() -> Vec<Assumed> {
    let diagnostic = |fact, change, told, mend| Assumed {
        fact,
        kind: "bksb",
        change,
        told,
        mend,
    };
    vec![
        diagnostic(
            "a diagnostic result's date is UK local time without a zone",
            || vec![Rewrite::in_utc(BksbDiagnostic, "ResultDate")],
            "ResultDate",
            "formats.moment.patterns = [\"YYYY-MM-DDThh:mm:ss\", \"YYYY-MM-DDThh:mm:ssZ\"]",
        ),
        diagnostic(
            "diagnostic results stand under DiagnosticAssessmentResults",
            || renamed(BksbDiagnostic, "DiagnosticAssessmentResults", "Results"),
            "/DiagnosticAssessmentResults",
            "operations.\"results.list.diagnostic\".rows = \"/Results/*\"",
        ),
        diagnostic(
            "diagnostic results have a total",
            || renamed(BksbDiagnostic, "Pagination", "Paging"),
            "/Pagination/TotalRecords",
            "operations.\"results.list.diagnostic\".paging.total = \"/Paging/TotalRecords\"",
        ),
        diagnostic(
            "a diagnostic result's percent is a number",
            || {
                vec![Rewrite::map(
                    BksbDiagnostic,
                    "PercentScore",
                    |percent| json!({ "Value": percent }),
                )]
            },
            "PercentScore",
            "operations.\"results.list.diagnostic\".fields.percent = \"PercentScore/Value\"",
        ),
        diagnostic(
            "diagnostic dates are YYYY-MM-DDThh:mm:ss",
            || vec![Rewrite::date_format(BksbDiagnostic, "ResultDate", "%d/%m/%Y %H:%M:%S")],
            "ResultDate",
            "formats.moment.patterns = [\"YYYY-MM-DDThh:mm:ss\", \"DD/MM/YYYY hh:mm:ss\"]",
        ),
        diagnostic(
            "a diagnostic result has CourseSubject",
            || renamed(BksbDiagnostic, "CourseSubject", "Subject"),
            "CourseSubject",
            "operations.\"results.list.diagnostic\".fields.subject = [\"Subject\", \"CourseName\", \"AssessmentName\"]",
        ),
        diagnostic(
            "a diagnostic result has CourseName",
            || renamed(BksbDiagnostic, "CourseName", "Course"),
            "CourseName",
            "operations.\"results.list.diagnostic\".fields.subject = [\"CourseSubject\", \"Course\", \"AssessmentName\"]",
        ),
        diagnostic(
            "a diagnostic result has AssessmentName",
            || renamed(BksbDiagnostic, "AssessmentName", "Name"),
            "AssessmentName",
            "operations.\"results.list.diagnostic\".fields = { title = \"Name\", subject = [\"CourseSubject\", \"CourseName\", \"Name\"] }",
        ),
    ]
}
