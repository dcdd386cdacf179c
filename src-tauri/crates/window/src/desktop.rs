//! What the app needs of the computer's desktop. The shell implements it; tests bring a recorder.

use std::path::{Path, PathBuf};

use async_trait::async_trait;

use crate::problem::Problem;
use crate::tray::TrayModel;
use crate::wire::AppEvent;

/// The desktop. Every event that the page is told leaves through `tell`, as every answer leaves through `dispatch`.
#[async_trait]
pub trait Desktop: Send + Sync {
    /// Tells the page, if there is one.
    fn tell(&self, event: &AppEvent);

    /// Shows how matters stand in the tray.
    fn show_tray(&self, tray: &TrayModel);

    /// Shows a notification.
    fn notify(&self, title: &str, body: &str);

    /// Whether the app starts when the person signs in to the computer.
    fn starts_at_login(&self) -> bool;

    /// Has the app started when the person signs in to the computer, or no longer.
    ///
    /// # Errors
    /// Where the computer does not let it.
    fn set_start_at_login(&self, start: bool) -> Result<(), Problem>;

    /// Opens a folder in the file manager.
    ///
    /// # Errors
    /// Where there is none.
    fn open_folder(&self, folder: &Path) -> Result<(), Problem>;

    /// Asks a person where to save a file; `None` where they choose not to.
    async fn choose_file(&self, suggested_name: &str) -> Option<PathBuf>;

    /// Closes the window. The app stays in the tray.
    fn close_window(&self);

    /// Ends the app: the shell calls `App::close`, and lets go of everything.
    fn quit(&self);
}
