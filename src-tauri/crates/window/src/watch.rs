//! What is told without being asked for: events to the page, the state to the tray, and notifications.

use std::sync::Arc;
use std::time::Duration;

use host::engine::Event;
use tokio::sync::Notify;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::app::App;
use crate::attention::{self, Attention};
use crate::open::Open;
use crate::status;
use crate::tray;
use crate::wire::{AppEvent, Stage};

/// How far apart two tellings of the runs at work are: about four a second.
const WORK: Duration = Duration::from_millis(250);
/// How far apart two tellings of a change are: a burst of changes is one or two re-readings.
const CHANGES: Duration = Duration::from_millis(400);
/// How far apart two looks at the state are: nothing flashes in the tray for less than a second.
const LOOKS: Duration = Duration::from_secs(1);
/// How long nothing is looked at where nothing happens. A pause ends by itself, and today becomes yesterday.
const IDLE: Duration = Duration::from_secs(30);

/// Rung where there is something to look at.
#[derive(Default)]
pub(crate) struct Bell(Notify);

impl Bell {
    /// Rings it, once or often: one look follows.
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }

    async fn rung(&self) {
        self.0.notified().await;
    }
}

/// Tells the page what happens, no more often than a person can see.
pub(crate) async fn tell_events(app: App, open: Arc<Open>, mut events: Receiver<Event>) {
    let (mut work_turn, mut change_turn) = (paced(WORK), paced(CHANGES));
    let (mut work, mut changed) = (false, false);
    loop {
        tokio::select! {
            biased;
            () = open.cancel().cancelled() => return,
            event = events.recv() => match event {
                Ok(event) => {
                    let what = hear(&app, &open, &event).await;
                    (work, changed) = (work || what.work, changed || what.changed);
                }
                // What was missed is seen by looking again.
                Err(RecvError::Lagged(_)) => (work, changed) = (true, true),
                Err(RecvError::Closed) => return,
            },
            _ = work_turn.tick(), if work => {
                work = false;
                app.desktop().tell(&AppEvent::Work { work: open.work() });
            }
            _ = change_turn.tick(), if changed => {
                changed = false;
                app.desktop().tell(&AppEvent::Changed);
            }
        }
    }
}

/// What is to be told after an event.
struct What {
    work: bool,
    changed: bool,
}

async fn hear(app: &App, open: &Open, event: &Event) -> What {
    if matches!(event, Event::Changed) {
        open.learn_names().await;
    }
    if let Some(over) = open.tracker().hear(event) {
        app.desktop().tell(&AppEvent::Ended {
            run: over.run,
            connection: over.connection,
            task: over.task,
            state: over.state,
        });
    }
    if !matches!(event, Event::Progress { .. }) {
        open.bell.ring();
    }
    What {
        work: !matches!(event, Event::Changed),
        changed: matches!(event, Event::Changed),
    }
}

/// Shows the state in the tray, and notifies of what newly needs a person.
pub(crate) async fn attend(app: App, open: Arc<Open>) {
    let mut turn = paced(LOOKS);
    let mut before = None;
    loop {
        tokio::select! {
            biased;
            () = open.cancel().cancelled() => return,
            _ = turn.tick() => {}
        }
        if open.stage() == Stage::Ready {
            before = look(&app, &open, before).await;
        }
        tokio::select! {
            biased;
            () = open.cancel().cancelled() => return,
            () = open.bell.rung() => {}
            () = tokio::time::sleep(IDLE) => {}
        }
    }
}

/// One look at the state; what needed a person then.
async fn look(app: &App, open: &Open, before: Option<Attention>) -> Option<Attention> {
    let (status, held) = match status::with_held(open).await {
        Ok(found) => found,
        Err(fault) => {
            tracing::error!(code = %fault.code, cause = fault.cause, "the state could not be read");
            return before;
        }
    };
    app.show_tray(tray::at_work(&status, open.is_sample()));
    let now = Attention::of(&status, held);
    if open.is_sample() {
        // Made-up people need nobody.
        return Some(now);
    }
    // What there was when the data was opened is no news.
    for notice in before
        .iter()
        .flat_map(|before| attention::due(before, &now, &status, &app.preferences()))
    {
        app.desktop().notify(&notice.title, &notice.body);
    }
    Some(now)
}

/// Turns that are at least so far apart; the first comes at once.
fn paced(apart: Duration) -> Interval {
    let mut turns = interval(apart);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    turns
}
