//! Ends that nobody planned: kill, interrupt, two programs at once.

use sandbox::Op;
use system_tests::{Centre, seed_of_today};

use crate::staged::{eventually, stored};

#[test]
fn a_sync_that_was_killed_goes_on_where_it_was_and_fetches_nothing_again() {
    let centre = Centre::connected(seed_of_today(), 400);
    let calls = centre.sandbox.calls();
    centre.sandbox.set_latency(std::time::Duration::from_millis(5));
    let mut child = centre.cli.start(&["sync"]);
    eventually("some details are fetched", || calls.of(Op::OnefileUserGet) > 120);
    child.kill().unwrap();
    child.wait().unwrap();
    centre.sandbox.set_latency(std::time::Duration::ZERO);
    let (kept, _) = stored(&centre);
    assert!(kept > 0, "whole pages were stored before");
    let all = centre
        .sandbox
        .customer()
        .onefile
        .rows()
        .iter()
        .filter(|one| one.role == sandbox::ROLE_LEARNER)
        .count();

    calls.reset();
    let report = centre.sync();
    assert_eq!(
        calls.of(Op::OnefileUserGet) as u64,
        all as u64 - kept,
        "what is stored is not fetched again"
    );
    assert_eq!(report["matched"], centre.sandbox.customer().truth.in_effect().count());
    let runs = centre.cli.json(&["runs"]);
    assert!(
        runs.as_array().unwrap().iter().any(|run| run["state"] == "interrupted"),
        "the killed run is closed at the next launch"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_sync_soon_and_cleanly() {
    let centre = Centre::connected(seed_of_today(), 400);
    let calls = centre.sandbox.calls();
    centre.sandbox.set_latency(std::time::Duration::from_millis(20));
    for signal in ["-INT", "-TERM"] {
        calls.reset();
        let mut child = centre.cli.start(&["sync"]);
        eventually("the sync is under way", || calls.total() > 20);
        let sent = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        eventually("it ends", || child.try_wait().unwrap().is_some());
        assert_eq!(
            child.wait().unwrap().code(),
            Some(1),
            "{signal} ends it with an exit code of its own"
        );
        let runs = centre.cli.json(&["runs", "--limit", "1"]);
        assert_eq!(runs[0]["state"], "cancelled", "{signal}: the run says how it ended");
    }
    centre.sandbox.set_latency(std::time::Duration::ZERO);
    let report = centre.sync();
    assert_eq!(report["matched"], centre.sandbox.customer().truth.in_effect().count());
}

#[test]
fn a_second_program_says_busy_and_reading_always_works() {
    let centre = Centre::connected(seed_of_today(), 150);
    let calls = centre.sandbox.calls();
    centre.sandbox.set_latency(std::time::Duration::from_millis(200));
    let mut first = centre.cli.start(&["sync"]);
    eventually("the first is at work", || calls.total() > 5);
    let reading = centre.cli.run(&["--json", "learners"]);
    assert_eq!(reading.code, Some(0), "reading works meanwhile: {}", reading.stderr);
    let second = centre.try_json(&["sync"]);
    assert_eq!(second.code, Some(1));
    assert_eq!(second.fault(), "busy", "{}", second.stdout);
    first.kill().unwrap();
    first.wait().unwrap();
    centre.sandbox.set_latency(std::time::Duration::ZERO);
    let _ = centre.sync();
}
