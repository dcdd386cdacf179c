//! The schedule as a person reads and changes it.

use chrono::{DateTime, NaiveTime, Utc};
use domain::run::Task;
use domain::schedule::{Cadence, Overnight, entries};
use domain::{Connection, ConnectionId, Fault, FaultCode, Role};
use store::kv;

use crate::engine::Engine;
use crate::past::OVERNIGHT;
use crate::timing::Timing;

/// One line of the schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleRow {
    /// Whose.
    pub connection_id: ConnectionId,
    /// What the administrator calls it.
    pub connection: String,
    /// What runs.
    pub task: Task,
    /// How often, in words.
    pub how_often: String,
    /// When, in words: a time of the UK wall clock, or what it follows.
    pub when: String,
    /// When it is due next; `None` while it is at work, or rests until a person acts.
    pub next_due_at: Option<DateTime<Utc>>,
}

impl Engine {
    /// What runs by itself, how often and when: each task of each connection that is switched on, in the order in which
    /// they run.
    ///
    /// # Errors
    /// The store's own.
    pub async fn schedule_rows(&self) -> Result<Vec<ScheduleRow>, Fault> {
        let paused_until = self.paused_until().await?;
        let timing = self.timing().await?;
        let now = self.now();
        let enabled = timing.connections.iter().filter(|one| one.enabled);
        let rows = enabled.flat_map(|one| {
            let timing = &timing;
            entries(one.role, &one.kind).iter().map(move |entry| {
                let due = timing.due(one, entry.task, entry.cadence, now);
                ScheduleRow {
                    connection_id: one.id,
                    connection: one.name.clone(),
                    task: entry.task,
                    how_often: how_often(timing, one, entry.task, entry.cadence),
                    when: when(timing, entry.task, entry.cadence),
                    next_due_at: due.map(|due| paused_until.map_or(due, |until| due.max(until))),
                }
            })
        });
        Ok(rows.collect())
    }

    /// The window of the night in which daily work is done, by the UK's wall clock.
    ///
    /// # Errors
    /// The store's own.
    pub async fn overnight(&self) -> Result<Overnight, Fault> {
        let text = self.read(|r| kv::get(r, OVERNIGHT)).await?;
        Ok(text.and_then(|text| Overnight::parse(&text)).unwrap_or_default())
    }

    /// Sets that window, such as `23:30` to `04:00`.
    ///
    /// # Errors
    /// `SettingRefused` naming `from` or `to` where one is no time of the day, or both are the same; `Busy` where another
    /// process writes.
    pub async fn set_overnight(&self, from: &str, to: &str) -> Result<(), Fault> {
        let window = Overnight::new(time("from", from)?, time("to", to)?)
            .ok_or_else(|| refused("to", "it is the same as the beginning", "choose a later end"))?;
        let _right_to_write = self.lease().take().await?;
        self.write(move |w| kv::set(w, OVERNIGHT, Some(&window.to_string())))
            .await?;
        self.bus().tell(crate::Event::Changed);
        Ok(())
    }
}

fn time(which: &'static str, text: &str) -> Result<NaiveTime, Fault> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M")
        .map_err(|_| refused(which, "it is no time of the day", "type it like 02:00"))
}

fn refused(which: &'static str, problem: &str, remedy: &str) -> Fault {
    let name = if which == "from" {
        "beginning of the night"
    } else {
        "end of the night"
    };
    Fault::new(FaultCode::SettingRefused, "no window")
        .with("key", name)
        .with("at", which)
        .with("problem", problem)
        .with("remedy", remedy)
}

fn how_often(timing: &Timing, one: &Connection, task: Task, cadence: Cadence) -> String {
    let words = match cadence {
        Cadence::Daily => "Daily",
        Cadence::Hourly => "Hourly",
        Cadence::EveryMinute => "Every minute",
    };
    match task {
        Task::Match => format!("{words} and on change"),
        Task::Learners if timing.asks_hourly(one) => format!("{words}, what changed hourly"),
        _ => words.to_owned(),
    }
}

/// Tasks that fall due together run one after the other: record systems first, then each provider's own.
fn when(timing: &Timing, task: Task, cadence: Cadence) -> String {
    let enabled = |role| {
        timing
            .connections
            .iter()
            .any(|other| other.enabled && other.role == role)
    };
    match (cadence, task) {
        (Cadence::EveryMinute, _) => "Always".to_owned(),
        (Cadence::Hourly, _) => {
            let turn = timing.times.next_due(cadence, DateTime::UNIX_EPOCH);
            format!("At {} past the hour", turn.format("%M"))
        }
        (Cadence::Daily, Task::Match) => "After Get users".to_owned(),
        (Cadence::Daily, Task::Results) => "After Match users".to_owned(),
        (Cadence::Daily, Task::Users) if enabled(Role::Records) => "After Get learners".to_owned(),
        (Cadence::Daily, _) => timing.times.moment().format("%H:%M").to_string(),
    }
}
