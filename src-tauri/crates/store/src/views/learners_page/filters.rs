//! What the list of learners can be narrowed down by.

use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::store::Reader;

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Choice {
    /// Its id here.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// A provider to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ProviderChoice {
    /// The id of its connection here.
    pub id: i64,
    /// The connection's name.
    pub name: String,
    /// Its kind.
    pub kind: String,
}

/// What there is to choose from, and how many learners there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LearnerFilters {
    /// Centres with learners, by name.
    pub centres: Vec<Choice>,
    /// Enabled providers, in the order in which they were added: those whose columns the list has.
    pub providers: Vec<ProviderChoice>,
    /// Learners who are present.
    pub learners: i64,
    /// Those of them without any initial assessment.
    pub no_initial: i64,
    /// Whether any of them is an applicant.
    pub has_applicants: bool,
}

/// Reads what the list of learners can be narrowed down by.
///
/// # Errors
/// Only the store's own.
pub fn learner_filters(r: &Reader<'_>) -> Result<LearnerFilters, StoreError> {
    let learners = r.one("SELECT count(*) FROM learners WHERE gone_at IS NULL", [], |row| {
        row.get(0)
    })?;
    let with_initial: i64 = r.one(WITH_INITIAL, [], |row| row.get(0))?;
    Ok(LearnerFilters {
        centres: r.all(CENTRES, [], |row| {
            Ok(Choice {
                id: row.get(0)?,
                name: row.get(1)?,
            })
        })?,
        providers: enabled_providers(r)?,
        learners,
        no_initial: learners - with_initial,
        has_applicants: r.any(
            "SELECT 1 FROM learners WHERE kind = 'applicant' AND gone_at IS NULL LIMIT 1",
            [],
        )?,
    })
}

const CENTRES: &str = "SELECT id, name FROM centres c
     WHERE EXISTS (SELECT 1 FROM learners l WHERE l.centre = c.id AND l.gone_at IS NULL) ORDER BY name, id";

const WITH_INITIAL: &str = "SELECT count(DISTINCT l.id)
     FROM results e JOIN (SELECT user, learner FROM links WHERE held IS NULL
                          UNION SELECT user, learner FROM past_links) v ON v.user = e.user
         JOIN learners l ON l.id = v.learner
     WHERE e.kind = 'initial' AND l.gone_at IS NULL";

/// The enabled providers.
pub(in crate::views) fn enabled_providers(r: &Reader<'_>) -> Result<Vec<ProviderChoice>, StoreError> {
    let sql = "SELECT id, name, kind FROM connections WHERE role = 'assessments' AND enabled ORDER BY id";
    r.all(sql, [], |row| {
        Ok(ProviderChoice {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
        })
    })
}
