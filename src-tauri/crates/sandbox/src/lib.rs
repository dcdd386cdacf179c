//! The remote systems imitated on loopback, with a seeded customer and faults on request.
//!
//! One folder a system (`onefile`, `bksb`) answers its operations from the records of the `customer`; everything else is
//! common to all: the way of a call (`handle`), faults, rewrites, counters. A further system is a folder, its lines in
//! `op`, and cases for what it alone can bring about. Nothing here is shared with the code that it is there to test.

mod answer;
mod assumed;
mod bksb;
mod broken;
mod call;
mod calls;
mod clock;
mod customer;
mod edit;
mod faults;
mod handle;
mod limit;
mod onefile;
mod op;
mod options;
mod rewrites;
mod routes;
mod row_faults;
mod server;
mod state;
mod truth;
mod wire;

pub use calls::{Calls, LoggedCall};
pub use clock::{TimeSource, system_time};
pub use customer::*;
pub use edit::Editor;
pub use faults::{EditFn, Fault, Faults, RetryAfter, What};
pub use op::{Op, System};
pub use options::{BksbOptions, Keys, OnefileOptions, RateLimit, SandboxOptions};
pub use rewrites::{Rewrite, Rewrites, ValueFn};
pub use server::Sandbox;
pub use truth::{ExpectedCandidate, ExpectedLink, ExpectedUnmatched, Scene, Suggestion, Truth};
