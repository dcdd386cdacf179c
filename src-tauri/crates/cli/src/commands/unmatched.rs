//! `unmatched`

use domain::Fault;
use domain::linking::{CandidateKind, Reason};
use host::reasons::{self, About, Words};
use host::views::Unmatched;

use crate::args::{Format, UnmatchedArgs};
use crate::output::{Answer, Table, count, dash, write_file};
use crate::session::Session;

/// Lists who is unmatched at a provider.
pub(crate) async fn run(session: &Session, args: UnmatchedArgs) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let provider = host.provider(args.connection.as_str()).await?;
    let unmatched = host.engine().unmatched(provider.id).await?;
    if let Some(file) = &args.output {
        write_file(file, &unmatched)?;
        let written = serde_json::json!({ "file": file.display().to_string() });
        return Ok(session
            .output
            .answer(&written, |_| format!("The list is in {}.\n", file.display())));
    }
    Ok(match args.format {
        Some(Format::Json) => session.output.document(&unmatched),
        None => session.output.answer(&unmatched, words),
    })
}

fn words(list: &Unmatched) -> String {
    let mut text = format!(
        "{} without a link in {}\n",
        count(list.learners.len() as u64, "learner", "learners"),
        list.connection
    );
    if !list.learners.is_empty() {
        text.push_str(&learners(list));
    }
    if !list.users_available {
        text.push_str(&format!(
            "\n{} does not list its users, so who has no link there is not available.\n",
            list.connection
        ));
        return text;
    }
    text.push_str(&format!(
        "\n{} of {} without a link\n",
        count(list.users.len() as u64, "user", "users"),
        list.connection
    ));
    if !list.users.is_empty() {
        text.push_str(&users(list));
    }
    text
}

fn learners(list: &Unmatched) -> String {
    let mut table = Table::new(["ID", "Name", "Centre", "Email", "Reason", "Users it may be"]);
    for learner in &list.learners {
        let candidates = learner.candidates.iter();
        table.row([
            learner.id.to_string(),
            format!("{} {}", learner.given_name, learner.family_name),
            learner.centre.clone(),
            dash(learner.email.as_deref()),
            learner.reason.to_string(),
            joined(candidates.map(|one| candidate(&one.user_id.to_string(), one.kind, &one.why))),
        ]);
    }
    let reasons = list.learners.iter().map(|learner| learner.reason);
    let about = About::anybody("the record system", &list.connection);
    table.render() + &legend(reasons, |reason| reasons::of_learner(reason, &about))
}

fn users(list: &Unmatched) -> String {
    let mut table = Table::new(["ID", "Username", "Name", "Email", "Reason", "Learners it may be"]);
    for user in &list.users {
        let candidates = user.candidates.iter();
        table.row([
            user.id.to_string(),
            dash(user.username.as_deref()),
            format!("{} {}", user.given_name, user.family_name),
            dash(user.email.as_deref()),
            user.reason.to_string(),
            joined(candidates.map(|one| candidate(&one.learner_id.to_string(), one.kind, &one.why))),
        ]);
    }
    let reasons = list.users.iter().map(|user| user.reason);
    let about = About::anybody("the record system", &list.connection);
    table.render() + &legend(reasons, |reason| reasons::of_user(reason, &about))
}

fn candidate(id: &str, kind: CandidateKind, why: &str) -> String {
    format!("{id} ({kind}: {})", why.replace('_', " "))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

/// What each reason in the table means and what to do, once.
fn legend(reasons: impl Iterator<Item = Reason>, words: impl Fn(Reason) -> Words) -> String {
    let mut present: Vec<Reason> = reasons.collect();
    present.sort_unstable();
    present.dedup();
    let lines = present
        .into_iter()
        .map(|reason| format!("  {reason}: {}\n", words(reason)));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use domain::{LearnerId, UserId};
    use host::views::{UnmatchedLearner, UserCandidate};

    use super::*;

    fn list(users_available: bool) -> Unmatched {
        Unmatched {
            connection: "bksb".to_owned(),
            provider: "bksb".to_owned(),
            users_available,
            learners: vec![UnmatchedLearner {
                id: LearnerId(7),
                external_id: "501".to_owned(),
                centre: "North".to_owned(),
                given_name: "Zoë".to_owned(),
                family_name: "Example".to_owned(),
                email: Some("zoe@example.org".to_owned()),
                reason: Reason::EmailUnverified,
                candidates: vec![UserCandidate {
                    user_id: UserId(9),
                    why: "same_unverified_email".to_owned(),
                    kind: CandidateKind::Ambiguous,
                }],
            }],
            users: Vec::new(),
        }
    }

    #[test]
    fn the_list_says_who_why_and_what_to_do() {
        let text = words(&list(true));
        assert!(
            text.starts_with(
                "1 learner without a link in bksb\n\
                 ID  Name         Centre  Email            Reason            Users it may be\n\
                 7   Zoë Example  North   zoe@example.org  email_unverified  9 (ambiguous: same unverified email)\n\
                 \u{20}\u{20}email_unverified: The email is not verified in the record system. Ask the learner"
            ),
            "{text}"
        );
        assert!(text.ends_with("0 users of bksb without a link\n"), "{text}");
    }

    #[test]
    fn unknown_users_are_not_shown_as_none() {
        let text = words(&list(false));
        assert!(text.contains("not available"), "{text}");
        assert!(!text.contains("0 users"), "{text}");
    }
}
