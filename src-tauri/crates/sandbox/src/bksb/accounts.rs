//! bksb's accounts: looked up, listed, signed in.

use axum::http::StatusCode;
use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{Pagination, account, paging};
use crate::answer::Answer;
use crate::call::Call;
use crate::customer::{BksbUser, midnight};
use crate::state::{State, read};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row<'a> {
    user_id: u64,
    username: &'a str,
    firstname: &'a str,
    lastname: &'a str,
    email: Option<&'a str>,
    date_of_birth: Option<String>,
    active: bool,
}

impl<'a> Row<'a> {
    fn of(user: &'a BksbUser) -> Self {
        Self {
            user_id: user.id,
            username: &user.username,
            firstname: &user.given_name,
            lastname: &user.family_name,
            email: user.email.as_deref(),
            date_of_birth: user.date_of_birth.map(midnight),
            active: user.active,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Page<'a> {
    users: Vec<Row<'a>>,
    pagination: Pagination,
}

pub(super) fn list(state: &State, call: &Call) -> Answer {
    let (page, size) = paging(state, call, 100);
    let customer = read(&state.customer);
    let (users, total) = call.view.page(customer.bksb.rows(), page, size);
    Answer::json(&Page {
        users: users.iter().map(Row::of).collect(),
        pagination: Pagination {
            current_page: page,
            total_records: total,
            records_per_page: size,
        },
    })
}

pub(super) fn username_exists(state: &State, call: &Call) -> Answer {
    with_username(call, |username| {
        let exists = read(&state.customer).account_by_username(username).is_some();
        Answer::text(exists.to_string())
    })
}

pub(super) fn user_id(state: &State, call: &Call) -> Answer {
    with_username(call, |username| {
        match read(&state.customer).account_by_username(username) {
            Some(user) => Answer::json(&user.id),
            None => Answer::text(format!("A user with username '{username}' not found.")),
        }
    })
}

fn with_username(call: &Call, answer: impl FnOnce(&str) -> Answer) -> Answer {
    match call.fields.text("username") {
        Some(username) => answer(username),
        None => Answer::refusal(StatusCode::BAD_REQUEST, "username is missing."),
    }
}

pub(super) fn login_link(state: &State, call: &Call) -> Answer {
    match account(&read(&state.customer), call) {
        Ok(user) => {
            let expiry = state.clock.now() + state.options.bksb.link_lifetime;
            Answer::json(&json!({
                "Link": format!("https://sandbox.bksblive2.example/autologin/{}/{}", user.id, Uuid::new_v4().simple()),
                "Expiry": expiry.to_rfc3339_opts(SecondsFormat::Secs, true),
            }))
        }
        Err(refusal) => refusal,
    }
}
