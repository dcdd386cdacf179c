//! The connectors against the imitated systems.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test whose scene cannot be set has failed"
)]

mod assumed;
mod checking;
mod conformance;
mod happy;
mod limits;
mod results;
mod support;
