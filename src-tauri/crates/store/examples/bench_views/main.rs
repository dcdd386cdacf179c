//! How long the store takes to answer what the window asks, at the size of a large customer.
//!
//! `cargo run --release -p store --example bench_views -- [--learners N] [--results N] [--runs N] [--rounds N]
//! [--only TEXT] [--keep FOLDER --key HEX]` prints a line of JSON for making the store, for opening it, and for each question: the median
//! and the 95th percentile of its answers in milliseconds, on the clock and of the processor. *Warm* answers come from a reader that has just given the same
//! one, *cold* ones from a reader that has to decrypt every page again because something was written. With `--keep` the store
//! stays in the folder, for the window to be opened on; where there is one already, it is measured as it is.

mod fill;
mod people;
mod questions;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use chrono::{DateTime, Utc};
use domain::{ConnectionId, Fault, Role};
use serde_json::json;
use store::{DatabaseKey, Store, connections, kv};

use crate::fill::Size;
use crate::questions::Question;

type Failure = Box<dyn Error>;

/// A key for a store that is thrown away.
const NO_SECRET: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

struct Options {
    size: Size,
    rounds: usize,
    only: String,
    keep: Option<PathBuf>,
    key: DatabaseKey,
}

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let options = options(&words)?;
    let scratch = tempfile::tempdir()?;
    let folder = options.keep.clone().unwrap_or_else(|| scratch.path().to_owned());
    let now = now();
    if !Store::exists(&folder) {
        let (made, took) = timed(|| make(&folder, &options, now));
        made?;
        let took = took?;
        tell(&json!({"made": folder, "wall_ms": tenths(took.wall), "cpu_ms": tenths(took.cpu)}));
    }
    let (opened, took) = timed(|| Store::open(&folder, &options.key, now));
    let store = opened.map_err(failure)?.store;
    let took = took?;
    let bytes = std::fs::metadata(folder.join("learner-sync.db"))?.len();
    tell(&json!({"opened_bytes": bytes, "wall_ms": tenths(took.wall), "cpu_ms": tenths(took.cpu)}));
    let (learners, providers) = known(&store)?;
    let asked = questions::all(learners, providers, now).into_iter();
    for question in asked.filter(|(name, _)| name.contains(&options.only)) {
        measure(&store, &question, options.rounds)?;
    }
    Ok(())
}

fn make(folder: &std::path::Path, options: &Options, now: DateTime<Utc>) -> Result<(), Failure> {
    let store = Store::open(folder, &options.key, now).map_err(failure)?.store;
    fill::fill(&store, options.size, now).map_err(failure)?;
    Ok(())
}

/// How many learners there are, and the two providers.
fn known(store: &Store) -> Result<(u32, [ConnectionId; 2]), Failure> {
    let connections = store.read(connections::list).map_err(failure)?.into_iter();
    let providers: Vec<_> = connections
        .filter(|one| one.role == Role::Assessments)
        .map(|one| one.id)
        .collect();
    let learners = store.read(store::views::learner_filters).map_err(failure)?.learners;
    let providers = providers
        .try_into()
        .map_err(|_| "the store is not one that this has made")?;
    Ok((u32::try_from(learners)?, providers))
}

fn measure(store: &Store, (name, ask): &Question, rounds: usize) -> Result<(), Failure> {
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        store
            .write(|w| kv::set(w, "bench", Some(&round.to_string())))
            .map_err(failure)?;
        for taken in [&mut cold, &mut warm] {
            let (answer, took) = timed(|| store.read(ask));
            answer.map_err(failure)?;
            taken.push(took?);
        }
    }
    tell(&json!({"question": name, "cold": spread(&cold), "warm": spread(&warm)}));
    Ok(())
}

fn spread(taken: &[Took]) -> serde_json::Value {
    let of = |part: fn(&Took) -> f64| {
        let mut times: Vec<f64> = taken.iter().map(part).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: usize| tenths(times[(times.len() * share / 100).min(times.len() - 1)]);
        json!({"p50": at(50), "p95": at(95)})
    };
    json!({"wall_ms": of(|took| took.wall), "cpu_ms": of(|took| took.cpu)})
}

fn tenths(millis: f64) -> f64 {
    (millis * 10.0).round() / 10.0
}

/// Milliseconds: on the clock, and of the processor. A machine that does something else meanwhile shows in the first.
struct Took {
    wall: f64,
    cpu: f64,
}

/// What the work answered, and how long that took.
#[expect(clippy::disallowed_methods, reason = "a benchmark is there to look at the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Result<Took, Failure>) {
    let (start, cpu) = (Instant::now(), cpu_ms());
    let done = work();
    let wall = start.elapsed().as_secs_f64() * 1e3;
    let took = cpu.and_then(|before| {
        let cpu = cpu_ms()? - before;
        Ok(Took { wall, cpu })
    });
    (done, took)
}

/// Processor time of this process's only thread (Linux: `Documentation/scheduler/sched-stats`).
fn cpu_ms() -> Result<f64, Failure> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = text.split_whitespace().next().ok_or("an empty schedstat")?.parse()?;
    Ok(nanoseconds / 1e6)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the window is to find results of the last days"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}

#[expect(clippy::print_stdout, reason = "the lines are what the benchmark is for")]
fn tell(line: &serde_json::Value) {
    println!("{line}");
}

fn failure(fault: Fault) -> Failure {
    fault.sentence().into()
}

fn options(words: &[String]) -> Result<Options, Failure> {
    let mut options = Options {
        size: Size {
            learners: 100_000,
            results: 1_000_000,
            runs: 120_000,
        },
        rounds: 30,
        only: String::new(),
        keep: None,
        key: DatabaseKey::from_hex(NO_SECRET).map_err(failure)?,
    };
    for pair in words.chunks(2) {
        let [name, value] = pair else { return Err(usage()) };
        match name.as_str() {
            "--learners" => options.size.learners = value.parse()?,
            "--results" => options.size.results = value.parse()?,
            "--runs" => options.size.runs = value.parse()?,
            "--rounds" => options.rounds = value.parse::<usize>()?.max(1),
            "--only" => value.clone_into(&mut options.only),
            "--keep" => options.keep = Some(value.into()),
            "--key" => options.key = DatabaseKey::from_hex(value).map_err(failure)?,
            _ => return Err(usage()),
        }
    }
    Ok(options)
}

fn usage() -> Failure {
    "usage: bench_views [--learners N] [--results N] [--runs N] [--rounds N] [--only TEXT] \
     [--keep FOLDER --key HEX]"
        .into()
}
