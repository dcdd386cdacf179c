//! `definition …`

use domain::Fault;
use host::definitions;

use crate::args::DefinitionCommand;
use crate::output::{Answer, tell};
use crate::session::Session;

/// Carries out a `definition` command.
pub(crate) fn run(session: &Session, command: DefinitionCommand) -> Result<Answer, Fault> {
    match command {
        DefinitionCommand::Show { kind } => {
            let shown = definitions::show(&session.options(), &kind)?;
            if shown.correction_is_older {
                tell("The correction on this computer was written for an earlier version of this definition.");
            }
            Ok(session.output.answer(&shown, |shown| shown.definition.clone()))
        }
        DefinitionCommand::Check { file } => {
            let checked = definitions::check(&file)?;
            Ok(session.output.answer(&checked, |checked| {
                let moves = if checked.changes_host {
                    " Secrets would go to another host, so they have to be typed again."
                } else {
                    ""
                };
                let older = if checked.written_against < checked.version {
                    format!(
                        " It was written against version {}: see whether it is still needed.",
                        checked.written_against
                    )
                } else {
                    String::new()
                };
                format!(
                    "This correction of {} (version {}) has no error.{moves}{older}\n",
                    checked.kind, checked.version
                )
            }))
        }
    }
}
