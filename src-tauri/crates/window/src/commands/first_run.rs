//! The first run, as the page asks for it.

use std::sync::Arc;

use domain::linking::{Plan, PlannedChange, Reason, Rule};
use domain::run::Task;
use domain::{LearnerId, UserId};
use host::reasons::{self, About};
use host::{Reader, StoreError, views, words};

use super::bounds;
use super::connections::details;
use super::unmatched::Called;
use crate::app::lock;
use crate::first_run;
use crate::open::Held;
use crate::problem::Problem;
use crate::sync;
use crate::wire::*;

pub(super) async fn first_run(held: &Held, (): ()) -> Result<FirstRun, Problem> {
    let reading = lock(&held.reading).clone();
    let status = held.host().engine().status().await?;
    let previews = if reading.at_work {
        Vec::new()
    } else {
        first_run::previews(held, &status).await?
    };
    Ok(FirstRun {
        connections: details(held).await?,
        read: first_run::is_read(&status),
        reading: reading.at_work,
        problems: reading.problems,
        previews,
    })
}

pub(super) async fn read_first(held: &Held, (): ()) -> Result<Started, Problem> {
    Ok(Started {
        started: first_run::begin_reading(held.app(), held),
    })
}

/// Ends the first run: from now on the schedule is kept, and at once everything is matched and fetched.
pub(super) async fn finish_first_run(held: &Held, (): ()) -> Result<(), Problem> {
    held.host().was_set_up().await?;
    if held.end_first_run() {
        held.app().tell_of_life();
        held.bell.ring();
        let tasks = Some(vec![Task::Match, Task::Results]);
        held.spawn(sync::first_and_then_schedule(Arc::clone(held), tasks));
    }
    Ok(())
}

/// A row of a preview before it is told by name.
struct Planned {
    learner: LearnerId,
    user: Option<UserId>,
    rule: Option<Rule>,
    reason: Option<Reason>,
    opposite: usize,
}

pub(super) async fn preview_rows(held: &Held, ask: PreviewAsk) -> Result<PreviewPage, Problem> {
    let provider = held.host().connection(ask.connection).await?;
    let called = Called::of(held, &provider).await?;
    let plan = held.host().engine().preview(ask.connection).await?;
    let planned = planned(&plan, ask.what);
    let total = planned.len() as u64;
    let page = planned.into_iter().skip(ask.offset as usize);
    let page: Vec<Planned> = page.take(bounds::rows(ask.limit) as usize).collect();
    let named = move |r: &Reader<'_>| {
        let rows = page.into_iter().map(|row| named(r, row, &called));
        rows.collect::<Result<Vec<_>, StoreError>>()
    };
    Ok(PreviewPage {
        total,
        rows: held.host().read(named).await?,
    })
}

fn planned(plan: &Plan, what: Previewed) -> Vec<Planned> {
    let change = |one: &PlannedChange| Planned {
        learner: one.learner,
        user: Some(one.user),
        rule: one.change.rule(),
        reason: one.change.held(),
        opposite: 1,
    };
    match what {
        Previewed::Link => plan.taking_effect().map(change).collect(),
        Previewed::Hold => plan.being_held().map(change).collect(),
        Previewed::Unmatched => {
            let left_out = plan.left_out().map(|one| Planned {
                learner: one.id,
                user: None,
                rule: None,
                reason: Some(one.reason),
                opposite: one.candidates.len(),
            });
            left_out.collect()
        }
    }
}

fn named(r: &Reader<'_>, row: Planned, called: &Called) -> Result<PlannedRow, StoreError> {
    let learner = views::learner_named(r, row.learner)?;
    let user = row.user.map(|user| views::user_named(r, user)).transpose()?;
    let sentence = sentence(&row, &learner, called);
    let name = |user: &views::NamedUser| format!("{} {}", user.given_name, user.family_name).trim().to_owned();
    Ok(PlannedRow {
        learner_id: learner.id,
        learner_given: learner.given_name,
        learner_family: learner.family_name,
        learner_email: learner.email,
        centre: learner.centre,
        user_id: row.user,
        user_name: user.as_ref().map(name),
        user_external_id: user.as_ref().map(|user| user.external_id.clone()),
        username: user.and_then(|user| user.username),
        rule: row.rule,
        reason: row.reason,
        sentence,
    })
}

/// Why the link would wait, or why there would be none.
fn sentence(row: &Planned, learner: &views::NamedLearner, called: &Called) -> Option<String> {
    let about = About {
        given_name: Some(&learner.given_name),
        opposite: row.opposite,
        has_email: learner.email.is_some(),
        ..About::anybody(&called.record_system, &called.provider)
    };
    let reason = row.reason?;
    Some(match row.rule {
        Some(rule) => words::held(rule, reason, false).sentence,
        None => reasons::of_learner(reason, &about).sentence,
    })
}
