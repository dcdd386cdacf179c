//! `learner-sync-cli`: the engine without a window.

mod args;
mod commands;
mod input;
mod output;
mod progress;
mod session;
mod stop;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use domain::{Fault, FaultCode};

use crate::args::Cli;
use crate::output::{Answer, Exit, Output};
use crate::session::Session;

/// How long the end of the program waits for a transaction under way.
const LETTING_GO: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    host::logs::to_stderr();
    let exit = match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(error) => usage(&error),
    };
    exit.into()
}

fn run(cli: Cli) -> Exit {
    let output = Output { json: cli.json };
    match outcome(cli, output) {
        Ok(answer) => output.give(&answer),
        Err(fault) => output.fail(&fault),
    }
}

fn outcome(cli: Cli, output: Output) -> Result<Answer, Fault> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Fault::new(FaultCode::Internal, format!("no runtime: {}", error.kind())))?;
    let session = Session::new(cli.data_dir, output);
    let outcome = runtime.block_on(stop::run(session.cancel(), commands::run(&session, cli.command)));
    drop(session);
    // Whoever holds the store lets go of it before the process ends: SQLCipher tidies up at exit, and a thread that closes
    // a connection meanwhile corrupts memory. Waiting for a keyring or a terminal is done on threads outside the runtime.
    runtime.shutdown_timeout(LETTING_GO);
    outcome
}

/// A command line that was not understood, or a question for help or for the version.
fn usage(error: &clap::Error) -> Exit {
    let printed = error.print().is_ok();
    if !error.use_stderr() {
        return if printed { Exit::Done } else { Exit::Failed };
    }
    let json = std::env::args_os().any(|word| word == "--json");
    Output { json }.error("usage", &error.to_string());
    Exit::Usage
}
