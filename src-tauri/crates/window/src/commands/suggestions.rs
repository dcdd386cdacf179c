//! Who may be right for the unmatched rows of one page: computed when somebody looks, added after whom matching named.

use std::collections::HashMap;

use domain::linking::Candidate;
use domain::{ConnectionId, Fault, LearnerId, UserId};
use host::engine::Named;
use host::{Reader, StoreError, views};

use crate::open::Held;
use crate::wire::{Side, Suggested, UnmatchedPart};

/// Adds suggestions to the rows of a page.
///
/// # Errors
/// `NotFound` where there is no such provider; the store's.
pub(super) async fn add(
    held: &Held,
    provider: ConnectionId,
    side: Side,
    rows: &mut [UnmatchedPart],
) -> Result<(), Fault> {
    let found = match side {
        Side::Learners => {
            let asked = rows.iter().map(|row| named(row, LearnerId, UserId)).collect();
            let found = held.host().engine().learner_suggestions(provider, asked).await?;
            let by_row = by_row(found, |learner| learner.0);
            held.host().read(move |r| told(r, by_row, account)).await?
        }
        Side::Users => {
            let asked = rows.iter().map(|row| named(row, UserId, LearnerId)).collect();
            let found = held.host().engine().user_suggestions(provider, asked).await?;
            let by_row = by_row(found, |user| user.0);
            held.host().read(move |r| told(r, by_row, learner)).await?
        }
    };
    add_found(rows, found);
    Ok(())
}

fn named<Own, Other>(row: &UnmatchedPart, own: fn(i64) -> Own, other: fn(i64) -> Other) -> Named<Own, Other> {
    Named {
        id: own(row.id),
        candidates: row.candidates.iter().map(|one| other(one.other_id)).collect(),
    }
}

type ByRow<Other> = Vec<(i64, Vec<Candidate<Other>>)>;

fn by_row<Own, Other>(found: Vec<(Own, Vec<Candidate<Other>>)>, id: fn(Own) -> i64) -> ByRow<Other> {
    found
        .into_iter()
        .map(|(own, candidates)| (id(own), candidates))
        .collect()
}

/// The suggestions by name, by the id of their row.
fn told<Other>(
    r: &Reader<'_>,
    by_row: ByRow<Other>,
    tell: fn(&Reader<'_>, Candidate<Other>) -> Result<Suggested, StoreError>,
) -> Result<HashMap<i64, Vec<Suggested>>, StoreError> {
    let of_row = |(id, candidates): (i64, Vec<Candidate<Other>>)| {
        let told = candidates.into_iter().map(|one| tell(r, one));
        Ok((id, told.collect::<Result<_, StoreError>>()?))
    };
    by_row.into_iter().map(of_row).collect()
}

fn account(r: &Reader<'_>, one: Candidate<UserId>) -> Result<Suggested, StoreError> {
    let user = views::user_named(r, one.id)?;
    Ok(Suggested {
        other_id: user.id.0,
        given_name: user.given_name,
        family_name: user.family_name,
        username: user.username,
        external_id: user.external_id,
        kind: one.kind,
        why: codes(&one),
    })
}

fn learner(r: &Reader<'_>, one: Candidate<LearnerId>) -> Result<Suggested, StoreError> {
    let learner = views::learner_named(r, one.id)?;
    Ok(Suggested {
        other_id: learner.id.0,
        given_name: learner.given_name,
        family_name: learner.family_name,
        username: None,
        external_id: learner.external_id,
        kind: one.kind,
        why: codes(&one),
    })
}

fn codes<Id>(one: &Candidate<Id>) -> Vec<String> {
    one.why.iter().map(|evidence| evidence.code().to_owned()).collect()
}

fn add_found(rows: &mut [UnmatchedPart], mut found: HashMap<i64, Vec<Suggested>>) {
    for row in rows {
        row.candidates.extend(found.remove(&row.id).unwrap_or_default());
    }
}
