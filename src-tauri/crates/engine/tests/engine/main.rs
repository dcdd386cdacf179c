//! The engine with a real store, imitated systems and a clock that the tests move.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on may panic"
)]

mod decisions;
mod faults;
mod listing;
mod looking;
mod machine;
mod remote;
mod schedule;
mod stale;
mod status;
mod sync;
mod undo;
mod world;
