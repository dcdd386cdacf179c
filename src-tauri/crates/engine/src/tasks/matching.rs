//! Match users: everything that is stored is looked at and the plan applied, in one transaction.

use chrono::{DateTime, Utc};
use domain::linking::{Plan, Policy};
use domain::run::{Counts, RunReason, RunState, Task};
use domain::{ConnectionId, Fault, RunId, uk_time};
use store::matching::{Applied, Applying};
use store::{StoreError, Writer, connections, runs};

use crate::engine::Engine;
use crate::events::Event;
use crate::unfetched;

/// How many are matched at a provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) matched: u64,
    pub(crate) unmatched_learners: u64,
    /// 0 where the provider has no list of users: how many there are is not known then.
    pub(crate) unmatched_users: u64,
}

impl Numbers {
    fn of(plan: &Plan, users_available: bool) -> Self {
        Self {
            matched: plan.in_effect,
            unmatched_learners: plan.learners.len() as u64,
            unmatched_users: if users_available { plan.users.len() as u64 } else { 0 },
        }
    }
}

impl std::ops::AddAssign for Numbers {
    fn add_assign(&mut self, more: Self) {
        self.matched += more.matched;
        self.unmatched_learners += more.unmatched_learners;
        self.unmatched_users += more.unmatched_users;
    }
}

/// A match run that is over.
pub(crate) struct Matched {
    pub(crate) run: RunId,
    /// How many are matched now; `None` where matching failed.
    pub(crate) numbers: Option<Numbers>,
}

/// Who matches which provider, why and when.
#[derive(Clone)]
pub(crate) struct Matching {
    pub(crate) provider: ConnectionId,
    pub(crate) policy: Policy,
    pub(crate) reason: RunReason,
    pub(crate) actor: String,
    pub(crate) now: DateTime<Utc>,
}

impl Matching {
    /// Matches within a transaction, and records that as a run which began and ended in it.
    pub(crate) fn carry_out(&self, w: &Writer<'_>) -> Result<(Matched, Plan), StoreError> {
        let run = runs::start(w, self.provider, Task::Match, self.reason, self.now)?;
        let input = store::matching::input(w, self.provider, uk_time::day(self.now))?;
        let plan = ::matching::plan(&input.question(self.policy));
        let applying = Applying {
            run: Some(run),
            actor: &self.actor,
            now: self.now,
        };
        let applied = store::matching::apply(w, self.provider, &plan, applying)?;
        unfetched::add(w, self.provider, applied.made.iter().map(|(_, user)| *user))?;
        runs::finish(w, run, RunState::Done, &counts(&applied, &plan), None, self.now)?;
        let numbers = Numbers::of(&plan, connections::users_available(w, self.provider)?);
        let matched = Matched {
            run,
            numbers: Some(numbers),
        };
        Ok((matched, plan))
    }
}

/// A match run counts links: those that took effect are added, those that ended or wait from now on have changed.
fn counts(applied: &Applied, plan: &Plan) -> Counts {
    let added = applied.made.len() as u64;
    Counts {
        added,
        changed: (applied.removed.len() + applied.held.len()) as u64,
        unchanged: plan.in_effect.saturating_sub(added),
        ..Counts::default()
    }
}

impl Engine {
    /// Which rules may link the users of a provider.
    pub(crate) async fn policy(&self, provider: ConnectionId) -> Result<Policy, Fault> {
        let connection = self.read(move |r| connections::by_id(r, provider)).await?;
        let policy = self.opened().policy(&connection).await;
        policy.map_err(|fault| fault.with("connection", &connection.name))
    }

    /// What a match run of this reason is.
    pub(crate) async fn matching(
        &self,
        provider: ConnectionId,
        reason: RunReason,
        actor: &str,
    ) -> Result<Matching, Fault> {
        Ok(Matching {
            provider,
            policy: self.policy(provider).await?,
            reason,
            actor: actor.to_owned(),
            now: self.now(),
        })
    }

    /// Matches a provider's users as a run of its own.
    pub(crate) async fn match_users(&self, provider: ConnectionId, reason: RunReason) -> Result<Matched, Fault> {
        match self.try_to_match(provider, reason).await {
            Ok(matched) => {
                self.tell_of_match(provider, reason, matched.run, RunState::Done);
                Ok(matched)
            }
            Err(fault) => self.record_failed_match(provider, reason, fault).await,
        }
    }

    /// How many are matched at a provider with what is stored.
    pub(crate) async fn numbers(&self, provider: ConnectionId) -> Result<Numbers, Fault> {
        // Where the definition cannot be read no new link is claimed, and those that stand are counted all the same.
        let policy = self.policy(provider).await.unwrap_or_default();
        let plan = self.plan(provider, policy).await?;
        let available = self.read(move |r| connections::users_available(r, provider)).await?;
        Ok(Numbers::of(&plan, available))
    }

    async fn try_to_match(&self, provider: ConnectionId, reason: RunReason) -> Result<Matched, Fault> {
        let matching = self.matching(provider, reason, "sync").await?;
        Ok(self.write(move |w| matching.carry_out(w)).await?.0)
    }

    async fn record_failed_match(
        &self,
        provider: ConnectionId,
        reason: RunReason,
        fault: Fault,
    ) -> Result<Matched, Fault> {
        tracing::warn!(connection = provider.0, code = %fault.code, cause = fault.cause, "matching failed");
        let now = self.now();
        let run = self
            .write(move |w| {
                let run = runs::start(w, provider, Task::Match, reason, now)?;
                runs::finish(w, run, RunState::Failed, &Counts::default(), Some(&fault), now)?;
                Ok(run)
            })
            .await?;
        self.tell_of_match(provider, reason, run, RunState::Failed);
        Ok(Matched { run, numbers: None })
    }

    pub(crate) fn tell_of_match(&self, connection: ConnectionId, reason: RunReason, run: RunId, state: RunState) {
        self.bus().tell(Event::RunStarted {
            run,
            connection,
            task: Task::Match,
            reason,
        });
        self.bus().tell(Event::RunEnded { run, state });
        self.bus().tell(Event::Changed);
    }
}
