//! What was called, how often, and how much of it at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::op::{Op, System};
use crate::state::lock;

/// One call that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedCall {
    /// The operation.
    pub op: Op,
    /// The status answered; 0 where the caller went away or was cut off before there was one.
    pub status: u16,
}

#[derive(Default)]
struct Tally {
    log: Vec<LoggedCall>,
    under_way: HashMap<System, usize>,
    most_at_once: HashMap<System, usize>,
}

/// Counters of a sandbox. Clones share them.
#[derive(Clone, Default)]
pub struct Calls(Arc<Mutex<Tally>>);

impl Calls {
    /// How often an operation was called.
    #[must_use]
    pub fn of(&self, op: Op) -> usize {
        lock(&self.0).log.iter().filter(|call| call.op == op).count()
    }

    /// How many calls a system had.
    #[must_use]
    pub fn of_system(&self, system: System) -> usize {
        lock(&self.0)
            .log
            .iter()
            .filter(|call| call.op.system() == system)
            .count()
    }

    /// How many calls there were.
    #[must_use]
    pub fn total(&self) -> usize {
        lock(&self.0).log.len()
    }

    /// Every call, in the order in which they ended.
    #[must_use]
    pub fn log(&self) -> Vec<LoggedCall> {
        lock(&self.0).log.clone()
    }

    /// The most calls of a system that were under way at once.
    #[must_use]
    pub fn most_at_once(&self, system: System) -> usize {
        lock(&self.0).most_at_once.get(&system).copied().unwrap_or_default()
    }

    /// Forgets what was counted; calls under way still end in the log.
    pub fn reset(&self) {
        let mut tally = lock(&self.0);
        tally.log.clear();
        tally.most_at_once.clear();
    }

    pub(crate) fn begin(&self, op: Op) -> UnderWay {
        let mut tally = lock(&self.0);
        let now = tally.under_way.entry(op.system()).or_default();
        *now += 1;
        let now = *now;
        let most = tally.most_at_once.entry(op.system()).or_default();
        *most = now.max(*most);
        UnderWay {
            calls: self.clone(),
            call: LoggedCall { op, status: 0 },
        }
    }
}

/// A call under way. It is logged when this is dropped, which is also when the caller goes away.
pub(crate) struct UnderWay {
    calls: Calls,
    call: LoggedCall,
}

impl UnderWay {
    pub(crate) fn answered(&mut self, status: u16) {
        self.call.status = status;
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut tally = lock(&self.calls.0);
        tally.log.push(self.call);
        if let Some(now) = tally.under_way.get_mut(&self.call.op.system()) {
            *now -= 1;
        }
    }
}
