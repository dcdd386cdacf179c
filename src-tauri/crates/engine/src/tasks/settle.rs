//! What follows from whole listings: who is gone, or that it is too implausible to say.

use domain::{CentreId, Fault, FaultCode};
use store::held::{self, Missing};
use store::{Seen, StoreError, Writer, centres, kv, learners, users};

use crate::runs::Ending;
use crate::tally::{Tally, is_implausible};
use crate::work::Work;

/// A whole listing of learners: of a centre, or of everything.
pub(crate) struct Listing {
    pub(crate) centre: Option<CentreId>,
    /// How many rows were stored as present before it began.
    pub(crate) stored_before: u64,
    pub(crate) tally: Tally,
}

impl Listing {
    /// The listing of a centre that the system no longer names. Nobody was listed there.
    pub(crate) fn of_nothing(centre: CentreId) -> Self {
        Self {
            centre: Some(centre),
            stored_before: 0,
            tally: Tally::default(),
        }
    }
}

/// A listing that is too implausible to be believed.
struct Implausible {
    stored: u64,
    still_listed: u64,
    place: String,
}

impl Implausible {
    fn judge(stored_before: u64, missing: usize, tally: &Tally) -> Option<Self> {
        let missing = missing as u64;
        let stored = stored_before.max(missing);
        let still_listed = stored - missing;
        is_implausible(stored, still_listed, tally.listed()).then_some(Self {
            stored,
            still_listed,
            place: String::new(),
        })
    }

    fn into_fault(self) -> Fault {
        let cause = format!("{} of {} stored rows were listed", self.still_listed, self.stored);
        Fault::new(FaultCode::Implausible, cause)
            .with("listed", self.still_listed)
            .with("stored", self.stored)
            .with("where", self.place)
    }
}

/// Ends the whole listings of a run, once all are read: somebody who moved from one centre to another is then seen.
pub(crate) async fn learners(work: &mut Work, listings: Vec<Listing>, seen: Seen) -> Result<Ending, Fault> {
    if listings.is_empty() {
        return Ok(Ending::Complete);
    }
    let (connection, run, now) = (work.connection.id, work.run, work.engine.now());
    let settled = work
        .engine
        .write(move |w| {
            let mut implausible = None;
            let mut missing = Missing::default();
            for listing in &listings {
                let lacking = learners::missing(w, connection, listing.centre, &seen)?;
                if let Some(judged) = Implausible::judge(listing.stored_before, lacking.len(), &listing.tally) {
                    let place = name_of(w, connection, listing.centre)?;
                    implausible = Some(Implausible { place, ..judged });
                }
                missing.learners.extend(lacking);
            }
            if let Some(implausible) = implausible {
                held::hold(w, run, &missing)?;
                return Ok(Err(implausible));
            }
            kv::set(w, &held::waiting_key(connection), None)?;
            let mut gone = 0;
            for listing in &listings {
                if let Some(wholeness) = listing.tally.wholeness() {
                    gone +=
                        learners::finish_listing(w, connection, listing.centre, &seen, wholeness, now)?.len() as u64;
                }
            }
            Ok(Ok(gone))
        })
        .await?;
    Ok(conclude(work, settled))
}

/// Ends the whole listing of a provider's users.
pub(crate) async fn users(work: &mut Work, stored_before: u64, tally: Tally, seen: Seen) -> Result<Ending, Fault> {
    let (connection, run, now) = (work.connection.id, work.run, work.engine.now());
    let settled = work
        .engine
        .write(move |w| {
            let lacking = users::missing(w, connection, &seen)?;
            if let Some(implausible) = Implausible::judge(stored_before, lacking.len(), &tally) {
                let missing = Missing {
                    users: lacking,
                    ..Missing::default()
                };
                held::hold(w, run, &missing)?;
                return Ok(Err(implausible));
            }
            kv::set(w, &held::waiting_key(connection), None)?;
            match tally.wholeness() {
                Some(wholeness) => Ok(Ok(
                    users::finish_listing(w, connection, &seen, wholeness, now)?.len() as u64
                )),
                None => Ok(Ok(0)),
            }
        })
        .await?;
    Ok(conclude(work, settled))
}

fn conclude(work: &mut Work, settled: Result<u64, Implausible>) -> Ending {
    match settled {
        Ok(gone) => {
            // Whoever is gone is a row that differs from what was stored, though no system sent it.
            work.counts.changed += gone;
            Ending::Complete
        }
        Err(implausible) => Ending::Held(implausible.into_fault()),
    }
}

fn name_of(w: &Writer<'_>, connection: domain::ConnectionId, centre: Option<CentreId>) -> Result<String, StoreError> {
    let Some(centre) = centre else { return Ok(String::new()) };
    let named = centres::list(w, connection)?.into_iter().find(|one| one.id == centre);
    Ok(named.map_or_else(String::new, |one| format!(" of {}", one.name)))
}
