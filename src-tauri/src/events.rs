//! What the app tells the page: one stream, under one name.

use tauri::{AppHandle, Emitter as _};
use window::wire::AppEvent;

use crate::main_window::LABEL;
use crate::record::Record;

/// The name under which the page listens.
const NAME: &str = "app";

/// Tells the page, if there is one. Without a window nobody has to be told: a page reads everything when it begins.
pub(crate) fn tell(app: &AppHandle, record: &Record, event: &AppEvent) {
    record.event(event);
    if let Err(error) = app.emit_to(LABEL, NAME, event) {
        tracing::error!("the page could not be told: {error}");
    }
}
