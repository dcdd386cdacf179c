//! Data that is open: the parts that work on it, and how all of them let go of it.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::{Fault, FaultCode};
use host::Host;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use crate::app::{App, lock};
use crate::first_run::Reading;
use crate::prefer;
use crate::sample::Sample;
use crate::sync::{self, Asked};
use crate::systems::SystemNames;
use crate::tracker::Tracker;
use crate::watch::{self, Bell};
use crate::wire::{AppEvent, Preferences, Stage, Work};

/// Data that is open, and everything at work on it.
pub(crate) struct Open {
    host: Host,
    sample: Option<Sample>,
    systems: SystemNames,
    preferences: Preferences,
    first_run: AtomicBool,
    tracker: Mutex<Tracker>,
    asked: Asked,
    /// Whoever changes a connection holds this: of two clicks at once, the second sees what the first has done.
    changing: tokio::sync::Mutex<()>,
    /// How the first reading stands.
    pub(crate) reading: Mutex<Reading>,
    /// Rung where something may have changed that the tray or a notification tells of.
    pub(crate) bell: Bell,
    cancel: CancellationToken,
    tasks: TaskTracker,
}

/// A hold on what is open, by a command at work on it. Whoever closes it waits until nobody has one.
pub(crate) struct Held {
    app: App,
    open: Arc<Open>,
    _token: TaskTrackerToken,
}

impl Deref for Held {
    type Target = Arc<Open>;

    fn deref(&self) -> &Arc<Open> {
        &self.open
    }
}

impl Held {
    pub(crate) const fn app(&self) -> &App {
        &self.app
    }

    /// Waits for an answer, but not beyond the end of what it is about: what is asked of the store or of a system then
    /// goes on to a clean end by itself.
    ///
    /// # Errors
    /// The answer's own; `Cancelled`.
    pub(crate) async fn unless_closed<T, E: From<Fault>>(
        &self,
        answer: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        tokio::select! {
            biased;
            () = self.open.cancel.cancelled() => Err(Fault::new(FaultCode::Cancelled, "the data is being closed").into()),
            answer = answer => answer,
        }
    }

    /// Tells whoever shows it that connections or what is known of them changed.
    pub(crate) async fn announce(&self) {
        self.learn_names().await;
        self.bell.ring();
        self.app.desktop().tell(&AppEvent::Changed);
    }
}

impl Open {
    /// # Errors
    /// The store's own.
    pub(crate) async fn new(host: Host, sample: Option<Sample>) -> Result<Self, Fault> {
        let first_run = sample.is_none() && !host.is_set_up().await?;
        let open = Self {
            systems: SystemNames::of(&host)?,
            preferences: prefer::kept(&host).await?,
            first_run: AtomicBool::new(first_run),
            host,
            sample,
            tracker: Mutex::default(),
            asked: Asked::default(),
            changing: tokio::sync::Mutex::default(),
            reading: Mutex::default(),
            bell: Bell::default(),
            cancel: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        open.learn_names().await;
        Ok(open)
    }

    pub(crate) const fn host(&self) -> &Host {
        &self.host
    }

    pub(crate) const fn systems(&self) -> &SystemNames {
        &self.systems
    }

    pub(crate) const fn asked(&self) -> &Asked {
        &self.asked
    }

    pub(crate) async fn changing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    pub(crate) const fn is_sample(&self) -> bool {
        self.sample.is_some()
    }

    pub(crate) fn folder(&self) -> String {
        self.host.folder().path().display().to_string()
    }

    pub(crate) fn preferences(&self) -> Preferences {
        self.preferences.clone()
    }

    pub(crate) fn stage(&self) -> Stage {
        if self.first_run.load(Ordering::Acquire) {
            Stage::FirstRun
        } else {
            Stage::Ready
        }
    }

    /// Ends the first run; whether it was not over before.
    pub(crate) fn end_first_run(&self) -> bool {
        self.first_run.swap(false, Ordering::AcqRel)
    }

    /// Says when everything at work here is to end.
    pub(crate) const fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }

    /// Does something in the background. It is waited for when this is closed, so it has to heed `cancel`.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }

    /// Begins what goes on by itself: events are told, and the schedule is kept once there is something to keep.
    pub(crate) fn begin(self: &Arc<Self>, app: &App) {
        let events = self.host.engine().events();
        self.spawn(watch::tell_events(app.clone(), self.clone(), events));
        self.spawn(watch::attend(app.clone(), self.clone()));
        let open = self.clone();
        if self.is_sample() {
            self.spawn(sync::first_and_then_schedule(open, None));
        } else if self.stage() == Stage::Ready {
            self.spawn(async move { open.host.engine().run_schedule(open.cancel.clone()).await });
        }
    }

    /// Takes hold, so that closing waits.
    pub(crate) fn hold(self: &Arc<Self>, app: &App) -> Held {
        Held {
            app: app.clone(),
            open: self.clone(),
            _token: self.tasks.token(),
        }
    }

    /// Notes what the connections are called now.
    pub(crate) async fn learn_names(&self) {
        match self.host.connections().await {
            Ok(connections) => self
                .tracker()
                .name(connections.into_iter().map(|one| (one.id, one.name))),
            Err(fault) => {
                tracing::warn!(code = %fault.code, cause = fault.cause, "the connections' names are not known")
            }
        }
    }

    pub(crate) fn tracker(&self) -> MutexGuard<'_, Tracker> {
        lock(&self.tracker)
    }

    /// The runs at work.
    pub(crate) fn work(&self) -> Vec<Work> {
        let at_work = self.host.engine().at_work();
        self.tracker().look(at_work, self.host.now())
    }

    /// Ends everything at work here, waits for it, and lets go. Whoever calls this has seen to it that nobody takes hold
    /// any more.
    pub(crate) async fn end(self: Arc<Self>) {
        // First, so that runs end as interrupted, and the next session takes them up.
        self.host.engine().wind_down();
        self.cancel.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        // Everybody else has let go: this is the last one.
        if let Some(open) = Arc::into_inner(self) {
            let Self { host, sample, .. } = open;
            host.close().await;
            if let Some(sample) = sample {
                sample.end().await;
            }
        }
    }
}
