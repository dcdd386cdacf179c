//! New links whose results have not been fetched. Matched means visible: whatever comes between making a link and
//! fetching its results, a fault, a cancel or the end of the app, they are remembered here until they have been.

use domain::{ConnectionId, UserId};
use store::{Reader, StoreError, Writer, kv};

fn key(provider: ConnectionId) -> String {
    format!("unfetched.{provider}")
}

/// Whose results are still to be fetched.
pub(crate) fn list(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<UserId>, StoreError> {
    let text = kv::get(r, &key(provider))?.unwrap_or_default();
    Ok(text.split(' ').filter_map(|id| id.parse().ok()).collect())
}

/// Remembers new links.
pub(crate) fn add(
    w: &Writer<'_>,
    provider: ConnectionId,
    users: impl IntoIterator<Item = UserId>,
) -> Result<(), StoreError> {
    let mut all = list(w, provider)?;
    let before = all.len();
    all.extend(users);
    if all.len() == before {
        Ok(())
    } else {
        keep(w, provider, all)
    }
}

/// Forgets those whose results have been fetched.
pub(crate) fn remove(w: &Writer<'_>, provider: ConnectionId, fetched: &[UserId]) -> Result<(), StoreError> {
    let mut all = list(w, provider)?;
    let before = all.len();
    let fetched: std::collections::HashSet<&UserId> = fetched.iter().collect();
    all.retain(|user| !fetched.contains(user));
    if all.len() == before {
        Ok(())
    } else {
        keep(w, provider, all)
    }
}

fn keep(w: &Writer<'_>, provider: ConnectionId, mut users: Vec<UserId>) -> Result<(), StoreError> {
    users.sort_unstable();
    users.dedup();
    let text: Vec<String> = users.iter().map(UserId::to_string).collect();
    kv::set(
        w,
        &key(provider),
        Some(text.join(" ").as_str()).filter(|text| !text.is_empty()),
    )
}
