//! What people decide: recorded, matched and audited in one transaction, and followed by the new link's results.

use chrono::{DateTime, Utc};
use domain::linking::{Decision, PlannedChange, StandingLink, Verdict};
use domain::run::{RunReason, RunState};
use domain::{Connection, ConnectionId, Fault, FaultCode, LearnerId, Role, UserId};
use serde::Serialize;
use store::audit::{self, Act, Action};
use store::learners::UsernameEdit;
use store::{StoreError, Writer, connections, decisions, learners, links, standing, users, views};
use tokio_util::sync::CancellationToken;

use crate::agenda::Agenda;
use crate::engine::Engine;
use crate::runs::Errand;
use crate::sync::SyncReport;
use crate::undo::Undo;
use crate::unfetched;

/// What a decision brought about.
#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    /// The changes of links that matching made after it.
    #[serde(skip)]
    pub changes: Vec<PlannedChange>,
    /// How many links are in effect that were not: the pair's own, and what followed from it.
    pub linked: u64,
    /// How many no longer are.
    pub unlinked: u64,
    /// The runs that it took: matching, and the results of a new link.
    pub runs: Vec<views::Run>,
    /// Why the new link's results are not here yet. The decision stands all the same.
    #[serde(skip)]
    pub fault: Option<Fault>,
    /// What takes the decision back; `None` where it changed nothing, or took another back itself.
    #[serde(skip)]
    pub undo: Option<Undo>,
}

/// What a person wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Link(UserId),
    Unlink(UserId),
    Never(Option<UserId>),
    NeverNoMore(Option<UserId>),
    Accept(UserId),
    Reject(UserId),
}

impl Wish {
    const fn user(self) -> Option<UserId> {
        match self {
            Self::Link(user) | Self::Unlink(user) | Self::Accept(user) | Self::Reject(user) => Some(user),
            Self::Never(user) | Self::NeverNoMore(user) => user,
        }
    }

    /// The verdict to record; `None` takes back what stands.
    const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Link(_) => Some(Verdict::Link),
            Self::Accept(_) => Some(Verdict::Accept),
            Self::Unlink(_) | Self::Never(_) | Self::Reject(_) => Some(Verdict::Never),
            Self::NeverNoMore(_) => None,
        }
    }
}

impl Engine {
    /// Links a learner to an account. It stands through every sync until a person undoes it.
    ///
    /// # Errors
    /// `NotFound` where one of them is not here; `Refused` where they cannot be linked, with the reason; `Busy`.
    /// Nothing is recorded then.
    pub async fn link(&self, provider: ConnectionId, learner: LearnerId, user: UserId) -> Result<Decided, Fault> {
        self.decide(provider, learner, Wish::Link(user)).await
    }

    /// Ends a link, and never makes it again by itself.
    ///
    /// # Errors
    /// As `link`; `Refused` where they are not linked.
    pub async fn unlink(&self, provider: ConnectionId, learner: LearnerId, user: UserId) -> Result<Decided, Fault> {
        self.decide(provider, learner, Wish::Unlink(user)).await
    }

    /// Never links a learner to an account, or to any account of the provider; `undo` takes that back.
    ///
    /// # Errors
    /// As `link`; `Refused` where there is nothing to take back.
    pub async fn never_match(
        &self,
        provider: ConnectionId,
        learner: LearnerId,
        user: Option<UserId>,
        undo: bool,
    ) -> Result<Decided, Fault> {
        let wish = if undo {
            Wish::NeverNoMore(user)
        } else {
            Wish::Never(user)
        };
        self.decide(provider, learner, wish).await
    }

    /// Says of a held link whether it is right.
    ///
    /// # Errors
    /// As `link`; `Refused` where no link of the two is held.
    pub async fn review(
        &self,
        provider: ConnectionId,
        learner: LearnerId,
        user: UserId,
        is_right: bool,
    ) -> Result<Decided, Fault> {
        let wish = if is_right {
            Wish::Accept(user)
        } else {
            Wish::Reject(user)
        };
        self.decide(provider, learner, wish).await
    }

    /// Stores a provider username that a person typed for a learner, or withdraws it, and matches everywhere. It is kept
    /// apart from what the record system says, so that no sync overwrites it.
    ///
    /// # Errors
    /// `NotFound` where there is no such learner; `Busy`. What goes wrong in a run is in that run.
    pub async fn edit_username(&self, learner: LearnerId, edit: Option<String>) -> Result<SyncReport, Fault> {
        let _right_to_write = self.lease().take().await?;
        let (actor, now) = (self.actor(), self.now());
        let providers = self
            .write(move |w| {
                let typed = edit.as_deref().map_or(UsernameEdit::Withdrawn, UsernameEdit::Is);
                learners::edit_username(w, learner, typed, &actor, now)?;
                connections::list(w)
            })
            .await?;
        let agenda = Agenda::of_matching(providers, RunReason::Changed);
        self.carry_out_and_report(agenda, &CancellationToken::new()).await
    }

    /// Takes a decision back, to what stood before it: a link by hand over an earlier *never* becomes that *never* again,
    /// and one that was unlinked stands again as it did. Then matching has the last word.
    ///
    /// # Errors
    /// As `link`; `Refused` where nothing stands that could be taken back, or something else was decided since.
    pub async fn take_back(&self, undo: &Undo) -> Result<Decided, Fault> {
        let change = Change {
            provider: undo.connection,
            learner: undo.learner,
            user: undo.user,
        };
        let undo = undo.clone();
        let take_back = move |w: &Writer<'_>, change: &Change, actor: &str, now| {
            let stands = standing::of(w, change.provider, change.learner)?;
            let reversal = undo.reversal(&stands)?;
            reversal.carry_out(w, change.provider, change.learner, actor, now)
        };
        let taken_back = self.change(change, take_back, |_| Ok(())).await?;
        Ok(Decided {
            undo: None,
            ..taken_back
        })
    }

    /// Records what a person did that is no decision, in their name.
    ///
    /// # Errors
    /// The store's own.
    pub async fn record(&self, action: Action) -> Result<(), Fault> {
        let (actor, now) = (self.actor(), self.now());
        self.write(move |w| audit::record(w, &Act::new(action), &actor, now))
            .await
    }

    async fn decide(&self, provider: ConnectionId, learner: LearnerId, wish: Wish) -> Result<Decided, Fault> {
        let change = Change {
            provider,
            learner,
            user: wish.user(),
        };
        let decide = move |w: &Writer<'_>, change: &Change, actor: &str, now| {
            record(w, change.provider, change.learner, wish, actor, now)
        };
        self.change(change, decide, move |w| refuse_unborne(w, learner, wish))
            .await
    }

    /// Changes what stands and matches, in one transaction that `allows` may still refuse; then fetches the results of new
    /// links.
    async fn change(
        &self,
        change: Change,
        carry_out: impl FnOnce(&Writer<'_>, &Change, &str, DateTime<Utc>) -> Result<(), StoreError> + Send + 'static,
        allows: impl FnOnce(&Writer<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<Decided, Fault> {
        let provider = change.provider;
        let connection = self.read(move |r| connections::by_id(r, provider)).await?;
        refuse_unusable(&connection)?;
        let right_to_write = self.lease().take().await?;
        let actor = self.actor();
        let matching = self.matching(provider, RunReason::Changed, &actor).await?;
        let (matched, mut decided, new) = self
            .write(move |w| {
                let before = standing::of(w, provider, change.learner)?;
                carry_out(w, &change, &actor, matching.now)?;
                let (matched, plan) = matching.carry_out(w)?;
                allows(w)?;
                let after = standing::of(w, provider, change.learner)?;
                let decided = Decided {
                    changes: plan.changes,
                    linked: after.in_effect_beyond(&before),
                    unlinked: before.in_effect_beyond(&after),
                    runs: Vec::new(),
                    fault: None,
                    undo: Undo::of(&change, &before, &after),
                };
                Ok((matched, decided, unfetched::list(w, provider)?))
            })
            .await?;
        self.tell_of_match(provider, RunReason::Changed, matched.run, RunState::Done);
        let mut runs = vec![matched.run];
        if !new.is_empty() {
            let errand = Errand::Results { only: Some(new) };
            let fetch = |engine: Self, cancel| async move {
                let engagement = engine.engaged().engage(&[connection.id], &cancel);
                let _right_to_write = right_to_write;
                let cancel = engagement.cancel(connection.id);
                engine.run(&connection, errand, RunReason::Linked, &cancel).await
            };
            let finished = self.to_the_end(&CancellationToken::new(), fetch).await?;
            runs.push(finished.run);
            decided.fault = finished.fault;
        }
        decided.runs = self.views_of(runs).await?;
        Ok(decided)
    }
}

/// What a decision is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub(crate) provider: ConnectionId,
    pub(crate) learner: LearnerId,
    pub(crate) user: Option<UserId>,
}

fn refuse_unusable(connection: &Connection) -> Result<(), Fault> {
    if connection.role != Role::Assessments {
        return Err(refused(
            format!(
                "{} is a record system, and links are to accounts of a provider.",
                connection.name
            ),
            "name the provider's connection.",
        ));
    }
    if !connection.enabled {
        return Err(refused(
            format!("{} is switched off.", connection.name),
            "enable it, then try again.",
        ));
    }
    Ok(())
}

pub(crate) fn refused(problem: impl Into<String>, remedy: &str) -> Fault {
    let problem: String = problem.into();
    Fault::new(FaultCode::Refused, "a decision cannot be carried out")
        .with("problem", problem)
        .with("remedy", remedy)
}

/// Checks that the wish can be meant, and records it. That both are here, the store checks.
fn record(
    w: &Writer<'_>,
    provider: ConnectionId,
    learner: LearnerId,
    wish: Wish,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    check(w, provider, learner, wish)?;
    let user = wish.user();
    let Some(verdict) = wish.verdict() else {
        decisions::lift(w, provider, learner, user, actor, now)?;
        return Ok(());
    };
    if verdict == Verdict::Link {
        // A learner has one account at a provider: the last one that a person chose.
        for earlier in decisions::list_of(w, provider, learner)? {
            if earlier.verdict != Verdict::Never && earlier.user != user {
                decisions::lift(w, provider, learner, earlier.user, actor, now)?;
            }
        }
    }
    let decision = Decision { learner, user, verdict };
    decisions::record(w, provider, decision, actor, now)?;
    Ok(())
}

fn check(w: &Writer<'_>, provider: ConnectionId, learner: LearnerId, wish: Wish) -> Result<(), StoreError> {
    let learner_is = learners::by_id(w, learner)?;
    let stands = decisions::list_of(w, provider, learner)?;
    let link = match wish.user() {
        Some(user) => links::of_pair(w, learner, user)?,
        None => None,
    };
    let never = |user| {
        stands
            .iter()
            .any(|decision| decision.user == user && decision.verdict == Verdict::Never)
    };
    let objection = match wish {
        Wish::Link(user) => {
            let account = users::by_id(w, user)?;
            if account.connection != provider {
                Some((
                    "That account belongs to another connection.",
                    "name the connection that it belongs to.",
                ))
            } else if account.gone {
                Some(("The provider no longer has that account.", "choose another account."))
            } else if learner_is.gone {
                Some((
                    "The record system no longer has that learner.",
                    "choose another learner.",
                ))
            } else if never(None) {
                Some((
                    "That learner is never to be matched at this provider.",
                    "take that decision back first.",
                ))
            } else {
                None
            }
        }
        Wish::Unlink(_) if link.is_none() => Some((
            "That learner and that account are not linked.",
            "look at the learner's page for their links.",
        )),
        Wish::Accept(_) | Wish::Reject(_) if link.is_none_or(|link| link.held.is_none()) => Some((
            "No link of that learner and that account waits for review.",
            "look at the links that are held for review.",
        )),
        Wish::NeverNoMore(user) if !never(user) => {
            Some(("Nobody said that these are never to be matched.", "check both numbers."))
        }
        _ => None,
    };
    objection.map_or(Ok(()), |(problem, remedy)| Err(refused(problem, remedy).into()))
}

/// Matching has the last word: where it does not bear a wish out, nothing is recorded.
fn refuse_unborne(w: &Writer<'_>, learner: LearnerId, wish: Wish) -> Result<(), StoreError> {
    let in_effect = |link: Option<StandingLink>| link.is_some_and(|link| link.held.is_none());
    match wish {
        Wish::Link(user) | Wish::Accept(user) if !in_effect(links::of_pair(w, learner, user)?) => Err(refused(
            "That learner and that account cannot be linked as things stand: one of them is linked to somebody else by a \
             person's decision, or is not in use.",
            "unlink the other pair first, then try again.",
        )
        .into()),
        _ => Ok(()),
    }
}
