//! Everything kept on the administrator's own machine: one encrypted SQLite file, its backups, and its rules.

mod backup;
mod error;
mod folder;
mod id_set;
mod key;
mod key_id;
mod migrations;
mod open;
mod presence;
mod recovery;
mod restore;
mod seal;
mod sql;
mod sqlite;
mod store;
mod tables;
pub mod views;

#[cfg(test)]
mod tests;

pub use backup::BackupFile;
pub use error::StoreError;
pub use key::DatabaseKey;
pub use restore::Restored;
pub use store::{Opened, Reader, Store, Trace, Writer};
pub use tables::presence::{Seen, Wholeness};
pub use tables::{
    audit, centres, connections, decisions, described, held, kv, learners, links, listings, matching, results,
    revisions, runs, skips, standing, tags, users,
};
