//! Who may be right for an unmatched row, as matching stored it, with names.

use domain::ConnectionId;
use domain::linking::CandidateKind;
use rusqlite::{Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::Reader;

/// Somebody opposite who may be right.
#[derive(Clone, Serialize, TS)]
pub struct Suggested {
    /// Their id here: of an account for a learner, of a learner for an account.
    pub other_id: i64,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The name to sign in with, of an account.
    pub username: Option<String>,
    /// The system's id.
    pub external_id: String,
    /// What they are to the row.
    pub kind: CandidateKind,
    /// Codes of what speaks for them, the strongest first.
    pub why: Vec<String>,
}

const OF_LEARNER: &str = "SELECT u.id, u.given_name, u.family_name, u.username, u.external_id, c.kind, c.why
     FROM learner_candidates c JOIN users u ON u.id = c.user WHERE c.provider = ? AND c.learner = ? ORDER BY c.position";

const OF_USER: &str = "SELECT l.id, l.given_name, l.family_name, NULL, l.external_id, c.kind, c.why
     FROM user_candidates c JOIN learners l ON l.id = c.learner WHERE c.provider = ? AND c.user = ? ORDER BY c.position";

/// The stored candidates of an unmatched learner, best first.
pub(super) fn of_learner(r: &Reader<'_>, provider: ConnectionId, id: i64) -> Result<Vec<Suggested>, StoreError> {
    r.all(OF_LEARNER, params![provider.0, id], read)
}

/// The stored candidates of an unmatched account, best first.
pub(super) fn of_user(r: &Reader<'_>, provider: ConnectionId, id: i64) -> Result<Vec<Suggested>, StoreError> {
    r.all(OF_USER, params![provider.0, id], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Suggested> {
    let why = row.get_ref(6)?.as_str()?.split(", ").filter(|code| !code.is_empty());
    Ok(Suggested {
        other_id: row.get(0)?,
        given_name: row.get(1)?,
        family_name: row.get(2)?,
        username: row.get(3)?,
        external_id: row.get(4)?,
        kind: row.get::<_, Coded<CandidateKind>>(5)?.0,
        why: why.map(str::to_owned).collect(),
    })
}
