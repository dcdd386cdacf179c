//! Values that the tests of several files are about.

use chrono::{DateTime, Utc};
use domain::run::{RunReason, Task};
use domain::{ConnectionId, Role, RunId};
use host::engine::{Phase, State};

use crate::wire::{ConnectionStatus, Status, Work};

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn a_connection(id: i64, state: State) -> ConnectionStatus {
    ConnectionStatus {
        id: ConnectionId(id),
        name: format!("bksb {id}"),
        kind: "bksb".to_owned(),
        system: "bksb".to_owned(),
        role: Role::Assessments,
        enabled: true,
        state,
        cause: None,
        last_success_at: None,
        next_due_at: None,
        message: None,
    }
}

pub(crate) fn a_status(connections: Vec<ConnectionStatus>) -> Status {
    let state = connections.iter().map(|one| one.state).max();
    Status {
        state: state.unwrap_or(State::NeedsAttention),
        paused_until: None,
        last_success_at: None,
        connections,
        work: Vec::new(),
        to_decide: 0,
        learners: 0,
        now: at("2026-11-22T10:00:00Z"),
    }
}

pub(crate) fn working_on(connection: i64) -> Work {
    Work {
        run: RunId(connection),
        connection_id: ConnectionId(connection),
        connection: format!("bksb {connection}"),
        task: Task::Users,
        reason: RunReason::Asked,
        phase: Phase::Users,
        done: 0,
        total: None,
        started_at: at("2026-11-22T10:00:00Z"),
        seconds_left: None,
    }
}
