//! What the app did: runs and audit.

mod audit_page;
mod folding;
mod run_detail;
mod runs_page;

pub use audit_page::{AuditPageParts, AuditPart, audit_page};
pub use run_detail::{RunDetailParts, run_detail};
pub use runs_page::{RunEntry, RunGroup, RunRow, RunsAsk, RunsPage, runs_page};
