//! The commands of this workspace: `cargo xtask run | screens | test | check | bench | dist`.
#![expect(
    clippy::print_stdout,
    reason = "these are commands for a terminal; standard output is where they answer"
)]

mod bench;
mod bench_window;
mod check;
mod dist;
mod figures;
mod pages;
mod run;
mod screens;
mod session;
mod setup;
mod shell;
mod stages;
mod tally;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  run     open the app with sample data; where there is no display, take a picture of every page
  screens take pictures of pages: --only ROUTE, --size WxH, --zoom PERCENT, --theme light|dark, --data-dir DIR, --out DIR
  test    everything that has to hold before a change goes in
  check   the fast part of it: format, lints, unit tests
  bench   measure the sync and the matching, beside a plain script doing the same job; `bench window` measures the window
  dist    make the package for this system

On Debian and Ubuntu, run, screens, test and bench install the system packages that they miss.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["run"] => run::run(),
        ["screens", wish @ ..] => screens::screens(wish),
        ["test"] => test::test(),
        ["check"] => check::check(),
        ["bench", "window"] => bench_window::bench(),
        ["bench", options @ ..] => bench::bench(options),
        ["dist"] => dist::dist(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
