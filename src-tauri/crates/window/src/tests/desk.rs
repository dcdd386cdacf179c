//! A desktop that writes down what it is told.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use crate::app::lock;
use crate::desktop::Desktop;
use crate::problem::Problem;
use crate::tray::TrayModel;
use crate::wire::AppEvent;

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(5);

/// What was written down.
#[derive(Default)]
struct Notes {
    events: Vec<Value>,
    trays: Vec<TrayModel>,
    notices: Vec<String>,
    opened: Vec<PathBuf>,
    file: Option<PathBuf>,
    starts_at_login: bool,
    closed: u32,
    quit: u32,
}

/// A desktop that writes down what it is told. Clones share the notes.
#[derive(Clone, Default)]
pub(super) struct Desk(Arc<Mutex<Notes>>);

impl Desk {
    /// Every event so far, as the page gets it.
    pub(super) fn events(&self) -> Vec<Value> {
        lock(&self.0).events.clone()
    }

    /// The events of a name.
    pub(super) fn told(&self, name: &str) -> Vec<Value> {
        let mut events = self.events();
        events.retain(|event| event["event"] == name);
        events
    }

    pub(super) fn forget(&self) {
        lock(&self.0).events.clear();
    }

    pub(super) fn trays(&self) -> Vec<TrayModel> {
        lock(&self.0).trays.clone()
    }

    pub(super) fn notices(&self) -> Vec<String> {
        lock(&self.0).notices.clone()
    }

    pub(super) fn opened(&self) -> Vec<PathBuf> {
        lock(&self.0).opened.clone()
    }

    pub(super) fn times_closed_and_quit(&self) -> (u32, u32) {
        let notes = lock(&self.0);
        (notes.closed, notes.quit)
    }

    /// The person will choose this file when asked.
    pub(super) fn will_choose(&self, file: Option<PathBuf>) {
        lock(&self.0).file = file;
    }

    /// Waits until what was told is so.
    pub(super) async fn until(&self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let waited = async {
            while !holds(self) {
                tokio::time::sleep(LOOK).await;
            }
        };
        let held = tokio::time::timeout(PATIENCE, waited).await;
        assert!(
            held.is_ok(),
            "{what}: waited in vain; told were {:?}",
            names(&self.events())
        );
    }

    /// Waits for an event of a name.
    pub(super) async fn until_told(&self, name: &str) {
        self.until(name, |desk| !desk.told(name).is_empty()).await;
    }

    /// Waits for the app to reach a stage.
    pub(super) async fn until_stage(&self, stage: &str) {
        let reached = |event: &Value| event["session"]["stage"] == stage;
        self.until(stage, |desk| desk.told("session").last().is_some_and(reached))
            .await;
    }
}

fn names(events: &[Value]) -> Vec<&Value> {
    events.iter().map(|event| &event["event"]).collect()
}

#[async_trait]
impl Desktop for Desk {
    fn tell(&self, event: &AppEvent) {
        lock(&self.0).events.push(serde_json::to_value(event).unwrap());
    }

    fn show_tray(&self, tray: &TrayModel) {
        lock(&self.0).trays.push(tray.clone());
    }

    fn notify(&self, title: &str, _body: &str) {
        lock(&self.0).notices.push(title.to_owned());
    }

    fn starts_at_login(&self) -> bool {
        lock(&self.0).starts_at_login
    }

    fn set_start_at_login(&self, start: bool) -> Result<(), Problem> {
        lock(&self.0).starts_at_login = start;
        Ok(())
    }

    fn open_folder(&self, folder: &Path) -> Result<(), Problem> {
        lock(&self.0).opened.push(folder.to_owned());
        Ok(())
    }

    async fn choose_file(&self, _suggested_name: &str) -> Option<PathBuf> {
        lock(&self.0).file.clone()
    }

    fn close_window(&self) {
        lock(&self.0).closed += 1;
    }

    fn quit(&self) {
        lock(&self.0).quit += 1;
    }
}
