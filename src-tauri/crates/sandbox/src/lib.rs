//! The remote systems imitated on loopback, with a seeded customer and faults on request.

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
