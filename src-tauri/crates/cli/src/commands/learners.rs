//! `learners`

use domain::Fault;
use host::views::Learners;

use crate::args::LearnersArgs;
use crate::output::{Answer, Table, count, dash};
use crate::session::Session;

/// Lists learners.
pub(crate) async fn run(session: &Session, args: LearnersArgs) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let learners = host.learners(args.search, args.limit, args.offset).await?;
    Ok(session.output.answer(&learners, words))
}

fn words(list: &Learners) -> String {
    let mut table = Table::new(["ID", "Name", "Kind", "Centre", "Email", "Linked"]);
    for learner in &list.learners {
        table.row([
            learner.id.to_string(),
            format!("{} {}", learner.given_name, learner.family_name),
            learner.kind.to_string(),
            learner.centre.clone(),
            dash(learner.email.as_deref()),
            dash(Some(&learner.linked.join(", "))),
        ]);
    }
    let shown = list.learners.len() as u64;
    let total = list.total.unsigned_abs();
    let sum = if shown == total {
        count(total, "learner", "learners")
    } else {
        format!("{shown} of {}", count(total, "learner", "learners"))
    };
    if table.is_empty() {
        return format!("{sum}\n");
    }
    format!("{}{sum}\n", table.render())
}

#[cfg(test)]
mod tests {
    use domain::LearnerId;
    use domain::records::LearnerKind;
    use host::views::ListedLearner;

    use super::*;

    #[test]
    fn a_page_says_of_how_many_it_is() {
        let row = ListedLearner {
            id: LearnerId(7),
            external_id: "501".to_owned(),
            record_system: "onefile".to_owned(),
            centre: "North".to_owned(),
            kind: LearnerKind::Applicant,
            given_name: "Zoë".to_owned(),
            family_name: "Example".to_owned(),
            email: None,
            email_verified: None,
            nino: None,
            tags: Vec::new(),
            linked: Vec::new(),
        };
        let page = Learners {
            total: 12,
            learners: vec![row],
        };
        assert_eq!(
            words(&page),
            "ID  Name         Kind       Centre  Email  Linked\n\
             7   Zoë Example  applicant  North   -      -\n\
             1 of 12 learners\n"
        );
        let nobody = Learners {
            total: 0,
            learners: Vec::new(),
        };
        assert_eq!(words(&nobody), "0 learners\n", "no empty table");
    }
}
