//! The check, and the shapes that it tells.

use domain::FaultCode;
use domain::ports::{CheckOutcome, CheckReport};
use sandbox::{Op, Rewrite};
use serde_json::{Value, json};

use crate::support::World;

fn outcome<'r>(report: &'r CheckReport, operation: &str) -> &'r CheckOutcome {
    let found = report.operations.iter().find(|one| one.operation == operation);
    &found.expect("every operation is told of").outcome
}

#[tokio::test]
async fn a_refused_permission_is_told_and_the_rest_is_tried() {
    let world = World::new(60).await;
    world.sandbox.rewrites().add(Rewrite::status(Op::BksbInitial, 403));
    let report = world.bksb().check().await;
    assert!(!report.is_good());
    let CheckOutcome::Failed(fault) = outcome(&report, "results.list.initial") else {
        panic!("it is refused")
    };
    assert_eq!(fault.code, FaultCode::PermissionRefused);
    assert!(fault.sentence().contains("Admin Options"), "{}", fault.sentence());
    for good in ["users.list", "results.list.diagnostic", "results.detail"] {
        assert_eq!(*outcome(&report, good), CheckOutcome::Answered, "{good}");
    }
    assert!(matches!(outcome(&report, "users.create"), CheckOutcome::NotTried(_)));
    assert_eq!(
        world.sandbox.calls().of(Op::BksbCreateUser),
        0,
        "a check changes nothing"
    );
}

#[tokio::test]
async fn where_users_cannot_be_listed_the_rest_is_not_tried_and_that_is_told() {
    let world = World::new(60).await;
    world.sandbox.rewrites().add(Rewrite::status(Op::BksbUsersList, 404));
    let report = world.bksb().check().await;
    let CheckOutcome::Failed(fault) = outcome(&report, "users.list") else {
        panic!("there is no list")
    };
    assert_eq!(fault.code, FaultCode::OperationMissing);
    assert!(matches!(
        outcome(&report, "results.list.initial"),
        CheckOutcome::NotTried(_)
    ));
}

#[tokio::test]
async fn a_field_that_is_nowhere_is_named() {
    let world = World::new(60).await;
    world
        .sandbox
        .rewrites()
        .add(Rewrite::rename(Op::OnefileUserGet, "NINO", "NationalInsurance"));
    let report = world.onefile().check().await;
    assert_eq!(
        *outcome(&report, "learners.get"),
        CheckOutcome::FieldsMissing(vec!["NINO".to_owned()])
    );
}

#[tokio::test]
async fn a_field_that_may_be_left_out_is_named_and_spoils_nothing() {
    let world = World::new(60).await;
    world
        .sandbox
        .rewrites()
        .add(Rewrite::drop(Op::OnefileUserGet, "EmailVerified"));
    let report = world.onefile().check().await;
    assert_eq!(
        *outcome(&report, "learners.get"),
        CheckOutcome::AnsweredWithout(vec!["EmailVerified".to_owned()])
    );
    assert!(report.is_good(), "the real system may well not tell it");
}

#[tokio::test]
async fn pages_that_are_cut_short_without_a_word_are_noticed() {
    let world = World::new(120).await;
    world
        .sandbox
        .rewrites()
        .add(Rewrite::body(Op::OnefileUsersList, |body| match body {
            Value::Array(rows) => json!(rows.iter().take(20).collect::<Vec<_>>()),
            other => other.clone(),
        }));
    let report = world.onefile().check().await;
    let CheckOutcome::Failed(fault) = outcome(&report, "learners.list") else {
        panic!("pages are short")
    };
    assert!(fault.sentence().contains("paging.size"), "{}", fault.sentence());
}

#[tokio::test]
async fn shapes_tell_keys_and_types_and_no_value() {
    let world = World::new(60).await;
    let mut told = String::new();
    for report in [world.onefile().check().await, world.bksb().check().await] {
        for one in &report.operations {
            for (path, kind) in &one.shape {
                told.push_str(&format!("{} {path} {kind}\n", one.operation));
            }
        }
    }
    for line in [
        "learners.get /Email text",
        "users.list /Users/* object",
        "results.detail /AssessmentEOAData/*/AbilityMeasurement number",
        "users.find.username  text",
    ] {
        assert!(told.contains(line), "{line} is missing in\n{told}");
    }
    let customer = world.sandbox.customer();
    for user in customer.onefile.rows() {
        for value in [Some(&user.family_name), user.email.as_ref(), user.nino.as_ref()]
            .into_iter()
            .flatten()
        {
            assert!(value.is_empty() || !told.contains(value.as_str()), "a value is told");
        }
    }
}
