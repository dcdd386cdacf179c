//! What learners and users have in common when a page of them is stored: only what differs is written.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use domain::nino::{Nino, Reading};
use domain::run::Counts;
use domain::{ConnectionId, RunId, names};
use rusqlite::{Row, params_from_iter};

use crate::error::StoreError;
use crate::sql::{Cell, filled, same};
use crate::store::{Reader, Writer};
use crate::tables::presence::Seen;

/// The statements on one table. `find` selects id, gone, absent_listings, the number, outdated, and then the columns of a row;
/// `insert` and `update` take those columns first, and then as `Stamp` and `Place` say.
pub(crate) struct Statements {
    pub(crate) find: &'static str,
    pub(crate) insert: &'static str,
    pub(crate) update: &'static str,
    pub(crate) mark_present: &'static str,
    pub(crate) mark_read: &'static str,
    pub(crate) put_nino: &'static str,
    pub(crate) remove_nino: &'static str,
    pub(crate) any_held: &'static str,
    pub(crate) release: &'static str,
}

/// Where in `find` the columns of a row begin.
const FIRST_COLUMN: usize = 5;

/// A row on its way in.
pub(crate) struct Incoming<'a> {
    pub(crate) external_id: &'a str,
    pub(crate) nino: Option<Number>,
    pub(crate) cells: Vec<Cell<'a>>,
}

/// A National Insurance number on its way in: normalised, and whether it is a real one.
pub(crate) struct Number {
    text: String,
    valid: bool,
}

impl Number {
    /// Reads what a system sent. What is no valid number is kept as it is, less its blanks, so that it can be shown
    /// (masked) and its correction noticed.
    pub(crate) fn read(text: Option<&String>) -> Option<Self> {
        let text = text?;
        match Nino::read(text) {
            Reading::Missing => None,
            Reading::Valid(nino) => Some(Self {
                text: nino.expose().to_owned(),
                valid: true,
            }),
            Reading::WithoutSuffix(nino) => Some(Self {
                text: nino.expose().to_owned(),
                valid: false,
            }),
            Reading::Invalid => Some(Self {
                text: text.split_whitespace().collect::<String>().to_uppercase(),
                valid: false,
            }),
        }
    }

    /// The last three characters: all that anybody but matching sees.
    pub(crate) fn ending(&self) -> String {
        let count = self.text.chars().count();
        self.text.chars().skip(count.saturating_sub(3)).collect()
    }
}

/// Where and when rows are stored.
pub(crate) struct Stamp {
    pub(crate) connection: ConnectionId,
    pub(crate) run: RunId,
    pub(crate) now: DateTime<Utc>,
}

/// A row as it is stored.
struct Stored {
    id: i64,
    gone: bool,
    absent: bool,
    outdated: bool,
    same: bool,
    same_number: bool,
}

/// Stores rows one by one, and counts them.
pub(crate) struct Putting<'w, 's> {
    w: &'w Writer<'w>,
    on: &'static Statements,
    stamp: Stamp,
    seen: &'s mut Seen,
    held: bool,
    pub(crate) counts: Counts,
}

impl<'w, 's> Putting<'w, 's> {
    pub(crate) fn new(
        w: &'w Writer<'w>,
        on: &'static Statements,
        stamp: Stamp,
        seen: &'s mut Seen,
    ) -> Result<Self, StoreError> {
        let held = w.any(on.any_held, [])?;
        Ok(Self {
            w,
            on,
            stamp,
            seen,
            held,
            counts: Counts::default(),
        })
    }

    /// Stores a row that the system sent whole.
    pub(crate) fn put(&mut self, row: &Incoming<'_>) -> Result<(), StoreError> {
        let Some(stored) = self.find(row)? else {
            let id = self.insert(row)?;
            self.note(id, |counts| &mut counts.added);
            return Ok(());
        };
        if !stored.same || !stored.same_number || stored.gone {
            self.update(&stored, row)?;
            self.note(stored.id, |counts| &mut counts.changed);
        } else {
            self.keep(&stored, stored.outdated)?;
            self.note(stored.id, |counts| &mut counts.unchanged);
        }
        self.release(stored.id)
    }

    /// Notes that a row is there. `false` where it is not stored, so that nothing can be noted.
    pub(crate) fn put_present(&mut self, external_id: &str) -> Result<bool, StoreError> {
        let row = Incoming {
            external_id,
            nino: None,
            cells: Vec::new(),
        };
        let Some(stored) = self.find(&row)? else {
            return Ok(false);
        };
        if stored.gone {
            self.w.execute(self.on.mark_present, [stored.id])?;
            self.note(stored.id, |counts| &mut counts.changed);
        } else {
            self.keep(&stored, false)?;
            self.note(stored.id, |counts| &mut counts.unchanged);
        }
        self.release(stored.id)?;
        Ok(true)
    }

    fn find(&self, row: &Incoming<'_>) -> Result<Option<Stored>, StoreError> {
        self.w
            .first(self.on.find, (self.stamp.connection.0, row.external_id), |found| {
                let number: Option<Cow<'_, str>> = number(found)?;
                Ok(Stored {
                    id: found.get(0)?,
                    gone: found.get(1)?,
                    absent: found.get::<_, i64>(2)? > 0,
                    outdated: found.get(4)?,
                    same: same(found, FIRST_COLUMN, &row.cells)?,
                    same_number: number.as_deref() == row.nino.as_ref().map(|nino| nino.text.as_str()),
                })
            })
    }

    fn insert(&self, row: &Incoming<'_>) -> Result<i64, StoreError> {
        let stamp = [
            Cell::Int(self.stamp.run.0),
            Cell::from(self.stamp.now),
            Cell::Int(self.stamp.connection.0),
            Cell::from(row.external_id),
        ];
        let id = self
            .w
            .insert(self.on.insert, params_from_iter(row.cells.iter().chain(&stamp)))?;
        self.put_number(id, row)?;
        Ok(id)
    }

    fn update(&self, stored: &Stored, row: &Incoming<'_>) -> Result<(), StoreError> {
        let stamp = [
            Cell::Int(self.stamp.run.0),
            Cell::from(self.stamp.now),
            Cell::Int(stored.id),
        ];
        self.w
            .execute(self.on.update, params_from_iter(row.cells.iter().chain(&stamp)))?;
        if !stored.same_number {
            self.w.execute(self.on.remove_nino, [stored.id])?;
            self.put_number(stored.id, row)?;
        }
        Ok(())
    }

    fn put_number(&self, id: i64, row: &Incoming<'_>) -> Result<(), StoreError> {
        if let Some(number) = &row.nino {
            self.w.execute(self.on.put_nino, (id, &number.text, number.valid))?;
        }
        Ok(())
    }

    /// Nothing is written about a row that is as it was, unless the last listing lacked it, or it could not be read then
    /// and now is.
    fn keep(&self, stored: &Stored, is_read: bool) -> Result<(), StoreError> {
        if is_read {
            self.w.execute(self.on.mark_read, [stored.id])?;
        } else if stored.absent {
            self.w.execute(self.on.mark_present, [stored.id])?;
        }
        Ok(())
    }

    /// A row that is seen again waits for no confirmation.
    fn release(&self, id: i64) -> Result<(), StoreError> {
        if self.held {
            self.w.execute(self.on.release, [id])?;
        }
        Ok(())
    }

    /// A row that shifts between pages, or comes twice, is counted once: as what it was the first time.
    fn note(&mut self, id: i64, outcome: impl FnOnce(&mut Counts) -> &mut u64) {
        if self.seen.insert(id) {
            self.counts.read += 1;
            *outcome(&mut self.counts) += 1;
        }
    }
}

fn number<'r>(row: &'r Row<'_>) -> rusqlite::Result<Option<Cow<'r, str>>> {
    Ok(row.get_ref(3)?.as_str_or_null()?.map(Cow::Borrowed))
}

/// What the search box looks in: each field folded, with a blank between, so that no word spans two fields.
pub(crate) fn search_text(fields: &[&str]) -> String {
    let folded = fields.iter().map(|field| names::fold(field));
    folded.filter(|field| !field.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Both forms of a key: as entered, and as compared.
pub(crate) fn keyed<'a>(entered: Option<&'a String>, key: impl Fn(&str) -> Option<String>) -> [Cell<'a>; 2] {
    let entered = filled(entered);
    [entered.into(), entered.and_then(key).into()]
}

/// What a counting statement counts.
pub(crate) fn present_count(r: &Reader<'_>, sql: &str, params: impl rusqlite::Params) -> Result<u64, StoreError> {
    let count: i64 = r.one(sql, params, |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}
