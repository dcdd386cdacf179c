//! bksb's API, as section 2 of `APIS.md` states it.

mod accounts;
mod create;
mod results;
mod sessions;

use axum::http::{StatusCode, header};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use crate::answer::Answer;
use crate::call::Call;
use crate::customer::{BksbUser, Customer};
use crate::op::Op;
use crate::state::State;

/// Answers one call.
pub(crate) fn answer(state: &State, call: &Call) -> Answer {
    if !is_signed_in(state, call) {
        return Answer::refusal(
            StatusCode::UNAUTHORIZED,
            "Authorization has been denied for this request.",
        );
    }
    match call.op {
        Op::BksbUsernameExists => accounts::username_exists(state, call),
        Op::BksbUserId => accounts::user_id(state, call),
        Op::BksbUsersList => accounts::list(state, call),
        Op::BksbCreateUser => create::create(state, call),
        Op::BksbLoginLink => accounts::login_link(state, call),
        Op::BksbInitial | Op::BksbDiagnostic => results::numbered(state, call),
        Op::BksbSessions => sessions::list(state, call),
        _ => sessions::components(state, call),
    }
}

fn is_signed_in(state: &State, call: &Call) -> bool {
    let pair = format!("{}:{}", state.keys.access_key, state.keys.secret_key);
    let sent = call
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|sent| sent.to_str().ok());
    sent.and_then(|sent| sent.strip_prefix("Basic ")) == Some(BASE64_STANDARD.encode(pair).as_str())
}

/// Where a page lies in a list.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Pagination {
    current_page: usize,
    total_records: usize,
    records_per_page: usize,
}

/// The page and its size that a call asks for.
fn paging(state: &State, call: &Call, default_size: usize) -> (usize, usize) {
    let number = |name| call.fields.number(name).and_then(|number| usize::try_from(number).ok());
    let size = number("recordsPerPage").unwrap_or(default_size).max(1);
    (
        number("page").unwrap_or(1).max(1),
        state.options.bksb.max_page_size.map_or(size, |most| size.min(most)),
    )
}

/// The account that a call is about.
fn account<'a>(customer: &'a Customer, call: &Call) -> Result<&'a BksbUser, Answer> {
    let account = call.fields.number("userId").and_then(|id| customer.bksb.get(id));
    account.ok_or_else(|| Answer::refusal(StatusCode::NOT_FOUND, "No user has this id."))
}
