//! `doctor`

use domain::Fault;
use host::doctor::{Health, Report, examine};

use crate::output::{Answer, Exit};
use crate::session::Session;
use crate::stop;

/// Examines the installation.
pub(crate) async fn run(session: &Session) -> Result<Answer, Fault> {
    let looking = async { Ok(examine(session.options()).await) };
    let report = stop::or_cancelled(session.cancel(), looking).await?;
    let exit = if report.is_good() { Exit::Done } else { Exit::Failed };
    Ok(session.output.answer(&report, words).exit(exit))
}

fn words(report: &Report) -> String {
    let mut text = format!("Learner Sync {} on {}\n", report.version, report.platform);
    for finding in &report.findings {
        let mark = match finding.health {
            Health::Good => "good",
            Health::Note => "note",
            Health::Bad => "BAD ",
        };
        text.push_str(&format!("{mark}  {}: {}\n", finding.about, finding.sentence));
    }
    text
}

#[cfg(test)]
mod tests {
    use host::doctor::Finding;

    use super::*;

    #[test]
    fn what_is_in_the_way_stands_out() {
        let report = Report {
            version: "0.1.0",
            platform: "linux x86_64".to_owned(),
            findings: vec![Finding {
                about: "keyring",
                health: Health::Bad,
                sentence: "The keyring is locked.".to_owned(),
            }],
        };
        assert_eq!(
            words(&report),
            "Learner Sync 0.1.0 on linux x86_64\nBAD   keyring: The keyring is locked.\n"
        );
    }
}
