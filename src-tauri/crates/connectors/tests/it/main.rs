//! The connectors against the imitated systems.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test whose scene cannot be set has failed"
)]

mod assumed;
mod checking;
mod conformance;
mod definitions;
mod envelope;
mod happy;
mod hostile;
mod limits;
mod results;
mod silence;
mod support;
