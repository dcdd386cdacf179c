//! `cargo xtask bench`: what a whole sync costs, beside a plain script that does the same job in the same run.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::figures::{Limits, Report, Sample, cpu_seconds};
use crate::{setup, shell};

/// What the design promises.
const LIMITS: Limits = Limits {
    cpu_ratio: 1.0,
    peak_mb: 60.0,
    matching_cpu_seconds: 1.0,
};

struct Options {
    users: usize,
    results: usize,
    rounds: usize,
}

/// Measures, prints the table, keeps it in `target/bench/report.md`, and says whether every limit was kept.
///
/// # Errors
/// An unknown option, or one of the programs could not be built or run.
pub(crate) fn bench(words: &[&str]) -> io::Result<bool> {
    let options = options(words)?;
    setup::install(&[setup::BUILD, setup::BENCH].concat())?;
    build()?;
    let folder = shell::target().join("bench");
    let python = python(&folder)?;
    println!("the matching of 100,000 learners and 100,000 users");
    let matching = matching()?;
    println!(
        "{} users, {} results, {} rounds",
        options.users, options.results, options.rounds
    );
    let samples = samples(&python, &options)?;
    let report =
        Report::new(&samples, matching).ok_or_else(|| io::Error::other("there are no figures of both programs"))?;
    let page = report.page(&LIMITS);
    println!("\n{page}");
    let file = folder.join("report.md");
    std::fs::write(&file, &page)?;
    println!("kept in {}", file.display());
    Ok(report.exceeded(&LIMITS).is_empty())
}

fn options(words: &[&str]) -> io::Result<Options> {
    let mut options = Options {
        users: 10_000,
        results: 100_000,
        rounds: 5,
    };
    let usage = || io::Error::other("usage: cargo xtask bench [--users N] [--results N] [--rounds N]");
    for pair in words.chunks(2) {
        let &[name, number] = pair else { return Err(usage()) };
        let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(usage)?;
        match name {
            "--users" => options.users = number,
            "--results" => options.results = number,
            "--rounds" => options.rounds = number,
            _ => return Err(usage()),
        }
    }
    Ok(options)
}

fn build() -> io::Result<()> {
    let programs = [
        "build",
        "--release",
        "--locked",
        "--package",
        "cli",
        "--package",
        "sandbox",
    ];
    must(&mut shell::cargo(programs), "the release build failed")?;
    let matching = [
        "build",
        "--release",
        "--locked",
        "--package",
        "matching",
        "--example",
        "bench_matching",
    ];
    must(&mut shell::cargo(matching), "the release build of the matching failed")
}

/// A Python with requests, in a folder of its own.
fn python(folder: &Path) -> io::Result<PathBuf> {
    let venv = folder.join("venv");
    let python = venv.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if shell::output(Command::new(&python).args(["-c", "import requests"])).is_none() {
        std::fs::create_dir_all(folder)?;
        let system = if cfg!(windows) { "python" } else { "python3" };
        must(
            Command::new(system).args(["-m", "venv"]).arg(&venv),
            "Python could not make a virtual environment",
        )?;
        let install = ["-m", "pip", "install", "--quiet", "requests"];
        must(Command::new(&python).args(install), "pip could not install requests")?;
    }
    Ok(python)
}

/// CPU seconds of one matching of 100,000 learners with 100,000 users, the median of three.
fn matching() -> io::Result<f64> {
    let program = shell::built("release", "examples/bench_matching");
    let run = || {
        shell::output(&mut Command::new(&program))
            .as_deref()
            .and_then(cpu_seconds)
    };
    let mut seconds: Vec<f64> = (0..3).map_while(|_| run()).collect();
    seconds.sort_by(f64::total_cmp);
    seconds
        .get(1)
        .copied()
        .ok_or_else(|| io::Error::other("the matching gave no figure"))
}

fn samples(python: &Path, options: &Options) -> io::Result<Vec<Sample>> {
    let mut measure = Command::new(python);
    measure.arg(shell::root().join("src-tauri/crates/xtask/bench/measure.py"));
    measure.arg("--cli").arg(shell::built("release", "learner-sync-cli"));
    measure.arg("--sandbox").arg(shell::built("release", "sandbox"));
    for (name, number) in [
        ("--users", options.users),
        ("--results", options.results),
        ("--rounds", options.rounds),
    ] {
        measure.args([name, &number.to_string()]);
    }
    let mut samples = Vec::new();
    let passed = shell::lines(&mut measure, |line| {
        println!("{line}");
        samples.extend(Sample::read(line));
    })?;
    if passed {
        Ok(samples)
    } else {
        Err(io::Error::other("the measurement ended early"))
    }
}

fn must(command: &mut Command, failed: &str) -> io::Result<()> {
    if shell::succeeds(command)? {
        Ok(())
    } else {
        Err(io::Error::other(failed.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promised_measurement_is_the_default() {
        let options = options(&[]).unwrap();
        assert_eq!((options.users, options.results, options.rounds), (10_000, 100_000, 5));
    }

    #[test]
    fn an_option_that_is_not_understood_is_refused() {
        for words in [
            &["--user", "5"][..],
            &["--users"],
            &["--users", "few"],
            &["--rounds", "0"],
        ] {
            assert!(options(words).is_err(), "{words:?} must not be taken for the default");
        }
    }
}
