//! The app's shell: a window over the engine. It decides nothing.

/// Opens the window and returns when the app has quit.
///
/// # Errors
/// What the windowing system says when it can show no window.
#[expect(
    clippy::disallowed_methods,
    reason = "the window's own event loop ends the process where it has to"
)]
pub fn run() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
