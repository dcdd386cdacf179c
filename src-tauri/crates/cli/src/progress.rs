//! How far a sync is, for people, on standard error.

use std::collections::HashMap;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::Duration;

use domain::run::{RunState, Task};
use domain::{Connection, ConnectionId, RunId};
use host::engine::{Event, Phase};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::output::tell;

/// How often the moving line is written again.
const REDRAW: Duration = Duration::from_millis(200);

/// Shows progress until it is ended.
pub(crate) struct Progress {
    end: CancellationToken,
    shown: JoinHandle<()>,
}

impl Progress {
    /// Begins to show what `events` tell. At a terminal a line moves along; elsewhere only beginnings and ends are told.
    pub(crate) fn show(events: Receiver<Event>, connections: &[Connection]) -> Self {
        let view = View::new(connections, stderr().is_terminal());
        let end = CancellationToken::new();
        let shown = tokio::spawn(follow(view, events, end.clone()));
        Self { end, shown }
    }

    /// Shows what was told so far, and then no more.
    pub(crate) async fn end(self) {
        self.end.cancel();
        // It can only have panicked, and progress is not worth a failure.
        let _ = self.shown.await;
    }
}

async fn follow(mut view: View, mut events: Receiver<Event>, end: CancellationToken) {
    let mut redraw = tokio::time::interval(REDRAW);
    loop {
        tokio::select! {
            biased;
            event = events.recv() => match event {
                Ok(event) => view.take(&event),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break,
            },
            () = end.cancelled() => break,
            _ = redraw.tick() => view.draw(),
        }
    }
    view.wipe();
}

struct View {
    names: HashMap<ConnectionId, String>,
    runs: HashMap<RunId, String>,
    moving: Option<String>,
    drawn: usize,
    terminal: bool,
}

impl View {
    fn new(connections: &[Connection], terminal: bool) -> Self {
        Self {
            names: connections.iter().map(|one| (one.id, one.name.clone())).collect(),
            runs: HashMap::new(),
            moving: None,
            drawn: 0,
            terminal,
        }
    }

    fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted {
                run, connection, task, ..
            } => {
                let name = self.names.get(connection).map_or("a connection", String::as_str);
                let title = format!("{name}: {}", doing(*task));
                self.line(&format!("{title}…"));
                self.runs.insert(*run, title);
            }
            Event::Progress {
                run,
                phase,
                done,
                total,
            } => {
                if let Some(title) = self.runs.get(run) {
                    self.moving = Some(format!("{title}: {}", far(*phase, *done, *total)));
                }
            }
            Event::RunEnded { run, state } => {
                if let Some(title) = self.runs.remove(run) {
                    self.line(&format!("{title}: {}", ended(*state)));
                }
            }
            Event::Changed => {}
        }
    }

    /// A line that stays.
    fn line(&mut self, text: &str) {
        self.wipe();
        self.moving = None;
        tell(text);
    }

    /// Writes the moving line over the one before.
    fn draw(&mut self) {
        if let (true, Some(text)) = (self.terminal, self.moving.take()) {
            self.wipe();
            self.drawn = text.chars().count();
            // A line that cannot be drawn is not worth a word.
            let _ = write!(stderr(), "{text}").and_then(|()| stderr().flush());
        }
    }

    fn wipe(&mut self) {
        if self.drawn > 0 {
            let _ = write!(stderr(), "\r{:width$}\r", "", width = self.drawn);
            self.drawn = 0;
        }
    }
}

const fn doing(task: Task) -> &'static str {
    match task {
        Task::Learners => "getting learners",
        Task::Users => "getting users",
        Task::Match => "matching",
        Task::Results => "getting results",
    }
}

fn far(phase: Phase, done: u64, total: Option<u64>) -> String {
    let what = match phase {
        Phase::Waiting => return "waiting for its turn".to_owned(),
        Phase::Centres => return "asking for the centres".to_owned(),
        Phase::Learners => "learners",
        Phase::Users => "users",
        Phase::Finding => "users looked up",
        Phase::Results => "users' results",
    };
    match total {
        Some(total) => format!("{done} of {total} {what}"),
        None => format!("{done} {what}"),
    }
}

const fn ended(state: RunState) -> &'static str {
    match state {
        RunState::Queued => "waiting",
        RunState::Running => "at work",
        RunState::Done => "done",
        RunState::DoneWithSkips => "done, with records kept aside",
        RunState::Failed => "failed",
        RunState::Cancelled => "cancelled",
        RunState::Held => "held for a person",
        RunState::Interrupted => "interrupted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_in_counts() {
        assert_eq!(far(Phase::Learners, 50, Some(1_200)), "50 of 1200 learners");
        assert_eq!(far(Phase::Users, 50, None), "50 users");
    }

    #[tokio::test]
    async fn what_was_told_before_the_end_is_shown() {
        let (tell, events) = tokio::sync::broadcast::channel(8);
        let progress = Progress::show(events, &[]);
        for _ in 0..8 {
            tell.send(Event::Changed).unwrap();
        }
        progress.end().await;
        assert_eq!(tell.receiver_count(), 0, "it ended, after it had read everything");
    }

    #[test]
    fn without_a_terminal_nothing_moves() {
        let mut view = View::new(&[], false);
        view.moving = Some("50 users".to_owned());
        view.draw();
        assert_eq!(view.drawn, 0, "a log file is no place for a line that is written over");
    }
}
