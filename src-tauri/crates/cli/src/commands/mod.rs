//! The commands: each asks the host or the engine, and puts the answer into words. Nothing is decided here.

mod check;
mod connection;
mod decisions;
mod definition;
mod doctor;
mod learner;
mod learners;
mod runs;
mod sandbox;
mod status;
mod sync;
mod unmatched;

use domain::Fault;

use crate::args::Command;
use crate::output::Answer;
use crate::session::Session;

/// Carries out a command.
pub(crate) async fn run(session: &Session, command: Command) -> Result<Answer, Fault> {
    match command {
        Command::Connection(command) => connection::run(session, command).await,
        Command::Definition(command) => definition::run(session, command),
        Command::Sync(args) => sync::run(session, args).await,
        Command::Status => status::run(session).await,
        Command::Unmatched(args) => unmatched::run(session, args).await,
        Command::Learners(args) => learners::run(session, args).await,
        Command::Learner { learner } => learner::run(session, learner).await,
        Command::Link(pair) => decisions::link(session, &pair).await,
        Command::Unlink(pair) => decisions::unlink(session, &pair).await,
        Command::NeverMatch(args) => decisions::never_match(session, &args).await,
        Command::Review(args) => decisions::review(session, &args).await,
        Command::Confirm { run } => decisions::confirm(session, run).await,
        Command::Runs { limit } => runs::run(session, limit).await,
        Command::Sandbox(args) => sandbox::run(session, &args).await,
        Command::Doctor => doctor::run(session).await,
    }
}
