//! `runs`

use domain::Fault;
use domain::run::RunState;
use host::views::Run;

use crate::output::{Answer, Table, instant};
use crate::session::Session;

/// Lists the last runs.
pub(crate) async fn run(session: &Session, limit: u32) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let runs = host.runs(limit).await?;
    Ok(session.output.answer(&runs, |runs| words(runs)))
}

fn words(runs: &[Run]) -> String {
    if runs.is_empty() {
        return "Nothing has been done yet.\n".to_owned();
    }
    table(runs)
}

/// Runs as a table, and below it the sentence of each that has one.
pub(super) fn table(runs: &[Run]) -> String {
    let mut table = Table::new([
        "Run",
        "Connection",
        "Task",
        "Why",
        "State",
        "Started",
        "Read",
        "Added",
        "Changed",
        "Kept aside",
        "Calls",
    ]);
    for run in runs {
        table.row([
            run.id.to_string(),
            run.connection.clone(),
            run.task.to_string(),
            spaced(run.reason.code()),
            spaced(run.state.code()),
            instant(Some(run.started_at)),
            run.read.to_string(),
            run.added.to_string(),
            run.changed.to_string(),
            run.skipped.to_string(),
            run.calls.to_string(),
        ]);
    }
    let sentences = runs.iter().filter_map(|run| {
        let fault = run.fault.as_ref()?;
        Some(format!("Run {}: {}\n{}", run.id, fault.message, way_on(run)))
    });
    table.render() + &sentences.collect::<String>()
}

fn way_on(run: &Run) -> String {
    if run.state == RunState::Held {
        format!("         To let it take effect: learner-sync-cli confirm {}\n", run.id)
    } else {
        String::new()
    }
}

fn spaced(code: &str) -> String {
    code.replace('_', " ")
}

#[cfg(test)]
pub(super) mod tests {
    use domain::run::{RunReason, Task};
    use domain::{FaultCode, RunId};
    use host::views::RunFaultView;

    use super::*;

    pub(in crate::commands) fn a_run(state: RunState) -> Run {
        Run {
            id: RunId(4),
            connection: "bksb".to_owned(),
            task: Task::Users,
            reason: RunReason::Asked,
            state,
            started_at: "2026-03-04T12:00:00Z".parse().unwrap(),
            finished_at: None,
            read: 10,
            added: 1,
            changed: 2,
            unchanged: 7,
            skipped: 0,
            calls: 3,
            fault: None,
        }
    }

    #[test]
    fn a_held_run_says_how_to_confirm_it() {
        let mut held = a_run(RunState::Held);
        held.fault = Some(RunFaultView {
            code: FaultCode::Implausible,
            message: "bksb listed 3 of 900 stored rows.".to_owned(),
        });
        let text = table(&[held]);
        assert!(text.contains("Run 4: bksb listed 3 of 900"), "{text}");
        assert!(text.ends_with("learner-sync-cli confirm 4\n"), "{text}");
    }

    #[test]
    fn no_run_is_said_in_words() {
        assert_eq!(words(&[]), "Nothing has been done yet.\n");
    }
}
