//! What is never written down.

use std::io::Write;
use std::sync::{Arc, Mutex};

use domain::ports::{CheckOutcome, FindKey, LearnerQuery};
use sandbox::{Fault, Op, Rewrite, What};
use serde_json::{Value, json};

use crate::support::{Listed, World, all, ask};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Keeps everything that is logged on this thread, at the most talkative level: what the libraries below say counts as well.
fn listen() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

fn of_centre(world: &World) -> LearnerQuery {
    LearnerQuery {
        centre: Some(world.sandbox.customer().centres[0].id.to_string()),
        ..LearnerQuery::default()
    }
}

/// What is logged while a connection does all that it can, some of it failing.
async fn logged(world: &World) -> String {
    let (log, _guard) = listen();
    let faults = world.sandbox.faults();
    faults.add(Fault::on(Op::BksbUsersList, What::Status(500)).times(1));
    faults.add(Fault::on(Op::BksbInitial, What::Html).after(3));
    let user = world.sandbox.customer().bksb.rows()[0].clone();
    let bksb = world.bksb();
    all(bksb.users()).await;
    all(bksb.find_users(FindKey::Username, vec![user.username.clone()])).await;
    all(bksb.results((0..5).map(|_| ask(user.id)).collect())).await;
    all(world.onefile().learners(of_centre(world))).await;
    log.text()
}

#[tokio::test]
async fn no_log_line_holds_a_secret_a_person_or_a_query() {
    let world = World::new(60).await;
    let log = logged(&world).await;
    assert!(
        log.contains("users.list"),
        "calls are logged, so there is something to look through"
    );
    let keys = world.sandbox.keys();
    for secret in [&keys.customer_token, &keys.access_key, &keys.secret_key] {
        assert!(!log.contains(secret.as_str()), "a key is logged");
    }
    for word in ["Basic ", "X-TokenID: ", "recordsPerPage", "username="] {
        assert!(!log.contains(word), "{word} is logged");
    }
    let customer = world.sandbox.customer();
    let emails = customer.onefile.rows().iter().filter_map(|user| user.email.as_deref());
    let emails = emails.chain(customer.bksb.rows().iter().filter_map(|user| user.email.as_deref()));
    for email in emails.filter(|email| email.contains('@')) {
        assert!(!log.contains(email), "an address is logged");
    }
    let ninos = customer.onefile.rows().iter().filter_map(|user| user.nino.as_deref());
    for nino in ninos.filter(|nino| nino.len() > 5) {
        assert!(!log.contains(nino), "a National Insurance number is logged");
    }
}

/// Fields of people and results, each of which is given this text. No word of a library or of ours looks like it.
const CANARY: &str = "Qxcanary";
const CANARY_NINO: &str = "AB654321C";

const PERSONAL: [(Op, &[&str]); 6] = [
    (
        Op::OnefileUserGet,
        &[
            "Username",
            "FirstName",
            "LastName",
            "Email",
            "MISID",
            "NINO",
            "ULN",
            "EpisodeName",
        ],
    ),
    (Op::OnefileUsersList, &["FirstName", "LastName", "MISID"]),
    (Op::BksbUsersList, &["Username", "Firstname", "Lastname", "Email"]),
    (
        Op::BksbInitial,
        &["CourseSubject", "CourseName", "AssessmentName", "Result"],
    ),
    (
        Op::BksbDiagnostic,
        &["CourseSubject", "CourseName", "AssessmentName", "Result"],
    ),
    (Op::BksbComponents, &["CourseComponentName", "MeasuringAssessmentName"]),
];

fn canary(field: &str) -> Value {
    match field {
        "NINO" => json!(CANARY_NINO),
        field => json!(format!("{CANARY}-{field}")),
    }
}

/// One way in which the answers of a system cannot be read.
fn unreadable(world: &World, way: usize) {
    let rewrites = world.sandbox.rewrites();
    rewrites.clear();
    for (op, fields) in PERSONAL {
        for field in fields {
            rewrites.add(Rewrite::map(op, field, |_| canary(field)));
        }
    }
    let nested = |op, field| Rewrite::map(op, field, |value| json!({ CANARY: [value, CANARY_NINO] }));
    let worded = |op, field| Rewrite::map(op, field, |_| json!(format!("{CANARY} {CANARY_NINO}")));
    match way {
        // Values of another kind, and dates and flags that are none.
        1 => {
            for (op, field) in [
                (Op::OnefileUserGet, "NINO"),
                (Op::BksbUsersList, "Lastname"),
                (Op::BksbInitial, "Result"),
                (Op::BksbDiagnostic, "PercentScore"),
                (Op::BksbComponents, "AbilityMeasurement"),
            ] {
                rewrites.add(nested(op, field));
            }
        }
        2 => {
            for (op, field) in [
                (Op::OnefileUserGet, "DOB"),
                (Op::OnefileUserGet, "EmailVerified"),
                (Op::BksbUsersList, "DateOfBirth"),
                (Op::BksbInitial, "ResultDate"),
                (Op::BksbDiagnostic, "PercentScore"),
                (Op::BksbComponents, "AbilityMeasurement"),
            ] {
                rewrites.add(worded(op, field));
            }
        }
        // People where ids and totals should be.
        3 => {
            for (op, field) in [
                (Op::OnefileUsersList, "ID"),
                (Op::BksbUsersList, "UserId"),
                (Op::BksbUsersList, "TotalRecords"),
                (Op::BksbInitial, "SessionId"),
            ] {
                rewrites.add(nested(op, field));
            }
        }
        // A sentence about a person in the place of rows.
        4 => {
            for (op, _) in PERSONAL {
                rewrites.add(Rewrite::body(
                    op,
                    |_| json!({ "message": format!("{CANARY} {CANARY_NINO} is unknown") }),
                ));
            }
        }
        _ => {}
    }
}

fn told<T>(listed: &Listed<T>) -> String {
    let fault = listed.fault.as_ref();
    let sentence = fault.map(|fault| format!("{fault} {}", fault.sentence()));
    format!("{:?} {fault:?} {sentence:?}\n", listed.skipped)
}

/// All that faults, skipped rows and checks say.
async fn said(world: &World) -> String {
    let (bksb, onefile) = (world.bksb(), world.onefile());
    let user = world.sandbox.customer().bksb.rows()[0].id;
    let results = all(bksb.results((0..3).map(|_| ask(user)).collect())).await;
    let mut said = told(&results);
    for user in &results.rows {
        said.push_str(&format!("{:?}\n", user.skipped));
    }
    said.push_str(&told(&all(bksb.users()).await));
    let unknown = vec![CANARY.to_owned()];
    said.push_str(&told(&all(bksb.find_users(FindKey::Username, unknown)).await));
    said.push_str(&told(&all(onefile.learners(of_centre(world))).await));
    for report in [bksb.check().await, onefile.check().await] {
        for one in report.operations {
            if let CheckOutcome::Failed(fault) = &one.outcome {
                said.push_str(&fault.sentence());
            }
            said.push_str(&format!("{:?}\n", one.outcome));
        }
    }
    said
}

#[tokio::test]
async fn no_log_line_fault_or_reason_to_skip_holds_a_name_or_a_national_insurance_number() {
    let world = World::new(60).await;
    let (log, _guard) = listen();
    unreadable(&world, 0);
    let users = all(world.bksb().users()).await.whole();
    assert!(
        users.iter().all(|user| user.family_name.contains(CANARY)),
        "the canary is in what is read"
    );
    let mut all_said = String::new();
    for way in 0..=4 {
        unreadable(&world, way);
        all_said.push_str(&said(&world).await);
    }
    for expected in ["DateUnreadable", "FieldMistyped", "AnswerUnreadable", "What to do"] {
        assert!(all_said.contains(expected), "{expected} has to be said somewhere");
    }
    for (place, text) in [("what is said", all_said), ("the log", log.text())] {
        for word in [CANARY, CANARY_NINO] {
            let line = text.lines().find(|line| line.contains(word));
            assert_eq!(line, None, "{word} is in {place}");
        }
    }
}
