//! What the app needs of the computer's desktop, done with Tauri.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use domain::{Fault, FaultCode};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_autostart::ManagerExt as _;
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_notification::NotificationExt as _;
use window::wire::AppEvent;
use window::{Desktop, Problem, TrayModel};

use crate::main_window::{self, LABEL};
use crate::record::Record;
use crate::{events, tray};

/// The desktop of this computer.
pub(crate) struct Computer {
    app: AppHandle,
    record: Arc<Record>,
}

impl Computer {
    pub(crate) fn new(app: AppHandle, record: Arc<Record>) -> Self {
        Self { app, record }
    }
}

#[async_trait]
impl Desktop for Computer {
    fn tell(&self, event: &AppEvent) {
        if let AppEvent::Preferences { preferences } = event {
            main_window::set_theme(&self.app, preferences.theme);
        }
        events::tell(&self.app, &self.record, event);
    }

    fn show_tray(&self, tray: &TrayModel) {
        tray::draw(&self.app, tray.clone());
    }

    fn notify(&self, title: &str, body: &str) {
        let notification = self.app.notification().builder().title(title).body(body);
        if let Err(error) = notification.show() {
            tracing::warn!("a notification could not be shown: {error}");
        }
    }

    fn starts_at_login(&self) -> bool {
        self.app.autolaunch().is_enabled().unwrap_or(false)
    }

    fn set_start_at_login(&self, start: bool) -> Result<(), Problem> {
        let launch = self.app.autolaunch();
        let done = if start { launch.enable() } else { launch.disable() };
        done.map_err(|error| {
            tracing::warn!("the start at login could not be set: {error}");
            refused(
                "This computer did not let the start at login be changed.",
                "change it in the settings of this computer.",
            )
        })
    }

    fn open_folder(&self, folder: &Path) -> Result<(), Problem> {
        tauri_plugin_opener::open_path(folder, None::<&str>).map_err(|error| {
            tracing::warn!("the data folder could not be opened: {error}");
            refused(
                "This computer opened no file manager.",
                "open the data folder by hand; its path is shown beside the button.",
            )
        })
    }

    async fn choose_file(&self, suggested_name: &str) -> Option<PathBuf> {
        let mut dialog = self.app.dialog().file().set_file_name(suggested_name);
        if let Some(window) = self.app.get_webview_window(LABEL) {
            dialog = dialog.set_parent(&window);
        }
        let (chosen, choice) = tokio::sync::oneshot::channel();
        dialog.save_file(move |file| {
            // Nobody waits any more where the app is ending.
            let _ = chosen.send(file);
        });
        choice.await.ok().flatten()?.into_path().ok()
    }

    fn close_window(&self) {
        main_window::close(&self.app);
    }

    fn quit(&self) {
        self.app.exit(0);
    }
}

/// A click on a notification opens the app where everything stands that needs a person.
pub(crate) fn open_from_notifications(app: &AppHandle) {
    let handle = app.clone();
    let heard = app
        .notification()
        .on_action(move |_| main_window::show(&handle, Some("/overview")));
    if let Err(error) = heard {
        tracing::debug!("clicks on notifications are not heard: {error}");
    }
}

fn refused(problem: &str, remedy: &str) -> Problem {
    let fault = Fault::new(FaultCode::Refused, "the desktop refused");
    fault.with("problem", problem).with("remedy", remedy).into()
}
