//! The runs at work: how far each is, and how long it will still take. Pure: time is an argument.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::run::{RunState, Task};
use domain::{ConnectionId, RunId};
use host::engine::{AtWork, Event, Phase};

use crate::pace::Pace;
use crate::wire::Work;

/// The runs at work, as the engine tells of them from look to look.
#[derive(Default)]
pub(crate) struct Tracker {
    names: HashMap<ConnectionId, String>,
    begun: HashMap<RunId, (ConnectionId, Task)>,
    paces: HashMap<RunId, (Phase, Pace)>,
}

/// A run that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Over {
    pub(crate) run: RunId,
    pub(crate) connection: String,
    pub(crate) task: Task,
    pub(crate) state: RunState,
}

impl Tracker {
    /// What the connections are called from now on.
    pub(crate) fn name(&mut self, names: impl IntoIterator<Item = (ConnectionId, String)>) {
        self.names = names.into_iter().collect();
    }

    /// Takes in what the engine tells; what it says of a run that is over is handed on.
    pub(crate) fn hear(&mut self, event: &Event) -> Option<Over> {
        match *event {
            Event::RunStarted {
                run, connection, task, ..
            } => {
                self.begun.insert(run, (connection, task));
                None
            }
            Event::RunEnded { run, state } => {
                let (connection, task) = self.begun.remove(&run)?;
                Some(Over {
                    run,
                    connection: self.name_of(connection),
                    task,
                    state,
                })
            }
            Event::Progress { .. } | Event::Changed => None,
        }
    }

    /// All runs at work, from what the engine says that there is. Whatever else was known is over.
    pub(crate) fn look(&mut self, at_work: Vec<AtWork>, now: DateTime<Utc>) -> Vec<Work> {
        let begun = at_work.iter().map(|one| (one.run, (one.connection, one.task)));
        self.begun = begun.collect();
        self.paces.retain(|run, _| self.begun.contains_key(run));
        at_work.into_iter().map(|one| self.work(one, now)).collect()
    }

    fn work(&mut self, one: AtWork, now: DateTime<Utc>) -> Work {
        let (phase, pace) = self
            .paces
            .entry(one.run)
            .or_insert_with(|| (one.phase, Pace::begun(one.done, now)));
        if *phase == one.phase {
            pace.sample(one.done, now);
        } else {
            (*phase, *pace) = (one.phase, Pace::begun(one.done, now));
        }
        let seconds_left = one.total.and_then(|total| pace.seconds_left(total, now));
        Work {
            run: one.run,
            connection_id: one.connection,
            connection: self.name_of(one.connection),
            task: one.task,
            reason: one.reason,
            phase: one.phase,
            done: one.done,
            total: one.total,
            started_at: one.since,
            seconds_left,
        }
    }

    fn name_of(&self, connection: ConnectionId) -> String {
        self.names.get(&connection).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::run::RunReason;

    use super::*;
    use crate::tests::at;

    const RUN: RunId = RunId(7);
    const BKSB: ConnectionId = ConnectionId(2);

    fn after(seconds: u64) -> DateTime<Utc> {
        at("2026-11-22T10:00:00Z") + TimeDelta::seconds(seconds.cast_signed())
    }

    fn tracker() -> Tracker {
        let mut tracker = Tracker::default();
        tracker.name([(BKSB, "bksb".to_owned())]);
        tracker
    }

    fn at_work(phase: Phase, done: u64) -> Vec<AtWork> {
        vec![AtWork {
            run: RUN,
            connection: BKSB,
            task: Task::Results,
            reason: RunReason::Asked,
            since: after(0),
            phase,
            done,
            total: Some(100),
        }]
    }

    const STARTED: Event = Event::RunStarted {
        run: RUN,
        connection: BKSB,
        task: Task::Results,
        reason: RunReason::Asked,
    };
    const ENDED: Event = Event::RunEnded {
        run: RUN,
        state: RunState::Done,
    };

    #[test]
    fn a_run_is_told_with_its_connection_from_its_start_to_its_end() {
        let mut tracker = tracker();
        assert_eq!(tracker.hear(&STARTED), None);
        let work = tracker.look(at_work(Phase::Results, 12), after(0));
        assert_eq!((work.len(), work[0].done, work[0].total), (1, 12, Some(100)));
        assert_eq!(work[0].connection, "bksb");
        assert_eq!(work[0].seconds_left, None, "nothing can be told at the very beginning");
        let over = tracker.hear(&ENDED).unwrap();
        assert_eq!((over.connection.as_str(), over.task), ("bksb", Task::Results));
    }

    #[test]
    fn a_run_whose_start_was_missed_is_known_from_the_next_look() {
        let mut tracker = tracker();
        assert_eq!(tracker.hear(&ENDED), None, "of a stranger nothing can be told");
        tracker.look(at_work(Phase::Results, 12), after(0));
        assert!(tracker.hear(&ENDED).is_some());
    }

    #[test]
    fn a_run_whose_end_was_missed_is_gone_at_the_next_look() {
        let mut tracker = tracker();
        tracker.look(at_work(Phase::Results, 12), after(0));
        assert_eq!(tracker.look(Vec::new(), after(1)), []);
        assert_eq!(tracker.hear(&ENDED), None);
    }

    #[test]
    fn a_new_phase_has_a_pace_of_its_own() {
        let mut tracker = tracker();
        for second in 0..10 {
            tracker.look(at_work(Phase::Users, second * 5), after(second));
        }
        let left = |work: Vec<Work>| work[0].seconds_left;
        assert!(left(tracker.look(at_work(Phase::Users, 50), after(10))).is_some());
        let finding = tracker.look(at_work(Phase::Finding, 50), after(10));
        assert_eq!(left(finding), None, "users are looked up at another pace");
    }
}
