//! `POST users/createUser`.

use axum::http::StatusCode;
use chrono::NaiveDate;
use serde_json::json;

use crate::answer::Answer;
use crate::call::{Call, Fields};
use crate::customer::BksbUser;
use crate::state::{State, read};

pub(super) fn create(state: &State, call: &Call) -> Answer {
    let account = match requested(&call.fields) {
        Ok(account) => account,
        Err(message) => return Answer::refusal(StatusCode::BAD_REQUEST, message),
    };
    let username = account.username.clone();
    let id = state.edit(|editor| {
        let taken = editor.customer().account_by_username(&username).is_some();
        (!taken).then(|| editor.add_account(account))
    });
    match id.and_then(|id| read(&state.customer).account(&id).map(|user| user.id)) {
        Some(id) => Answer::json(&json!({ "UserId": id, "Username": username })),
        None => Answer::refusal(StatusCode::BAD_REQUEST, "A user with this username already exists."),
    }
}

fn requested(fields: &Fields) -> Result<BksbUser, &'static str> {
    let required = |name, message| fields.text(name).filter(|text| !text.trim().is_empty()).ok_or(message);
    let username = required("Username", "Username is missing.")?;
    let given_name = required("Firstname", "Firstname is missing.")?;
    let family_name = required("Lastname", "Lastname is missing.")?;
    required("Password", "Password is missing.")?;
    let mut account = BksbUser::new(username, given_name, family_name, "");
    account.email = fields.text("Email").map(str::to_owned);
    account.date_of_birth = date_of_birth(fields)?;
    Ok(account)
}

/// The date comes in parts: `DateOfBirth[Year]`, `DateOfBirth[Month]`, `DateOfBirth[Day]`, and hours that are not read.
fn date_of_birth(fields: &Fields) -> Result<Option<NaiveDate>, &'static str> {
    let part = |name: &str| fields.text(&format!("DateOfBirth[{name}]"));
    let (Some(year), Some(month), Some(day)) = (part("Year"), part("Month"), part("Day")) else {
        return Ok(None);
    };
    format!("{year}-{month}-{day}")
        .parse()
        .map(Some)
        .map_err(|_| "DateOfBirth is not a date.")
}
