//! Carrying an agenda out: record systems side by side, then providers side by side.

use std::collections::HashMap;

use domain::run::RunReason;
use domain::{ConnectionId, Fault, FaultCode, RunId};
use futures::future::join_all;
use serde::Serialize;
use store::{connections, views};
use tokio_util::sync::CancellationToken;

use crate::agenda::{Agenda, Matching, ProviderItem, Results, SyncAsk};
use crate::engine::Engine;
use crate::runs::{Errand, Finished};
use crate::tasks::matching::Numbers;
use crate::unfetched;

/// What a sync did, and how matters stand after it.
#[derive(Clone, Debug, Serialize)]
pub struct SyncReport {
    /// Its runs, in the order in which they began.
    pub runs: Vec<views::Run>,
    /// Links in effect at the providers concerned.
    pub matched: u64,
    /// Learners in scope without a link there.
    pub unmatched_learners: u64,
    /// Active users without a link there. Where a provider has no list of users, nobody of it is counted.
    pub unmatched_users: u64,
}

/// What carrying an agenda out came to.
#[derive(Default)]
pub(crate) struct CarriedOut {
    pub(crate) runs: Vec<RunId>,
    /// How many are matched, where matching ran.
    pub(crate) numbers: HashMap<ConnectionId, Numbers>,
}

impl Engine {
    /// Does what a person asks for, and returns when it is done. A connection that is at work already is waited for.
    ///
    /// # Errors
    /// `Busy` where another process writes; `NotFound` and `Refused` where a connection that was named is not there or
    /// is switched off. What goes wrong in a run is in that run.
    pub async fn sync(&self, ask: SyncAsk, cancel: CancellationToken) -> Result<SyncReport, Fault> {
        let connections = self.read(connections::list).await?;
        let agenda = Agenda::asked(&ask, &connections)?;
        self.carry_out_and_report(agenda, &cancel).await
    }

    /// Reads learners from every record system and users from every provider that is switched on, and neither matches nor
    /// fetches results: for the first look at what matching would do. Nothing is linked before a person says so, as long
    /// as the schedule is not kept either.
    ///
    /// # Errors
    /// `Busy` where another process writes. What goes wrong in a run is in that run.
    pub async fn prepare(&self, cancel: CancellationToken) -> Result<Vec<views::Run>, Fault> {
        let agenda = Agenda::of_reading(self.read(connections::list).await?);
        let done = self.carry_out(agenda, &cancel).await?;
        self.views_of(done.runs).await
    }

    /// Carries an agenda out, and reports on the providers concerned.
    pub(crate) async fn carry_out_and_report(
        &self,
        agenda: Agenda,
        cancel: &CancellationToken,
    ) -> Result<SyncReport, Fault> {
        let concerned: Vec<ConnectionId> = agenda.providers.iter().map(|item| item.connection.id).collect();
        let done = self.carry_out(agenda, cancel).await?;
        let mut sum = Numbers::default();
        for provider in concerned {
            sum += match done.numbers.get(&provider) {
                Some(numbers) => *numbers,
                None => self.numbers(provider).await?,
            };
        }
        Ok(SyncReport {
            runs: self.views_of(done.runs).await?,
            matched: sum.matched,
            unmatched_learners: sum.unmatched_learners,
            unmatched_users: sum.unmatched_users,
        })
    }

    /// Runs as they are shown.
    pub(crate) async fn views_of(&self, runs: Vec<RunId>) -> Result<Vec<views::Run>, Fault> {
        self.read(move |r| runs.into_iter().map(|run| views::run(r, run)).collect())
            .await
    }

    /// Carries an agenda out.
    pub(crate) async fn carry_out(&self, agenda: Agenda, cancel: &CancellationToken) -> Result<CarriedOut, Fault> {
        let work = |engine: Self, cancel| async move { engine.work_through(&agenda, &cancel).await };
        self.to_the_end(cancel, work).await
    }

    /// Does something that goes on to a clean end by itself where the caller stops waiting: its runs then end as
    /// cancelled.
    pub(crate) async fn to_the_end<T, F>(
        &self,
        cancel: &CancellationToken,
        work: impl FnOnce(Self, CancellationToken) -> F,
    ) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Fault>> + Send + 'static,
    {
        let cancel = cancel.child_token();
        let _stops_with_the_caller = cancel.clone().drop_guard();
        tokio::spawn(work(self.clone(), cancel))
            .await
            .unwrap_or_else(|_| Err(Fault::new(FaultCode::Internal, "what was asked for panicked")))
    }

    async fn work_through(&self, agenda: &Agenda, cancel: &CancellationToken) -> Result<CarriedOut, Fault> {
        let engagement = self.engaged().engage(&agenda.connections(), cancel);
        agenda
            .calling()
            .for_each(|connection| self.engaged().take_up(connection));
        let _right_to_write = self.lease().take().await?;
        let records = join_all(agenda.records.iter().map(|item| {
            let errand = Errand::Learners { whole: item.whole };
            let cancel = engagement.cancel(item.connection.id);
            async move { self.run(&item.connection, errand, item.reason, &cancel).await }
        }));
        let records: Vec<Finished> = records.await.into_iter().collect::<Result<_, Fault>>()?;
        let changed = records.iter().any(Finished::changed_anything);
        let mut done = CarriedOut {
            runs: records.iter().map(|finished| finished.run).collect(),
            ..CarriedOut::default()
        };
        let providers = join_all(agenda.providers.iter().map(|item| {
            let cancel = engagement.cancel(item.connection.id);
            async move { self.serve(item, changed, &cancel).await }
        }));
        for served in providers.await {
            let served = served?;
            done.runs.extend(served.runs);
            done.numbers.extend(served.numbers);
        }
        done.runs.sort_unstable();
        Ok(done)
    }

    /// Users, matching and results of one provider, in this order. What is cancelled is not begun.
    async fn serve(
        &self,
        item: &ProviderItem,
        learners_changed: bool,
        cancel: &CancellationToken,
    ) -> Result<CarriedOut, Fault> {
        let connection = &item.connection;
        let mut done = CarriedOut::default();
        let mut users = None;
        if let Some(reason) = item.users.filter(|_| !cancel.is_cancelled()) {
            let finished = self.run(connection, Errand::Users, reason, cancel).await?;
            done.runs.push(finished.run);
            users = Some(finished);
        }
        let changed = learners_changed || users.as_ref().is_some_and(Finished::changed_anything);
        if let Some(reason) = reason_to_match(item.matching, changed).filter(|_| !cancel.is_cancelled()) {
            let matched = self.match_users(connection.id, reason).await?;
            done.runs.push(matched.run);
            done.numbers
                .extend(matched.numbers.map(|numbers| (connection.id, numbers)));
        }
        let ruled_out = cancel.is_cancelled() || users.is_some_and(|finished| finished.rules_out_more());
        if ruled_out {
            return Ok(done);
        }
        if let Some((errand, reason)) = self.results_errand(item).await? {
            done.runs.push(self.run(connection, errand, reason, cancel).await?.run);
        }
        Ok(done)
    }

    /// Which results are to be fetched, if any. New links are those whose results nobody has fetched yet.
    async fn results_errand(&self, item: &ProviderItem) -> Result<Option<(Errand, RunReason)>, Fault> {
        let provider = item.connection.id;
        match item.results {
            Results::None => Ok(None),
            Results::OfAll(reason) => Ok(Some((Errand::Results { only: None }, reason))),
            Results::OfNewLinks => {
                let new = self.read(move |r| unfetched::list(r, provider)).await?;
                Ok((!new.is_empty()).then_some((Errand::Results { only: Some(new) }, RunReason::Linked)))
            }
        }
    }
}

fn reason_to_match(matching: Matching, changed: bool) -> Option<RunReason> {
    match matching {
        Matching::Always(reason) => Some(reason),
        Matching::IfChanged if changed => Some(RunReason::Changed),
        Matching::IfChanged | Matching::Never => None,
    }
}
