//! Values between Rust and columns.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use domain::linking::{CandidateKind, Evidence, Reason, Rule, Verdict};
use domain::records::LearnerKind;
use domain::run::{RunReason, RunState, SkipReason, Task};
use domain::{Level, ResultKind, Role, Subject};
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// A value on its way into a column, which can be compared with the one that is there.
pub(crate) enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
}

impl Cell<'_> {
    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_value()))
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(yes.into())
    }
}

/// A number that is none is kept as nothing, as SQLite would: otherwise it differed from itself for ever.
impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        if number.is_finite() {
            Self::Real(number)
        } else {
            Self::Null
        }
    }
}

impl From<NaiveDate> for Cell<'_> {
    fn from(day: NaiveDate) -> Self {
        Self::from(day.to_string())
    }
}

impl From<DateTime<Utc>> for Cell<'_> {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Int(at.timestamp_millis())
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Whether the columns from `first` on hold exactly these values.
pub(crate) fn same(row: &rusqlite::Row<'_>, first: usize, cells: &[Cell<'_>]) -> rusqlite::Result<bool> {
    for (index, cell) in cells.iter().enumerate() {
        if row.get_ref(first + index)? != cell.as_value() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A text as it came, or nothing where it is blank: an empty field says no more than a missing one.
pub(crate) fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.trim().is_empty())
}

/// The same without the blanks around it, for a text that is compared as it is stored.
pub(crate) fn trimmed(text: Option<&String>) -> Option<&str> {
    filled(text).map(str::trim)
}

/// A count that SQLite keeps as a signed number.
pub(crate) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// An instant in a column.
pub(crate) struct At(pub(crate) DateTime<Utc>);

impl FromSql for At {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let at = DateTime::from_timestamp_millis(value.as_i64()?);
        at.map(Self).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for At {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.timestamp_millis()))
    }
}

/// A day in a column.
pub(crate) struct Day(pub(crate) NaiveDate);

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(|_| FromSqlError::InvalidType)
    }
}

/// One of a closed list of values in a column, by its code.
pub(crate) struct Coded<T>(pub(crate) T);

pub(crate) trait FromCode: Sized {
    fn parse(code: &str) -> Option<Self>;
}

impl<T: FromCode> FromSql for Coded<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::parse(value.as_str()?).map(Self).ok_or(FromSqlError::InvalidType)
    }
}

macro_rules! from_code {
    ($($name:ty),+ $(,)?) => {$(
        impl FromCode for $name {
            fn parse(code: &str) -> Option<Self> {
                Self::from_code(code)
            }
        }
    )+};
}

from_code!(
    CandidateKind,
    Evidence,
    LearnerKind,
    Level,
    Reason,
    ResultKind,
    Role,
    Rule,
    RunReason,
    RunState,
    SkipReason,
    Subject,
    Task,
    Verdict,
);
