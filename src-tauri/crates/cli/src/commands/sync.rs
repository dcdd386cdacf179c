//! `sync`

use domain::linking::{LinkChange, Plan, PlannedChange};
use domain::run::{RunReason, RunState};
use domain::{ConnectionId, Fault};
use host::Host;
use host::engine::{PreviewedRun, SyncAsk, SyncReport};
use serde::Serialize;

use super::runs;
use crate::args::SyncArgs;
use crate::output::{Answer, Exit, count, tell};
use crate::progress::Progress;
use crate::session::Session;

/// Gets everything, or what was asked for, and matches.
pub(crate) async fn run(session: &Session, args: SyncArgs) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let ask = SyncAsk {
        connections: named(&host, &args.connections).await?,
        tasks: (!args.tasks.is_empty()).then_some(args.tasks),
        reason: RunReason::Asked,
    };
    if args.dry_run {
        return preview(session, &host, &ask).await;
    }
    let progress = Progress::show(host.engine().events(), &host.connections().await?);
    let report = host.engine().sync(ask, session.cancel().clone()).await;
    progress.end().await;
    let report = report?;
    if let Some(notice) = host.protect().await {
        tell(&notice);
    }
    let exit = exit(&report);
    Ok(session.output.answer(&report, words).exit(exit))
}

async fn named(host: &Host, names: &[String]) -> Result<Option<Vec<ConnectionId>>, Fault> {
    let mut connections = Vec::new();
    for name in names {
        connections.push(host.connection(name.as_str()).await?.id);
    }
    Ok((!names.is_empty()).then_some(connections))
}

pub(super) fn exit(report: &SyncReport) -> Exit {
    let runs = report.runs.iter().map(|run| exit_of(run.state));
    runs.max().unwrap_or(Exit::Done)
}

pub(super) const fn exit_of(state: RunState) -> Exit {
    match state {
        RunState::Done => Exit::Done,
        RunState::DoneWithSkips | RunState::Held => Exit::Partly,
        RunState::Queued | RunState::Running | RunState::Failed | RunState::Cancelled | RunState::Interrupted => {
            Exit::Failed
        }
    }
}

pub(super) fn words(report: &SyncReport) -> String {
    if report.runs.is_empty() {
        return "There was nothing to do. Add connections with `connection add`.\n".to_owned();
    }
    format!(
        "{}{} matched; {} and {} without a link\n",
        runs::table(&report.runs),
        count(report.matched, "learner", "learners"),
        count(report.unmatched_learners, "learner", "learners"),
        count(report.unmatched_users, "user", "users"),
    )
}

/// What a sync would do.
#[derive(Serialize)]
struct DryRun {
    dry_run: bool,
    runs: Vec<PreviewedRun>,
    connections: Vec<Preview>,
}

/// What matching would do at one provider.
#[derive(Serialize)]
struct Preview {
    connection: String,
    matched: u64,
    unmatched_learners: usize,
    unmatched_users: usize,
    changes: Vec<Change>,
}

/// What would happen, or has happened, to one link.
#[derive(Serialize)]
pub(super) struct Change {
    learner_id: i64,
    user_id: i64,
    change: &'static str,
    rule: Option<&'static str>,
    held: Option<&'static str>,
}

async fn preview(session: &Session, host: &Host, ask: &SyncAsk) -> Result<Answer, Fault> {
    tell("A dry run asks no system: it says what matching would do with what is stored, and changes nothing.");
    let foreseen = host.engine().preview_sync(ask).await?;
    let connections = host.connections().await?;
    let previews = foreseen.plans.iter().filter_map(|(id, plan)| {
        let provider = connections.iter().find(|one| one.id == *id)?;
        Some(Preview::of(&provider.name, plan))
    });
    let dry = DryRun {
        dry_run: true,
        runs: foreseen.runs,
        connections: previews.collect(),
    };
    Ok(session.output.answer(&dry, DryRun::words))
}

impl Preview {
    fn of(connection: &str, plan: &Plan) -> Self {
        Self {
            connection: connection.to_owned(),
            matched: plan.in_effect,
            unmatched_learners: plan.learners.len(),
            unmatched_users: plan.users.len(),
            changes: plan.changes.iter().map(Change::of).collect(),
        }
    }
}

impl Change {
    pub(super) fn of(planned: &PlannedChange) -> Self {
        let (change, rule, held) = match planned.change {
            LinkChange::Make { rule, held } => ("make", Some(rule.code()), held),
            LinkChange::Hold { held } => (if held.is_some() { "hold" } else { "release" }, None, held),
            LinkChange::Rerule { rule } => ("rerule", Some(rule.code()), None),
            LinkChange::Remove => ("remove", None, None),
        };
        Self {
            learner_id: planned.learner.0,
            user_id: planned.user.0,
            change,
            rule,
            held: held.map(domain::linking::Reason::code),
        }
    }
}

impl DryRun {
    fn words(&self) -> String {
        let runs = self
            .runs
            .iter()
            .map(|run| format!("Would run: {} of {}\n", run.task, run.connection));
        let plans = self.connections.iter().map(Preview::words);
        let text: String = runs.chain(plans).collect();
        if text.is_empty() {
            "There is nothing to do.\n".to_owned()
        } else {
            text
        }
    }
}

impl Preview {
    fn words(&self) -> String {
        let mut text = format!(
            "{}: {} of links, after which {} would be matched; {} and {} without a link\n",
            self.connection,
            count(self.changes.len() as u64, "change", "changes"),
            count(self.matched, "learner", "learners"),
            count(self.unmatched_learners as u64, "learner", "learners"),
            count(self.unmatched_users as u64, "user", "users"),
        );
        for change in &self.changes {
            let by = change.rule.map_or_else(String::new, |rule| format!(" by {rule}"));
            let held = change.held.map_or_else(String::new, |why| format!(", held: {why}"));
            text.push_str(&format!(
                "  {} learner {} and user {}{by}{held}\n",
                change.change, change.learner_id, change.user_id
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use domain::linking::{Reason, Rule};
    use domain::{LearnerId, UserId};

    use super::*;
    use crate::commands::runs::tests::a_run;

    fn report(states: &[RunState]) -> SyncReport {
        SyncReport {
            runs: states.iter().map(|state| a_run(*state)).collect(),
            matched: 5,
            unmatched_learners: 1,
            unmatched_users: 0,
        }
    }

    #[test]
    fn the_exit_code_is_that_of_the_worst_run() {
        assert_eq!(exit(&report(&[RunState::Done])), Exit::Done);
        assert_eq!(exit(&report(&[RunState::Done, RunState::DoneWithSkips])), Exit::Partly);
        assert_eq!(exit(&report(&[RunState::Held])), Exit::Partly);
        assert_eq!(
            exit(&report(&[RunState::Held, RunState::Failed, RunState::Done])),
            Exit::Failed,
            "one of several connections failed"
        );
        assert_eq!(
            exit(&report(&[RunState::Cancelled])),
            Exit::Failed,
            "it did not do what was asked"
        );
    }

    #[test]
    fn a_sync_ends_in_its_sum() {
        let text = words(&report(&[RunState::Done]));
        assert!(
            text.ends_with("5 learners matched; 1 learner and 0 users without a link\n"),
            "{text}"
        );
        assert!(
            words(&report(&[])).contains("connection add"),
            "an empty sync says what to do"
        );
    }

    #[test]
    fn a_preview_shows_each_change() {
        let plan = Plan {
            changes: vec![PlannedChange {
                learner: LearnerId(7),
                user: UserId(9),
                change: LinkChange::Make {
                    rule: Rule::Email,
                    held: Some(Reason::DetailsDisagree),
                },
            }],
            ..Plan::default()
        };
        let dry = DryRun {
            dry_run: true,
            runs: Vec::new(),
            connections: vec![Preview::of("bksb", &plan)],
        };
        let text = dry.words();
        assert!(
            text.ends_with("  make learner 7 and user 9 by email, held: details_disagree\n"),
            "{text}"
        );
    }
}
