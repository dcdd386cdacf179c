//! `learners`: a page of them.

use domain::LearnerId;
use domain::nino;
use domain::records::LearnerKind;
use rusqlite::{Row, params_from_iter};
use serde::Serialize;

use crate::error::StoreError;
use crate::sql::{Cell, Coded};
use crate::store::Reader;
use crate::tables::tags;
use crate::views::search;

/// A page of learners, and how many there are on all pages.
#[derive(Clone, Serialize)]
pub struct Learners {
    /// How many learners the search finds.
    pub total: i64,
    /// Those of the page.
    pub learners: Vec<ListedLearner>,
}

/// A learner as a list shows them.
#[derive(Clone, Serialize)]
pub struct ListedLearner {
    /// Their id here.
    pub id: LearnerId,
    /// The record system's id.
    pub external_id: String,
    /// The record system's kind.
    pub record_system: String,
    /// The centre's name.
    pub centre: String,
    /// Learner or applicant.
    pub kind: LearnerKind,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as entered.
    pub email: Option<String>,
    /// Whether the record system says that it is verified; null where it does not say.
    pub email_verified: Option<bool>,
    /// The last three characters of the National Insurance number behind dots.
    pub nino: Option<String>,
    /// Local tags.
    pub tags: Vec<String>,
    /// The names of the providers' connections where a link is in effect.
    pub linked: Vec<String>,
}

/// The columns that `read` takes, from `FROM`.
pub(super) const COLUMNS: &str = "l.id, l.external_id, k.kind, c.name, l.kind, l.given_name, l.family_name, l.email, \
     l.email_verified, l.nino_ending";
pub(super) const FROM: &str =
    "FROM learners l JOIN centres c ON c.id = l.centre JOIN connections k ON k.id = l.connection";

/// A page of the learners who are present, by family and given name: `limit` of them (all, where there is none) after the
/// first `offset`. Each word of `search` has to be in a name, the address, the reference or the system's id; accents and
/// case do not matter.
///
/// # Errors
/// Only the store's own.
pub fn learners(r: &Reader<'_>, search: Option<&str>, limit: Option<u32>, offset: u32) -> Result<Learners, StoreError> {
    let words = search::words(search.unwrap_or_default());
    let searched = || words.iter().map(Cell::from);
    let total = r.one(&count_sql(words.len()), params_from_iter(searched()), |row| row.get(0))?;
    let page = [limit.map_or(-1, i64::from), offset.into()].map(Cell::from);
    let mut learners = r.all(&page_sql(words.len()), params_from_iter(searched().chain(page)), read)?;
    for learner in &mut learners {
        complete(r, learner)?;
    }
    Ok(Learners { total, learners })
}

/// Reads nothing but an index.
pub(crate) fn count_sql(words: usize) -> String {
    format!(
        "SELECT count(*) FROM learners l INDEXED BY {} WHERE l.gone_at IS NULL{}",
        search::learners_index(words),
        search::holds("l.search", words)
    )
}

pub(crate) fn page_sql(words: usize) -> String {
    format!(
        "SELECT {COLUMNS} FROM learners l INDEXED BY {} JOIN centres c ON c.id = l.centre
             JOIN connections k ON k.id = l.connection
         WHERE l.gone_at IS NULL{}
         ORDER BY l.family_folded, l.given_folded, l.id LIMIT ? OFFSET ?",
        search::learners_index(words),
        search::holds("l.search", words)
    )
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<ListedLearner> {
    Ok(ListedLearner {
        id: LearnerId(row.get(0)?),
        external_id: row.get(1)?,
        record_system: row.get(2)?,
        centre: row.get(3)?,
        kind: row.get::<_, Coded<LearnerKind>>(4)?.0,
        given_name: row.get(5)?,
        family_name: row.get(6)?,
        email: row.get(7)?,
        email_verified: row.get(8)?,
        nino: row.get_ref(9)?.as_str_or_null()?.map(nino::mask),
        tags: Vec::new(),
        linked: Vec::new(),
    })
}

fn complete(r: &Reader<'_>, learner: &mut ListedLearner) -> Result<(), StoreError> {
    learner.tags = tags::of(r, learner.id)?;
    learner.linked = r.all(
        "SELECT DISTINCT k.name FROM links JOIN connections k ON k.id = links.provider
         WHERE links.learner = ? AND links.held IS NULL ORDER BY k.id",
        [learner.id.0],
        |row| row.get(0),
    )?;
    Ok(())
}
