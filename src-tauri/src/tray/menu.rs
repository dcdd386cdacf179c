//! The menu of the tray icon.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tauri::menu::{IsMenuItem, Menu as Items, MenuItem, PredefinedMenuItem};
use tauri::{AppHandle, Manager as _, Wry};
use window::TrayModel;

use crate::main_window;
use crate::shell::Shell;

/// Where the pauses, or the end of one, stand in the menu.
const PAUSES_AT: usize = 4;

/// The menu, with the items that change.
pub(crate) struct Menu {
    items: Items<Wry>,
    state: MenuItem<Wry>,
    last_sync: MenuItem<Wry>,
    sync: MenuItem<Wry>,
    pauses: [MenuItem<Wry>; 2],
    resume: MenuItem<Wry>,
    /// Whether the end of a pause stands in the menu, in the place of its beginnings.
    paused: Mutex<bool>,
}

impl Menu {
    pub(crate) fn new(app: &AppHandle) -> tauri::Result<Self> {
        let item = |id: &str, words: &str| MenuItem::with_id(app, id, words, true, None::<&str>);
        let line = |id: &str| MenuItem::with_id(app, id, "", false, None::<&str>);
        let menu = Self {
            items: Items::new(app)?,
            state: line("state")?,
            last_sync: line("last_sync")?,
            sync: item("sync", "Sync now")?,
            pauses: [
                item("pause_hour", "Pause for 1 hour")?,
                item("pause_tomorrow", "Pause until tomorrow")?,
            ],
            resume: item("resume", "Resume")?,
            paused: Mutex::new(false),
        };
        let [hour, tomorrow] = &menu.pauses;
        let (first, second) = (PredefinedMenuItem::separator(app)?, PredefinedMenuItem::separator(app)?);
        let (open, quit) = (item("open", "Open Learner Sync")?, item("quit", "Quit")?);
        let all: [&dyn IsMenuItem<Wry>; 9] = [
            &menu.state,
            &menu.last_sync,
            &first,
            &menu.sync,
            hour,
            tomorrow,
            &second,
            &open,
            &quit,
        ];
        menu.items.append_items(&all)?;
        Ok(menu)
    }

    pub(crate) fn inner(&self) -> &Items<Wry> {
        &self.items
    }

    /// Shows how matters stand.
    pub(crate) fn draw(&self, model: &TrayModel) -> tauri::Result<()> {
        self.state.set_text(&model.state_line)?;
        self.last_sync.set_text(&model.last_sync_line)?;
        self.sync.set_enabled(model.sync_enabled)?;
        for item in self.pauses.iter().chain([&self.resume]) {
            item.set_enabled(model.pause_enabled)?;
        }
        let mut paused = self.paused.lock().unwrap_or_else(PoisonError::into_inner);
        if *paused != model.paused {
            self.exchange(model.paused)?;
            *paused = model.paused;
        }
        Ok(())
    }

    /// Puts *Resume* in the place of the pauses, or them in its place.
    fn exchange(&self, paused: bool) -> tauri::Result<()> {
        let [hour, tomorrow] = &self.pauses;
        if paused {
            self.items.remove(hour)?;
            self.items.remove(tomorrow)?;
            self.items.insert(&self.resume, PAUSES_AT)
        } else {
            self.items.remove(&self.resume)?;
            self.items.insert_items(&[hour, tomorrow], PAUSES_AT)
        }
    }
}

/// Does what an item of the menu says.
pub(crate) fn pressed(app: &AppHandle, item: &str) {
    match item {
        "open" => main_window::show(app, None),
        "quit" => app.exit(0),
        _ => {
            if let Some((command, ask)) = command(item) {
                let shell = app.state::<Arc<Shell>>().inner().clone();
                tauri::async_runtime::spawn(async move { shell.ask_for_tray(command, &ask).await });
            }
        }
    }
}

/// What the page would ask for the same.
fn command(item: &str) -> Option<(&'static str, Value)> {
    match item {
        "sync" => Some(("sync", json!({ "connections": null }))),
        "pause_hour" => Some(("pause", json!({ "until": "hour" }))),
        "pause_tomorrow" => Some(("pause", json!({ "until": "tomorrow" }))),
        "resume" => Some(("resume", Value::Null)),
        _ => None,
    }
}
