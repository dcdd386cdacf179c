//! What an operation answers, before faults and rewrites.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

/// A status and a body.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

pub(crate) const JSON: &str = "application/json; charset=utf-8";
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";

impl Answer {
    pub(crate) fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self {
                status: StatusCode::OK,
                content_type: JSON,
                body,
            },
            Err(_) => Self::refusal(StatusCode::INTERNAL_SERVER_ERROR, "The answer could not be written."),
        }
    }

    pub(crate) fn text(body: impl Into<String>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: TEXT,
            body: body.into().into_bytes(),
        }
    }

    pub(crate) fn nothing_found() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            content_type: TEXT,
            body: Vec::new(),
        }
    }

    /// JSON with a `message`, as Onefile sends with its refusals; bksb's are imitated by the same.
    pub(crate) fn refusal(status: StatusCode, message: &str) -> Self {
        Self {
            status,
            content_type: JSON,
            body: json!({ "message": message }).to_string().into_bytes(),
        }
    }

    /// Alters the body where it is JSON and a success.
    pub(crate) fn alter(&mut self, with: impl FnOnce(&mut Value)) {
        if self.content_type != JSON || !self.status.is_success() {
            return;
        }
        if let Ok(mut value) = serde_json::from_slice(&self.body) {
            with(&mut value);
            self.body = value.to_string().into_bytes();
        }
    }
}
