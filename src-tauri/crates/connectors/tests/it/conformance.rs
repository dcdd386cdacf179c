//! What every definition must hold against its sandbox: a new kind is added to `SUBJECTS` and passes.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use connectors::Secrets;
use domain::ports::{LearnerQuery, Listed as Row};
use domain::run::SkipReason;
use domain::{Fault, FaultCode, Next};
use sandbox::{Fault as Trouble, OnefileOptions, Op, RetryAfter, Rewrite, SandboxOptions, What};
use serde_json::json;

use crate::support::{Listed, World, all};

/// One kind, by what its main list is.
#[derive(Clone, Copy)]
struct Subject {
    kind: &'static str,
    /// The list's name in the definition, and at the sandbox.
    list: &'static str,
    op: Op,
    id_field: &'static str,
    /// Fields of listed rows with values that they may not have, and the reasons to skip such a row.
    unfit: &'static [(&'static str, &'static str, SkipReason)],
}

const SUBJECTS: [Subject; 2] = [
    Subject {
        kind: "onefile",
        list: "learners.list",
        op: Op::OnefileUsersList,
        id_field: "ID",
        unfit: &[
            ("ID", "{}", SkipReason::FieldMistyped),
            ("ID", "true", SkipReason::FieldMistyped),
        ],
    },
    Subject {
        kind: "bksb",
        list: "users.list",
        op: Op::BksbUsersList,
        id_field: "UserId",
        unfit: &[
            ("UserId", "1.5", SkipReason::FieldMistyped),
            ("Email", "5", SkipReason::FieldMistyped),
            ("Active", "\"perhaps\"", SkipReason::FieldMistyped),
            ("DateOfBirth", "\"soon\"", SkipReason::DateUnreadable),
        ],
    },
];

/// The ids that a list yields.
async fn list(world: &World, subject: Subject) -> Listed<String> {
    list_with(world, subject, None).await
}

async fn list_with(world: &World, subject: Subject, secrets: Option<Secrets>) -> Listed<String> {
    match subject.kind {
        "onefile" => {
            let onefile = secrets.map_or_else(|| world.onefile(), |secrets| world.onefile_with(secrets));
            let mut known: HashSet<String> = (1..=5_000).map(|id| id.to_string()).collect();
            known.extend(truth(world, subject));
            let query = LearnerQuery {
                centre: Some(centre(world)),
                changed_since: None,
                known: Arc::new(known),
            };
            let listed = all(onefile.learners(query)).await;
            listed.map(|row| match row {
                Row::Present(id) => id,
                Row::Whole(learner) => learner.external_id,
            })
        }
        _ => {
            let bksb = secrets.map_or_else(|| world.bksb(), |secrets| world.bksb_with(secrets));
            all(bksb.users()).await.map(|user| user.external_id)
        }
    }
}

fn centre(world: &World) -> String {
    world.sandbox.customer().centres[0].id.to_string()
}

/// The ids that the list has in truth.
fn truth(world: &World, subject: Subject) -> BTreeSet<String> {
    let customer = world.sandbox.customer();
    match subject.kind {
        "onefile" => customer
            .onefile
            .rows()
            .iter()
            .filter(|user| user.role == 1 && user.centre_id == customer.centres[0].id)
            .map(|user| user.id.to_string())
            .collect(),
        _ => customer.bksb.rows().iter().map(|user| user.id.to_string()).collect(),
    }
}

async fn failed(world: &World, subject: Subject, what: What) -> Fault {
    world.sandbox.faults().clear();
    world.sandbox.faults().add(Trouble::on(subject.op, what));
    let fault = list(world, subject).await.failed();
    assert!(
        fault.sentence().contains(&format!(
            "Our {}",
            if subject.kind == "bksb" { "bksb" } else { "Onefile" }
        )),
        "the sentence names the connection: {}",
        fault.sentence()
    );
    assert!(
        !fault.sentence().contains(['{', '}']),
        "no blank is left open: {}",
        fault.sentence()
    );
    fault
}

fn assert_whole(world: &World, subject: Subject, listed: Listed<String>, why: &str) {
    assert!(listed.skipped.is_empty(), "{}: {why}", subject.kind);
    let rows = listed.whole();
    let ids: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(ids.len(), rows.len(), "{}: every id once: {why}", subject.kind);
    assert!(
        ids == truth(world, subject),
        "{}: everybody is listed: {why}",
        subject.kind
    );
}

#[tokio::test]
async fn lists_are_whole_at_any_page_size() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let count = truth(&world, subject).len();
        let options = SandboxOptions {
            onefile: OnefileOptions {
                max_page_size: 1_000,
                ..OnefileOptions::default()
            },
            ..SandboxOptions::default()
        };
        let mut world = world.served(options).await;
        world.bounds.pages = 200;
        for size in [1, 7, count - 1, count, count + 1] {
            let line = format!("operations.\"{}\".paging.size = {size}", subject.list);
            world.overlay(subject.kind, &line);
            let listed = list(&world, subject).await;
            assert_whole(&world, subject, listed, &format!("page size {size}"));
        }
    }
}

#[tokio::test]
async fn an_empty_list_is_empty_and_no_fault() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        world
            .sandbox
            .faults()
            .add(Trouble::on(subject.op, What::KeepPercent(0)));
        let listed = list(&world, subject).await;
        assert_eq!(listed.pages, 1, "one page says when it was served");
        assert!(listed.whole().is_empty());
    }
}

#[tokio::test]
async fn rows_that_cannot_be_read_are_set_aside_and_the_rest_is_listed() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let everybody = truth(&world, subject).len();
        for (field, value, reason) in subject.unfit {
            world.sandbox.faults().clear();
            let value = serde_json::from_str(value).unwrap();
            world
                .sandbox
                .faults()
                .add(Trouble::on(subject.op, What::BadRow(1, field, Some(value))).times(1));
            let listed = list(&world, subject).await;
            assert_eq!(listed.skipped.len(), 1, "{} {field}", subject.kind);
            assert_eq!(listed.skipped[0].reason, *reason);
            assert_eq!(listed.skipped[0].field.as_deref(), Some(*field));
            assert_eq!(listed.whole().len(), everybody - 1);
        }
        world.sandbox.faults().clear();
        world
            .sandbox
            .faults()
            .add(Trouble::on(subject.op, What::BadRow(0, subject.id_field, None)).times(1));
        let listed = list(&world, subject).await;
        assert_eq!(listed.skipped[0].reason, SkipReason::IdMissing);
        assert_eq!(listed.whole().len(), everybody - 1);
    }
}

#[tokio::test]
async fn fields_that_nobody_asked_for_are_no_matter() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let more = json!({"deep": [{"ID": 1, "UserId": 2}]});
        world
            .sandbox
            .faults()
            .add(Trouble::on(subject.op, What::BadRow(0, "Unheard", Some(more))));
        let listed = list(&world, subject).await;
        assert_whole(&world, subject, listed, "more fields than known");
    }
}

#[tokio::test]
async fn ids_may_come_as_text() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        world.sandbox.faults().add(Trouble::on(subject.op, What::IdsAsText));
        let listed = list(&world, subject).await;
        assert_whole(&world, subject, listed, "ids as text are the same ids");
    }
}

#[tokio::test]
async fn rows_that_come_twice_are_listed_once() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let line = format!("operations.\"{}\".paging.size = 9", subject.list);
        world.overlay(subject.kind, &line);
        world.sandbox.faults().add(Trouble::on(subject.op, What::DuplicateRows));
        let listed = list(&world, subject).await;
        assert_whole(&world, subject, listed, "duplicates within a page");
        world.sandbox.faults().clear();
        world.sandbox.faults().add(Trouble::on(subject.op, What::ShiftRows(-2)));
        let listed = list(&world, subject).await;
        assert_whole(&world, subject, listed, "rows that move to a later page");
    }
}

#[tokio::test]
async fn a_list_that_lost_rows_between_pages_says_how_many_there_should_be() {
    let subject = SUBJECTS[1];
    let world = World::new(60).await;
    world.overlay(subject.kind, "operations.\"users.list\".paging.size = 20");
    world.sandbox.faults().add(Trouble::on(subject.op, What::ShiftRows(3)));
    let listed = list(&world, subject).await;
    let total = listed.total.unwrap();
    assert!(
        (listed.whole().len() as u64) < total,
        "whoever reads the list sees that it is not whole"
    );
}

#[tokio::test]
async fn a_list_without_end_is_stopped() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let next = Arc::new(AtomicU64::new(1));
        let id_field = subject.id_field;
        world.sandbox.rewrites().add(Rewrite::body(subject.op, move |body| {
            let mut body = body.clone();
            let rows = if body.is_array() { &mut body } else { &mut body["Users"] };
            let first = rows[0].clone();
            let fresh = || {
                let mut row = first.clone();
                row[id_field] = json!(next.fetch_add(1, Ordering::Relaxed));
                row
            };
            *rows = (0..100).map(|_| fresh()).collect();
            if body.is_object() {
                body["Pagination"]["TotalRecords"] = json!(1_000_000);
            }
            body
        }));
        // The sandbox refuses pages that it has not; every call is for the first as far as it is concerned.
        let line = match subject.kind {
            "onefile" => {
                "operations.\"learners.list\".path = \"User/Search/1/{page_size}\"\noperations.\"learners.list\".json.Page = \"{page}\""
            }
            _ => "",
        };
        world.overlay(subject.kind, line);
        let fault = list(&world, subject).await.failed();
        assert_eq!(fault.code, FaultCode::TooManyPages, "{}", subject.kind);
        assert_eq!(world.sandbox.calls().of(subject.op), 40, "the bound on pages holds");
    }
}

#[tokio::test]
async fn a_page_that_repeats_itself_is_seen_at_once() {
    let subject = SUBJECTS[1];
    let world = World::new(60).await;
    world.overlay(subject.kind, "operations.\"users.list\".paging.size = 20");
    world
        .sandbox
        .rewrites()
        .add(Rewrite::param(subject.op, "page", "pageNumber"));
    let fault = list(&world, subject).await.failed();
    assert_eq!(fault.code, FaultCode::AnswerUnreadable);
    assert!(fault.sentence().contains("page 2 repeats"), "{}", fault.sentence());
}

#[tokio::test]
async fn a_passing_error_is_waited_out() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        for what in [
            What::Status(500),
            What::Status(503),
            What::StatusRetryAfter(429, RetryAfter::Seconds(0)),
            What::StatusRetryAfter(503, RetryAfter::Seconds(1)),
            What::StatusRetryAfter(429, RetryAfter::Date(1)),
            What::Truncated,
            What::Reset,
            What::SlowDrip(1),
        ] {
            world.sandbox.faults().clear();
            world.sandbox.faults().add(Trouble::on(subject.op, what).times(1));
            let listed = list(&world, subject).await;
            assert_whole(&world, subject, listed, "after one more try");
        }
    }
}

#[tokio::test]
async fn a_lasting_error_ends_the_list_with_its_own_fault() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        for (what, code) in [
            (What::Status(500), FaultCode::ServerError),
            (What::Status(400), FaultCode::RequestRefused),
            (What::Status(401), FaultCode::KeysRefused),
            (What::Status(403), FaultCode::PermissionRefused),
            (What::Status(404), FaultCode::OperationMissing),
            (What::Status(418), FaultCode::RequestRefused),
            (What::Html, FaultCode::AnswerUnreadable),
            (What::EmptyBody, FaultCode::AnswerUnreadable),
            (What::MalformedJson, FaultCode::AnswerCutOff),
            (What::Truncated, FaultCode::AnswerCutOff),
            (What::Endless, FaultCode::AnswerTooLarge),
            (What::Oversized, FaultCode::AnswerTooLarge),
            (What::GzipBomb, FaultCode::AnswerTooLarge),
            (What::SlowDrip(1), FaultCode::TimedOut),
        ] {
            let fault = failed(&world, subject, what).await;
            assert_eq!(fault.code, code, "{}: {}", subject.kind, fault.cause);
        }
        let fault = failed(&world, subject, What::Html).await;
        assert!(fault.sentence().contains("it is a web page"), "{}", fault.sentence());
        let fault = failed(&world, subject, What::Status(403)).await;
        assert!(
            fault.sentence().contains("allow"),
            "it says what to allow: {}",
            fault.sentence()
        );
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    for subject in SUBJECTS {
        let mut world = World::new(60).await;
        world.bounds.call = Duration::from_millis(200);
        world.bounds.retries = 1;
        assert_eq!(failed(&world, subject, What::Hang).await.code, FaultCode::TimedOut);
        // A call that hangs is counted when the server sees that the caller has gone.
        for _ in 0..100 {
            if world.sandbox.calls().of(subject.op) < 2 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        assert_eq!(world.sandbox.calls().of(subject.op), 2, "it was tried once more");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        elsewhere.set_nonblocking(true).unwrap();
        let to = format!("http://{}/", elsewhere.local_addr().unwrap());
        let fault = failed(&world, subject, What::Redirect(to)).await;
        assert_eq!(fault.code, FaultCode::Redirected);
        assert!(elsewhere.accept().is_err(), "nobody called there, so no key went there");
    }
}

#[tokio::test]
async fn a_long_pause_ends_the_list_and_says_when_to_come_back() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let fault = failed(&world, subject, What::StatusRetryAfter(429, RetryAfter::Seconds(600))).await;
        assert_eq!(fault.code, FaultCode::RateLimited);
        assert_eq!(fault.next, Next::RetryLater(Some(Duration::from_secs(600))));
        assert_eq!(
            world.sandbox.calls().of(subject.op),
            1,
            "nobody calls again in the pause"
        );
        let fault = failed(&world, subject, What::Status(429)).await;
        assert_eq!(
            fault.next,
            Next::RetryLater(Some(Duration::from_secs(60))),
            "where it does not say, a minute"
        );
    }
}

#[tokio::test]
async fn a_connection_that_cannot_be_made_safe_sends_nothing() {
    let mut world = World::new(60).await;
    // The port speaks no TLS.
    let address = world.sandbox.bksb_url().replace("http://", "https://");
    world.settings.push(("base_url", address));
    let fault = list(&world, SUBJECTS[1]).await.failed();
    assert_eq!(fault.code, FaultCode::TlsFailed);
    assert_eq!(world.sandbox.calls().total(), 0);
}

#[tokio::test]
async fn nobody_there_is_unreachable_and_back_again_is_whole() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        world.sandbox.stop().await;
        let fault = list(&world, subject).await.failed();
        assert_eq!(fault.code, FaultCode::Unreachable);
        world.sandbox.restart().await.unwrap();
        let listed = list(&world, subject).await;
        assert_whole(&world, subject, listed, "once it is back");
    }
}

#[tokio::test]
async fn wrong_keys_are_refused_at_the_first_call() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let wrong = ["customer_token", "access_key", "secret_key"].map(|key| (key, "wrong-key-canary"));
        let fault = list_with(&world, subject, Some(Secrets::from_iter(wrong)))
            .await
            .failed();
        assert_eq!(fault.code, FaultCode::KeysRefused);
        assert_eq!(fault.next, Next::StopConnection, "a person has to act");
        assert!(!format!("{fault:?}").contains("canary"));
        assert_eq!(
            world.sandbox.calls().total(),
            1,
            "keys that are refused are not tried again"
        );
    }
}

#[tokio::test]
async fn no_fault_shows_a_secret_or_a_query() {
    for subject in SUBJECTS {
        let world = World::new(60).await;
        let keys = world.sandbox.keys();
        for what in [
            What::Status(500),
            What::Status(400),
            What::Status(403),
            What::Html,
            What::Truncated,
            What::Reset,
            What::Redirect("http://127.0.0.1:9/?secret=canary".to_owned()),
        ] {
            let fault = failed(&world, subject, what).await;
            let told = format!("{fault:?} {fault} {}", fault.sentence());
            for secret in [&keys.customer_token, &keys.access_key, &keys.secret_key] {
                assert!(!told.contains(secret.as_str()), "a key is in {}", fault.code);
            }
            for part in ["canary", "recordsPerPage", "?", "http://", "Maintenance"] {
                assert!(!told.contains(part), "{part} is in {told}");
            }
        }
    }
}
