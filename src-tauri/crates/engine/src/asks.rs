//! What else a person may ask for: one learner's latest results, a held run to take effect, a look ahead.

use domain::linking::{Plan, Policy};
use domain::run::{Counts, RunReason, RunState, Task};
use domain::{ConnectionId, Fault, FaultCode, LearnerId, RunId, uk_time};
use serde::Serialize;
use store::audit::{self, Act, Action};
use store::{connections, held, kv, learners, links, runs, views};
use tokio_util::sync::CancellationToken;

use crate::agenda::{Agenda, Matching, SyncAsk};
use crate::engine::Engine;
use crate::events::Event;
use crate::runs::Errand;
use crate::sync::SyncReport;

/// What a sync would do.
pub struct Preview {
    /// The runs that it would take, in order; further ones where new links are made.
    pub runs: Vec<PreviewedRun>,
    /// What matching would change at each provider concerned, with what is stored now.
    pub plans: Vec<(ConnectionId, Plan)>,
}

/// A run that a sync would take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreviewedRun {
    /// The connection's name.
    pub connection: String,
    /// What it would do.
    pub task: Task,
}

impl Engine {
    /// Fetches the latest results of one learner from every provider where they have a link in effect.
    ///
    /// # Errors
    /// `NotFound` where there is no such learner; `Refused` where they have no link; `Busy`. What goes wrong in a run is
    /// in that run.
    pub async fn latest_results(
        &self,
        learner: LearnerId,
        cancel: CancellationToken,
    ) -> Result<Vec<views::Run>, Fault> {
        let linked = self
            .read(move |r| {
                learners::by_id(r, learner)?;
                let links = links::in_effect_of(r, learner)?;
                let all = connections::list(r)?.into_iter();
                let enabled = all.filter(|connection| connection.enabled);
                Ok(enabled
                    .filter_map(|one| {
                        let of_it = links.iter().filter(|(provider, _)| *provider == one.id);
                        let users: Vec<_> = of_it.map(|(_, user)| *user).collect();
                        (!users.is_empty()).then_some((one, users))
                    })
                    .collect::<Vec<_>>())
            })
            .await?;
        if linked.is_empty() {
            return Err(Fault::new(FaultCode::Refused, "a learner without links")
                .with("problem", "That learner has no link in effect.")
                .with("remedy", "link them to an account first."));
        }
        let fetch = |engine: Self, cancel: CancellationToken| async move {
            let concerned: Vec<ConnectionId> = linked.iter().map(|(connection, _)| connection.id).collect();
            let engagement = engine.engaged().engage(&concerned, &cancel);
            let _right_to_write = engine.lease().take().await?;
            let fetched = linked.into_iter().map(|(connection, users)| {
                let errand = Errand::Results { only: Some(users) };
                let (engine, cancel) = (&engine, engagement.cancel(connection.id));
                async move { engine.run(&connection, errand, RunReason::AskedOne, &cancel).await }
            });
            let finished = futures::future::join_all(fetched).await.into_iter();
            finished.map(|finished| Ok(finished?.run)).collect()
        };
        let runs = self.to_the_end(&cancel, fetch).await?;
        self.views_of(runs).await
    }

    /// Lets a held run take effect: what it did not find, and no later run has seen, is marked as gone; then matches.
    ///
    /// # Errors
    /// `NotFound` where there is no such run; `Refused` where nothing in it waits for a person; `Busy`.
    pub async fn confirm(&self, run: RunId) -> Result<SyncReport, Fault> {
        let _right_to_write = self.lease().take().await?;
        let (now, actor) = (self.now(), self.actor());
        let (confirmed, agenda) = self
            .write(move |w| {
                let row = runs::by_id(w, run)?;
                let waiting = kv::get(w, &held::waiting_key(row.connection))?;
                if row.state != RunState::Held || waiting != Some(run.to_string()) {
                    return Err(nothing_held().into());
                }
                let gone = held::release(w, run, now)?;
                kv::set(w, &held::waiting_key(row.connection), None)?;
                let confirmed = runs::start(w, row.connection, row.task, RunReason::Confirmed, now)?;
                let counts = Counts {
                    changed: (gone.learners.len() + gone.users.len()) as u64,
                    ..Counts::default()
                };
                runs::finish(w, confirmed, RunState::Done, &counts, None, now)?;
                let act = Act {
                    connection: Some(row.connection),
                    run: Some(run),
                    ..Act::new(Action::RunConfirmed)
                };
                audit::record(w, &act, &actor, now)?;
                let mut concerned = connections::list(w)?;
                concerned.retain(|one| row.task == Task::Learners || one.id == row.connection);
                let agenda = Agenda::of_matching(concerned, RunReason::Confirmed);
                Ok((confirmed, agenda))
            })
            .await?;
        self.bus().tell(Event::Changed);
        let mut report = self.carry_out_and_report(agenda, &CancellationToken::new()).await?;
        report.runs.splice(0..0, self.views_of(vec![confirmed]).await?);
        Ok(report)
    }

    /// Matches a provider's users anew, and fetches the results of new links.
    ///
    /// # Errors
    /// `NotFound`, `Busy`. What goes wrong in a run is in that run.
    pub async fn rematch(&self, provider: ConnectionId, reason: RunReason) -> Result<SyncReport, Fault> {
        let connection = self.read(move |r| connections::by_id(r, provider)).await?;
        let agenda = Agenda::of_matching(vec![connection], reason);
        self.carry_out_and_report(agenda, &CancellationToken::new()).await
    }

    /// What matching would do at a provider with what is stored. Nothing is written and nobody is called.
    ///
    /// # Errors
    /// `NotFound` where there is no such provider; those of opening its definition.
    pub async fn preview(&self, provider: ConnectionId) -> Result<Plan, Fault> {
        let policy = self.policy(provider).await?;
        self.plan(provider, policy).await
    }

    /// What matching by a policy comes to with what is stored.
    pub(crate) async fn plan(&self, provider: ConnectionId, policy: Policy) -> Result<Plan, Fault> {
        let today = uk_time::day(self.now());
        self.read(move |r| {
            let input = store::matching::input(r, provider, today)?;
            Ok(::matching::plan(&input.question(policy)))
        })
        .await
    }

    /// What a sync would do. Nothing is written and nobody is called.
    ///
    /// # Errors
    /// As `sync`, but for `Busy`.
    pub async fn preview_sync(&self, ask: &SyncAsk) -> Result<Preview, Fault> {
        let connections = self.read(connections::list).await?;
        let agenda = Agenda::asked(ask, &connections)?;
        let mut plans = Vec::new();
        for item in agenda.providers.iter().filter(|item| item.matching != Matching::Never) {
            plans.push((item.connection.id, self.preview(item.connection.id).await?));
        }
        Ok(Preview {
            runs: agenda.runs(),
            plans,
        })
    }
}

fn nothing_held() -> Fault {
    Fault::new(FaultCode::Refused, "the run is not held, or a later one has settled it")
        .with("problem", "Nothing in that run waits for confirmation.")
        .with(
            "remedy",
            "look at the list of runs; only the last one that is held can be confirmed.",
        )
}
