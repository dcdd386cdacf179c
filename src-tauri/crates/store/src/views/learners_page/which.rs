//! Which learners are on a page: those whom every filter lets through, cut out of the order.

use domain::ConnectionId;
use domain::records::LearnerKind;
use rusqlite::Params;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::id_set::IdSet;
use crate::store::Reader;
use crate::views::learners_page::ask::{LearnersAsk, LinkFilter};
use crate::views::learners_page::filters::enabled_providers;
use crate::views::learners_page::order;
use crate::views::learners_page::rows::{self, LearnerRow};
use crate::views::search;

/// A page of learners.
#[derive(Clone, Serialize, TS)]
pub struct LearnersPage {
    /// How many there are on all pages.
    pub total: u64,
    /// Those of this page.
    pub rows: Vec<LearnerRow>,
}

/// A page of the learners who are present.
///
/// # Errors
/// Only the store's own.
pub fn learners_page(r: &Reader<'_>, ask: &LearnersAsk) -> Result<LearnersPage, StoreError> {
    let filters = filters(r, ask)?;
    let mut found = Vec::new();
    order::by_name(r, &search::words(&ask.search), |id| {
        if filters.iter().all(|filter| filter.lets_through(id)) {
            found.push(id);
        }
    })?;
    let start = ask.offset as usize;
    let page = order::page(r, &found, ask.sort, ask.descending, start..start + ask.limit as usize)?;
    let shown = enabled_providers(r)?;
    Ok(LearnersPage {
        total: found.len() as u64,
        rows: page
            .into_iter()
            .map(|id| rows::read(r, id, &shown))
            .collect::<Result<_, _>>()?,
    })
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
        filters.push(Filter::only(set(r, OF_CENTRE, [centre.0])?));
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
            ids: initially_assessed(r, ask.provider)?,
            wanted: false,
        });
    }
    Ok(filters)
}

pub(crate) const OF_CENTRE: &str = "SELECT id FROM learners WHERE centre = ?";
pub(crate) const APPLICANTS: &str = "SELECT id FROM learners INDEXED BY learners_applicants WHERE kind = 'applicant'";
pub(crate) const LINKED: &str =
    "SELECT learner FROM links INDEXED BY links_in_effect WHERE provider = ? AND held IS NULL";
pub(crate) const HELD: &str = "SELECT learner FROM links h INDEXED BY links_held
     WHERE provider = ? AND held IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM links WHERE provider = h.provider AND learner = h.learner AND held IS NULL)";
pub(crate) const NOT_LINKED: &str = "SELECT learner FROM unmatched_learners o WHERE provider = ? AND NOT EXISTS
         (SELECT 1 FROM links WHERE provider = o.provider AND learner = o.learner)";
pub(crate) const INITIALLY_ASSESSED_AT: &str = "SELECT learner FROM initially_assessed WHERE provider = ?";
pub(crate) const INITIALLY_ASSESSED: &str = "SELECT learner FROM initially_assessed";

/// Learners with an initial assessment: of a provider, or of any.
pub(super) fn initially_assessed(r: &Reader<'_>, provider: Option<ConnectionId>) -> Result<IdSet, StoreError> {
    match provider {
        Some(provider) => set(r, INITIALLY_ASSESSED_AT, [provider.0]),
        None => set(r, INITIALLY_ASSESSED, []),
    }
}

const fn link_sql(link: LinkFilter) -> Option<&'static str> {
    match link {
        LinkFilter::Any => None,
        LinkFilter::Linked => Some(LINKED),
        LinkFilter::Held => Some(HELD),
        LinkFilter::NotLinked => Some(NOT_LINKED),
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
