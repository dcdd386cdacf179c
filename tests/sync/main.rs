//! The main job on real input: two systems over sockets, one truth on the administrator's machine.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod again;
mod edits;
mod expect;
mod results;
mod truth;
