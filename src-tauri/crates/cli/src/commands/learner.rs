//! `learner`

use domain::{Fault, LearnerId};
use host::views::{Learner, LinkView, ResultView};

use crate::output::{Answer, Table, dash, day};
use crate::session::Session;

/// Shows one learner.
pub(crate) async fn run(session: &Session, id: LearnerId) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let learner = host.learner(id).await?;
    Ok(session.output.answer(&learner, words))
}

fn words(learner: &Learner) -> String {
    let mut lines = vec![
        format!(
            "{} {} ({} {})",
            learner.given_name, learner.family_name, learner.kind, learner.id
        ),
        format!("Centre      {}", learner.centre),
        format!("{:<11} {}", learner.record_system, learner.external_id),
        format!("Email       {}", email(learner)),
        format!("NINO        {}", dash(learner.nino.as_deref())),
    ];
    if !learner.tags.is_empty() {
        lines.push(format!("Tags        {}", learner.tags.join(", ")));
    }
    if let Some(username) = &learner.provider_username {
        lines.push(format!("Username    {username}"));
    }
    if learner.gone_at.is_some() {
        lines.push(format!("Gone from the record system since {}", day(learner.gone_at)));
    }
    lines.extend(learner.links.iter().map(link));
    lines.extend(learner.past_links.iter().map(|past| {
        let (user, ended) = (dash(past.user.username.as_deref()), day(Some(past.ended_at)));
        format!(
            "Was linked  {}: {user} (user {}), which is gone since {ended}",
            past.connection, past.user.id
        )
    }));
    if learner.links.is_empty() {
        lines.push("Not linked to any provider's user.".to_owned());
    }
    format!("{}\n\n{}", lines.join("\n"), results(&learner.results))
}

fn email(learner: &Learner) -> String {
    let verified = match (learner.email.as_deref(), learner.email_verified) {
        (None | Some(""), _) => "",
        (_, Some(true)) => " (verified)",
        (_, Some(false)) => " (not verified)",
        (_, None) => " (the record system does not say whether it is verified)",
    };
    dash(learner.email.as_deref()) + verified
}

fn link(link: &LinkView) -> String {
    let held = if link.held {
        ", held: say with `review` whether they are one person"
    } else {
        ""
    };
    format!(
        "Linked      {}: {} (user {}) by {} since {}{held}",
        link.connection,
        dash(link.user.username.as_deref()),
        link.user.id,
        link.rule,
        day(Some(link.since))
    )
}

fn results(results: &[ResultView]) -> String {
    if results.is_empty() {
        return "No results.\n".to_owned();
    }
    let mut table = Table::new([
        "Finished", "Subject", "Kind", "Level", "Percent", "Title", "Provider", "Parts",
    ]);
    for result in results {
        table.row([
            day(result.finished_at),
            said(result.subject.code(), "other", result.subject_raw.as_deref()),
            said(result.kind.code(), "other", result.kind_raw.as_deref()),
            result.level.map_or_else(
                || {
                    result
                        .level_raw
                        .as_ref()
                        .map_or_else(|| "-".to_owned(), |raw| format!("{raw} (unmapped)"))
                },
                |level| level.code().replace('_', " "),
            ),
            result
                .percent
                .map_or_else(|| "-".to_owned(), |percent| format!("{percent:.0} %")),
            dash(result.title.as_deref()),
            result.connection.clone(),
            parts(result),
        ]);
    }
    table.render()
}

/// A code, or the provider's own word where the code says nothing.
fn said(code: &str, nothing: &str, raw: Option<&str>) -> String {
    match raw {
        Some(raw) if code == nothing => raw.to_owned(),
        _ => code.to_owned(),
    }
}

fn parts(result: &ResultView) -> String {
    let parts = result
        .components
        .iter()
        .map(|part| format!("{} {}", part.name, part.value));
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use domain::linking::Rule;
    use domain::records::LearnerKind;
    use domain::{Level, ResultId, ResultKind, Subject, UserId};
    use host::views::{ComponentView, LinkedUser};

    use super::*;

    fn learner() -> Learner {
        Learner {
            id: LearnerId(7),
            external_id: "501".to_owned(),
            record_system: "onefile".to_owned(),
            centre: "North".to_owned(),
            kind: LearnerKind::Learner,
            given_name: "Zoë".to_owned(),
            family_name: "Example".to_owned(),
            email: Some("zoe@example.org".to_owned()),
            email_verified: None,
            nino: Some("••••••34C".to_owned()),
            tags: Vec::new(),
            gone_at: None,
            provider_username: None,
            provider_username_edited: false,
            past_links: Vec::new(),
            links: vec![LinkView {
                connection: "bksb".to_owned(),
                provider: "bksb".to_owned(),
                user: LinkedUser {
                    id: UserId(9),
                    external_id: "88".to_owned(),
                    username: Some("zexample".to_owned()),
                },
                rule: Rule::Email,
                since: "2026-03-04T12:00:00Z".parse().unwrap(),
                held: false,
                held_reason: None,
            }],
            results: Vec::new(),
        }
    }

    fn result() -> ResultView {
        ResultView {
            id: ResultId(1),
            connection: "bksb".to_owned(),
            external_id: "3".to_owned(),
            subject: Subject::English,
            subject_raw: Some("ENG".to_owned()),
            kind: ResultKind::Initial,
            kind_raw: None,
            title: Some("English Initial".to_owned()),
            level: Some(Level::Entry3),
            level_raw: Some("English Entry 3".to_owned()),
            score: None,
            possible: None,
            percent: Some(66.6),
            started_at: None,
            finished_at: Some("2026-03-04T12:00:00Z".parse().unwrap()),
            components: vec![ComponentView {
                name: "Reading".to_owned(),
                value: "2.48".to_owned(),
                measured_at: None,
            }],
            first_seen_at: "2026-03-05T12:00:00Z".parse().unwrap(),
            revision: 1,
        }
    }

    #[test]
    fn a_page_reads_as_prose_and_a_table() {
        let mut learner = learner();
        learner.results.push(result());
        assert_eq!(
            words(&learner),
            "Zoë Example (learner 7)\n\
             Centre      North\n\
             onefile     501\n\
             Email       zoe@example.org (the record system does not say whether it is verified)\n\
             NINO        ••••••34C\n\
             Linked      bksb: zexample (user 9) by email since 2026-03-04\n\
             \n\
             Finished    Subject  Kind     Level    Percent  Title            Provider  Parts\n\
             2026-03-04  english  initial  entry 3  67 %     English Initial  bksb      Reading 2.48\n"
        );
    }

    #[test]
    fn what_nothing_maps_is_shown_as_the_provider_wrote_it() {
        let mut odd = result();
        odd.level = None;
        odd.level_raw = Some("Grade 4".to_owned());
        odd.subject = Subject::Other;
        odd.subject_raw = Some("Geography".to_owned());
        let text = results(&[odd]);
        assert!(
            text.contains("Grade 4 (unmapped)") && text.contains("Geography"),
            "{text}"
        );
    }

    #[test]
    fn a_held_link_and_no_link_say_so() {
        let mut learner = learner();
        learner.links[0].held = true;
        assert!(words(&learner).contains("held: say with `review`"));
        learner.links.clear();
        assert!(words(&learner).contains("Not linked to any provider's user.\n\nNo results."));
    }
}
