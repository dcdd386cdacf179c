//! Everything that a connection yields and says, to compare one world with another.

use domain::ports::{CheckOutcome, LearnerQuery, Listed as Row, UserResults};
use domain::records::{LearnerRecord, ResultRecord, UserRecord};

use crate::support::{Listed, World, all, ask};

/// Everything that a connection yields, and everything that it says beside.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) learners: Vec<LearnerRecord>,
    pub(super) users: Vec<UserRecord>,
    pub(super) results: Vec<UserResults>,
    pub(super) said: String,
}

impl Seen {
    fn heard<T>(&mut self, listed: Listed<T>) -> Vec<T> {
        for skipped in &listed.skipped {
            self.said
                .push_str(&format!("skipped {:?} {:?}\n", skipped.reason, skipped.field));
        }
        if let Some(fault) = &listed.fault {
            self.said.push_str(&fault.sentence());
        }
        listed.rows
    }

    /// Whether it is all that the other one has.
    pub(super) fn is_all_of(&self, other: &Self) -> bool {
        self.learners == other.learners
            && self.users == other.users
            && self.results.len() == other.results.len()
            && self.results.iter().zip(&other.results).all(|(one, other)| {
                one.results
                    .iter()
                    .map(without_raw)
                    .eq(other.results.iter().map(without_raw))
            })
    }

    /// Whether everything in it stands so in the other one: nothing in it has become blank.
    pub(super) fn is_true_to(&self, other: &Self) -> bool {
        let learner = |learner: &LearnerRecord| other.learners.iter().any(|truth| said(truth) == said(learner));
        let result = |fetched: &UserResults| {
            let truth = other.results.iter().find(|truth| truth.user == fetched.user);
            truth.is_some_and(|truth| fetched.results.iter().all(|result| truth.results.contains(result)))
        };
        self.learners.iter().all(learner)
            && self.users.iter().all(|user| other.users.contains(user))
            && self.results.iter().all(result)
    }
}

/// A learner without what the system need not say: unsaid, the connection's setting decides.
pub(super) fn said(learner: &LearnerRecord) -> LearnerRecord {
    LearnerRecord {
        email_verified: None,
        archived: false,
        ..learner.clone()
    }
}

/// A result without the texts of its dates, which differ where the format does.
pub(super) fn without_raw(result: &ResultRecord) -> ResultRecord {
    ResultRecord {
        started_raw: None,
        finished_raw: None,
        ..result.clone()
    }
}

/// For so many accounts results are fetched: enough that each kind occurs.
pub(super) const SOME: usize = 12;

pub(super) async fn see(world: &World, kind: &str) -> Seen {
    let mut seen = Seen::default();
    let report = if kind == "onefile" {
        let onefile = world.onefile();
        let centres: Vec<String> = world
            .sandbox
            .customer()
            .centres
            .iter()
            .map(|centre| centre.id.to_string())
            .collect();
        for centre in centres {
            let query = LearnerQuery {
                centre: Some(centre),
                ..LearnerQuery::default()
            };
            for row in seen.heard(all(onefile.learners(query)).await) {
                if let Row::Whole(learner) = row {
                    seen.learners.push(learner);
                }
            }
        }
        onefile.check().await
    } else {
        let bksb = world.bksb();
        seen.users = seen.heard(all(bksb.users()).await);
        let some = world
            .sandbox
            .customer()
            .bksb
            .rows()
            .iter()
            .take(SOME)
            .map(|user| ask(user.id))
            .collect();
        seen.results = seen.heard(all(bksb.results(some)).await);
        for user in &seen.results {
            for skipped in &user.skipped {
                seen.said
                    .push_str(&format!("skipped {:?} {:?}\n", skipped.reason, skipped.field));
            }
        }
        bksb.check().await
    };
    for one in report.operations {
        match one.outcome {
            CheckOutcome::Failed(fault) => {
                seen.said
                    .push_str(&format!("check {}: {}\n", one.operation, fault.sentence()))
            }
            CheckOutcome::FieldsMissing(fields) | CheckOutcome::AnsweredWithout(fields) => {
                seen.said.push_str(&format!("check {}: {fields:?}\n", one.operation))
            }
            CheckOutcome::Answered | CheckOutcome::NotTried(_) => {}
        }
    }
    seen
}
