//! `POST /User/Search/{page}/{size}`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use chrono::{DateTime, Utc};

use super::rows::{Bare, Whole};
use crate::answer::Answer;
use crate::call::Call;
use crate::customer::{Customer, OnefileUser};
use crate::state::{State, lock, read};

/// What a list is narrowed to.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Filter {
    centre_id: u64,
    role: Option<u64>,
    given_name: Option<String>,
    family_name: Option<String>,
    mis_id: Option<String>,
    since: Option<DateTime<Utc>>,
}

/// The ids that each filter lets through, so that a page costs no look at every user. Forgotten on every edit.
#[derive(Default)]
pub(super) struct Listings(Mutex<HashMap<Filter, Arc<Vec<u64>>>>);

impl Listings {
    pub(super) fn clear(&self) {
        lock(&self.0).clear();
    }

    fn ids(&self, filter: Filter, customer: &Customer, list_archived: bool) -> Arc<Vec<u64>> {
        let mut listings = lock(&self.0);
        // Filters by time are new each time: without a bound a long-lived sandbox would gather them all.
        if listings.len() > 64 {
            listings.clear();
        }
        let listed = |user: &&OnefileUser| filter.admits(user) && (list_archived || !user.archived);
        let ids = || {
            Arc::new(
                customer
                    .onefile
                    .rows()
                    .iter()
                    .filter(listed)
                    .map(|user| user.id)
                    .collect(),
            )
        };
        Arc::clone(listings.entry(filter.clone()).or_insert_with(ids))
    }
}

impl Filter {
    fn of(call: &Call) -> Result<Self, &'static str> {
        let fields = &call.fields;
        let text = |name| fields.text(name).map(str::to_owned);
        let since = match fields.text("LastModified").map(DateTime::parse_from_rfc3339) {
            Some(Ok(since)) => Some(since.to_utc()),
            Some(Err(_)) => return Err("LastModified is not an ISO 8601 time."),
            None => None,
        };
        Ok(Self {
            centre_id: fields.number("OrganisationID").ok_or("OrganisationID is missing.")?,
            role: fields.number("Role"),
            given_name: text("FirstName"),
            family_name: text("LastName"),
            mis_id: text("MISID"),
            since,
        })
    }

    fn admits(&self, user: &OnefileUser) -> bool {
        user.centre_id == self.centre_id
            && self.role.is_none_or(|role| role == u64::from(user.role))
            && self.given_name.as_ref().is_none_or(|name| *name == user.given_name)
            && self.family_name.as_ref().is_none_or(|name| *name == user.family_name)
            && self.mis_id.as_ref().is_none_or(|id| user.mis_id.as_ref() == Some(id))
            && self.since.is_none_or(|since| user.last_modified >= since)
    }
}

pub(super) fn list(state: &State, call: &Call) -> Answer {
    let options = &state.options.onefile;
    let (page, size) = (
        call.fields.number("page").unwrap_or(0),
        call.fields.number("size").unwrap_or(0),
    );
    if page == 0 || size == 0 || size > options.max_page_size {
        return Answer::refusal(StatusCode::BAD_REQUEST, "The page or its size is out of range.");
    }
    let filter = match Filter::of(call) {
        Ok(filter) => filter,
        Err(message) => return Answer::refusal(StatusCode::BAD_REQUEST, message),
    };
    let customer = read(&state.customer);
    let ids = state.onefile.listings.ids(filter, &customer, options.list_archived);
    let (ids, _) = call.view.page(&ids, page as usize, size as usize);
    let users = ids.iter().filter_map(|id| customer.onefile.get(*id));
    if ids.is_empty() {
        Answer::nothing_found()
    } else if options.full_rows {
        Answer::json(&users.map(Whole::of).collect::<Vec<_>>())
    } else {
        Answer::json(&users.map(Bare::of).collect::<Vec<_>>())
    }
}
