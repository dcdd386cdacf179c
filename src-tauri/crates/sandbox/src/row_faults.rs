//! Faults that spoil rows within an answer that is otherwise right.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::faults::What;

/// Spoils an answer as the faults ask.
pub(crate) fn spoil(answer: &mut Answer, faults: &[What]) {
    for fault in faults {
        match fault {
            What::DuplicateRows => answer.alter(|body| {
                if let Some(rows) = rows(body)
                    && let Some(first) = rows.first().cloned()
                {
                    rows.push(first);
                }
            }),
            What::IdsAsText => answer.alter(ids_as_text),
            What::BadRow(row, field, value) => answer.alter(|body| {
                if let Some(Value::Object(row)) = rows(body).and_then(|rows| rows.get_mut(*row)) {
                    match value {
                        Some(value) => row.insert((*field).to_owned(), value.clone()),
                        None => row.remove(*field),
                    };
                }
            }),
            What::WrongTotal(by) => answer.alter(|body| {
                if let Some(total) = body.pointer_mut("/Pagination/TotalRecords") {
                    *total = json!(total.as_i64().unwrap_or_default() + by);
                }
            }),
            _ => {}
        }
    }
}

/// The rows of an answer: the array that it is, or the first that it has.
fn rows(body: &mut Value) -> Option<&mut Vec<Value>> {
    match body {
        Value::Array(rows) => Some(rows),
        Value::Object(object) => object.values_mut().find_map(Value::as_array_mut),
        _ => None,
    }
}

fn ids_as_text(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(ids_as_text),
        Value::Object(object) => {
            for (name, item) in object {
                if (name.ends_with("ID") || name.ends_with("Id")) && item.is_number() {
                    *item = json!(item.to_string());
                } else {
                    ids_as_text(item);
                }
            }
        }
        _ => {}
    }
}
