//! Get learners: centre by centre, what changed first, and everybody where the run is whole.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::ports::{LearnerQuery, Listed, Page, RecordSystem};
use domain::records::LearnerRecord;
use domain::run::Skipped;
use domain::{CentreId, Fault};
use store::listings::{self, Completed, ListingState};
use store::{Seen, centres, kv, learners, runs, skips};

use super::settle::{self, Listing};
use crate::events::Phase;
use crate::passes::{Known, OVERLAP, Pass, Standing, passes};
use crate::runs::Ending;
use crate::tally::Tally;
use crate::work::Work;

/// What is listed by itself: a centre, or everything where the system knows no centres.
#[derive(Clone)]
struct Place {
    centre: Option<CentreId>,
    external_id: Option<String>,
}

impl Place {
    /// The name of its listing in the store.
    fn scope(&self) -> String {
        self.external_id.clone().unwrap_or_default()
    }
}

/// Lists the learners of every chosen centre. A run that is not `whole` asks only for changes, where the system tells
/// them and everybody was listed before.
pub(crate) async fn get(work: &mut Work, system: &dyn RecordSystem, whole: bool) -> Result<Ending, Fault> {
    forget_what_was_read_otherwise(work, system.reading()).await?;
    let (places, vanished) = places(work, system).await?;
    let connection = work.connection.id;
    let stored = work
        .engine
        .read(move |r| learners::present_count(r, connection, None))
        .await?;
    let mut reading = Reading {
        work,
        system,
        seen: Seen::default(),
        expected: Some(stored).filter(|stored| *stored > 0),
        is_only_place: places.len() == 1,
    };
    let mut listings = Vec::new();
    for place in &places {
        listings.extend(reading.list(place, whole).await?);
    }
    if listings.len() == places.len() {
        listings.extend(vanished.into_iter().map(Listing::of_nothing));
    }
    let seen = reading.seen;
    settle::learners(work, listings, seen).await
}

/// Begins every listing from nothing where the definition or the address is not what it was. A field that a correction
/// mends is wrong in every row that is stored, also where nothing has changed at the system since.
async fn forget_what_was_read_otherwise(work: &Work, reading: u64) -> Result<(), Fault> {
    let (connection, reading) = (work.connection.id, reading.to_string());
    let key = format!("reading.{connection}");
    work.engine
        .write(move |w| {
            let before = kv::get(w, &key)?;
            if before.is_some_and(|before| before != reading) {
                listings::forget_all(w, connection)?;
            }
            kv::set(w, &key, Some(&reading))
        })
        .await
}

/// What to list, and the stored centres that the system no longer names.
async fn places(work: &Work, system: &dyn RecordSystem) -> Result<(Vec<Place>, Vec<CentreId>), Fault> {
    if !system.abilities().centres {
        let everything = Place {
            centre: None,
            external_id: None,
        };
        return Ok((vec![everything], Vec::new()));
    }
    work.progress(Phase::Centres, 0, None);
    let named = work.wait(system.centres()).await??;
    let connection = work.connection.id;
    let (named, stored) = work
        .engine
        .write(move |w| Ok((centres::put(w, connection, &named)?, centres::list(w, connection)?)))
        .await?;
    let chosen = stored.into_iter().filter(|centre| centre.chosen);
    let (listed, vanished): (Vec<_>, Vec<_>) = chosen.partition(|centre| named.contains(&centre.id));
    let place = |centre: centres::Centre| Place {
        centre: Some(centre.id),
        external_id: Some(centre.external_id),
    };
    Ok((
        listed.into_iter().map(place).collect(),
        vanished.into_iter().map(|centre| centre.id).collect(),
    ))
}

/// A run that reads learners. Whoever was seen in one centre is not missing in another.
struct Reading<'a> {
    work: &'a mut Work,
    system: &'a dyn RecordSystem,
    seen: Seen,
    /// How many there are in all places together, as far as is known.
    expected: Option<u64>,
    is_only_place: bool,
}

/// How far the listing of one place has come.
#[derive(Default)]
struct Progress {
    /// The server's own time when the first page came.
    started: Option<DateTime<Utc>>,
    /// The latest instant that the listing went by: its cursor, or the beginning of one that was cut off.
    cursor: Option<DateTime<Utc>>,
    /// Ids whose details this run has had: fetched, or found unreadable.
    had: HashSet<String>,
}

impl Progress {
    /// Notes whose details a page brought, and tells the rows kept aside that were not kept aside before.
    fn note(&mut self, page: &Page<Listed<LearnerRecord>>) -> Vec<Skipped> {
        self.had.extend(page.rows.iter().filter_map(|row| match row {
            Listed::Whole(row) => Some(row.external_id.clone()),
            Listed::Present(_) => None,
        }));
        let new = |row: &&Skipped| row.external_id.as_ref().is_none_or(|id| self.had.insert(id.clone()));
        page.skipped.iter().filter(new).cloned().collect()
    }
}

impl Reading<'_> {
    /// Lists one place; tells what a whole listing of it had, if one was taken.
    async fn list(&mut self, place: &Place, whole: bool) -> Result<Option<Listing>, Fault> {
        let (connection, centre, scope) = (self.work.connection.id, place.centre, place.scope());
        let (state, stored_before) = self
            .work
            .engine
            .read(move |r| {
                let state = listings::state(r, connection, &scope)?;
                Ok((state, learners::present_count(r, connection, centre)?))
            })
            .await?;
        let standing = Standing {
            cursor: state.cursor,
            pending_since: state.pending_since,
        };
        let mut progress = Progress {
            cursor: state.cursor.max(state.pending_since),
            ..Progress::default()
        };
        let mut listing = None;
        for pass in passes(self.system.abilities().changed_since, standing, whole) {
            let tally = self.take(place, pass, &state, &mut progress).await?;
            if pass.changed_since.is_none() {
                listing = Some(Listing {
                    centre: place.centre,
                    stored_before,
                    tally,
                });
            }
        }
        self.complete(place, &progress, listing.is_some()).await?;
        Ok(listing)
    }

    async fn take(
        &mut self,
        place: &Place,
        pass: Pass,
        state: &ListingState,
        progress: &mut Progress,
    ) -> Result<Tally, Fault> {
        let query = LearnerQuery {
            centre: place.external_id.clone(),
            changed_since: pass.changed_since,
            known: Arc::new(self.known(place, pass.known, state, progress).await?),
        };
        let mut tally = Tally::default();
        let system = self.system;
        // How many have changed nobody knows beforehand.
        let mut expected = self.expected.filter(|_| pass.changed_since.is_none());
        self.work.progress(Phase::Learners, self.seen.count(), expected);
        let mut pages = system.learners(query);
        while let Some(page) = self.work.next(&mut pages).await? {
            expected = page.total.filter(|_| self.is_only_place).or(expected);
            self.begin(place, &page, progress).await?;
            self.store(place, page, &mut tally, progress).await?;
            self.work.progress(Phase::Learners, self.seen.count(), expected);
        }
        Ok(tally)
    }

    async fn known(
        &self,
        place: &Place,
        known: Known,
        state: &ListingState,
        progress: &Progress,
    ) -> Result<HashSet<String>, Fault> {
        let (connection, centre) = (self.work.connection.id, place.centre);
        let since = match known {
            Known::Nobody => return Ok(progress.had.clone()),
            Known::SincePending => state.pending_run,
            Known::Everybody => None,
        };
        let mut known = self
            .work
            .engine
            .read(move |r| learners::known_ids(r, connection, centre, since))
            .await?;
        known.extend(progress.had.iter().cloned());
        Ok(known)
    }

    /// With the first page, records that a listing has begun: what is stored from here on is as new as that.
    async fn begin(
        &self,
        place: &Place,
        page: &Page<Listed<LearnerRecord>>,
        progress: &mut Progress,
    ) -> Result<(), Fault> {
        let Some(served_at) = page.served_at.filter(|_| progress.started.is_none()) else {
            return Ok(());
        };
        progress.started = Some(served_at);
        let (connection, scope, run) = (self.work.connection.id, place.scope(), self.work.run);
        self.work
            .engine
            .write(move |w| listings::begin(w, connection, &scope, run, served_at - OVERLAP))
            .await?;
        Ok(())
    }

    async fn store(
        &mut self,
        place: &Place,
        page: Page<Listed<LearnerRecord>>,
        tally: &mut Tally,
        progress: &mut Progress,
    ) -> Result<(), Fault> {
        tally.note(&page, |row| match row {
            Listed::Whole(row) => &row.external_id,
            Listed::Present(id) => id,
        });
        let aside = progress.note(&page);
        let (connection, centre, run) = (self.work.connection.id, place.centre, self.work.run);
        let now = self.work.engine.now();
        let (mut seen, mut so_far) = (std::mem::take(&mut self.seen), self.work.counts());
        let (seen, counts) = self
            .work
            .engine
            .write(move |w| {
                let put = learners::put_page(w, connection, centre, &page.rows, run, &mut seen, now)?;
                for id in aside.iter().filter_map(|row| row.external_id.as_deref()) {
                    if let Some(row) = learners::by_external_id(w, connection, id)? {
                        seen.insert(row.id.0);
                        learners::mark_outdated(w, row.id)?;
                    }
                }
                skips::record(w, run, &aside)?;
                let mut counts = put.counts;
                counts.skipped += aside.len() as u64;
                counts.read += aside.len() as u64;
                so_far += counts;
                runs::progress(w, run, &so_far)?;
                Ok((seen, counts))
            })
            .await?;
        self.work.counts += counts;
        self.seen = seen;
        Ok(())
    }

    async fn complete(&self, place: &Place, progress: &Progress, whole: bool) -> Result<(), Fault> {
        let (connection, scope, now) = (self.work.connection.id, place.scope(), self.work.engine.now());
        let cursor = progress.started.map(|started| started - OVERLAP);
        // A cursor from a time when the server's clock was ahead would hide every change until that time comes.
        let trusted = progress
            .started
            .is_none_or(|started| progress.cursor.is_none_or(|cursor| cursor <= started));
        let what = if whole {
            Completed::Whole(now)
        } else {
            Completed::Changes
        };
        self.work
            .engine
            .write(move |w| {
                if trusted {
                    listings::complete(w, connection, &scope, cursor, what)
                } else {
                    listings::forget(w, connection, &scope)
                }
            })
            .await
    }
}
