//! Counting what `cargo test` and the tests of the pages print.

/// Passed and failed tests of all test programs so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
    /// The failed ones, as the test program names them.
    pub(crate) failures: Vec<String>,
}

impl Tally {
    /// Takes in one line of the pages' tests, such as `Tests  1 failed | 12 passed (13)` and `FAIL  src/a.test.ts > its name`.
    pub(crate) fn read_vitest(&mut self, line: &str) {
        let line = line.trim_start();
        if let Some(summary) = line.strip_prefix("Tests ") {
            for part in summary.split(['|', '(']) {
                self.add(part.trim());
            }
        } else if let Some(name) = line.strip_prefix("FAIL ") {
            self.failures.push(name.trim().to_owned());
        }
    }

    /// Takes in one line of `cargo test`.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some(summary) = line.strip_prefix("test result: ") {
            for part in summary.split([';', '.']) {
                self.add(part.trim());
            }
        } else if let Some(name) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.strip_suffix(" ... FAILED"))
        {
            self.failures.push(name.to_owned());
        }
    }

    fn add(&mut self, part: &str) {
        let Some((count, word)) = part.split_once(' ') else {
            return;
        };
        let Ok(count) = count.parse::<u64>() else { return };
        match word {
            "passed" => self.passed += count,
            "failed" => self.failed += count,
            "ignored" | "skipped" => self.ignored += count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(output: &str) -> Tally {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn the_results_of_several_programs_add_up() {
        let seen = tally(
            "running 2 tests\ntest a ... ok\n\
             test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
             test b::c ... FAILED\n\
             test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 7 filtered out; finished in 12.50s\n",
        );
        assert_eq!(
            seen,
            Tally {
                passed: 5,
                failed: 1,
                ignored: 1,
                failures: vec!["b::c".to_owned()]
            }
        );
    }

    #[test]
    fn what_a_test_prints_is_not_counted() {
        let seen = tally("7 passed; 3 failed\nall is FAILED\ntest result of the day: fine. 9 passed\n");
        assert_eq!(
            seen,
            Tally::default(),
            "only the test program's own summary lines count"
        );
    }

    #[test]
    fn the_tests_of_the_pages_are_counted_and_the_failed_ones_named() {
        let mut seen = Tally::default();
        let output = " FAIL  src/lib/format.test.ts > a day is named\nAssertionError: 1 passed\n \
                      Test Files  1 failed | 4 passed (5)\n      Tests  1 failed | 12 passed | 2 skipped (15)\n";
        output.lines().for_each(|line| seen.read_vitest(line));
        assert_eq!(
            seen,
            Tally {
                passed: 12,
                failed: 1,
                ignored: 2,
                failures: vec!["src/lib/format.test.ts > a day is named".to_owned()]
            }
        );
    }
}
