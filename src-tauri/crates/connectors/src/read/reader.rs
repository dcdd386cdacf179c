//! One row as our fields.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use domain::run::SkipReason;

use crate::definition::schema::FieldKind;
use crate::template::Values;

use super::cell::Cell;
use super::fields::{Field, FieldName, Fields, Source};
use super::steps::Around;
use super::walk::Row;

/// Reads the fields of one row.
pub(crate) struct Reader<'r, 'de> {
    fields: &'r Fields,
    row: &'r Row<'r, 'de>,
    values: &'r Values<'r>,
}

/// Why a row cannot be read: the system's name of the field, never its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfit {
    pub(crate) reason: SkipReason,
    pub(crate) field: Option<String>,
}

impl Unfit {
    fn of(reason: SkipReason, field: &Field) -> Self {
        Self {
            reason,
            field: Some(field.their_names()),
        }
    }
}

/// A word of the system with the code that it stands for, if its table has it.
pub(crate) struct Word<'r> {
    pub(crate) code: Option<&'r str>,
    pub(crate) raw: Option<String>,
}

/// An instant with the text that it was read from.
#[derive(Default)]
pub(crate) struct Stamp {
    pub(crate) at: Option<DateTime<Utc>>,
    pub(crate) raw: Option<String>,
}

type Read<T> = Result<Option<T>, Unfit>;

impl<'r, 'de> Reader<'r, 'de> {
    pub(crate) fn new(fields: &'r Fields, row: &'r Row<'r, 'de>, values: &'r Values<'r>) -> Self {
        Self { fields, row, values }
    }

    /// The same row by other fields.
    pub(crate) fn with_fields(&self, fields: &'r Fields) -> Self {
        Self { fields, ..*self }
    }

    /// The row's id.
    pub(crate) fn id(&self) -> Result<String, Unfit> {
        let name = FieldName::ExternalId;
        self.text(name)?.ok_or_else(|| Unfit {
            reason: SkipReason::IdMissing,
            field: self.fields.get(name).map(Field::their_names),
        })
    }

    /// A field that has to hold something.
    pub(crate) fn needed(&self, name: FieldName) -> Result<String, Unfit> {
        self.text(name)?.ok_or_else(|| Unfit {
            reason: SkipReason::FieldMissing,
            field: self.fields.get(name).map(Field::their_names),
        })
    }

    /// A text; `None` where it is absent, null or blank.
    pub(crate) fn text(&self, name: FieldName) -> Read<String> {
        let Some(field) = self.fields.get(name) else {
            return Ok(None);
        };
        self.first(field, |cell| texted(field.kind, cell))
            .map(|text| text.map(Cow::into_owned).or_else(|| field.constant.clone()))
    }

    /// A number.
    pub(crate) fn number(&self, name: FieldName) -> Read<f64> {
        let Some(field) = self.fields.get(name) else {
            return Ok(None);
        };
        self.first(field, |cell| match cell {
            Cell::Number(text) => text.parse().map(Some).map_err(drop),
            Cell::Text(text) if text.trim().is_empty() => Ok(None),
            Cell::Text(text) => unit_taken_off(name, text.trim()).parse().map(Some).map_err(drop),
            Cell::Null => Ok(None),
            Cell::Flag(_) | Cell::Nested => Err(()),
        })
        .and_then(|number: Option<f64>| match number {
            Some(number) if !number.is_finite() => Err(Unfit::of(SkipReason::FieldMistyped, field)),
            number => Ok(number),
        })
    }

    /// Yes or no.
    pub(crate) fn flag(&self, name: FieldName) -> Read<bool> {
        let Some(field) = self.fields.get(name) else {
            return Ok(None);
        };
        self.first(field, |cell| match cell {
            Cell::Flag(flag) => flagged(field, flag),
            Cell::Text(text) => worded_flag(field, &text),
            Cell::Number(text) => worded_flag(field, text),
            Cell::Null => Ok(None),
            Cell::Nested => Err(()),
        })
    }

    /// A day.
    pub(crate) fn day(&self, name: FieldName) -> Read<NaiveDate> {
        let Some((field, text)) = self.dated(name)? else {
            return Ok(None);
        };
        let format = field.format.as_ref();
        match format.map_or(Ok(None), |format| format.day(&text)) {
            Ok(day) => Ok(day),
            Err(_) => Err(Unfit::of(SkipReason::DateUnreadable, field)),
        }
    }

    /// An instant.
    pub(crate) fn moment(&self, name: FieldName) -> Result<Stamp, Unfit> {
        let Some((field, text)) = self.dated(name)? else {
            return Ok(Stamp::default());
        };
        let format = field.format.as_ref();
        match format.map_or(Ok(None), |format| format.instant(&text)) {
            Ok(at) => Ok(Stamp {
                at,
                raw: at.map(|_| text),
            }),
            Err(_) => Err(Unfit::of(SkipReason::DateUnreadable, field)),
        }
    }

    fn dated(&self, name: FieldName) -> Read<(&'r Field, String)> {
        let Some(field) = self.fields.get(name) else {
            return Ok(None);
        };
        let text = self.first(field, |cell| texted(FieldKind::Text, cell))?;
        Ok(text.map(|text| (field, text.into_owned())))
    }

    /// A word with its code. Of several sources the first whose word the table has decides; where it has none of them,
    /// the first word is kept as it came.
    pub(crate) fn word(&self, name: FieldName) -> Result<Word<'r>, Unfit> {
        let mut word = Word { code: None, raw: None };
        let Some(field) = self.fields.get(name) else {
            return Ok(word);
        };
        word.code = field.constant.as_deref();
        for source in &field.sources {
            let Some(cell) = self.cell(source) else { continue };
            let text = texted(field.kind, cell).map_err(|()| Unfit::of(SkipReason::FieldMistyped, field))?;
            let Some(text) = text else { continue };
            let table = field.table.as_deref();
            let code = match field.step {
                Some(step) => {
                    let around = Around {
                        subjects: &self.fields.subjects,
                    };
                    let text = step(&text, &around);
                    table.and_then(|table| table.code(text))
                }
                None => table.and_then(|table| table.code(&text)),
            };
            if code.is_some() {
                return Ok(Word {
                    code,
                    raw: Some(text.into_owned()),
                });
            }
            word.raw.get_or_insert_with(|| text.into_owned());
        }
        Ok(word)
    }

    /// The first source that holds something.
    fn first<T>(&self, field: &Field, read: impl Fn(Cell<'r>) -> Result<Option<T>, ()>) -> Read<T> {
        for source in &field.sources {
            let Some(cell) = self.cell(source) else { continue };
            match read(cell) {
                Ok(None) => {}
                Ok(some) => return Ok(some),
                Err(()) => return Err(Unfit::of(SkipReason::FieldMistyped, field)),
            }
        }
        Ok(None)
    }

    fn cell(&self, source: &Source) -> Option<Cell<'r>> {
        match source {
            Source::Cell(slot, _) => self.row.cells[*slot].map(Cell::of),
            Source::Call(name) => {
                let text = self.row.captured(name).or_else(|| self.values.text(name))?;
                Some(Cell::Text(text.to_owned().into()))
            }
        }
    }
}

/// A cell as text, where its kind allows it to be.
fn texted<'t>(kind: FieldKind, cell: Cell<'t>) -> Result<Option<Cow<'t, str>>, ()> {
    match (kind, cell) {
        (_, Cell::Null) => Ok(None),
        (_, Cell::Text(text)) if text.trim().is_empty() => Ok(None),
        (FieldKind::Digits, Cell::Text(text)) => {
            let text = text.trim();
            all_digits(text).then(|| Some(Cow::Owned(text.to_owned()))).ok_or(())
        }
        (FieldKind::Number, Cell::Text(text)) if text.trim().parse::<f64>().is_err() => Err(()),
        (FieldKind::Id, Cell::Text(text)) => Ok(Some(trimmed(text))),
        (_, Cell::Text(text)) => Ok(Some(text)),
        (FieldKind::Id | FieldKind::Digits, Cell::Number(number)) if all_digits(number) => Ok(Some(number.into())),
        (FieldKind::Number, Cell::Number(number)) => Ok(Some(number.into())),
        _ => Err(()),
    }
}

/// Ids are compared, so blanks around one must not make it another.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.trim().len() == text.len() {
        return text;
    }
    Cow::Owned(text.trim().to_owned())
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A percent may be sent with its sign.
fn unit_taken_off(name: FieldName, text: &str) -> &str {
    match name {
        FieldName::Percent => text.strip_suffix('%').map_or(text, str::trim_end),
        _ => text,
    }
}

/// A flag as it is, unless the definition's words turn it round: a system may say who is disabled and not who is active.
fn flagged(field: &Field, flag: bool) -> Result<Option<bool>, ()> {
    let words = || field.yes.iter().chain(&field.no);
    let turns = words().any(|word| word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false"));
    match turns {
        true => worded_flag(field, if flag { "true" } else { "false" }),
        false => Ok(Some(flag)),
    }
}

fn worded_flag(field: &Field, text: &str) -> Result<Option<bool>, ()> {
    let text = text.trim();
    let says = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match (field.yes.is_empty(), field.no.is_empty()) {
        (true, true) => match text.to_ascii_lowercase().as_str() {
            "" => Ok(None),
            "true" | "yes" | "1" => Ok(Some(true)),
            "false" | "no" | "0" => Ok(Some(false)),
            _ => Err(()),
        },
        (false, true) => Ok(Some(says(&field.yes))),
        (true, false) => Ok(Some(!says(&field.no))),
        (false, false) if says(&field.yes) => Ok(Some(true)),
        (false, false) if says(&field.no) => Ok(Some(false)),
        (false, false) => Err(()),
    }
}

#[cfg(test)]
mod tests;
