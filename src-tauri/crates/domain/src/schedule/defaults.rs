//! The default schedule: which task of which connection runs how often.

use super::Cadence;
use crate::connection::{Role, SystemKind};
use crate::run::Task;

/// One line of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What runs.
    pub task: Task,
    /// How often.
    pub cadence: Cadence,
}

const fn entry(task: Task, cadence: Cadence) -> Entry {
    Entry { task, cadence }
}

/// Whole listing of a record system; asking it what has changed goes along with hourly matching.
const RECORDS: &[Entry] = &[entry(Task::Learners, Cadence::Daily)];

const ASSESSMENTS: &[Entry] = &[
    entry(Task::Users, Cadence::Daily),
    entry(Task::Match, Cadence::Daily),
    entry(Task::Results, Cadence::Daily),
];

/// Skills Forward's own integration with Onefile shows a result within minutes, so this app does as well.
const SKILLS_FORWARD: &[Entry] = &[
    entry(Task::Users, Cadence::Daily),
    entry(Task::Match, Cadence::Hourly),
    entry(Task::Results, Cadence::EveryMinute),
];

/// The default schedule of a connection, in the order in which what is due at once runs.
#[must_use]
pub fn entries(role: Role, kind: &SystemKind) -> &'static [Entry] {
    match (role, kind.0.as_str()) {
        (Role::Records, _) => RECORDS,
        (Role::Assessments, "skills_forward") => SKILLS_FORWARD,
        (Role::Assessments, _) => ASSESSMENTS,
    }
}

/// How often a task of a connection runs by default; `None` where it never does by itself.
#[must_use]
pub fn cadence_of(role: Role, kind: &SystemKind, task: Task) -> Option<Cadence> {
    entries(role, kind)
        .iter()
        .find(|entry| entry.task == task)
        .map(|entry| entry.cadence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_agreed_one() {
        let of = |role, kind: &str, task| cadence_of(role, &SystemKind(kind.into()), task);
        assert_eq!(of(Role::Records, "onefile", Task::Learners), Some(Cadence::Daily));
        assert_eq!(of(Role::Records, "picsweb", Task::Results), None);
        assert_eq!(of(Role::Assessments, "bksb", Task::Match), Some(Cadence::Daily));
        assert_eq!(
            of(Role::Assessments, "skills_forward", Task::Match),
            Some(Cadence::Hourly)
        );
        assert_eq!(
            of(Role::Assessments, "skills_forward", Task::Results),
            Some(Cadence::EveryMinute)
        );
        assert_eq!(
            of(Role::Assessments, "another", Task::Results),
            Some(Cadence::Daily),
            "a provider that this table does not know is treated like bksb"
        );
    }
}
