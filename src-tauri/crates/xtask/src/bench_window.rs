//! `cargo xtask bench window`: how soon the real window answers over a large store, and what the app costs while its window
//! is closed, beside a bare window in the same run.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::session::Session;
use crate::{pages, setup, shell};

/// From the key pressed to the rows drawn, at the 95th percentile.
const MOST_MILLISECONDS: f64 = 100.0;
/// Memory of the app without its window, as a share of a bare window's.
const MOST_MEMORY: f64 = 0.5;

const LEARNERS: &str = "100000";
const RESULTS: &str = "1000000";
const ROUNDS: &str = "3";
/// How long each program is left alone to see what it uses.
const SECONDS: &str = "60";

/// The store of the benchmark is invented, so its key guards nothing.
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Measures, prints the tables, keeps them in `target/bench/window.md`, and says whether every limit was kept.
///
/// # Errors
/// One of the programs could not be built or run.
pub(crate) fn bench() -> io::Result<bool> {
    setup::install(&[setup::BUILD, setup::SESSION, setup::BENCH].concat())?;
    pages::ready()?;
    build()?;
    let folder = shell::target().join("bench");
    let store = folder.join("large-store");
    fill(&store)?;
    let mut figures = Figures::default();
    let passed = shell::lines(&mut measurement(&Session::new()?, &store), |line| {
        println!("{line}");
        figures.read(line);
    })?;
    if !passed {
        return Err(io::Error::other("the measurement ended early"));
    }
    let page = figures.page();
    println!("\n{page}");
    let file = folder.join("window.md");
    std::fs::write(&file, &page)?;
    println!("kept in {}", file.display());
    Ok(figures.exceeded().is_empty())
}

fn build() -> io::Result<()> {
    for what in [
        &["--package", "learner-sync", "--bins", "--example", "bare_window"][..],
        &["--package", "store", "--example", "bench_views"],
    ] {
        let args = ["build", "--release", "--locked"].iter().chain(what);
        if !shell::succeeds(&mut shell::cargo(args))? {
            return Err(io::Error::other("the release build failed"));
        }
    }
    Ok(())
}

/// Makes the large store where there is none yet; it is the same every time.
fn fill(store: &Path) -> io::Result<()> {
    std::fs::create_dir_all(store)?;
    let mut command = Command::new(shell::built("release", "examples/bench_views"));
    command.args(["--learners", LEARNERS, "--results", RESULTS, "--rounds", "20"]);
    command.arg("--keep").arg(store).args(["--key", KEY]);
    match shell::succeeds(&mut command)? {
        true => Ok(()),
        false => Err(io::Error::other("the large store could not be made")),
    }
}

fn measurement(session: &Session, store: &Path) -> Command {
    let mut measure = Command::new("python3");
    measure.arg(shell::root().join("src-tauri/crates/xtask/bench/window.py"));
    measure.arg("--app").arg(shell::built("release", "learner-sync"));
    measure
        .arg("--bare")
        .arg(shell::built("release", "examples/bare_window"));
    measure.arg("--data-dir").arg(store);
    measure.args(["--rounds", ROUNDS, "--seconds", SECONDS]);
    let mut wrapped = session.wrap(&measure);
    wrapped.env("LEARNER_SYNC_DATABASE_KEY", KEY);
    wrapped
}

/// What was measured: milliseconds by question; KiB and CPU seconds an hour by subject.
#[derive(Default)]
struct Figures {
    answers: BTreeMap<String, Vec<f64>>,
    resting: BTreeMap<String, Vec<(f64, f64)>>,
}

impl Figures {
    /// Reads a line of `bench/window.py`; anything else is no figure.
    fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["answer", question, took] => {
                let answers = self.answers.entry(question.replace('_', " ")).or_default();
                answers.extend(took.parse::<f64>().ok());
            }
            ["resting", subject, memory, cpu] => {
                let figures = memory.parse().ok().zip(cpu.parse().ok());
                self.resting.entry((*subject).to_owned()).or_default().extend(figures);
            }
            _ => {}
        }
    }

    /// A sentence for each limit that was not kept, and for each figure that is not there.
    fn exceeded(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        for (question, took) in &self.answers {
            let p95 = percentile(took, 95);
            if p95 > MOST_MILLISECONDS {
                sentences.push(format!("{question}: {p95:.0} ms at the 95th percentile"));
            }
        }
        if self.answers.is_empty() {
            sentences.push("the window was not measured".to_owned());
        }
        match (self.memory("learner-sync-closed"), self.memory("bare-window")) {
            (Some(closed), Some(bare)) if closed <= bare * MOST_MEMORY => {}
            (Some(closed), Some(bare)) => sentences.push(format!(
                "without its window the app takes {:.2} of a bare window's memory",
                closed / bare
            )),
            _ => sentences.push("the memory was not measured".to_owned()),
        }
        sentences
    }

    fn memory(&self, subject: &str) -> Option<f64> {
        let figures = self.resting.get(subject).filter(|figures| !figures.is_empty())?;
        Some(percentile(&figures.iter().map(|one| one.0).collect::<Vec<_>>(), 50))
    }

    fn page(&self) -> String {
        let mut page = format!(
            "{LEARNERS} learners, {RESULTS} results, release build; from the key pressed to the rows drawn.\n\n\
             | question | median ms | p95 ms | asked |\n|---|---|---|---|\n"
        );
        for (question, took) in &self.answers {
            let (median, p95) = (percentile(took, 50), percentile(took, 95));
            page.push_str(&format!("| {question} | {median:.0} | {p95:.0} | {} |\n", took.len()));
        }
        page.push_str(&format!(
            "\nLeft alone for {SECONDS} s, whole process tree, medians of {ROUNDS}.\n\n\
             | program | memory MB (PSS) | CPU s an hour |\n|---|---|---|\n"
        ));
        for (subject, figures) in &self.resting {
            let of = |figure: fn(&(f64, f64)) -> f64| percentile(&figures.iter().map(figure).collect::<Vec<_>>(), 50);
            let (memory, cpu) = (of(|one| one.0) * 1024.0 / 1e6, of(|one| one.1));
            page.push_str(&format!("| {subject} | {memory:.0} | {cpu:.1} |\n"));
        }
        let exceeded = self.exceeded();
        let verdict = if exceeded.is_empty() {
            "Every limit is kept.".to_owned()
        } else {
            exceeded.join("\n")
        };
        format!("{page}\n{verdict}\n")
    }
}

/// The figure that so many percent of the figures do not exceed; 0 where there are none.
fn percentile(figures: &[f64], percent: usize) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(lines: &[&str]) -> Figures {
        let mut figures = Figures::default();
        lines.iter().for_each(|line| figures.read(line));
        figures
    }

    #[test]
    fn a_window_that_answers_late_is_named() {
        let late = figures(&[
            "answer next_page 101.0",
            "resting learner-sync-closed 1000 2",
            "resting bare-window 3000 1",
        ]);
        assert_eq!(late.exceeded().len(), 1, "memory is well below the half");
        assert!(late.exceeded()[0].starts_with("next page"));
    }

    #[test]
    fn what_was_not_measured_is_no_success() {
        assert_eq!(figures(&["answer", "resting x y z"]).exceeded().len(), 2);
    }

    #[test]
    fn the_95th_of_a_hundred_figures_is_the_95th() {
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert!((percentile(&hundred, 95) - 95.0).abs() < f64::EPSILON);
        assert!((percentile(&[7.0], 95) - 7.0).abs() < f64::EPSILON);
    }
}
