//! Whether windows can be shown at all.

/// Reaches the display, which only Linux may lack. To be called on the main thread, before anything is shown.
///
/// # Errors
/// There is none, in words that say what works without one.
#[cfg(target_os = "linux")]
pub(crate) fn reach() -> Result<(), &'static str> {
    gtk::init().map_err(|_| "there is no display here; learner-sync-cli works without one")
}

/// Windows and macOS always have a display.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub(crate) fn reach() -> Result<(), &'static str> {
    Ok(())
}
