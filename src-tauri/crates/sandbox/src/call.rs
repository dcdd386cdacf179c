//! One call as an operation sees it.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, Uri, header};
use serde_json::Value;

use crate::faults::View;
use crate::op::Op;

/// What was asked, and how faults bend what a list shows.
pub(crate) struct Call {
    pub(crate) op: Op,
    pub(crate) fields: Fields,
    pub(crate) headers: HeaderMap,
    pub(crate) view: View,
}

/// Everything that a call names, by the system's own words: from the path, the query, a form, or the top of a JSON body.
#[derive(Default)]
pub(crate) struct Fields(HashMap<String, String>);

impl Fields {
    /// Collects the fields of a call. A body that is neither a form nor a JSON object brings none.
    pub(crate) fn read(path: Vec<(String, String)>, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Self {
        let mut fields: HashMap<String, String> = path.into_iter().collect();
        fields.extend(urlencoded(uri.query().unwrap_or_default()));
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            fields.extend(urlencoded(&String::from_utf8_lossy(body)));
        } else if let Ok(Value::Object(object)) = serde_json::from_slice(body) {
            fields.extend(
                object
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, scalar(value)?))),
            );
        }
        Self(fields)
    }

    /// A field's text; `None` where it was not named.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A field's number; `None` where it was not named or is none.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// Takes what was sent under one name for another; what was sent under the old name is no longer understood.
    pub(crate) fn rename(&mut self, ours: &str, sent_as: &str) {
        self.0.remove(ours);
        if let Some(value) = self.0.remove(sent_as) {
            self.0.insert(ours.to_owned(), value);
        }
    }
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn urlencoded(text: &str) -> Vec<(String, String)> {
    if text.is_empty() {
        return Vec::new();
    }
    let uri = Uri::builder().path_and_query(format!("/?{text}")).build();
    let pairs = uri
        .ok()
        .and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    pairs.map(|Query(pairs)| pairs).unwrap_or_default()
}
