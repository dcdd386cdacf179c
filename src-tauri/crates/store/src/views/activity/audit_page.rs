//! A page of the audit.

use chrono::{DateTime, Utc};
use domain::{LearnerId, RunId, UserId};
use rusqlite::{Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::Reader;
use crate::tables::audit::Action;

/// An act as it was recorded, less the sentence that tells it. Names are those of today: whoever is no longer here has
/// none, because the audit outlives what it is about.
#[derive(Clone, Serialize, TS)]
pub struct AuditPart {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What.
    #[ts(type = "string")]
    pub action: Action,
    /// The name that the connection had.
    pub connection: Option<String>,
    /// The learner concerned.
    pub learner_id: Option<LearnerId>,
    /// Their name.
    pub learner_name: Option<String>,
    /// The account concerned.
    pub user_id: Option<UserId>,
    /// The provider's id of it.
    pub account: Option<String>,
    /// A rule, a verdict, a reason.
    pub detail: Option<String>,
    /// The run that did it, where no person did.
    #[serde(skip)]
    #[ts(skip)]
    pub run: Option<RunId>,
    /// The account's name to sign in with.
    #[serde(skip)]
    #[ts(skip)]
    pub username: Option<String>,
}

/// A page of the audit.
#[derive(Clone)]
pub struct AuditPageParts {
    /// How many acts there are on all pages.
    pub total: i64,
    /// Those of this page, the latest first.
    pub rows: Vec<AuditPart>,
}

/// A page of what people and the app did, the latest first.
///
/// # Errors
/// Only the store's own.
pub fn audit_page(r: &Reader<'_>, limit: u32, offset: u32) -> Result<AuditPageParts, StoreError> {
    Ok(AuditPageParts {
        total: r.one("SELECT count(*) FROM audit", [], |row| row.get(0))?,
        rows: r.all(PAGE, params![limit, offset], read)?,
    })
}

const PAGE: &str = "SELECT a.id, a.at, a.actor, a.action, a.connection, a.learner,
         trim(l.given_name || ' ' || l.family_name), a.user, u.external_id, a.detail, a.run, u.username
     FROM (SELECT * FROM audit ORDER BY id DESC LIMIT ? OFFSET ?) a
         LEFT JOIN learners l ON l.id = a.learner LEFT JOIN users u ON u.id = a.user
     ORDER BY a.id DESC";

fn read(row: &Row<'_>) -> rusqlite::Result<AuditPart> {
    Ok(AuditPart {
        id: row.get(0)?,
        at: row.get::<_, At>(1)?.0,
        actor: row.get(2)?,
        action: row.get::<_, Coded<Action>>(3)?.0,
        connection: row.get(4)?,
        learner_id: row.get::<_, Option<i64>>(5)?.map(LearnerId),
        learner_name: row.get(6)?,
        user_id: row.get::<_, Option<i64>>(7)?.map(UserId),
        account: row.get(8)?,
        detail: row.get(9)?,
        run: row.get::<_, Option<i64>>(10)?.map(RunId),
        username: row.get(11)?,
    })
}
