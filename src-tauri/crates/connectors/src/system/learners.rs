//! Listing learners: stubs, and the details of those that need fetching.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::ports::{LearnerQuery, Listed, Page};
use domain::records::LearnerRecord;
use domain::run::{SkipReason, Skipped};
use domain::{Fault, FaultCode};
use futures::stream::{self, Stream, StreamExt};

use crate::http::client::Caller;
use crate::operation::Operation;
use crate::read::page::{Misfit, missing_field, present, read_page};
use crate::read::reader::{Reader, Unfit};
use crate::read::walk::Row;
use crate::template::Values;

use super::pages::{Fetched, Pager};
use super::records;
use super::tally::Tally;

/// A listed row.
enum Stub {
    Whole(Box<LearnerRecord>),
    Id(String),
}

/// One learner's details, as far as they could be had.
pub(crate) type Detail = Result<LearnerRecord, Skipped>;

struct Listing<'c> {
    caller: &'c Caller,
    pager: Pager<'c>,
    list: &'c Operation,
    detail: Option<&'c Operation>,
    query: LearnerQuery,
    seen: AtomicU64,
    tally: Tally,
}

/// Lists learners, a page at a time.
pub(crate) fn list<'c>(
    caller: &'c Caller,
    list: &'c Operation,
    query: LearnerQuery,
) -> impl Stream<Item = Result<Page<Listed<LearnerRecord>>, Fault>> + Send + 'c {
    let since = query
        .changed_since
        .map(|since| since.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
    let values = Values::default()
        .with_some("centre", query.centre.clone())
        .with_some("changed_since", since);
    let listing = Listing {
        caller,
        pager: Pager::new(caller, list, values),
        list,
        detail: list.detail.as_deref().and_then(|name| caller.plan.operation(name)),
        query,
        seen: AtomicU64::new(0),
        tally: Tally::default(),
    };
    stream::try_unfold(listing, async |mut listing| {
        Ok(listing.next().await?.map(|page| (page, listing)))
    })
}

impl Listing<'_> {
    async fn next(&mut self) -> Result<Option<Page<Listed<LearnerRecord>>>, Fault> {
        let list = self.list;
        let mut whole_seen = 0;
        let read = |row: &Reader<'_, '_>, cells: &Row<'_, '_>| stub(list, row, cells, &mut whole_seen);
        let Some(fetched) = self.pager.next(read).await? else {
            return Ok(None);
        };
        if whole_seen != 0
            && let (Some(fields), Some(detail)) = (&list.whole, self.detail)
            && let Some(misfit) = missing_field(fields, self.pager.seen)
        {
            return Err(self.caller.label(detail).misfit(misfit));
        }
        self.with_details(fetched).await.map(Some)
    }

    async fn with_details(&self, fetched: Fetched<Stub>) -> Result<Page<Listed<LearnerRecord>>, Fault> {
        let mut page = Page {
            rows: Vec::with_capacity(fetched.rows.len()),
            skipped: fetched.skipped,
            total: fetched.total,
            served_at: fetched.served_at,
        };
        let known: &HashSet<String> = &self.query.known;
        let mut stubs = stream::iter(fetched.rows)
            .map(async |stub| match (stub, self.detail) {
                (Stub::Whole(learner), _) => Ok(Ok(Listed::Whole(*learner))),
                (Stub::Id(id), _) if known.contains(&id) => Ok(Ok(Listed::Present(id))),
                (Stub::Id(id), Some(detail)) => Ok(self.detail(detail, &id).await?.map(Listed::Whole)),
                (Stub::Id(id), None) => Ok(Ok(Listed::Present(id))),
            })
            .buffered(self.caller.concurrency());
        while let Some(listed) = stubs.next().await {
            match listed? {
                Ok(Listed::Whole(mut learner)) => {
                    learner.centre = learner.centre.or_else(|| self.query.centre.clone());
                    page.rows.push(Listed::Whole(learner));
                }
                Ok(present) => page.rows.push(present),
                Err(skipped) => page.skipped.push(skipped),
            }
        }
        drop(stubs);
        // Only now: a field that some learners lack is missing only where all of them do.
        self.details_have_their_fields()?;
        Ok(page)
    }

    async fn detail(&self, operation: &Operation, id: &str) -> Result<Detail, Fault> {
        match detail(self.caller, operation, id, &self.seen).await? {
            Some(learner) => {
                self.tally.answered();
                Ok(learner)
            }
            None if self.tally.gone() => Err(self.caller.label(operation).refused(404, FaultCode::OperationMissing)),
            None => Ok(Err(Skipped {
                external_id: Some(id.to_owned()),
                reason: SkipReason::GoneMeanwhile,
                field: None,
            })),
        }
    }

    fn details_have_their_fields(&self) -> Result<(), Fault> {
        let seen = self.seen.load(Ordering::Relaxed);
        let Some(detail) = self.detail.filter(|_| seen != 0) else {
            return Ok(());
        };
        match missing_field(&detail.fields, seen) {
            Some(misfit) => Err(self.caller.label(detail).misfit(misfit)),
            None => Ok(()),
        }
    }
}

/// A listed row: whole where it carries all that `complete_when` names, else its id.
fn stub(list: &Operation, row: &Reader<'_, '_>, cells: &Row<'_, '_>, whole_seen: &mut u64) -> Result<Stub, Unfit> {
    let Some(fields) = &list.whole else {
        // A list without a detail is all that there is of a learner.
        return match list.detail {
            Some(_) => row.id().map(Stub::Id),
            None => records::learner(row).map(|learner| Stub::Whole(Box::new(learner))),
        };
    };
    let here = present(cells.cells);
    let carries = |name: &_| fields.get(*name).is_some_and(|field| field.slots() & here != 0);
    if list.complete_when.iter().all(carries) {
        *whole_seen |= here;
        return records::learner(&row.with_fields(fields)).map(|learner| Stub::Whole(Box::new(learner)));
    }
    row.id().map(Stub::Id)
}

/// One learner's details; `None` where there is no such learner. `seen` gathers the slots that held something.
pub(crate) async fn detail(
    caller: &Caller,
    operation: &Operation,
    id: &str,
    seen: &AtomicU64,
) -> Result<Option<Detail>, Fault> {
    let values = Values::default().with("id", id);
    let answer = caller.call(operation, &values).await?;
    let Some(body) = &answer.body else { return Ok(None) };
    let label = caller.label(operation);
    let sheet = read_page(operation, body, &values, true, |row, _| records::learner(row))
        .map_err(|misfit| label.misfit(misfit))?;
    seen.fetch_or(sheet.seen, Ordering::Relaxed);
    if let Some(mut skipped) = sheet.skipped.into_iter().next() {
        skipped.external_id = Some(id.to_owned());
        return Ok(Some(Err(skipped)));
    }
    let learner = sheet.rows.into_iter().next();
    learner.map(|(_, learner)| Some(Ok(learner))).ok_or_else(|| {
        let detail = "there is no learner in it".to_owned();
        label.misfit(Misfit::Unreadable(detail))
    })
}
