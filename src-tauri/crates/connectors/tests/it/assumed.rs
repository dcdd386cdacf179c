//! The facts that are only assumed of Onefile and bksb. Each is changed at the sandbox; the app says what no longer fits
//! and passes on nothing that would put blanks over what is stored; a correction of one line mends it.

use domain::ports::{CheckOutcome, LearnerQuery, Listed as Row, UserResults};
use domain::records::{LearnerRecord, ResultRecord, UserRecord};
use sandbox::Op::{self, BksbDiagnostic, BksbInitial, BksbUsersList, OnefileUserGet};
use sandbox::{OnefileOptions, Rewrite, SandboxOptions};
use serde_json::json;

use crate::support::{Listed, World, all, ask};

/// One assumed fact.
struct Assumed {
    /// What is assumed, in the words of the definition.
    fact: &'static str,
    kind: &'static str,
    /// How it is otherwise.
    change: fn() -> Vec<Rewrite>,
    /// What the app says then: words of a fault's sentence, of a skipped row's field, or of the check.
    told: &'static str,
    /// The line that mends it.
    mend: &'static str,
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

fn facts() -> Vec<Assumed> {
    let mut facts = renamed_fields! {
        OnefileUserGet "onefile" "learners.get": "EmailVerified" = "email_verified", "Archived" = "archived";
        BksbUsersList "bksb" "users.list": "UserId" = "external_id", "Username" = "username", "Firstname" = "given_name",
            "Lastname" = "family_name", "Email" = "email", "DateOfBirth" = "date_of_birth", "Active" = "active";
        BksbDiagnostic "bksb" "results.list.diagnostic": "SessionId" = "external_id", "PercentScore" = "percent",
            "Result" = "level", "ResultDate" = "finished_at", "AssessmentName" = "title";
    };
    facts.extend(bksb_facts());
    facts
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
            "a diagnostic result's date is UK local time without a zone",
            || vec![Rewrite::in_utc(BksbDiagnostic, "ResultDate")],
            "ResultDate",
            "formats.moment.patterns = [\"YYYY-MM-DDThh:mm:ss\", \"YYYY-MM-DDThh:mm:ssZ\"]",
        ),
        bksb(
            "diagnostic results stand under DiagnosticAssessmentResults",
            || renamed(BksbDiagnostic, "DiagnosticAssessmentResults", "Results"),
            "/DiagnosticAssessmentResults",
            "operations.\"results.list.diagnostic\".rows = \"/Results/*\"",
        ),
        bksb(
            "diagnostic results have a total",
            || renamed(BksbDiagnostic, "Pagination", "Paging"),
            "/Pagination/TotalRecords",
            "operations.\"results.list.diagnostic\".paging.total = \"/Paging/TotalRecords\"",
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
    ]
}

/// Everything that a connection yields, and everything that it says beside.
#[derive(Default)]
struct Seen {
    learners: Vec<LearnerRecord>,
    users: Vec<UserRecord>,
    results: Vec<UserResults>,
    said: String,
}

impl Seen {
    fn heard<T>(&mut self, listed: Listed<T>) -> Vec<T> {
        for skipped in &listed.skipped {
            self.said
                .push_str(&format!("skipped {:?} {:?}\n", skipped.reason, skipped.field));
        }
        if let Some(fault) = &listed.fault {
            self.said.push_str(&fault.sentence());
        }
        listed.rows
    }

    /// Whether it is all that the other one has.
    fn is_all_of(&self, other: &Self) -> bool {
        self.learners == other.learners
            && self.users == other.users
            && self.results.len() == other.results.len()
            && self.results.iter().zip(&other.results).all(|(one, other)| {
                one.results
                    .iter()
                    .map(without_raw)
                    .eq(other.results.iter().map(without_raw))
            })
    }

    /// Whether everything in it stands so in the other one: nothing in it has become blank.
    fn is_true_to(&self, other: &Self) -> bool {
        let learner = |learner: &LearnerRecord| other.learners.iter().any(|truth| said(truth) == said(learner));
        let result = |fetched: &UserResults| {
            let truth = other.results.iter().find(|truth| truth.user == fetched.user);
            truth.is_some_and(|truth| fetched.results.iter().all(|result| truth.results.contains(result)))
        };
        self.learners.iter().all(learner)
            && self.users.iter().all(|user| other.users.contains(user))
            && self.results.iter().all(result)
    }
}

/// A learner without what the system need not say: unsaid, the connection's setting decides.
fn said(learner: &LearnerRecord) -> LearnerRecord {
    LearnerRecord {
        email_verified: None,
        archived: false,
        ..learner.clone()
    }
}

/// A result without the texts of its dates, which differ where the format does.
fn without_raw(result: &ResultRecord) -> ResultRecord {
    ResultRecord {
        started_raw: None,
        finished_raw: None,
        ..result.clone()
    }
}

/// For so many accounts results are fetched: enough that each kind occurs.
const SOME: usize = 12;

async fn see(world: &World, kind: &str) -> Seen {
    let mut seen = Seen::default();
    let report = if kind == "onefile" {
        let onefile = world.onefile();
        let centres: Vec<String> = world
            .sandbox
            .customer()
            .centres
            .iter()
            .map(|centre| centre.id.to_string())
            .collect();
        for centre in centres {
            let query = LearnerQuery {
                centre: Some(centre),
                ..LearnerQuery::default()
            };
            for row in seen.heard(all(onefile.learners(query)).await) {
                if let Row::Whole(learner) = row {
                    seen.learners.push(learner);
                }
            }
        }
        onefile.check().await
    } else {
        let bksb = world.bksb();
        seen.users = seen.heard(all(bksb.users()).await);
        let some = world
            .sandbox
            .customer()
            .bksb
            .rows()
            .iter()
            .take(SOME)
            .map(|user| ask(user.id))
            .collect();
        seen.results = seen.heard(all(bksb.results(some)).await);
        for user in &seen.results {
            for skipped in &user.skipped {
                seen.said
                    .push_str(&format!("skipped {:?} {:?}\n", skipped.reason, skipped.field));
            }
        }
        bksb.check().await
    };
    for one in report.operations {
        match one.outcome {
            CheckOutcome::Failed(fault) => {
                seen.said
                    .push_str(&format!("check {}: {}\n", one.operation, fault.sentence()))
            }
            CheckOutcome::FieldsMissing(fields) | CheckOutcome::AnsweredWithout(fields) => {
                seen.said.push_str(&format!("check {}: {fields:?}\n", one.operation))
            }
            CheckOutcome::Answered | CheckOutcome::NotTried(_) => {}
        }
    }
    seen
}

#[tokio::test]
async fn each_assumed_fact_is_missed_aloud_and_mended_by_one_line() {
    let world = World::new(150).await;
    world.overlay("onefile", "");
    let bases = [
        ("onefile", see(&world, "onefile").await),
        ("bksb", see(&world, "bksb").await),
    ];
    for (kind, base) in &bases {
        assert_eq!(base.said, "", "{kind} as assumed has nothing to say");
    }
    for fact in facts() {
        let base = &bases.iter().find(|(kind, _)| *kind == fact.kind).unwrap().1;
        for change in (fact.change)() {
            world.sandbox.rewrites().add(change);
        }
        let otherwise = see(&world, fact.kind).await;
        assert!(
            otherwise.said.contains(fact.told),
            "{}: it says only: {}",
            fact.fact,
            otherwise.said
        );
        assert!(
            otherwise.is_true_to(base),
            "{}: something is passed on that is not so",
            fact.fact
        );
        assert_eq!(fact.mend.lines().count(), 1);
        world.overlay(fact.kind, fact.mend);
        let mended = see(&world, fact.kind).await;
        assert_eq!(mended.said, "", "{} is not mended", fact.fact);
        assert!(mended.is_all_of(base), "{}: all is as before", fact.fact);
        world.overlay(fact.kind, "");
        world.sandbox.rewrites().clear();
    }
}

#[tokio::test]
async fn a_smaller_largest_page_is_refused_aloud_and_mended_by_one_line() {
    let usual = World::new(120).await;
    let base = see(&usual, "onefile").await;
    let options = SandboxOptions {
        onefile: OnefileOptions {
            max_page_size: 20,
            ..OnefileOptions::default()
        },
        ..SandboxOptions::default()
    };
    let world = usual.served(options).await;
    let otherwise = see(&world, "onefile").await;
    assert!(
        otherwise.learners.is_empty() && otherwise.said.contains("operations.\"learners.list\""),
        "{}",
        otherwise.said
    );
    world.overlay("onefile", "operations.\"learners.list\".paging.size = 20");
    let mended = see(&world, "onefile").await;
    assert!(mended.said.is_empty() && mended.is_all_of(&base));
}

#[tokio::test]
async fn a_page_size_that_is_not_understood_loses_nobody() {
    let world = World::new(120).await;
    let base = see(&world, "bksb").await;
    world.overlay("bksb", "operations.\"users.list\".paging.size = 30");
    world
        .sandbox
        .rewrites()
        .add(Rewrite::param(BksbUsersList, "recordsPerPage", "pageSize"));
    assert!(
        see(&world, "bksb").await.is_all_of(&base),
        "the total says when the list is over, not the size"
    );
}

#[tokio::test]
async fn times_in_utc_without_a_zone_are_mended_by_one_line() {
    let world = World::new(60).await;
    let base = see(&world, "bksb").await;
    for (op, field) in [
        (BksbInitial, "ResultDate"),
        (BksbDiagnostic, "ResultDate"),
        (Op::BksbSessions, "DateStarted"),
        (Op::BksbSessions, "DateCompleted"),
        (Op::BksbComponents, "MeasuredAt"),
    ] {
        world.sandbox.rewrites().add(Rewrite::map(op, field, utc_without_zone));
    }
    world.overlay("bksb", "formats.moment.zone = \"utc\"");
    let mended = see(&world, "bksb").await;
    let instants = |seen: &Seen| -> Vec<_> {
        let results = seen.results.iter().flat_map(|user| &user.results);
        results.map(|result| (result.started_at, result.finished_at)).collect()
    };
    assert!(
        instants(&mended) == instants(&base),
        "no answer can tell the two apart; a person can"
    );
}

fn utc_without_zone(value: &serde_json::Value) -> serde_json::Value {
    let local = value.as_str().and_then(|text| text.parse().ok());
    match local {
        Some(local) if !value.as_str().is_some_and(|text| text.starts_with("0001")) => {
            json!(
                domain::uk_time::instant(local)
                    .naive_utc()
                    .format("%Y-%m-%dT%H:%M:%S")
                    .to_string()
            )
        }
        _ => value.clone(),
    }
}
