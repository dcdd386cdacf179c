//! A window of this windowing system with one page of text and nothing behind it: what `cargo xtask bench` holds the app's
//! memory and CPU against.

#[expect(
    clippy::disallowed_methods,
    reason = "the window's own event loop ends the process, and nothing is kept here"
)]
fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!(
        "src-tauri/examples/bare_window/tauri.conf.json"
    ))
}
