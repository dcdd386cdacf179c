//! Who could not be matched, and why: the learners' side and the accounts' side alike.

use std::collections::BTreeMap;

use domain::linking::{Candidate, CandidateKind, Evidence, Reason, Unmatched};
use domain::{ConnectionId, LearnerId, UserId};
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::Coded;
use crate::store::{Reader, Writer};

/// The statements on one side.
pub(crate) struct Side {
    stored: &'static str,
    remove: &'static str,
    insert: &'static str,
    insert_candidate: &'static str,
}

macro_rules! side {
    ($own:literal, $other:literal) => {
        Side {
            stored: concat!(
                "SELECT o.",
                $own,
                ", o.reason, c.",
                $other,
                ", c.kind, c.why FROM unmatched_",
                $own,
                "s o \
                 LEFT JOIN ",
                $own,
                "_candidates c ON c.provider = o.provider AND c.",
                $own,
                " = o.",
                $own,
                " \
                 WHERE o.provider = ? ORDER BY o.",
                $own,
                ", c.position"
            ),
            remove: concat!(
                "DELETE FROM unmatched_",
                $own,
                "s WHERE provider = ? AND ",
                $own,
                " = ?"
            ),
            insert: concat!(
                "INSERT INTO unmatched_",
                $own,
                "s (provider, ",
                $own,
                ", reason) SELECT ?1, id, ?3 FROM ",
                $own,
                "s WHERE id = ?2"
            ),
            insert_candidate: concat!(
                "INSERT INTO ",
                $own,
                "_candidates (provider, ",
                $own,
                ", position, ",
                $other,
                ", kind, why) \
                 SELECT ?1, ?2, ?3, id, ?5, ?6 FROM ",
                $other,
                "s WHERE id = ?4"
            ),
        }
    };
}

pub(crate) static LEARNERS: Side = side!("learner", "user");
pub(crate) static USERS: Side = side!("user", "learner");

/// An id of this installation, of whichever side.
pub(crate) trait LocalId: Copy {
    fn number(self) -> i64;
}

impl LocalId for LearnerId {
    fn number(self) -> i64 {
        self.0
    }
}

impl LocalId for UserId {
    fn number(self) -> i64 {
        self.0
    }
}

/// A row in comparable form.
#[derive(PartialEq, Eq)]
struct Plain {
    reason: Reason,
    candidates: Vec<(i64, CandidateKind, String)>,
}

/// Makes the list of one side what it is to be, and writes only what differs. Whether anything did.
pub(crate) fn replace<Own: LocalId, Other: LocalId>(
    w: &Writer<'_>,
    on: &Side,
    provider: ConnectionId,
    rows: &[Unmatched<Own, Other>],
) -> Result<bool, StoreError> {
    let mut stored = stored(w, on, provider)?;
    let mut differs = false;
    for row in rows {
        let (own, row) = (row.id.number(), plain(row));
        let before = stored.remove(&own);
        if before.as_ref() == Some(&row) {
            continue;
        }
        differs = true;
        if before.is_some() {
            w.execute(on.remove, params![provider.0, own])?;
        }
        insert(w, on, provider, own, &row)?;
    }
    for own in stored.keys() {
        differs = true;
        w.execute(on.remove, params![provider.0, own])?;
    }
    Ok(differs)
}

fn plain<Own, Other: LocalId>(row: &Unmatched<Own, Other>) -> Plain {
    let plain = |one: &Candidate<Other>| (one.id.number(), one.kind, why(&one.why));
    Plain {
        reason: row.reason,
        candidates: row.candidates.iter().map(plain).collect(),
    }
}

/// Evidence as one text.
pub(crate) fn why(evidence: &[Evidence]) -> String {
    evidence.iter().map(|one| one.code()).collect::<Vec<_>>().join(", ")
}

fn stored(r: &Reader<'_>, on: &Side, provider: ConnectionId) -> Result<BTreeMap<i64, Plain>, StoreError> {
    let mut found = BTreeMap::<i64, Plain>::new();
    let mut statement = r.prepare(on.stored)?;
    let mut rows = statement.query([provider.0])?;
    while let Some(row) = rows.next()? {
        let reason = row.get::<_, Coded<Reason>>(1)?.0;
        let plain = found.entry(row.get(0)?).or_insert(Plain {
            reason,
            candidates: Vec::new(),
        });
        if let Some(other) = row.get(2)? {
            let kind = row.get::<_, Coded<CandidateKind>>(3)?.0;
            plain.candidates.push((other, kind, row.get(4)?));
        }
    }
    Ok(found)
}

/// Whoever is no longer here is left out.
fn insert(w: &Writer<'_>, on: &Side, provider: ConnectionId, own: i64, row: &Plain) -> Result<(), StoreError> {
    if w.execute(on.insert, params![provider.0, own, row.reason.code()])? == 0 {
        return Ok(());
    }
    for (position, (other, kind, why)) in (1_i64..).zip(&row.candidates) {
        w.execute(
            on.insert_candidate,
            params![provider.0, own, position, other, kind.code(), why],
        )?;
    }
    Ok(())
}
