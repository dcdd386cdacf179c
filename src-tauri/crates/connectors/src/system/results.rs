//! All results of some users.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::ports::{Page, ResultsAsk, UserResults};
use domain::records::{Component, ResultRecord, UserRef};
use domain::run::{SkipReason, Skipped};
use domain::{Fault, FaultCode};
use futures::stream::{self, Stream, StreamExt};

use crate::http::client::Caller;
use crate::operation::Operation;
use crate::read::page::{missing_field, read_page};
use crate::template::Values;

use super::pages::Pager;
use super::records;
use super::tally::Tally;

/// The most users and results of a page. A user with more results than that is a page alone.
const USERS: usize = 25;
const RESULTS: usize = 500;

/// What the calls of one stream know together.
struct Fetching<'c> {
    caller: &'c Caller,
    kinds: Vec<Kind<'c>>,
}

/// One operation that lists results, and the one that tells more about each.
struct Kind<'c> {
    list: &'c Operation,
    detail: Option<&'c Operation>,
    /// The slots that held something in some row so far, of any user.
    seen: AtomicU64,
    detail_seen: AtomicU64,
    tally: Tally,
    detail_tally: Tally,
}

/// Fetches results: users side by side, each user's calls one after another, pages in the order asked for.
pub(crate) fn results<'c>(
    caller: &'c Caller,
    asks: Vec<ResultsAsk>,
) -> impl Stream<Item = Result<Page<UserResults>, Fault>> + Send + 'c {
    let kind = |list| Kind {
        list,
        detail: list.detail.as_deref().and_then(|name| caller.plan.operation(name)),
        seen: AtomicU64::new(0),
        detail_seen: AtomicU64::new(0),
        tally: Tally::default(),
        detail_tally: Tally::default(),
    };
    let fetching = Arc::new(Fetching {
        caller,
        kinds: caller.plan.family("results.list.").map(kind).collect(),
    });
    let users = stream::iter(asks)
        .map(move |ask| {
            let fetching = Arc::clone(&fetching);
            async move { fetching.user(ask).await }
        })
        .buffered(caller.concurrency());
    pages(users)
}

/// Gathers users into pages. A fault comes after the page of those who were fetched before it.
fn pages<'c>(
    users: impl Stream<Item = Result<UserResults, Fault>> + Send + 'c,
) -> impl Stream<Item = Result<Page<UserResults>, Fault>> + Send + 'c {
    let state = (Box::pin(users), VecDeque::new(), false);
    stream::unfold(state, async |(mut users, mut faults, mut is_over)| {
        let mut rows: Vec<UserResults> = Vec::new();
        let mut count = 0;
        while !is_over && rows.len() < USERS && count < RESULTS {
            match users.next().await {
                Some(Ok(user)) => {
                    count += user.results.len();
                    rows.push(user);
                }
                Some(Err(fault)) => {
                    faults.push_back(fault);
                    is_over = true;
                }
                None => is_over = true,
            }
        }
        let page = if rows.is_empty() {
            Err(faults.pop_front()?)
        } else {
            Ok(Page {
                rows,
                skipped: Vec::new(),
                total: None,
                served_at: None,
            })
        };
        Some((page, (users, faults, is_over)))
    })
}

impl Fetching<'_> {
    async fn user(&self, ask: ResultsAsk) -> Result<UserResults, Fault> {
        let mut fetched = UserResults {
            user: ask.user.clone(),
            results: Vec::new(),
            skipped: Vec::new(),
        };
        for kind in &self.kinds {
            let one = [String::new()];
            let (name, values) = match &kind.list.each {
                Some((name, values)) => (name.as_str(), values.as_slice()),
                None => ("", one.as_slice()),
            };
            for value in values {
                if !self.list(kind, &ask, (name, value), &mut fetched).await? {
                    fetched.skipped.push(gone(&ask.user.external_id));
                    return Ok(fetched);
                }
            }
        }
        Ok(fetched)
    }

    /// Fetches one list of a user's results; whether the user is there.
    async fn list(
        &self,
        kind: &Kind<'_>,
        ask: &ResultsAsk,
        each: (&str, &str),
        fetched: &mut UserResults,
    ) -> Result<bool, Fault> {
        let values = of_user(&ask.user).with(each.0, each.1);
        let mut pager = Pager::new(self.caller, kind.list, values);
        pager.seen = kind.seen.load(Ordering::Relaxed);
        loop {
            let page = match pager.next(|row, _| records::result(row)).await {
                Ok(Some(page)) => page,
                Ok(None) => break,
                Err(fault) if fault.code == FaultCode::OperationMissing && !kind.tally.gone() => return Ok(false),
                Err(fault) => return Err(fault),
            };
            kind.tally.answered();
            kind.seen.fetch_or(pager.seen, Ordering::Relaxed);
            fetched.skipped.extend(page.skipped);
            for mut result in page.rows {
                if let Some(detail) = kind.detail
                    && result.finished_at.is_some()
                    && !ask.detailed.contains(&result.external_id)
                {
                    self.components(kind, detail, &ask.user, &mut result, &mut fetched.skipped)
                        .await?;
                }
                fetched.results.push(result);
            }
        }
        Ok(true)
    }

    /// Fetches the components of a result.
    async fn components(
        &self,
        kind: &Kind<'_>,
        detail: &Operation,
        user: &UserRef,
        result: &mut ResultRecord,
        skipped: &mut Vec<Skipped>,
    ) -> Result<(), Fault> {
        let id = result.external_id.clone();
        match self.detail(kind, detail, user, &id, skipped).await {
            Ok(components) => {
                kind.detail_tally.answered();
                result.components = Some(components);
                Ok(())
            }
            Err(fault) if fault.code == FaultCode::OperationMissing && !kind.detail_tally.gone() => {
                skipped.push(gone(&id));
                Ok(())
            }
            Err(fault) => Err(fault),
        }
    }

    async fn detail(
        &self,
        kind: &Kind<'_>,
        detail: &Operation,
        user: &UserRef,
        id: &str,
        skipped: &mut Vec<Skipped>,
    ) -> Result<Vec<Component>, Fault> {
        let values = of_user(user).with("result", id);
        let answer = self.caller.call(detail, &values).await?;
        let Some(body) = &answer.body else {
            return Ok(Vec::new());
        };
        let label = self.caller.label(detail);
        let sheet = read_page(detail, body, &values, true, |row, _| records::component(row))
            .map_err(|misfit| label.misfit(misfit))?;
        let seen = sheet.seen | kind.detail_seen.fetch_or(sheet.seen, Ordering::Relaxed);
        if sheet.has_rows()
            && let Some(misfit) = missing_field(&detail.fields, seen)
        {
            return Err(label.misfit(misfit));
        }
        // A component has no id of its own: what is told is whose it was.
        skipped.extend(sheet.skipped.into_iter().map(|skip| Skipped {
            external_id: Some(id.to_owned()),
            ..skip
        }));
        Ok(sheet.rows.into_iter().map(|(_, component)| component).collect())
    }
}

fn of_user(user: &UserRef) -> Values<'_> {
    Values::default()
        .with("user", user.external_id.as_str())
        .with_some("username", user.username.as_deref())
}

fn gone(id: &str) -> Skipped {
    Skipped {
        external_id: Some(id.to_owned()),
        reason: SkipReason::GoneMeanwhile,
        field: None,
    }
}
