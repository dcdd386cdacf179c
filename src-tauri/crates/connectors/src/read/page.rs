//! One answer as rows of ours, with the rows that could not be read set aside.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::run::Skipped;
use serde_json::error::Category;

use crate::definition::schema::AnswerKind;
use crate::operation::Operation;
use crate::template::Values;

use super::cell::Cell;
use super::fields::{Field, FieldName, Fields, Source};
use super::reader::{Reader, Unfit};
use super::walk::{Found, Row, walk};

/// The rows of one answer.
pub(crate) struct Sheet<T> {
    /// The rows that could be read, each with the mark of its id.
    pub(crate) rows: Vec<(u64, T)>,
    pub(crate) skipped: Vec<Skipped>,
    /// How many rows the answer had, read or skipped.
    pub(crate) count: u64,
    /// The marks of all ids, skipped rows included.
    pub(crate) ids: Vec<u64>,
    /// How many rows there are in all, where the answer says.
    pub(crate) total: Option<u64>,
    /// The slots that held something in some row, as bits.
    pub(crate) seen: u64,
}

impl<T> Sheet<T> {
    pub(crate) fn empty() -> Self {
        Self {
            rows: Vec::new(),
            skipped: Vec::new(),
            count: 0,
            ids: Vec::new(),
            total: None,
            seen: 0,
        }
    }

    /// Whether there was any row that is one.
    pub(crate) fn has_rows(&self) -> bool {
        self.count > 0
    }
}

/// How an answer is not what the definition says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// It ends in the middle.
    CutOff,
    /// In words that complete "answered, but not in the form this app expects: …".
    Unreadable(String),
    /// A field that has to be there is in no row.
    FieldMissing(FieldName, String),
}

/// Reads an answer's rows with `map`. A row that `map` finds unfit is set aside. `is_first` says whether it is the first
/// page of its list: a list that may be missing may be so on any later one, whatever its total.
pub(crate) fn read_page<T>(
    operation: &Operation,
    body: &[u8],
    values: &Values<'_>,
    is_first: bool,
    mut map: impl FnMut(&Reader<'_, '_>, &Row<'_, '_>) -> Result<T, Unfit>,
) -> Result<Sheet<T>, Misfit> {
    let mut sheet = Sheet::empty();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if operation.answer == AnswerKind::Text {
        return read_text(operation, body, values, map);
    }
    let id = operation.fields.get(FieldName::ExternalId);
    let found = walk(body, &operation.plan, |row| {
        let id = id.and_then(|field| raw_id(field, row));
        sheet.seen |= present(row.cells);
        if let Some(id) = id {
            sheet.ids.push(mark(id));
        }
        let reader = Reader::new(&operation.fields, row, values);
        match map(&reader, row) {
            Ok(read) => sheet.rows.push((id.map_or(0, mark), read)),
            Err(unfit) => sheet.skipped.push(Skipped {
                // What cannot be read as an id is nobody's: who is behind it would pass for missing.
                external_id: reader.id().ok(),
                reason: unfit.reason,
                field: unfit.field,
            }),
        }
    })
    .map_err(|error| misfit(&error, body))?;
    sheet.count = found.rows;
    sheet.total = total(operation, &found)?;
    fits(operation, &found, sheet.total, is_first)?;
    for _ in 0..found.odd {
        sheet.skipped.push(Skipped {
            external_id: None,
            reason: domain::run::SkipReason::RowUnreadable,
            field: None,
        });
    }
    Ok(sheet)
}

/// Whether the answer has the shape that the definition says, whatever its rows hold.
fn fits(operation: &Operation, found: &Found<'_>, total: Option<u64>, is_first: bool) -> Result<(), Misfit> {
    if !found.reached {
        let may_be_missing = operation.rows_may_be_missing && (!is_first || total.unwrap_or(0) == 0);
        if !may_be_missing {
            let place = operation.rows.trim_end_matches("/*");
            return Err(Misfit::Unreadable(match place {
                "" => "the answer is not what holds rows".to_owned(),
                place => format!("there is nothing at {place}"),
            }));
        }
    }
    if found.rows > 0 && found.odd == found.rows {
        return Err(Misfit::Unreadable(
            "what stands where rows should be are no rows".to_owned(),
        ));
    }
    Ok(())
}

fn total(operation: &Operation, found: &Found<'_>) -> Result<Option<u64>, Misfit> {
    let Some(mark) = &operation.marks.total else {
        return Ok(None);
    };
    match found.marks[mark.slot].map(Cell::of) {
        Some(Cell::Number(number)) => number.parse().ok(),
        Some(Cell::Text(text)) => text.trim().parse().ok(),
        // An answer without rows may leave out how many there are.
        None | Some(Cell::Null) if found.rows == 0 => return Ok(None),
        _ => None,
    }
    .map(Some)
    .ok_or_else(|| Misfit::Unreadable(format!("there is no number at {}", mark.pointer)))
}

/// The first expected field that was in no row so far; `seen` are the slots that were.
pub(crate) fn missing_field(fields: &Fields, seen: u64) -> Option<Misfit> {
    let (name, field) = missing(fields, seen).find(|(_, field)| !field.optional)?;
    Some(Misfit::FieldMissing(name, field.their_names()))
}

/// All fields that were in no row.
pub(crate) fn missing(fields: &Fields, seen: u64) -> impl Iterator<Item = (FieldName, &Field)> {
    fields
        .iter()
        .filter(move |(_, field)| field.slots() != 0 && field.slots() & seen == 0)
}

/// The slots that hold something, as bits. A null counts: the key is there.
pub(crate) fn present(cells: &[Option<&str>]) -> u64 {
    cells
        .iter()
        .enumerate()
        .fold(0, |bits, (slot, cell)| bits | u64::from(cell.is_some()) << slot)
}

fn raw_id<'r>(field: &Field, row: &Row<'r, '_>) -> Option<&'r str> {
    field.sources.iter().find_map(|source| match source {
        Source::Cell(slot, _) => row.cells[*slot]
            .map(|raw| raw.trim_matches('"').trim())
            .filter(|raw| *raw != "null"),
        Source::Call(_) => None,
    })
}

fn mark(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn misfit(error: &serde_json::Error, body: &[u8]) -> Misfit {
    if body.trim_ascii().is_empty() {
        return Misfit::Unreadable("the answer is empty".to_owned());
    }
    match error.classify() {
        Category::Eof => Misfit::CutOff,
        _ if looks_like_web_page(body) => Misfit::Unreadable("it is a web page".to_owned()),
        _ => Misfit::Unreadable("it is not JSON".to_owned()),
    }
}

/// Whether a body is what a proxy, a sign-in page or a maintenance page would send.
pub(crate) fn looks_like_web_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// A text answer is one row with the one field `text`.
fn read_text<T>(
    operation: &Operation,
    body: &[u8],
    values: &Values<'_>,
    mut map: impl FnMut(&Reader<'_, '_>, &Row<'_, '_>) -> Result<T, Unfit>,
) -> Result<Sheet<T>, Misfit> {
    let unreadable = |what: &str| Err(Misfit::Unreadable(what.to_owned()));
    let Ok(text) = std::str::from_utf8(body) else {
        return unreadable("it is not text");
    };
    if looks_like_web_page(body) {
        return unreadable("it is a web page");
    }
    let Some(text) = unquoted(text) else {
        return unreadable("the answer is empty");
    };
    let cell = serde_json::Value::from(text).to_string();
    let mut cells = vec![None; operation.plan.cells];
    if let Some(slot) = operation.plan.row.child("text").and_then(|branch| branch.slot) {
        cells[slot] = Some(cell.as_str());
    }
    let row = Row::bare(&cells);
    match map(&Reader::new(&operation.fields, &row, values), &row) {
        Ok(read) => Ok(Sheet {
            rows: vec![(mark(text), read)],
            count: 1,
            ids: vec![mark(text)],
            seen: present(&cells),
            ..Sheet::empty()
        }),
        Err(_) => unreadable("it is a sentence that this app does not know"),
    }
}

/// A text without outer blanks and quotes; `None` where nothing is left.
pub(crate) fn unquoted(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text)
        .trim();
    (!text.is_empty()).then_some(text)
}
