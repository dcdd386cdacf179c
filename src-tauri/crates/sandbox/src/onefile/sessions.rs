//! Signing in to Onefile.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::answer::Answer;
use crate::call::Call;
use crate::state::{State, lock};

/// Sessions and when each ends.
#[derive(Default)]
pub(super) struct Sessions(Mutex<HashMap<String, DateTime<Utc>>>);

impl Sessions {
    pub(super) fn clear(&self) {
        lock(&self.0).clear();
    }
}

pub(super) fn sign_in(state: &State, call: &Call) -> Answer {
    let token = call
        .headers
        .get("X-CustomerToken")
        .and_then(|token| token.to_str().ok());
    if token != Some(state.keys.customer_token.as_str()) {
        return Answer::refusal(StatusCode::UNAUTHORIZED, "The customer token is not valid.");
    }
    let session = Uuid::new_v4().to_string();
    let options = &state.options.onefile;
    lock(&state.onefile.sessions.0).insert(session.clone(), state.clock.now() + options.session_lifetime);
    Answer::text(if options.session_in_quotes {
        format!("\"{session}\"")
    } else {
        session
    })
}

pub(super) fn is_signed_in(state: &State, call: &Call) -> bool {
    let session = call.headers.get("X-TokenID").and_then(|session| session.to_str().ok());
    let ends = session.and_then(|session| lock(&state.onefile.sessions.0).get(session).copied());
    ends.is_some_and(|ends| state.clock.now() < ends)
}
