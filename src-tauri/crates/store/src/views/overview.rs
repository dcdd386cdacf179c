//! The overview: how much there is, what is new, and what waits for a person.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::linking::Reason;
use domain::uk_time;
use domain::{Connection, ConnectionId, Level, Role, RunId, Subject};
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::id_set::IdSet;
use crate::sql::{At, Coded};
use crate::store::Reader;
use crate::tables::matching::record_rules;
use crate::tables::{connections, held, learners};

/// What the overview is asked.
#[derive(Clone, Copy, Debug)]
pub struct OverviewAsk {
    /// Results first seen at or after this instant are new.
    pub new_since: DateTime<Utc>,
    /// The day in the UK: on it scope depends, and it is the last of `days`.
    pub today: NaiveDate,
    /// Over how many days results are counted.
    pub days: u32,
}

/// How many results of a subject reached each level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SubjectLevels {
    /// The subject.
    pub subject: Subject,
    /// By level, the lowest first; a level that is not there is 0. Those that nothing maps come last, without a level.
    pub levels: Vec<LevelCount>,
    /// All of them.
    pub total: i64,
}

/// How many results reached a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LevelCount {
    /// The level; null where nothing maps it.
    pub level: Option<Level>,
    /// How many.
    pub count: i64,
}

/// How many results were finished on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DayCount {
    /// The day in the UK.
    pub day: NaiveDate,
    /// How many.
    pub count: i64,
}

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

/// How many are unmatched for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReasonCount {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub count: i64,
}

/// What waits for a person at an enabled provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// Its kind.
    pub kind: String,
    /// Unmatched learners by reason, the most frequent first.
    pub unmatched: Vec<ReasonCount>,
    /// Held links.
    pub held_links: i64,
    /// Results with a level that nothing maps.
    pub unmapped: i64,
}

/// A run that waits for a person's confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRun {
    /// Its connection.
    pub connection_id: ConnectionId,
    /// The connection's name.
    pub connection: String,
    /// The run.
    pub run: RunId,
    /// What it says.
    pub message: String,
}

/// The parts of the overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewParts {
    /// Learners who are present.
    pub learners: i64,
    /// Centres that any of them belongs to.
    pub centres: i64,
    /// Learners of each record system.
    pub record_counts: Vec<RecordCount>,
    /// Linked learners of each provider.
    pub provider_counts: Vec<ProviderCount>,
    /// New results by subject; a subject without any is left out.
    pub new_results: Vec<SubjectLevels>,
    /// All new results.
    pub new_total: i64,
    /// Results by the day on which they were finished, the oldest first.
    pub days: Vec<DayCount>,
    /// What waits at each enabled provider.
    pub waiting: Vec<Waiting>,
    /// Runs of enabled connections that wait for confirmation.
    pub held_runs: Vec<HeldRun>,
}

/// Reads the parts of the overview.
///
/// # Errors
/// Only the store's own.
pub fn overview(r: &Reader<'_>, ask: &OverviewAsk) -> Result<OverviewParts, StoreError> {
    let (providers, records): (Vec<_>, Vec<_>) = connections::list(r)?
        .into_iter()
        .partition(|connection| connection.role == Role::Assessments);
    let enabled = || records.iter().chain(&providers).filter(|one| one.enabled);
    let new_results = new_results(r, ask.new_since)?;
    Ok(OverviewParts {
        learners: r.one("SELECT count(*) FROM learners WHERE gone_at IS NULL", [], |row| {
            row.get(0)
        })?,
        centres: r.one(
            "SELECT count(DISTINCT centre) FROM learners WHERE gone_at IS NULL",
            [],
            |row| row.get(0),
        )?,
        record_counts: records
            .iter()
            .map(|one| record_count(r, one.id))
            .collect::<Result<_, _>>()?,
        provider_counts: provider_counts(r, &providers, ask.today)?,
        new_total: new_results.iter().map(|subject| subject.total).sum(),
        new_results,
        days: days(r, ask)?,
        waiting: providers
            .iter()
            .filter(|one| one.enabled)
            .map(|one| waiting(r, one))
            .collect::<Result<_, _>>()?,
        held_runs: enabled()
            .filter_map(|one| held_run(r, one).transpose())
            .collect::<Result<_, _>>()?,
    })
}

fn record_count(r: &Reader<'_>, connection_id: ConnectionId) -> Result<RecordCount, StoreError> {
    let learners = learners::present_count(r, connection_id, None)?;
    Ok(RecordCount {
        connection_id,
        learners: i64::try_from(learners).unwrap_or(i64::MAX),
    })
}

fn provider_counts(
    r: &Reader<'_>,
    providers: &[Connection],
    today: NaiveDate,
) -> Result<Vec<ProviderCount>, StoreError> {
    let (in_scope, of) = in_scope(r, today)?;
    let sql = "SELECT DISTINCT learner FROM links WHERE provider = ? AND held IS NULL";
    let counts = providers.iter().map(|provider| {
        let mut linked = 0;
        let mut statement = r.prepare(sql)?;
        let mut rows = statement.query([provider.id.0])?;
        while let Some(row) = rows.next()? {
            linked += i64::from(in_scope.contains(row.get(0)?));
        }
        Ok(ProviderCount {
            connection_id: provider.id,
            linked,
            of,
        })
    });
    counts.collect()
}

/// The learners in scope, and how many they are.
fn in_scope(r: &Reader<'_>, today: NaiveDate) -> Result<(IdSet, i64), StoreError> {
    let rules = record_rules(r)?;
    let sql = format!(
        "SELECT l.id, l.connection, {} FROM learners l JOIN centres c ON c.id = l.centre
             JOIN connections k ON k.id = l.connection
         WHERE l.gone_at IS NULL AND NOT l.archived",
        learners::SCOPE_COLUMNS
    );
    let (mut ids, mut count) = (IdSet::default(), 0);
    let mut statement = r.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let rules = rules.get(&row.get(1)?).copied().unwrap_or_default();
        if learners::in_scope(row, 2, today, rules.tail_days)? {
            ids.insert(row.get(0)?);
            count += 1;
        }
    }
    Ok((ids, count))
}

fn new_results(r: &Reader<'_>, since: DateTime<Utc>) -> Result<Vec<SubjectLevels>, StoreError> {
    let counted: Vec<(Subject, Option<Level>, i64)> = r.all(
        "SELECT subject, level, count(*) FROM results WHERE first_seen_at >= ? GROUP BY 1, 2",
        [At(since)],
        |row| {
            let level = row.get::<_, Option<Coded<Level>>>(1)?;
            Ok((
                row.get::<_, Coded<Subject>>(0)?.0,
                level.map(|level| level.0),
                row.get(2)?,
            ))
        },
    )?;
    let of = |subject| SubjectLevels {
        subject,
        levels: levels_of(subject, &counted),
        total: counted.iter().filter(|one| one.0 == subject).map(|one| one.2).sum(),
    };
    let all = Subject::ALL.iter().copied().map(of);
    Ok(all.filter(|subject| subject.total > 0).collect())
}

fn levels_of(subject: Subject, counted: &[(Subject, Option<Level>, i64)]) -> Vec<LevelCount> {
    let levels = Level::ALL.iter().copied().map(Some).chain([None]);
    let count = |level| {
        let found = counted.iter().find(|one| (one.0, one.1) == (subject, level));
        LevelCount {
            level,
            count: found.map_or(0, |one| one.2),
        }
    };
    levels.map(count).collect()
}

fn days(r: &Reader<'_>, ask: &OverviewAsk) -> Result<Vec<DayCount>, StoreError> {
    let days = (0..ask.days)
        .rev()
        .filter_map(|back| ask.today.checked_sub_days(Days::new(back.into())));
    let counts = days.map(|day| {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        let sql = "SELECT count(*) FROM results WHERE finished_at >= ? AND finished_at < ?";
        let bounds = [At(uk_time::start_of(day)), At(uk_time::start_of(next))];
        Ok(DayCount {
            day,
            count: r.one(sql, bounds, |row| row.get(0))?,
        })
    });
    counts.collect()
}

fn waiting(r: &Reader<'_>, provider: &Connection) -> Result<Waiting, StoreError> {
    let count = |sql| r.one(sql, [provider.id.0], |row| row.get(0));
    Ok(Waiting {
        connection_id: provider.id,
        connection: provider.name.clone(),
        kind: provider.kind.0.clone(),
        unmatched: r.all(
            "SELECT reason, count(*) FROM unmatched_learners WHERE provider = ? GROUP BY 1 ORDER BY 2 DESC, 1",
            [provider.id.0],
            |row| {
                Ok(ReasonCount {
                    reason: row.get::<_, Coded<Reason>>(0)?.0,
                    count: row.get(1)?,
                })
            },
        )?,
        held_links: count("SELECT count(*) FROM links WHERE provider = ? AND held IS NOT NULL")?,
        unmapped: count("SELECT count(*) FROM results WHERE provider = ? AND level IS NULL AND level_raw <> ''")?,
    })
}

fn held_run(r: &Reader<'_>, connection: &Connection) -> Result<Option<HeldRun>, StoreError> {
    let Some(run) = held::waiting(r, connection.id)? else {
        return Ok(None);
    };
    Ok(Some(HeldRun {
        connection_id: connection.id,
        connection: connection.name.clone(),
        run: run.id,
        message: run.fault.map(|fault| fault.message).unwrap_or_default(),
    }))
}
