//! The imitated systems, spoken to over real sockets as a client would.

#![cfg(test)]

mod bksb;
mod faults;
mod life;
mod onefile;
mod rewrites;
mod rows;
mod world;
