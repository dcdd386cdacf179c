//! What goes wrong outside: each has a defined outcome, a sentence for the person, and nothing lost.
#![cfg(test)]

mod answers;
mod crash;
mod data;
mod input;
mod keyring;
mod kill;
mod privacy;
mod remote;
mod staged;
