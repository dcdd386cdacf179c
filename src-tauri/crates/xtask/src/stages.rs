//! A command that consists of stages: each is announced, timed and remembered, and a failing one does not hide the next.

use std::io;
use std::time::{Duration, Instant};

/// What became of a stage.
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// Not run, and why.
    Skipped(String),
}

impl Outcome {
    pub(crate) fn of(passed: bool) -> Self {
        if passed { Self::Passed } else { Self::Failed }
    }
}

struct Stage {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// The stages so far.
#[derive(Default)]
pub(crate) struct Stages(Vec<Stage>);

impl Stages {
    /// Runs one stage. A stage that cannot even begin has failed, with its reason printed.
    pub(crate) fn stage(&mut self, name: &'static str, work: impl FnOnce() -> io::Result<Outcome>) -> bool {
        println!("\n== {name}");
        let start = now();
        let outcome = work().unwrap_or_else(|error| {
            eprintln!("{error}");
            Outcome::Failed
        });
        if let Outcome::Skipped(reason) = &outcome {
            println!("skipped: {reason}");
        }
        let passed = !matches!(outcome, Outcome::Failed);
        self.0.push(Stage {
            name,
            outcome,
            took: start.elapsed(),
        });
        passed
    }

    /// The names of the stages that failed.
    pub(crate) fn failed(&self) -> impl Iterator<Item = &'static str> {
        self.0
            .iter()
            .filter(|stage| matches!(stage.outcome, Outcome::Failed))
            .map(|stage| stage.name)
    }

    /// A line for every stage with the time that it took, and the sum.
    pub(crate) fn table(&self) -> String {
        let mut lines: Vec<String> = self.0.iter().map(line).collect();
        let total = self.0.iter().map(|stage| stage.took).sum();
        lines.push(format!("{:<18}{:>7}", "total", clock(total)));
        lines.join("\n")
    }
}

fn line(stage: &Stage) -> String {
    let remark = match &stage.outcome {
        Outcome::Passed => String::new(),
        Outcome::Failed => "  failed".to_owned(),
        Outcome::Skipped(reason) => format!("  skipped: {reason}"),
    };
    format!("{:<18}{:>7}{remark}", stage.name, clock(stage.took))
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a stopwatch around other programs; nothing of the product runs in here"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_stage_is_named_and_the_next_one_still_runs() {
        let mut stages = Stages::default();
        assert!(!stages.stage("lints", || Ok(Outcome::of(false))));
        assert!(stages.stage("tests", || Ok(Outcome::of(true))));
        assert_eq!(
            stages.failed().collect::<Vec<_>>(),
            ["lints"],
            "only the failing one counts"
        );
        assert_eq!(stages.table().lines().count(), 3, "one line a stage, and the total");
    }

    #[test]
    fn a_stage_that_cannot_begin_has_failed() {
        let mut stages = Stages::default();
        assert!(!stages.stage("build", || Err(io::Error::other("no compiler"))));
        assert_eq!(stages.failed().count(), 1);
    }

    #[test]
    fn a_skipped_stage_is_no_failure_and_says_why() {
        let mut stages = Stages::default();
        assert!(stages.stage("licences", || Ok(Outcome::Skipped(
            "cargo-deny is not installed".to_owned()
        ))));
        assert_eq!(stages.failed().count(), 0);
        assert!(
            stages.table().contains("skipped: cargo-deny is not installed"),
            "a reader has to see what was left out"
        );
    }

    #[test]
    fn times_are_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_secs(61)), "1:01");
        assert_eq!(clock(Duration::from_millis(59_600)), "1:00", "rounded, never 0:60");
    }
}
