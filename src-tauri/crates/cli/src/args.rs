//! The command line as a person types it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::run::Task;
use domain::{LearnerId, RunId, UserId};

/// Keeps the assessment results of bksb in step with the learners in Onefile.
#[derive(Parser)]
#[command(
    name = "learner-sync-cli",
    version,
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but with skipped records or held for a person.\n\
                  Secrets come from LEARNER_SYNC_SECRET_<CONNECTION>_<KEY> if set, else from the computer's keyring."
)]
pub(crate) struct Cli {
    /// Where everything is kept, instead of the usual folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print one JSON document on standard output, and nothing else there
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Set up and look after the connections to record systems and providers
    #[command(subcommand)]
    Connection(ConnectionCommand),
    /// Look at what this app knows of a system
    #[command(subcommand)]
    Definition(DefinitionCommand),
    /// Get learners, users and results, and match them
    Sync(SyncArgs),
    /// Say how every connection is doing
    Status,
    /// List who could not be matched, and why
    Unmatched(UnmatchedArgs),
    /// List learners
    Learners(LearnersArgs),
    /// Show one learner with links and results
    Learner {
        /// The learner's id, as this app gives it
        learner: LearnerId,
    },
    /// Link a learner to a provider's user by hand
    Link(PairArgs),
    /// End a link, and never make it again by itself
    Unlink(PairArgs),
    /// Never link a learner to a user, or to anybody
    NeverMatch(NeverMatchArgs),
    /// List the links that wait for a person, or decide one
    Review(ReviewArgs),
    /// Let a held run take effect
    Confirm {
        /// The run's id
        run: RunId,
    },
    /// List what was done lately
    Runs {
        /// How many, the newest first
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
    },
    /// Serve imitated systems with invented people, to try things out
    Sandbox(SandboxArgs),
    /// Examine this installation
    Doctor,
}

#[derive(Subcommand)]
pub(crate) enum ConnectionCommand {
    /// Add a connection; its secrets are read from standard input, one line each
    Add {
        /// Which system: onefile or bksb
        kind: String,
        /// What to call it
        #[arg(long)]
        name: String,
        /// A setting, such as base_url=https://example.org/api
        #[arg(long = "set", value_name = "KEY=VALUE", value_parser = assignment)]
        settings: Vec<Assignment>,
    },
    /// Change settings; an empty value takes a setting back to its default
    Set {
        /// The connection's name
        name: String,
        /// What to set
        #[arg(required = true, value_name = "KEY=VALUE", value_parser = assignment)]
        settings: Vec<Assignment>,
    },
    /// Replace a secret; it is read from standard input
    Secret {
        /// The connection's name
        name: String,
        /// Which secret
        key: String,
    },
    /// Use a connection again
    Enable {
        /// The connection's name
        name: String,
    },
    /// Leave a connection alone, without forgetting it
    Disable {
        /// The connection's name
        name: String,
    },
    /// List the connections
    List,
    /// Try everything that the connection reads
    Check {
        /// The connection's name
        name: String,
        /// Save the names and types of what came back, without a single value
        #[arg(long, value_name = "FILE")]
        shape: Option<PathBuf>,
    },
    /// Forget a connection, what was read through it, and its secrets
    Remove {
        /// The connection's name
        name: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum DefinitionCommand {
    /// Print the definition in force, with this computer's corrections
    Show {
        /// Which system
        kind: String,
    },
    /// Look for errors in a definition or a correction before it is used
    Check {
        /// The file
        file: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct SyncArgs {
    /// Only this connection; may be repeated
    #[arg(long = "connection", value_name = "NAME")]
    pub(crate) connections: Vec<String>,
    /// Only this task; may be repeated
    #[arg(long = "task", value_name = "TASK", value_parser = task)]
    pub(crate) tasks: Vec<Task>,
    /// Only say what matching would do with what is stored
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args)]
pub(crate) struct UnmatchedArgs {
    /// The provider's connection
    #[arg(long, value_name = "PROVIDER")]
    pub(crate) connection: String,
    /// The form of the list
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Write the list into a file
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// The forms in which a list can be written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// One JSON document.
    Json,
}

#[derive(Args)]
pub(crate) struct LearnersArgs {
    /// Only those whose name, address or reference has this in it
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u32>,
    /// How many to leave out first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: u32,
}

#[derive(Args)]
pub(crate) struct PairArgs {
    /// The learner's id, as this app gives it
    pub(crate) learner: LearnerId,
    /// The user's id, as this app gives it
    pub(crate) user: UserId,
    /// The provider's connection
    #[arg(long, value_name = "PROVIDER")]
    pub(crate) connection: String,
}

#[derive(Args)]
pub(crate) struct NeverMatchArgs {
    /// The learner's id, as this app gives it
    pub(crate) learner: LearnerId,
    /// The user's id; without one, the learner is left out altogether
    pub(crate) user: Option<UserId>,
    /// The provider's connection
    #[arg(long, value_name = "PROVIDER")]
    pub(crate) connection: String,
    /// Take it back
    #[arg(long)]
    pub(crate) undo: bool,
}

#[derive(Args)]
pub(crate) struct ReviewArgs {
    /// The learner's id
    #[arg(requires_all = ["user", "answer", "connection"])]
    pub(crate) learner: Option<LearnerId>,
    /// The user's id
    pub(crate) user: Option<UserId>,
    /// Whether they are one person
    #[arg(value_enum)]
    pub(crate) answer: Option<YesNo>,
    /// The provider's connection
    #[arg(long, value_name = "PROVIDER")]
    pub(crate) connection: Option<String>,
}

/// A person's answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    /// They are one person.
    Yes,
    /// They are not, and are never to be linked.
    No,
}

#[derive(Args)]
pub(crate) struct SandboxArgs {
    /// How many learners
    #[arg(long, value_name = "N", default_value_t = 1_200)]
    pub(crate) learners: usize,
    /// The same number makes the same people
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// The port on this computer; a free one if left out
    #[arg(long, value_name = "P", default_value_t = 0)]
    pub(crate) port: u16,
}

/// One setting and its value.
pub(crate) type Assignment = (String, String);

fn assignment(text: &str) -> Result<Assignment, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        _ => Err("write it as key=value".to_owned()),
    }
}

fn task(text: &str) -> Result<Task, String> {
    let known: Vec<&str> = Task::ALL.iter().map(|task| task.code()).collect();
    Task::from_code(text).ok_or_else(|| format!("use one of {}", known.join(", ")))
}

#[cfg(test)]
mod tests;
