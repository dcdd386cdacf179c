//! `cargo xtask check`: the part of the tests that answers fast, for between two thoughts.

use std::io;

use crate::stages::{Outcome, Stages};
use crate::tally::Tally;
use crate::{pages, shell, test};

/// Format, lints and unit tests, of the pages too; what needs a session, a window or the sandbox is left to `cargo xtask test`.
///
/// # Errors
/// None of its own: whatever goes wrong is a failed stage.
pub(crate) fn check() -> io::Result<bool> {
    let mut stages = Stages::default();
    stages.stage("format", test::format);
    stages.stage("lints", test::lints);
    stages.stage("pages", pages::lints);
    stages.stage("unit tests", unit_tests);
    stages.stage("page tests", || pages::tests(&mut Tally::default()));
    println!("\n{}", stages.table());
    Ok(stages.failed().next().is_none())
}

fn unit_tests() -> io::Result<Outcome> {
    let args = [
        "test",
        "--workspace",
        "--exclude",
        "system-tests",
        "--lib",
        "--bins",
        "--locked",
        "--quiet",
    ];
    shell::succeeds(&mut shell::cargo(args)).map(Outcome::of)
}
