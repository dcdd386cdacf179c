//! The results of a learner at one provider.

use chrono::{DateTime, Utc};
use domain::{ConnectionId, LearnerId, Level, ResultId, ResultKind, Subject};
use rusqlite::{Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::Reader;
use crate::tables::components;
use crate::views::learner_page::revisions::{self, Earlier};

/// A measured part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Component {
    /// What was measured.
    pub name: String,
    /// The ability as sent.
    pub value: String,
    /// When it was measured.
    pub measured_at: Option<DateTime<Utc>>,
}

/// A result.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LearnerResult {
    /// Its id here.
    pub id: ResultId,
    /// The provider's id.
    pub external_id: String,
    /// What the assessment is about.
    pub subject: Subject,
    /// The provider's word for it.
    pub subject_raw: Option<String>,
    /// What kind of assessment it is.
    pub kind: ResultKind,
    /// The provider's word for it.
    pub kind_raw: Option<String>,
    /// The assessment's title.
    pub title: Option<String>,
    /// The level reached; null where nothing maps it.
    pub level: Option<Level>,
    /// The level as the provider wrote it.
    pub level_raw: Option<String>,
    /// Marks scored.
    pub score: Option<f64>,
    /// Marks possible.
    pub possible: Option<f64>,
    /// 0 to 100.
    pub percent: Option<f64>,
    /// When it was begun.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
    /// Measured parts, in the provider's order.
    pub components: Vec<Component>,
    /// When it was first stored.
    pub first_seen_at: DateTime<Utc>,
    /// How many versions of it there have been.
    pub revision: i64,
    /// The versions before this one, the last first.
    pub earlier: Vec<Earlier>,
    /// When it was last written.
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) written_at: DateTime<Utc>,
}

/// The results of linked accounts, past ones included, the latest first.
pub(super) fn list(
    r: &Reader<'_>,
    learner: LearnerId,
    provider: ConnectionId,
) -> Result<Vec<LearnerResult>, StoreError> {
    let mut found = r.all(LIST, params![learner.0, provider.0], read)?;
    for result in &mut found {
        result.components = components_of(r, result.id)?;
        if result.revision > 1 {
            result.earlier = revisions::earlier(r, result.id)?;
        }
    }
    Ok(found)
}

/// The plus keeps SQLite from reading every result of the provider.
pub(crate) const LIST: &str =
    "SELECT e.id, e.external_id, e.subject, e.subject_raw, e.kind, e.kind_raw, e.title, e.level, e.level_raw,
         e.score, e.possible, e.percent, e.started_at, e.finished_at, e.first_seen_at, e.revision, e.revised_at
     FROM shown_accounts s JOIN results e ON e.user = s.user WHERE s.learner = ? AND +e.provider = ?
     ORDER BY coalesce(e.finished_at, e.started_at, e.first_seen_at) DESC, e.id DESC";

fn components_of(r: &Reader<'_>, result: ResultId) -> Result<Vec<Component>, StoreError> {
    let stored = components::of(r, result.0)?.into_iter();
    Ok(stored
        .map(|one| Component {
            name: one.name,
            value: one.value,
            measured_at: one.measured_at,
        })
        .collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<LearnerResult> {
    let at = |index| row.get::<_, Option<At>>(index).map(|at| at.map(|at| at.0));
    Ok(LearnerResult {
        id: ResultId(row.get(0)?),
        external_id: row.get(1)?,
        subject: row.get::<_, Coded<Subject>>(2)?.0,
        subject_raw: row.get(3)?,
        kind: row.get::<_, Coded<ResultKind>>(4)?.0,
        kind_raw: row.get(5)?,
        title: row.get(6)?,
        level: row.get::<_, Option<Coded<Level>>>(7)?.map(|level| level.0),
        level_raw: row.get(8)?,
        score: row.get(9)?,
        possible: row.get(10)?,
        percent: row.get(11)?,
        started_at: at(12)?,
        finished_at: at(13)?,
        components: Vec::new(),
        first_seen_at: row.get::<_, At>(14)?.0,
        revision: row.get(15)?,
        earlier: Vec::new(),
        written_at: row.get::<_, At>(16)?.0,
    })
}
