//! What is known of the bar that the icon stands on.

use tauri::{AppHandle, Manager as _};

#[cfg_attr(target_os = "linux", path = "bar/linux.rs")]
#[cfg_attr(target_os = "windows", path = "bar/windows.rs")]
#[cfg_attr(target_os = "macos", path = "bar/macos.rs")]
mod system;

/// The bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// Whether it is dark.
    pub(super) dark: bool,
    /// Whether its icons have more than 16 pixels.
    pub(super) fine: bool,
}

impl Bar {
    /// The bar of this computer, as far as it can be known. To be asked on the main thread.
    pub(super) fn of_this_computer(app: &AppHandle) -> Self {
        Self {
            dark: system::is_dark(),
            fine: !cfg!(target_os = "windows") || is_enlarged(app),
        }
    }
}

/// Whether the system draws everything larger than pixel by pixel.
fn is_enlarged(app: &AppHandle) -> bool {
    let monitor = app.app_handle().primary_monitor().ok().flatten();
    monitor.is_some_and(|monitor| monitor.scale_factor() > 1.0)
}
