//! What the list of learners can be narrowed down by.

use domain::names;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::store::Reader;
use crate::views::learners_page::order;
use crate::views::learners_page::which::initially_assessed;

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
    pub learners: u64,
    /// Those of them without any initial assessment.
    pub no_initial: u64,
    /// Whether any of them is an applicant.
    pub has_applicants: bool,
}

/// Reads what the list of learners can be narrowed down by.
///
/// # Errors
/// Only the store's own.
pub fn learner_filters(r: &Reader<'_>) -> Result<LearnerFilters, StoreError> {
    let assessed = initially_assessed(r, None)?;
    let (mut learners, mut no_initial) = (0, 0);
    order::by_name(r, &[], |id| {
        learners += 1;
        no_initial += u64::from(!assessed.contains(id));
    })?;
    let mut centres = Vec::new();
    for centre in centres_by_name(r)? {
        if r.any(HAS_LEARNERS, [centre.id])? {
            centres.push(centre);
        }
    }
    Ok(LearnerFilters {
        centres,
        providers: enabled_providers(r)?,
        learners,
        no_initial,
        has_applicants: r.any(
            "SELECT 1 FROM learners WHERE kind = 'applicant' AND gone_at IS NULL LIMIT 1",
            [],
        )?,
    })
}

const HAS_LEARNERS: &str = "SELECT 1 FROM learners WHERE centre = ? AND gone_at IS NULL LIMIT 1";

/// Every centre, in order of name as people expect it: accents and case do not part what belongs together.
pub(super) fn centres_by_name(r: &Reader<'_>) -> Result<Vec<Choice>, StoreError> {
    let mut centres = r.all("SELECT id, name FROM centres ORDER BY id", [], |row| {
        Ok(Choice {
            id: row.get(0)?,
            name: row.get(1)?,
        })
    })?;
    centres.sort_by_cached_key(|centre| names::fold(&centre.name));
    Ok(centres)
}

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
