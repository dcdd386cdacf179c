//! Onefile Eportfolio API v2.1, as section 1 of `APIS.md` states it.

mod listing;
mod rows;
mod sessions;

use axum::http::StatusCode;
use serde_json::json;

use crate::answer::Answer;
use crate::call::Call;
use crate::op::Op;
use crate::state::{State, read};

/// What Onefile keeps between calls.
#[derive(Default)]
pub(crate) struct Onefile {
    sessions: sessions::Sessions,
    listings: listing::Listings,
}

impl Onefile {
    pub(crate) fn forget_listings(&self) {
        self.listings.clear();
    }

    pub(crate) fn expire_sessions(&self) {
        self.sessions.clear();
    }
}

/// Answers one call.
pub(crate) fn answer(state: &State, call: &Call) -> Answer {
    if call.op == Op::OnefileSignIn {
        return sessions::sign_in(state, call);
    }
    if !sessions::is_signed_in(state, call) {
        return Answer::refusal(StatusCode::UNAUTHORIZED, "The token is missing or has expired.");
    }
    match call.op {
        Op::OnefileCustomer => {
            Answer::json(&json!({ "ID": read(&state.customer).id, "Name": "Sandbox Training Group" }))
        }
        Op::OnefileCentres => centres(state, call),
        Op::OnefileUsersList => listing::list(state, call),
        _ => get(state, call),
    }
}

fn centres(state: &State, call: &Call) -> Answer {
    let customer = read(&state.customer);
    if call.fields.number("CustomerID") != Some(customer.id) {
        return Answer::refusal(StatusCode::BAD_REQUEST, "CustomerID is missing or not yours.");
    }
    let centres: Vec<_> = customer
        .centres
        .iter()
        .map(|centre| json!({ "ID": centre.id, "Name": centre.name }))
        .collect();
    Answer::json(&centres)
}

fn get(state: &State, call: &Call) -> Answer {
    let Some(id) = call.fields.number("id") else {
        return Answer::refusal(StatusCode::BAD_REQUEST, "The user id is not a number.");
    };
    match read(&state.customer).onefile.get(id) {
        Some(user) => Answer::json(&rows::Whole::of(user)),
        None => Answer::refusal(StatusCode::NOT_FOUND, "No user has this id."),
    }
}
