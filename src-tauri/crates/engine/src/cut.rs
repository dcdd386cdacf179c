//! Where fetching everybody's results was cut off, so that the next run goes on there and nobody waits for ever behind
//! those who come first.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ConnectionId, UserId};
use store::{Reader, StoreError, Writer, kv};

/// For so long the results that came before the cut are new enough not to be fetched again.
const NEW: TimeDelta = TimeDelta::hours(1);

/// A run about everybody that did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The last account whose results were stored.
    pub(crate) after: UserId,
    /// When.
    pub(crate) at: DateTime<Utc>,
}

impl Cut {
    /// Whether what came before the cut need not be fetched again. A cut that lies ahead was noted by a wrong clock.
    pub(crate) fn is_new(self, now: DateTime<Utc>) -> bool {
        (now - self.at).abs() < NEW
    }
}

fn key(provider: ConnectionId) -> String {
    format!("results_cut.{provider}")
}

/// Where the last run about everybody was cut off, if it was.
pub(crate) fn read(r: &Reader<'_>, provider: ConnectionId) -> Result<Option<Cut>, StoreError> {
    let text = kv::get(r, &key(provider))?;
    Ok(text.and_then(|text| {
        let (after, at) = text.split_once(' ')?;
        Some(Cut {
            after: after.parse().ok()?,
            at: at.parse().ok()?,
        })
    }))
}

/// Notes where it was cut off, or that it came to its end.
pub(crate) fn keep(w: &Writer<'_>, provider: ConnectionId, cut: Option<Cut>) -> Result<(), StoreError> {
    let text = cut.map(|cut| format!("{} {}", cut.after, cut.at.to_rfc3339()));
    kv::set(w, &key(provider), text.as_deref())
}
