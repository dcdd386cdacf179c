//! How many learners there are, where they come from, and where they are linked.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::ConnectionId;
use domain::scope::learner_in_scope;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::id_set::IdSet;
use crate::store::Reader;
use crate::tables::learners;
use crate::tables::matching::record_rules;

/// How many learners a record system has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RecordCount {
    /// The record system's connection.
    pub connection_id: ConnectionId,
    /// Learners who are present.
    pub learners: i64,
}

/// How many learners in scope are linked at a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ProviderCount {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Those with a link in effect.
    pub linked: i64,
    /// All of them.
    pub of: i64,
}

/// The learners who are present.
pub(super) struct Present {
    centres: HashMap<i64, Centre>,
    in_scope: IdSet,
    in_scope_count: i64,
}

/// A centre and how many of its learners are present.
struct Centre {
    system: i64,
    /// Whether it is synchronised, and its record system, too.
    in_use: bool,
    tail_days: Option<u32>,
    learners: i64,
}

/// Reads nothing of the learners but an index.
pub(crate) fn scope_sql() -> String {
    format!(
        "SELECT l.id, l.centre, {} FROM learners l INDEXED BY learners_by_scope WHERE l.gone_at IS NULL",
        learners::FACTS_COLUMNS
    )
}

/// Reads who is present, and who of them is in scope on a day in the UK.
pub(super) fn present(r: &Reader<'_>, today: NaiveDate) -> Result<Present, StoreError> {
    let mut present = Present {
        centres: centres(r)?,
        in_scope: IdSet::default(),
        in_scope_count: 0,
    };
    let mut statement = r.prepare(&scope_sql())?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(centre) = present.centres.get_mut(&row.get(1)?) else {
            continue;
        };
        centre.learners += 1;
        if centre.in_use && learner_in_scope(learners::facts(row, 2)?, today, centre.tail_days) {
            present.in_scope.insert(row.get(0)?);
            present.in_scope_count += 1;
        }
    }
    Ok(present)
}

fn centres(r: &Reader<'_>) -> Result<HashMap<i64, Centre>, StoreError> {
    let rules = record_rules(r)?;
    let sql = "SELECT c.id, c.connection, c.chosen AND k.enabled
               FROM centres c JOIN connections k ON k.id = c.connection";
    let centres = r.all(sql, [], |row| {
        let system = row.get(1)?;
        let centre = Centre {
            system,
            in_use: row.get(2)?,
            tail_days: rules.get(&system).and_then(|rules| rules.tail_days),
            learners: 0,
        };
        Ok((row.get(0)?, centre))
    })?;
    Ok(centres.into_iter().collect())
}

impl Present {
    pub(super) fn learners(&self) -> i64 {
        self.centres.values().map(|centre| centre.learners).sum()
    }

    /// How many centres any of them belongs to.
    pub(super) fn centres(&self) -> i64 {
        self.centres.values().filter(|centre| centre.learners > 0).count() as i64
    }

    pub(super) fn of_system(&self, connection_id: ConnectionId) -> RecordCount {
        let own = self.centres.values().filter(|centre| centre.system == connection_id.0);
        RecordCount {
            connection_id,
            learners: own.map(|centre| centre.learners).sum(),
        }
    }

    pub(super) fn linked_at(&self, r: &Reader<'_>, provider: ConnectionId) -> Result<ProviderCount, StoreError> {
        let mut linked = 0;
        let mut statement = r.prepare(LINKED)?;
        let mut rows = statement.query([provider.0])?;
        while let Some(row) = rows.next()? {
            linked += i64::from(self.in_scope.contains(row.get(0)?));
        }
        Ok(ProviderCount {
            connection_id: provider,
            linked,
            of: self.in_scope_count,
        })
    }
}

pub(crate) const LINKED: &str =
    "SELECT DISTINCT learner FROM links INDEXED BY links_in_effect WHERE provider = ? AND held IS NULL";
