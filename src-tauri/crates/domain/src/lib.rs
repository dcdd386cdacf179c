//! The words of Learner Sync as types, and the pure arithmetic on them.
//!
//! Nothing here reads a clock, a file or a socket: whatever depends on the moment takes it as an argument.

// `coded!` derives with a path that begins with the name of this crate.
extern crate self as domain;

pub mod codes;
pub mod comparison;
pub mod connection;
pub mod email;
pub mod fault;
pub mod ids;
pub mod linking;
pub mod names;
pub mod nino;
pub mod ports;
pub mod records;
pub mod run;
pub mod schedule;
pub mod scope;
pub mod uk_time;
pub mod uln;
pub mod username;

// `coded!` names it wherever it is used.
#[doc(hidden)]
pub use ts_rs;

pub use codes::{Level, ResultKind, Subject};
pub use connection::{Connection, Role, Settings, SystemKind};
pub use fault::{Fault, FaultCode, Next};
pub use ids::{CentreId, ConnectionId, LearnerId, ResultId, RunId, UserId};
