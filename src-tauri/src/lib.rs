//! The app's shell: a window over the engine. It decides nothing.

/// Opens the window and returns when the app has quit.
///
/// # Errors
/// What the windowing system says when it can show no window.
pub fn run() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
