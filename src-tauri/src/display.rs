//! Whether windows can be shown at all.

/// Looks for a display, which only Linux may lack.
///
/// # Errors
/// There is none, in words that say what works without one.
pub(crate) fn look_for() -> Result<(), &'static str> {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !named("DISPLAY") && !named("WAYLAND_DISPLAY") {
        return Err("there is no display here; learner-sync-cli works without one");
    }
    Ok(())
}
