//! Facts about a system changed on request, each in one line: for those that `APIS.md` only assumes.

use std::sync::{Arc, RwLock};

use axum::http::StatusCode;
use chrono::{NaiveDateTime, SecondsFormat};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::call::Fields;
use crate::customer::uk_instant;
use crate::op::Op;
use crate::routes::Routes;
use crate::state::{read, write};

/// How a value of an answer is changed.
pub type ValueFn = Arc<dyn Fn(&Value) -> Value + Send + Sync>;

#[derive(Clone)]
enum Change {
    Rename(String, String),
    Drop(String),
    Map(String, ValueFn),
    Body(ValueFn),
    Param(String, String),
    Path(String),
    Status(u16),
}

/// One fact about one operation that is other than `APIS.md` states.
#[derive(Clone)]
pub struct Rewrite {
    op: Op,
    change: Change,
}

impl Rewrite {
    /// A field of the answer, at any depth, has another name.
    #[must_use]
    pub fn rename(op: Op, from: &str, to: &str) -> Self {
        Self {
            op,
            change: Change::Rename(from.to_owned(), to.to_owned()),
        }
    }

    /// A field of the answer, at any depth, is left out.
    #[must_use]
    pub fn drop(op: Op, field: &str) -> Self {
        Self {
            op,
            change: Change::Drop(field.to_owned()),
        }
    }

    /// A field of the answer, at any depth, has another value.
    #[must_use]
    pub fn map(op: Op, field: &str, with: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        Self {
            op,
            change: Change::Map(field.to_owned(), Arc::new(with)),
        }
    }

    /// The whole body is another.
    #[must_use]
    pub fn body(op: Op, with: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        Self {
            op,
            change: Change::Body(Arc::new(with)),
        }
    }

    /// A parameter (of query, form or JSON body) has another name; the old one is no longer understood.
    #[must_use]
    pub fn param(op: Op, from: &str, to: &str) -> Self {
        Self {
            op,
            change: Change::Param(from.to_owned(), to.to_owned()),
        }
    }

    /// The operation is at another path below the system's base, such as `users/{userId}/link`; the old one is gone.
    #[must_use]
    pub fn path(op: Op, path: &str) -> Self {
        Self {
            op,
            change: Change::Path(path.trim_matches('/').to_owned()),
        }
    }

    /// The operation always answers so: 404 where it does not exist, 403 where the keys lack its permission.
    #[must_use]
    pub fn status(op: Op, status: u16) -> Self {
        Self {
            op,
            change: Change::Status(status),
        }
    }

    /// A date or time in another format (chrono's letters).
    #[must_use]
    pub fn date_format(op: Op, field: &str, format: &'static str) -> Self {
        Self::map(op, field, move |value| match local_time(value) {
            Some(time) => json!(time.format(format).to_string()),
            None => value.clone(),
        })
    }

    /// A UK local time sent as UTC with `Z` instead.
    #[must_use]
    pub fn in_utc(op: Op, field: &str) -> Self {
        Self::map(op, field, |value| match local_time(value) {
            Some(time) => json!(uk_instant(time).to_rfc3339_opts(SecondsFormat::Secs, true)),
            None => value.clone(),
        })
    }
}

fn local_time(value: &Value) -> Option<NaiveDateTime> {
    value.as_str()?.trim_end_matches('Z').parse().ok()
}

#[derive(Default)]
struct InForce {
    rewrites: Vec<Rewrite>,
    routes: Routes,
}

/// The rewrites of a sandbox. Clones share them.
#[derive(Clone, Default)]
pub struct Rewrites(Arc<RwLock<InForce>>);

impl Rewrites {
    /// Changes a fact from now on.
    pub fn add(&self, rewrite: Rewrite) {
        let mut in_force = write(&self.0);
        if let Change::Path(path) = &rewrite.change {
            in_force.routes.serve_at(rewrite.op, path);
        }
        in_force.rewrites.push(rewrite);
    }

    /// Everything is as `APIS.md` states again.
    pub fn clear(&self) {
        *write(&self.0) = InForce::default();
    }

    pub(crate) fn route(&self, method: &axum::http::Method, path: &str) -> Option<(Op, Vec<(String, String)>)> {
        read(&self.0).routes.find(method, path)
    }

    pub(crate) fn rename_params(&self, op: Op, fields: &mut Fields) {
        for rewrite in read(&self.0).rewrites.iter().filter(|rewrite| rewrite.op == op) {
            if let Change::Param(ours, sent_as) = &rewrite.change {
                fields.rename(ours, sent_as);
            }
        }
    }

    pub(crate) fn refusal(&self, op: Op) -> Option<Answer> {
        read(&self.0)
            .rewrites
            .iter()
            .filter(|rewrite| rewrite.op == op)
            .find_map(|rewrite| match rewrite.change {
                Change::Status(status) => Some(Answer::refusal(
                    StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN),
                    "The operation is not available.",
                )),
                _ => None,
            })
    }

    pub(crate) fn apply(&self, op: Op, answer: &mut Answer) {
        let in_force = read(&self.0);
        for rewrite in in_force.rewrites.iter().filter(|rewrite| rewrite.op == op) {
            match &rewrite.change {
                Change::Body(with) => answer.alter(|body| *body = with(body)),
                Change::Rename(..) | Change::Drop(_) | Change::Map(..) => {
                    answer.alter(|body| change(body, &rewrite.change));
                }
                Change::Param(..) | Change::Path(_) | Change::Status(_) => {}
            }
        }
    }
}

fn change(value: &mut Value, by: &Change) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, by)),
        Value::Object(object) => {
            object.values_mut().for_each(|item| change(item, by));
            match by {
                Change::Rename(from, to) => {
                    if let Some(item) = object.remove(from) {
                        object.insert(to.clone(), item);
                    }
                }
                Change::Drop(field) => {
                    object.remove(field);
                }
                Change::Map(field, with) => {
                    if let Some(item) = object.get_mut(field) {
                        *item = with(item);
                    }
                }
                _ => {}
            }
        }
        _ => {}
    }
}
