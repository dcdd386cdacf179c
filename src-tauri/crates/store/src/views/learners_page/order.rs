//! The ids of the learners who are present, in order.

use crate::error::StoreError;
use crate::store::Reader;
use crate::views::learners_page::ask::LearnerSort;

/// Calls `each` with every id in order.
pub(super) fn visit(
    r: &Reader<'_>,
    sort: LearnerSort,
    descending: bool,
    mut each: impl FnMut(i64),
) -> Result<(), StoreError> {
    let mut statement = r.prepare(&sql(sort, descending))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row.get(0)?);
    }
    Ok(())
}

pub(crate) fn sql(sort: LearnerSort, descending: bool) -> String {
    let way = if descending { "DESC" } else { "ASC" };
    let by = match sort {
        LearnerSort::Name => return format!("{IDS} ORDER BY l.family_folded {way}, l.given_folded {way}, l.id {way}"),
        LearnerSort::Reference => format!("l.reference {way} NULLS LAST"),
        LearnerSort::Centre => format!("c.name {way}"),
        LearnerSort::LatestResult => format!("{LATEST} {way} NULLS LAST"),
    };
    format!("{IDS} ORDER BY {by}, l.family_folded, l.given_folded, l.id")
}

const IDS: &str = "SELECT l.id FROM learners l JOIN centres c ON c.id = l.centre WHERE l.gone_at IS NULL";

const LATEST: &str = "(SELECT max(coalesce(e.finished_at, e.started_at, e.first_seen_at))
     FROM (SELECT user FROM links WHERE learner = l.id AND held IS NULL
           UNION SELECT user FROM past_links WHERE learner = l.id) v JOIN results e ON e.user = v.user)";
