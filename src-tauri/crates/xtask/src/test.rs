//! `cargo xtask test`: everything that has to hold before a change goes in.

use std::io;
use std::process::Command;

use crate::session::Session;
use crate::stages::{Outcome, Stages};
use crate::tally::Tally;
use crate::{pages, setup, shell};

/// The stages whose tests are counted one by one.
const TESTS: &str = "tests";
const PAGE_TESTS: &str = "page tests";

/// Runs all stages and prints, as the last line, `N passed, M failed`; a failing stage other than the tests counts as one.
///
/// # Errors
/// None of its own: whatever goes wrong is a failed stage.
pub(crate) fn test() -> io::Result<bool> {
    let mut stages = Stages::default();
    let (mut tally, mut of_pages) = (Tally::default(), Tally::default());
    stages.stage("what is needed", install);
    stages.stage("pages", pages::lints);
    stages.stage(PAGE_TESTS, || pages::tests(&mut of_pages));
    stages.stage("format", format);
    stages.stage("lints", lints);
    stages.stage("licences", licences);
    let built = stages.stage("build", build);
    stages.stage(TESTS, || {
        if built {
            tests(&mut tally)
        } else {
            Ok(Outcome::Skipped("nothing was built".to_owned()))
        }
    });
    println!("\n{}\n", stages.table());
    let counted = [(PAGE_TESTS, &of_pages), (TESTS, &tally)];
    let (passed, failed) = summary(&counted, &stages.failed().collect::<Vec<_>>());
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}

fn install() -> io::Result<Outcome> {
    setup::install(&[setup::BUILD, setup::SESSION].concat())?;
    setup::rust_components()?;
    pages::ready()?;
    Ok(Outcome::Passed)
}

/// The code is laid out as `rustfmt.toml` says.
pub(crate) fn format() -> io::Result<Outcome> {
    shell::succeeds(&mut shell::cargo(["fmt", "--all", "--check"])).map(Outcome::of)
}

/// No warning from the compiler or clippy in any target.
pub(crate) fn lints() -> io::Result<Outcome> {
    let args = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "--deny",
        "warnings",
    ];
    shell::succeeds(&mut shell::cargo(args)).map(Outcome::of)
}

fn licences() -> io::Result<Outcome> {
    if !shell::exists("cargo-deny") {
        return Ok(Outcome::Skipped("cargo-deny is not installed".to_owned()));
    }
    shell::succeeds(&mut shell::cargo(["deny", "check"])).map(Outcome::of)
}

/// One profile and one feature set, the same as for the tests, so that every dependency is compiled once.
fn build() -> io::Result<Outcome> {
    shell::succeeds(&mut shell::cargo(["build", "--workspace", "--all-targets", "--locked"])).map(Outcome::of)
}

fn tests(tally: &mut Tally) -> io::Result<Outcome> {
    let mut command = shell::cargo(["test", "--workspace", "--locked", "--no-fail-fast"]);
    if cfg!(target_os = "linux") {
        let session = Session::new()?;
        count(&mut session.wrap(&command), tally)
    } else {
        count(&mut command, tally)
    }
}

/// Shows the output as it comes, and counts along.
fn count(command: &mut Command, tally: &mut Tally) -> io::Result<Outcome> {
    let passed = shell::lines(command, |line| {
        println!("{line}");
        tally.read(line);
    })?;
    Ok(Outcome::of(passed))
}

/// Names what failed, and says how many passed and failed. A stage without counted tests counts as one.
fn summary(counted: &[(&str, &Tally)], failed_stages: &[&str]) -> (u64, u64) {
    let mut failures: Vec<String> = Vec::new();
    for stage in failed_stages {
        match counted.iter().find(|(name, _)| name == stage) {
            Some((_, tally)) if tally.failed > 0 => {}
            Some((name, _)) => failures.push(format!("{name}: a test program ended without saying what failed")),
            None => failures.push(format!("the stage: {stage}")),
        }
    }
    let failed = failures.len() as u64 + counted.iter().map(|(_, tally)| tally.failed).sum::<u64>();
    failures.extend(counted.iter().flat_map(|(_, tally)| tally.failures.iter().cloned()));
    for failure in failures {
        println!("failed: {failure}");
    }
    (counted.iter().map(|(_, tally)| tally.passed).sum(), failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(passed: u64, failures: &[&str]) -> Tally {
        let failures: Vec<String> = failures.iter().map(|name| (*name).to_owned()).collect();
        Tally {
            passed,
            failed: failures.len() as u64,
            ignored: 0,
            failures,
        }
    }

    #[test]
    fn a_failing_stage_counts_as_one() {
        assert_eq!(summary(&[(TESTS, &seen(9, &[]))], &["format", "lints"]), (9, 2));
    }

    #[test]
    fn failing_tests_are_counted_once_and_not_again_as_a_stage() {
        assert_eq!(summary(&[(TESTS, &seen(9, &["a", "b"]))], &[TESTS]), (9, 2));
    }

    #[test]
    fn a_test_program_that_crashes_is_not_taken_for_success() {
        assert_eq!(
            summary(&[(TESTS, &seen(9, &[]))], &[TESTS]),
            (9, 1),
            "it printed no result, so nothing else counted it"
        );
    }

    #[test]
    fn the_tests_of_the_pages_and_the_others_add_up() {
        let (pages, others) = (seen(5, &["a"]), seen(9, &[]));
        assert_eq!(
            summary(&[(PAGE_TESTS, &pages), (TESTS, &others)], &[PAGE_TESTS, TESTS]),
            (14, 2),
            "one counted failure of the pages, and a program of the others that crashed"
        );
    }
}
