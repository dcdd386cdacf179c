//! How matters stand: a state for each connection, and the worst of them for all.

use chrono::{DateTime, Utc};
use domain::run::{RunState, Task};
use domain::schedule::{entries, is_late};
use domain::uk_time::told;
use domain::{Connection, ConnectionId, Fault, FaultCode, Next, Role, SystemKind};
use serde::Serialize;
use store::{StoreError, connections, held, views};

use crate::engine::Engine;
use crate::past::{read_timing, tasks_of};
use crate::timing::{Past, Timing};

domain::coded! {
    /// How something stands, the worst last.
    pub enum State {
        /// Everything is as fresh as the schedule has it.
        UpToDate = "up_to_date",
        /// Something is at work.
        Syncing = "syncing",
        /// A system cannot be reached.
        Offline = "offline",
        /// The schedule is paused, or a connection is switched off.
        Paused = "paused",
        /// A person has to do something.
        NeedsAttention = "needs_attention",
        /// Something fails.
        Error = "error",
    }
}

domain::coded! {
    /// What makes a connection stand as it does, where it is not simply well or at work.
    pub enum Cause {
        /// A run failed.
        Fault = "fault",
        /// A run was cancelled or interrupted before it was done.
        Unfinished = "unfinished",
        /// Nothing has been read from it yet.
        NeverRead = "never_read",
        /// A run waits for a person's confirmation.
        HeldRun = "held_run",
        /// Links wait for a person's yes or no.
        HeldLinks = "held_links",
        /// The schedule is paused.
        Paused = "paused",
        /// The connection is switched off.
        SwitchedOff = "switched_off",
        /// A turn was missed.
        Overdue = "overdue",
    }
}

/// How matters stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The worst state of any connection that is switched on.
    pub state: State,
    /// Until when the schedule is paused, if it is.
    pub paused_until: Option<DateTime<Utc>>,
    /// Each connection.
    pub connections: Vec<ConnectionStatus>,
}

/// How a connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConnectionStatus {
    /// Its id here.
    pub id: ConnectionId,
    /// What the administrator calls it.
    pub name: String,
    /// Which definition it follows.
    pub kind: SystemKind,
    /// Which side of the work it stands on.
    pub role: Role,
    /// Whether it is switched on.
    pub enabled: bool,
    /// How it stands.
    pub state: State,
    /// What makes it stand so.
    pub cause: Option<Cause>,
    /// When any of its tasks last did all that it set out to do. A failure since does not erase it.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When the schedule is going to see to it next; null while it rests, is at work or is switched off.
    pub next_due_at: Option<DateTime<Utc>>,
    /// What to know or do about it.
    pub message: Option<String>,
}

/// What the store says of a connection besides its runs.
struct Known {
    connection: Connection,
    last_success_at: Option<DateTime<Utc>>,
    users_available: bool,
    /// The sentence of the run that waits for confirmation.
    held: Option<String>,
    /// How many of its links wait for a person's yes or no.
    held_links: usize,
}

/// What speaks for a state.
#[derive(Default)]
struct Standing {
    state: Option<State>,
    cause: Option<Cause>,
    message: Option<String>,
}

impl Standing {
    fn because(state: State, cause: Cause, message: impl Into<String>) -> Self {
        Self {
            state: Some(state),
            cause: Some(cause),
            message: Some(message.into()),
        }
    }

    fn attention(cause: Cause, message: impl Into<String>) -> Self {
        Self::because(State::NeedsAttention, cause, message)
    }

    /// Something is at work, or about to be.
    fn at_work() -> Self {
        Self {
            state: Some(State::Syncing),
            ..Self::default()
        }
    }
}

/// What is the same for all connections at one moment.
struct Moment {
    now: DateTime<Utc>,
    paused_until: Option<DateTime<Utc>>,
    /// Whether this process keeps the schedule, so that what is overdue is about to be done.
    keeps_schedule: bool,
    /// The connections that this process is at work on.
    engaged: Vec<ConnectionId>,
}

impl Moment {
    /// Whether what was never done, or not to its end, is seen to without anybody's help.
    fn sees_to(&self, one: &Connection) -> bool {
        self.keeps_schedule || self.engaged.contains(&one.id)
    }
}

impl Engine {
    /// How matters stand.
    ///
    /// # Errors
    /// The store's own.
    pub async fn status(&self) -> Result<Status, Fault> {
        let paused_until = self.paused_until().await?;
        let stopped = self.engaged().stopped();
        let read = move |r: &store::Reader<'_>| Ok((read_timing(r, stopped)?, read_known(r)?));
        let (timing, known) = self.read(read).await?;
        let moment = Moment {
            now: self.now(),
            paused_until,
            keeps_schedule: self.keeps_schedule(),
            engaged: self.engaged().now(),
        };
        let known = known.into_iter();
        let connections: Vec<ConnectionStatus> = known.map(|known| status_of(&timing, known, &moment)).collect();
        let enabled = connections.iter().filter(|one| one.enabled).map(|one| one.state);
        Ok(Status {
            // With nothing to keep in step, nothing is.
            state: enabled.max().unwrap_or(State::NeedsAttention),
            paused_until,
            connections,
        })
    }
}

fn read_known(r: &store::Reader<'_>) -> Result<Vec<Known>, StoreError> {
    let held_links = views::review(r)?;
    let rows = views::status_rows(r)?.into_iter();
    rows.map(|row| {
        let held = held::waiting(r, row.connection.id)?;
        Ok(Known {
            users_available: connections::users_available(r, row.connection.id)?,
            held: held.and_then(|run| run.fault).map(|fault| fault.message),
            held_links: held_links
                .iter()
                .filter(|link| link.connection == row.connection.name)
                .count(),
            last_success_at: row.last_success_at,
            connection: row.connection,
        })
    })
    .collect()
}

fn status_of(timing: &Timing, known: Known, moment: &Moment) -> ConnectionStatus {
    let one = &known.connection;
    let &Moment { now, paused_until, .. } = moment;
    let standing = if one.enabled {
        let found = tasks_of(one.role)
            .iter()
            .flat_map(|task| standings(timing, one, *task, moment))
            .chain(known.held.map(|message| Standing::attention(Cause::HeldRun, message)))
            .chain(links_held(known.held_links))
            .chain(paused_until.map(|until| {
                Standing::because(
                    State::Paused,
                    Cause::Paused,
                    format!("Paused until {}.", told(until, now)),
                )
            }))
            .chain(overdue(timing, one, moment));
        // Of several that are equally bad, the first is told.
        found.fold(
            Standing::default(),
            |worst, next| {
                if next.state > worst.state { next } else { worst }
            },
        )
    } else {
        Standing::because(State::Paused, Cause::SwitchedOff, "Switched off.")
    };
    let no_list = (one.role == Role::Assessments && !known.users_available)
        .then(|| "It does not list its users, so they are looked up by the learners' own identifiers.".to_owned());
    let due = timing.next_due(one, now);
    ConnectionStatus {
        id: one.id,
        name: one.name.clone(),
        kind: one.kind.clone(),
        role: one.role,
        enabled: one.enabled,
        state: standing.state.unwrap_or(State::UpToDate),
        cause: standing.cause,
        last_success_at: known.last_success_at,
        next_due_at: due.map(|due| paused_until.map_or(due, |until| due.max(until))),
        message: standing.message.or(no_list),
    }
}

/// What the runs of one task say: whether one is at work, and how the last one ended.
fn standings(timing: &Timing, one: &Connection, task: Task, moment: &Moment) -> Vec<Standing> {
    let at_work = timing.is_open(one.id, task).then(Standing::at_work);
    let ended = match timing.telling(one.id, task) {
        Some(past) if past.state == RunState::Interrupted && moment.sees_to(one) => Some(Standing::at_work()),
        Some(past) => ended(past),
        None if task == Task::Match => None,
        None if moment.sees_to(one) => Some(Standing::at_work()),
        None => Some(Standing::attention(
            Cause::NeverRead,
            "Nothing has been read from it yet. What to do: sync now.",
        )),
    };
    ended.into_iter().chain(at_work).collect()
}

fn links_held(count: usize) -> Option<Standing> {
    let message = match count {
        0 => return None,
        1 => "1 link is held for review. What to do: review it, and say whether the two are one person.".to_owned(),
        _ => format!(
            "{count} links are held for review. What to do: review them, and say whether each two are one person."
        ),
    };
    Some(Standing::attention(Cause::HeldLinks, message))
}

/// A turn that was missed by more than a part of its period: a computer that wakes in the morning catches up first.
fn overdue(timing: &Timing, one: &Connection, moment: &Moment) -> Option<Standing> {
    if moment.paused_until.is_some() {
        return None;
    }
    let missed = entries(one.role, &one.kind).iter().filter_map(|entry| {
        let due = timing.due(one, entry.task, entry.cadence, moment.now)?;
        let late = is_late(due, moment.now) && moment.now - due > entry.cadence.period() / 6;
        late.then_some(due)
    });
    let since = missed.min()?;
    if moment.keeps_schedule {
        return Some(Standing::at_work());
    }
    let message = format!(
        "Overdue since {}. What to do: sync now, or keep Learner Sync running.",
        told(since, moment.now)
    );
    Some(Standing::attention(Cause::Overdue, message))
}

/// What the end of a run says about its connection; `None` where all is well.
fn ended(past: &Past) -> Option<Standing> {
    let unfinished = |how| {
        let message = format!("The last run was {how} before it was done. What to do: sync now.");
        Some(Standing::attention(Cause::Unfinished, message))
    };
    match past.state {
        RunState::Failed => {
            let code = past.fault.as_ref().map(|(code, _)| *code);
            let state = match (past.next, code) {
                (Some(Next::StopConnection), _) => State::NeedsAttention,
                (_, Some(FaultCode::Unreachable)) => State::Offline,
                _ => State::Error,
            };
            Some(Standing {
                state: Some(state),
                cause: Some(Cause::Fault),
                message: past.fault.as_ref().map(|(_, message)| message.clone()),
            })
        }
        RunState::Cancelled => unfinished("cancelled"),
        RunState::Interrupted => unfinished("interrupted"),
        // Whether a held run still waits for a person is kept apart: a later one may have settled it.
        _ => None,
    }
}
