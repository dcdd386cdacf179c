//! Which learners are on a page: those whom every filter lets through, cut out of the order.

use domain::ConnectionId;
use domain::names;
use domain::records::LearnerKind;
use rusqlite::{Params, params, params_from_iter};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::id_set::IdSet;
use crate::store::Reader;
use crate::views::learners_page::ask::{LearnersAsk, LinkFilter};
use crate::views::learners_page::filters::enabled_providers;
use crate::views::learners_page::order;
use crate::views::learners_page::rows::{self, LearnerRow};

/// A page of learners.
#[derive(Clone, Serialize, TS)]
pub struct LearnersPage {
    /// How many there are on all pages.
    pub total: i64,
    /// Those of this page.
    pub rows: Vec<LearnerRow>,
}

/// A page of the learners who are present.
///
/// # Errors
/// Only the store's own.
pub fn learners_page(r: &Reader<'_>, ask: &LearnersAsk) -> Result<LearnersPage, StoreError> {
    let shown = enabled_providers(r)?;
    let filters = filters(r, ask)?;
    let (first, last) = (i64::from(ask.offset), i64::from(ask.offset) + i64::from(ask.limit));
    let (mut total, mut page) = (0, Vec::new());
    order::visit(r, ask.sort, ask.descending, |id| {
        if filters.iter().all(|filter| filter.lets_through(id)) {
            if (first..last).contains(&total) {
                page.push(id);
            }
            total += 1;
        }
    })?;
    let rows = page
        .into_iter()
        .map(|id| rows::read(r, id, &shown))
        .collect::<Result<_, _>>()?;
    Ok(LearnersPage { total, rows })
}

/// Lets through who is in a set, or who is not.
struct Filter {
    ids: IdSet,
    wanted: bool,
}

impl Filter {
    const fn only(ids: IdSet) -> Self {
        Self { ids, wanted: true }
    }

    fn lets_through(&self, id: i64) -> bool {
        self.ids.contains(id) == self.wanted
    }
}

fn filters(r: &Reader<'_>, ask: &LearnersAsk) -> Result<Vec<Filter>, StoreError> {
    let mut filters = Vec::new();
    if let Some(centre) = ask.centre {
        filters.push(Filter::only(set(
            r,
            "SELECT id FROM learners WHERE centre = ?",
            [centre.0],
        )?));
    }
    if let Some(kind) = ask.kind {
        filters.push(Filter {
            ids: set(r, APPLICANTS, [])?,
            wanted: kind == LearnerKind::Applicant,
        });
    }
    if let Some(sql) = link_sql(ask.link) {
        filters.push(Filter::only(at_providers(r, sql, ask.provider)?));
    }
    if ask.no_initial {
        filters.push(Filter {
            ids: set(r, WITH_INITIAL, params![ask.provider.map(|id| id.0)])?,
            wanted: false,
        });
    }
    filters.extend(searched(r, &ask.search)?.map(Filter::only));
    Ok(filters)
}

const APPLICANTS: &str = "SELECT id FROM learners WHERE kind = 'applicant' AND gone_at IS NULL";

const WITH_INITIAL: &str = "SELECT v.learner
     FROM results e JOIN (SELECT user, learner FROM links WHERE held IS NULL
                          UNION SELECT user, learner FROM past_links) v ON v.user = e.user
     WHERE e.kind = 'initial' AND (?1 IS NULL OR e.provider = ?1)";

fn link_sql(link: LinkFilter) -> Option<&'static str> {
    match link {
        LinkFilter::Any => None,
        LinkFilter::Linked => Some("SELECT learner FROM links WHERE provider = ? AND held IS NULL"),
        LinkFilter::Held => Some(
            "SELECT learner FROM links h WHERE provider = ? AND held IS NOT NULL AND NOT EXISTS
                 (SELECT 1 FROM links WHERE learner = h.learner AND provider = h.provider AND held IS NULL)",
        ),
        LinkFilter::NotLinked => Some(
            "SELECT learner FROM unmatched_learners o WHERE provider = ? AND NOT EXISTS
                 (SELECT 1 FROM links WHERE learner = o.learner AND provider = o.provider)",
        ),
    }
}

fn at_providers(r: &Reader<'_>, sql: &str, provider: Option<ConnectionId>) -> Result<IdSet, StoreError> {
    let mut ids = IdSet::default();
    match provider {
        Some(provider) => add(r, sql, [provider.0], &mut ids)?,
        None => {
            for provider in enabled_providers(r)? {
                add(r, sql, [provider.id], &mut ids)?;
            }
        }
    }
    Ok(ids)
}

/// Who is found by every word; `None` where there is none to look for.
fn searched(r: &Reader<'_>, search: &str) -> Result<Option<IdSet>, StoreError> {
    let words: Vec<String> = search.split_whitespace().map(names::fold).collect();
    let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT id FROM learners WHERE gone_at IS NULL{}",
        " AND instr(search, ?) > 0".repeat(words.len())
    );
    set(r, &sql, params_from_iter(words)).map(Some)
}

fn set(r: &Reader<'_>, sql: &str, params: impl Params) -> Result<IdSet, StoreError> {
    let mut ids = IdSet::default();
    add(r, sql, params, &mut ids)?;
    Ok(ids)
}

fn add(r: &Reader<'_>, sql: &str, params: impl Params, ids: &mut IdSet) -> Result<(), StoreError> {
    let mut statement = r.prepare(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        ids.insert(row.get(0)?);
    }
    Ok(())
}
