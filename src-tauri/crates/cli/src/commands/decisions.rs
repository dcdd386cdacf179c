//! `link`, `unlink`, `never-match`, `review`, `confirm`: what people decide.

use domain::linking::{LinkChange, PlannedChange};
use domain::{Connection, Fault, RunId};
use host::Host;
use host::engine::Decided;
use host::views::Review;
use serde::Serialize;

use super::{runs, sync};
use crate::args::{NeverMatchArgs, PairArgs, ReviewArgs, YesNo};
use crate::output::{Answer, Exit, Table};
use crate::session::Session;

/// Links a learner to a user.
pub(crate) async fn link(session: &Session, pair: &PairArgs) -> Result<Answer, Fault> {
    let (host, provider) = opened(session, &pair.connection).await?;
    let decided = host.engine().link(provider.id, pair.learner, pair.user).await?;
    Ok(told(session, &decided))
}

/// Ends a link.
pub(crate) async fn unlink(session: &Session, pair: &PairArgs) -> Result<Answer, Fault> {
    let (host, provider) = opened(session, &pair.connection).await?;
    let decided = host.engine().unlink(provider.id, pair.learner, pair.user).await?;
    Ok(told(session, &decided))
}

/// Rules a pair or a learner out, or takes that back.
pub(crate) async fn never_match(session: &Session, args: &NeverMatchArgs) -> Result<Answer, Fault> {
    let (host, provider) = opened(session, &args.connection).await?;
    let engine = host.engine();
    let decided = engine
        .never_match(provider.id, args.learner, args.user, args.undo)
        .await?;
    Ok(told(session, &decided))
}

/// Lists the links that wait for a person, or decides one.
pub(crate) async fn review(session: &Session, args: &ReviewArgs) -> Result<Answer, Fault> {
    let (Some(learner), Some(user), Some(answer), Some(name)) =
        (args.learner, args.user, args.answer, &args.connection)
    else {
        return waiting(session, args.connection.as_deref()).await;
    };
    let (host, provider) = opened(session, name).await?;
    let is_right = answer == YesNo::Yes;
    let decided = host.engine().review(provider.id, learner, user, is_right).await?;
    Ok(told(session, &decided))
}

async fn waiting(session: &Session, connection: Option<&str>) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let mut held = host.review().await?;
    if let Some(name) = connection {
        let provider = host.provider(name).await?;
        held.retain(|one| one.connection == provider.name);
    }
    Ok(session.output.answer(&held, |held| held_words(held)))
}

fn held_words(held: &[Review]) -> String {
    if held.is_empty() {
        return "No link waits for a person.\n".to_owned();
    }
    let mut table = Table::new(["Connection", "Learner", "User", "Rule", "Why"]);
    for one in held {
        table.row([
            one.connection.clone(),
            one.learner_id.to_string(),
            one.user_id.to_string(),
            one.rule.to_string(),
            one.why.to_string(),
        ]);
    }
    table.render()
        + "To look at one: learner-sync-cli learner LEARNER\n\
           To decide: learner-sync-cli review LEARNER USER yes|no --connection CONNECTION\n"
}

/// Lets a held run take effect.
pub(crate) async fn confirm(session: &Session, run: RunId) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let report = host.engine().confirm(run).await?;
    let exit = sync::exit(&report);
    Ok(session.output.answer(&report, sync::words).exit(exit))
}

async fn opened(session: &Session, connection: &str) -> Result<(Host, Connection), Fault> {
    let host = session.open().await?;
    let provider = host.provider(connection).await?;
    Ok((host, provider))
}

/// What a decision brought about.
#[derive(Serialize)]
struct Told<'a> {
    changes: Vec<sync::Change>,
    #[serde(flatten)]
    decided: &'a Decided,
}

fn told(session: &Session, decided: &Decided) -> Answer {
    let told = Told {
        changes: decided.changes.iter().map(sync::Change::of).collect(),
        decided,
    };
    // A decision stands even where the results of the new link could not be fetched.
    let exit = if decided.fault.is_some() {
        Exit::Partly
    } else {
        Exit::Done
    };
    session
        .output
        .answer(&told, |told| decision_words(told.decided))
        .exit(exit)
}

fn decision_words(decided: &Decided) -> String {
    let mut text: String = decided.changes.iter().map(change).collect();
    if text.is_empty() {
        text.push_str("The decision is kept. It changes no link.\n");
    }
    if let Some(fault) = &decided.fault {
        text.push_str(&format!(
            "The results of the new link are not here yet. {}\n",
            fault.sentence()
        ));
    }
    text + &runs::table(&decided.runs)
}

fn change(planned: &PlannedChange) -> String {
    let (learner, user) = (planned.learner, planned.user);
    match planned.change {
        LinkChange::Make { held: None, .. } | LinkChange::Hold { held: None } => {
            format!("Learner {learner} is linked to user {user}.\n")
        }
        LinkChange::Make { .. } | LinkChange::Hold { .. } => {
            format!("The link of learner {learner} and user {user} is held for review.\n")
        }
        LinkChange::Rerule { rule } => {
            format!("The link of learner {learner} and user {user} now stands by {rule}.\n")
        }
        LinkChange::Remove => format!("Learner {learner} is no longer linked to user {user}.\n"),
    }
}

#[cfg(test)]
mod tests {
    use domain::linking::{Reason, Rule};
    use domain::{FaultCode, LearnerId, UserId};

    use super::*;

    fn decided(change: Option<LinkChange>, fault: Option<Fault>) -> Decided {
        let planned = |change| PlannedChange {
            learner: LearnerId(7),
            user: UserId(9),
            change,
        };
        Decided {
            changes: change.map(planned).into_iter().collect(),
            linked: 0,
            unlinked: 0,
            runs: Vec::new(),
            fault,
            undo: None,
        }
    }

    #[test]
    fn a_link_whose_results_cannot_be_fetched_is_still_a_link() {
        let made = LinkChange::Make {
            rule: Rule::Manual,
            held: None,
        };
        let fault = Fault::new(FaultCode::Unreachable, "refused").with("connection", "bksb");
        let text = decision_words(&decided(Some(made), Some(fault)));
        assert!(
            text.starts_with(
                "Learner 7 is linked to user 9.\nThe results of the new link are not here yet. bksb could not be reached."
            ),
            "{text}"
        );
    }

    #[test]
    fn a_decision_that_changes_no_link_says_that_it_is_kept() {
        assert!(decision_words(&decided(None, None)).starts_with("The decision is kept."));
    }

    #[test]
    fn held_links_are_listed_with_the_way_to_decide_them() {
        let held = Review {
            connection: "bksb".to_owned(),
            learner_id: LearnerId(7),
            user_id: UserId(9),
            rule: Rule::Email,
            why: Reason::DetailsDisagree,
        };
        assert_eq!(
            held_words(&[held]),
            "Connection  Learner  User  Rule   Why\n\
             bksb        7        9     email  details_disagree\n\
             To look at one: learner-sync-cli learner LEARNER\n\
             To decide: learner-sync-cli review LEARNER USER yes|no --connection CONNECTION\n"
        );
        assert_eq!(held_words(&[]), "No link waits for a person.\n");
    }
}
