//! What a system may send instead of what was asked for: each has its code, a sentence, and costs nobody else anything.

use sandbox::{Fault, Op, What};
use serde_json::{Value, json};
use system_tests::{Centre, seed_of_today};

use crate::staged::{eventually, faults, stored};

/// The run of a task in a report.
fn run<'r>(report: &'r Value, task: &str) -> &'r Value {
    let runs = report["runs"].as_array().unwrap();
    runs.iter().find(|run| run["task"] == task).expect("the task has a run")
}

#[test]
fn an_answer_that_cannot_be_used_ends_its_run_with_a_code_and_a_sentence() {
    let centre = Centre::connected(seed_of_today(), 60);
    let first = centre.sync();
    let before = stored(&centre);
    let elsewhere = || What::Redirect("http://127.0.0.1:9/".to_owned());
    for (what, code) in [
        (What::Html, "answer_unreadable"),
        (What::EmptyBody, "answer_unreadable"),
        (What::MalformedJson, "answer_cut_off"),
        (What::Endless, "answer_too_large"),
        (What::Oversized, "answer_too_large"),
        (What::GzipBomb, "answer_too_large"),
        (elsewhere(), "redirected"),
        (What::Status(403), "permission_refused"),
        (What::Status(418), "request_refused"),
    ] {
        for (op, task) in [(Op::OnefileUsersList, "learners"), (Op::BksbInitial, "results")] {
            centre.sandbox.faults().clear();
            centre.sandbox.faults().add(Fault::on(op, what.clone()));
            let ran = centre.try_json(&["sync"]);
            let report = ran.json();
            assert_eq!(ran.code, Some(1), "{code} of {task}");
            assert_eq!(
                faults(&report),
                [(task.to_owned(), "failed".to_owned(), code.to_owned())],
                "one run fails and the others do not"
            );
            let message = run(&report, task)["fault"]["message"].as_str().unwrap();
            assert!(message.len() > 40 && message.ends_with('.'), "{message}");
            assert_eq!(stored(&centre), before, "{code} of {task}: nothing is lost");
            assert_eq!(report["matched"], first["matched"], "{code} of {task}: no link is lost");
        }
    }
    centre.sandbox.faults().clear();
    assert_eq!(centre.sync()["matched"], first["matched"]);
}

#[test]
fn a_row_with_a_field_that_cannot_be_read_is_kept_aside_alone() {
    let centre = Centre::connected(seed_of_today(), 60);
    let everybody = centre.sync();
    let accounts = run(&everybody, "users")["read"].as_u64().unwrap();
    for (field, value, skipped) in [
        ("DateOfBirth", Some(json!("03/04/2001")), 1),
        ("DateOfBirth", Some(json!(20010403)), 1),
        ("Email", Some(json!({"address": "one@example.org"})), 1),
        ("Active", Some(json!("perhaps")), 1),
        ("UserId", Some(json!(false)), 1),
        ("UserId", None, 1),
        ("Email", None, 0),
        ("Unheard", Some(json!([{"of": 1}])), 0),
    ] {
        centre.sandbox.faults().clear();
        centre
            .sandbox
            .faults()
            .add(Fault::on(Op::BksbUsersList, What::BadRow(2, field, value.clone())));
        let ran = centre.try_json(&["sync", "--task", "users"]);
        let report = ran.json();
        let users = run(&report, "users");
        assert_eq!(users["skipped"], skipped, "{field} {value:?}: {users}");
        assert_eq!(users["read"].as_u64(), Some(accounts));
        assert_eq!(ran.code, Some(if skipped == 0 { 0 } else { 3 }));
    }
    centre.sandbox.faults().clear();
    let healed = centre.sync();
    assert_eq!(healed["matched"], everybody["matched"]);
    assert_eq!(
        healed["unmatched_users"], everybody["unmatched_users"],
        "who could not be read was never taken for gone"
    );
}

#[test]
fn a_correction_reaches_who_is_stored_already() {
    let centre = Centre::connected(seed_of_today(), 60);
    // Their references come under another name, which the definition does not know yet.
    centre.sandbox.rewrites().add(sandbox::Rewrite::rename(
        Op::OnefileUserGet,
        "EmailVerified",
        "EmailConfirmed",
    ));
    let blind = centre.sync();
    let truth = centre.sandbox.customer().truth.in_effect().count() as u64;
    assert!(blind["matched"].as_u64() < Some(truth), "unsaid is unverified");
    let overlays = centre.cli.folder().join("definitions");
    std::fs::create_dir_all(&overlays).unwrap();
    std::fs::write(
        overlays.join("onefile.toml"),
        "version = 1\noperations.\"learners.get\".fields.email_verified.from = \"EmailConfirmed\"\n",
    )
    .unwrap();
    assert_eq!(
        centre.sync()["matched"].as_u64(),
        Some(truth),
        "one line mends it for everybody, though nobody has changed at the system"
    );
    centre.sandbox.calls().reset();
    let _ = centre.sync();
    assert_eq!(centre.sandbox.calls().of(Op::OnefileUserGet), 0, "and once is enough");
}

#[test]
fn one_broken_correction_keeps_the_other_connection_at_work() {
    let centre = Centre::connected(seed_of_today(), 60);
    let first = centre.sync();
    let overlays = centre.cli.folder().join("definitions");
    std::fs::create_dir_all(&overlays).unwrap();
    std::fs::write(overlays.join("bksb.toml"), "version = 1\npaht = 1\n").unwrap();
    let ran = centre.try_json(&["sync"]);
    assert_eq!(ran.code, Some(1));
    let report = ran.json();
    assert_eq!(run(&report, "learners")["state"], "done");
    let fault = &run(&report, "users")["fault"];
    assert_eq!(fault["code"], "definition_invalid");
    assert!(fault["message"].as_str().unwrap().contains("paht"), "{fault}");
    assert_eq!(report["matched"], first["matched"], "links stand meanwhile");
}

#[test]
fn keys_that_are_nowhere_are_asked_for_by_the_vendors_name() {
    let centre = Centre::connected(seed_of_today(), 60);
    let cli = centre.cli.clone().without("LEARNER_SYNC_SECRET_BKSB_SECRET_KEY");
    let ran = cli.run(&["--json", "sync"]);
    assert_eq!(ran.code, Some(1));
    let report = ran.json();
    assert_eq!(
        run(&report, "learners")["state"],
        "done",
        "the other connection has its own"
    );
    let fault = &run(&report, "users")["fault"];
    assert!(
        fault["message"].as_str().unwrap().contains("What to do"),
        "a person reads how to go on: {fault}"
    );
}

#[test]
fn sessions_that_end_early_cost_a_new_one_and_nothing_else() {
    let centre = Centre::connected(seed_of_today(), 150);
    let calls = centre.sandbox.calls();
    centre.sandbox.set_latency(std::time::Duration::from_millis(5));
    let child = centre.cli.start(&["--json", "sync"]);
    for count in [20, 40] {
        eventually("learners are read", || calls.of(Op::OnefileUserGet) > count);
        centre.sandbox.expire_sessions();
    }
    let ended = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(run(&report, "learners")["state"], "done");
    assert_eq!(report["matched"], centre.sandbox.customer().truth.in_effect().count());
    assert!(calls.of(Op::OnefileSignIn) >= 3, "each session that ended was renewed");
}
