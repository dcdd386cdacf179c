//! Get users: the provider's whole list, or where it has none for us, whoever our learners' identifiers find.

use chrono::{DateTime, Utc};
use domain::ports::{Page, Provider};
use domain::records::UserRecord;
use domain::run::Counts;
use domain::{ConnectionId, Fault, FaultCode, RunId};
use store::{Seen, StoreError, Writer, connections, runs, skips, users};

use super::{find, settle};
use crate::events::Phase;
use crate::runs::Ending;
use crate::tally::Tally;
use crate::work::Work;

/// Lists the users of a provider.
pub(crate) async fn get(work: &mut Work, provider: &dyn Provider) -> Result<Ending, Fault> {
    let connection = work.connection.id;
    let stored_before = work.engine.read(move |r| users::present_count(r, connection)).await?;
    let mut listing = UserListing::default();
    match listing.read(work, provider, stored_before).await {
        Ok(()) => {
            work.engine
                .write(move |w| connections::set_users_available(w, connection, true))
                .await?;
            settle::users(work, stored_before, listing.tally, listing.seen).await
        }
        Err(fault) if listing.pages == 0 && has_no_list(&fault) && !provider.abilities().find.is_empty() => {
            tracing::info!(connection = connection.0, code = %fault.code, "no list of users; looking them up instead");
            work.engine
                .write(move |w| connections::set_users_available(w, connection, false))
                .await?;
            find::get(work, provider).await
        }
        Err(fault) => Err(fault),
    }
}

fn has_no_list(fault: &Fault) -> bool {
    matches!(fault.code, FaultCode::OperationMissing | FaultCode::PermissionRefused)
}

/// Stores a page of users.
type Put = fn(&Writer<'_>, ConnectionId, &[UserRecord], RunId, &mut Seen, DateTime<Utc>) -> Result<Counts, StoreError>;

/// What a list of users has had so far.
#[derive(Default)]
pub(super) struct UserListing {
    pub(super) seen: Seen,
    tally: Tally,
    pages: u64,
}

impl UserListing {
    async fn read(&mut self, work: &mut Work, provider: &dyn Provider, stored_before: u64) -> Result<(), Fault> {
        work.progress(Phase::Users, 0, Some(stored_before).filter(|count| *count > 0));
        let mut pages = provider.users();
        while let Some(page) = work.next(&mut pages).await? {
            self.pages += 1;
            let expected = page.total.or(Some(stored_before).filter(|count| *count > 0));
            self.store(work, page, users::put_page).await?;
            work.progress(Phase::Users, self.tally.listed(), expected);
        }
        Ok(())
    }

    /// Stores a page in one transaction: `put` is how a list, or a look-up, is taken.
    pub(super) async fn store(&mut self, work: &mut Work, page: Page<UserRecord>, put: Put) -> Result<(), Fault> {
        self.tally.note(&page, |row| &row.external_id);
        let (connection, run, now) = (work.connection.id, work.run, work.engine.now());
        let (mut seen, mut so_far) = (std::mem::take(&mut self.seen), work.counts());
        let (seen, counts) = work
            .engine
            .write(move |w| {
                let mut counts = put(w, connection, &page.rows, run, &mut seen, now)?;
                for id in page.skipped.iter().filter_map(|row| row.external_id.as_deref()) {
                    if let Some(row) = users::by_external_id(w, connection, id)? {
                        seen.insert(row.id.0);
                    }
                }
                skips::record(w, run, &page.skipped)?;
                counts.skipped += page.skipped.len() as u64;
                counts.read += page.skipped.len() as u64;
                so_far += counts;
                runs::progress(w, run, &so_far)?;
                Ok((seen, counts))
            })
            .await?;
        work.counts += counts;
        self.seen = seen;
        Ok(())
    }
}
