//! Ended without a word at any moment: in the first start, in every phase of a sync, while a backup is put back.

use sandbox::Op;
use system_tests::{Centre, Program, seed_of_today};

use crate::staged::eventually;

/// Lets a program live for so many milliseconds.
fn kill_after(program: &Program, arguments: &[&str], milliseconds: u64) {
    let mut child = program.start(arguments);
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
    // It may have come to its end before.
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn a_first_start_that_is_killed_at_any_moment_is_made_up_for_by_the_next() {
    let centre = Centre::connected(seed_of_today(), 60);
    for milliseconds in (0..80).step_by(4) {
        let program = Program::on(&centre.scratch().join(format!("killed-{milliseconds}")))
            .with("LEARNER_SYNC_DATABASE_KEY", centre.key());
        kill_after(&program, &["connection", "list"], milliseconds);
        let ran = program.run(&["--json", "connection", "list"]);
        assert_eq!(
            (ran.code, ran.json()),
            (Some(0), serde_json::json!([])),
            "killed after {milliseconds} ms: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_sync_killed_in_any_phase_leaves_nothing_that_the_next_does_not_put_right() {
    let centre = Centre::connected(seed_of_today(), 150);
    let calls = centre.sandbox.calls();
    let truth = centre.sandbox.customer().truth.in_effect().count();
    for (op, count) in [
        (Op::OnefileCentres, 0),
        (Op::OnefileUserGet, 60),
        (Op::BksbUsersList, 0),
        (Op::BksbInitial, 0),
        (Op::BksbInitial, 40),
        (Op::BksbComponents, 5),
    ] {
        calls.reset();
        centre.sandbox.set_latency(std::time::Duration::from_millis(5));
        let mut child = centre.cli.start(&["sync"]);
        eventually("it is in that phase", || {
            calls.of(op) > count || child.try_wait().unwrap().is_some()
        });
        let _ = child.kill();
        child.wait().unwrap();
        centre.sandbox.set_latency(std::time::Duration::ZERO);
        let status = centre.cli.json(&["status"]);
        assert_ne!(status["state"], "syncing", "{op:?}: nobody is at work");
    }
    assert_eq!(centre.sync()["matched"], truth);
    let before = centre.tables();
    let again = centre.sync();
    for run in again["runs"].as_array().unwrap() {
        assert_eq!((&run["added"], &run["changed"]), (&0.into(), &0.into()), "{run}");
    }
    for table in [
        "learners",
        "users",
        "links",
        "results",
        "unmatched_learners",
        "unmatched_users",
    ] {
        assert_eq!(
            before.0[table],
            centre.tables().0[table],
            "{table} is as a sync leaves it"
        );
    }
    let states = centre.cli.json(&["runs"]);
    let open = |run: &&serde_json::Value| run["state"] == "running" || run["state"] == "queued";
    assert_eq!(
        states.as_array().unwrap().iter().filter(open).count(),
        0,
        "no run stays open"
    );
}

#[test]
fn a_restore_that_is_killed_at_any_moment_is_done_by_the_next_start() {
    let centre = Centre::connected(seed_of_today(), 60);
    let report = centre.sync();
    let database = centre.cli.folder().join("learner-sync.db");
    for milliseconds in (0..60).step_by(5) {
        let mut bytes = std::fs::read(&database).unwrap();
        bytes[..512].fill(0xA5);
        std::fs::write(&database, bytes).unwrap();
        kill_after(&centre.cli, &["status"], milliseconds);
        let ran = centre.cli.run(&["--json", "status"]);
        assert_eq!(ran.code, Some(0), "killed after {milliseconds} ms: {}", ran.stdout);
    }
    assert_eq!(centre.sync()["matched"], report["matched"]);
}
