//! The connectors against the imitated systems.

mod happy;
mod support;
