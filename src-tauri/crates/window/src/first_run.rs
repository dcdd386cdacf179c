//! The first run: learners and users are read, and what matching would do is seen before it does it.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::linking::{Plan, Rule};
use domain::run::RunState;
use domain::{ConnectionId, Fault, FaultCode, Role, UserId};
use host::engine::Status;
use host::views;

use crate::app::{App, lock};
use crate::open::Open;
use crate::problem::Problem;
use crate::wire::{AppEvent, MatchPreview, ReasonCount, RuleCount};

/// The reading of learners and users, as far as it is at work or has failed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) at_work: bool,
    pub(crate) problems: Vec<Problem>,
}

/// Reads learners and users in the background, and matches nothing. Whether it was begun: it may be at work already.
pub(crate) fn begin_reading(app: &App, open: &Arc<Open>) -> bool {
    let begun = Reading {
        at_work: true,
        problems: Vec::new(),
    };
    if std::mem::replace(&mut *lock(&open.reading), begun).at_work {
        return false;
    }
    let (app, at_it) = (app.clone(), open.clone());
    open.spawn(async move {
        let read = at_it.host().engine().prepare(at_it.cancel().child_token()).await;
        *lock(&at_it.reading) = Reading {
            at_work: false,
            problems: problems(read),
        };
        app.desktop().tell(&AppEvent::Changed);
    });
    true
}

/// What went wrong in reading.
fn problems(read: Result<Vec<views::Run>, Fault>) -> Vec<Problem> {
    let runs = match read {
        Ok(runs) => runs,
        Err(fault) => return vec![fault.into()],
    };
    let of_run = |run: &views::Run| match (&run.fault, run.state) {
        (Some(fault), _) => Some(Problem::stored(fault.code, &fault.message)),
        (None, RunState::Cancelled) => Some(Fault::new(FaultCode::Cancelled, "reading was stopped").into()),
        (None, _) => None,
    };
    runs.iter().filter_map(of_run).collect()
}

/// The connections of a side that are switched on and have been read.
fn read_ones(status: &Status, role: Role) -> impl Iterator<Item = ConnectionId> {
    let read = status
        .connections
        .iter()
        .filter(move |one| one.enabled && one.role == role);
    read.filter(|one| one.last_success_at.is_some()).map(|one| one.id)
}

/// Whether everything that is switched on has been read.
pub(crate) fn is_read(status: &Status) -> bool {
    let mut enabled = status.connections.iter().filter(|one| one.enabled).peekable();
    enabled.peek().is_some() && enabled.all(|one| one.last_success_at.is_some())
}

/// What matching would do at each provider that has been read, once any learners have been.
///
/// # Errors
/// The store's own.
pub(crate) async fn previews(open: &Open, status: &Status) -> Result<Vec<MatchPreview>, Fault> {
    let mut previews = Vec::new();
    if read_ones(status, Role::Records).next().is_none() {
        return Ok(previews);
    }
    let tabs = open.host().read(views::unmatched_tabs).await?;
    for id in read_ones(status, Role::Assessments) {
        let plan = open.host().engine().preview(id).await?;
        let tab = tabs.iter().find(|tab| tab.connection_id == id);
        previews.extend(tab.map(|tab| preview(tab, &plan)));
    }
    Ok(previews)
}

fn preview(tab: &views::UnmatchedTabPart, plan: &Plan) -> MatchPreview {
    let count = |rule: &Rule| {
        let by_it = plan.taking_effect().filter(|one| one.change.rule() == Some(*rule));
        by_it.count() as u64
    };
    let by_rule = Rule::ALL.iter().map(|rule| RuleCount {
        rule: *rule,
        count: count(rule),
    });
    let taken: BTreeSet<UserId> = plan.taking_effect().map(|one| one.user).collect();
    let reasons = plan
        .left_out_by_reason()
        .into_iter()
        .map(|(reason, count)| ReasonCount {
            reason,
            count: count.cast_signed(),
        });
    MatchPreview {
        connection_id: tab.connection_id,
        connection: tab.connection.clone(),
        learners: plan.in_effect + plan.learners.len() as u64,
        users: (taken.len() + plan.users.len()) as u64,
        users_available: tab.users.is_some(),
        would_link: by_rule.filter(|one| one.count > 0).collect(),
        would_hold: plan.being_held().count() as u64,
        would_unlink: plan.ending().count() as u64,
        unmatched: reasons.collect(),
        unmatched_users: plan.users.len() as u64,
    }
}
