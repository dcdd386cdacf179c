//! What goes wrong outside: each has a defined outcome, a sentence for the person, and nothing lost.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "tests")]

mod answers;
mod crash;
mod data;
mod input;
mod keyring;
mod kill;
mod privacy;
mod remote;
mod staged;
