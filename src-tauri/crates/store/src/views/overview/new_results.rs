//! What is new, and how many results there were from day to day.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{Level, Subject, uk_time};
use rusqlite::Row;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{Coded, FromCode};
use crate::store::Reader;

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

/// Results first seen since an instant, by subject. A subject without any is left out.
pub(super) fn since(r: &Reader<'_>, since: DateTime<Utc>) -> Result<Vec<SubjectLevels>, StoreError> {
    let sql = "SELECT subject, level, sum(seen) FROM result_hours WHERE hour >= ? GROUP BY 1, 2";
    let counted = r.all(sql, [hour(since)], read)?;
    let subjects = Subject::ALL.iter().map(|subject| of_subject(*subject, &counted));
    Ok(subjects.filter(|subject| subject.total > 0).collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Subject, Option<Level>, i64)> {
    let level = Level::parse(row.get_ref(1)?.as_str()?);
    Ok((row.get::<_, Coded<Subject>>(0)?.0, level, row.get(2)?))
}

fn of_subject(subject: Subject, counted: &[(Subject, Option<Level>, i64)]) -> SubjectLevels {
    let levels = Level::ALL.iter().copied().map(Some).chain([None]);
    let count = |level| {
        let found = counted.iter().filter(|one| (one.0, one.1) == (subject, level));
        LevelCount {
            level,
            count: found.map(|one| one.2).sum(),
        }
    };
    let levels: Vec<_> = levels.map(count).collect();
    SubjectLevels {
        subject,
        total: levels.iter().map(|level| level.count).sum(),
        levels,
    }
}

/// Results finished on each of so many days, the last of them `today`; the oldest first.
pub(super) fn days(r: &Reader<'_>, today: NaiveDate, days: u32) -> Result<Vec<DayCount>, StoreError> {
    let days = (0..days)
        .rev()
        .filter_map(|back| today.checked_sub_days(Days::new(back.into())));
    days.map(|day| on(r, day)).collect()
}

fn on(r: &Reader<'_>, day: NaiveDate) -> Result<DayCount, StoreError> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let hours = [day, next].map(|day| hour(uk_time::start_of(day)));
    let sql = "SELECT coalesce(sum(finished), 0) FROM result_hours WHERE hour >= ? AND hour < ?";
    Ok(DayCount {
        day,
        count: r.one(sql, hours, |row| row.get(0))?,
    })
}

/// As the store counts hours.
const fn hour(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis() / 3_600_000
}
