//! What the shell holds while the program runs: the app behind the window, and what it knows of the window's page.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tauri::AppHandle;
use window::wire::AppEvent;
use window::{App, OnClose, Problem};

use crate::events;
use crate::record::Record;

/// How long the end of the program waits for a transaction under way.
pub(crate) const LETTING_GO: Duration = Duration::from_secs(10);

/// The shell.
pub(crate) struct Shell {
    app: App,
    record: Arc<Record>,
    /// The data folder, where there is one that can be used.
    folder: Option<PathBuf>,
    page: PageLife,
    /// Held by whoever brings the window before the person.
    showing: Mutex<()>,
    ending: AtomicBool,
    gone: AtomicBool,
}

/// What is known of the page in the window.
#[derive(Default)]
struct PageLife {
    /// Whether it has asked anything yet. One that has not cannot say a word to a person either.
    speaks: AtomicBool,
    /// Whether it was asked to say that the app goes on in the tray.
    asked: AtomicBool,
}

impl Shell {
    pub(crate) fn new(app: App, record: Arc<Record>, folder: Option<PathBuf>) -> Self {
        Self {
            app,
            record,
            folder,
            page: PageLife::default(),
            showing: Mutex::default(),
            ending: AtomicBool::new(false),
            gone: AtomicBool::new(false),
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Asks the app what the page wants to know.
    pub(crate) async fn ask(&self, command: &str, ask: &Value) -> Result<String, Problem> {
        self.page.speaks.store(true, Ordering::Relaxed);
        let answer = window::dispatch(&self.app, command, &ask.to_string()).await;
        self.record.answer(command, &answer);
        answer
    }

    /// Asks the app what the tray's menu says. What it answers shows in the tray.
    pub(crate) async fn ask_for_tray(&self, command: &str, ask: &Value) {
        if let Err(problem) = window::dispatch(&self.app, command, &ask.to_string()).await {
            tracing::warn!("the tray asked to {command}: {}", problem.code);
        }
    }

    /// Tells the page, if there is one.
    pub(crate) fn tell(&self, app: &AppHandle, event: &AppEvent) {
        events::tell(app, &self.record, event);
    }

    /// The turn to bring the window before the person.
    pub(crate) fn showing(&self) -> MutexGuard<'_, ()> {
        self.showing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new window begins, whose page has not been heard of.
    pub(crate) fn window_begins(&self) {
        self.page.speaks.store(false, Ordering::Relaxed);
        self.page.asked.store(false, Ordering::Relaxed);
    }

    /// What is to happen when a person closes the window now: a page says its word once, and only one that can.
    pub(crate) fn on_close(&self) -> OnClose {
        let speaks = self.page.speaks.load(Ordering::Relaxed);
        match self.app.on_close() {
            OnClose::SayTheWord if !speaks || self.page.asked.swap(true, Ordering::Relaxed) => OnClose::Close,
            answer => answer,
        }
    }

    /// Whether the program has begun to end.
    pub(crate) fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    /// Begins the end of the program; `false` where it has begun already.
    pub(crate) fn begin_to_end(&self) -> bool {
        !self.ending.swap(true, Ordering::Relaxed)
    }

    /// Lets go of the data: whoever holds the store lets go of it before the process ends (docs/decisions/0062).
    pub(crate) async fn let_go(&self) {
        if tokio::time::timeout(LETTING_GO, self.app.close()).await.is_err() {
            tracing::error!("the app did not let go of its data in time");
        }
        self.gone.store(true, Ordering::Relaxed);
    }

    /// Whether it has let go of the data.
    pub(crate) fn has_let_go(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}
