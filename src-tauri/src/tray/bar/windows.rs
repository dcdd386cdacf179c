//! Windows has a setting for the colour of the taskbar.

use windows_registry::CURRENT_USER;

const PERSONALISATION: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";

/// Whether the taskbar is dark, as it is unless a person has chosen otherwise.
pub(super) fn is_dark() -> bool {
    let light = CURRENT_USER
        .open(PERSONALISATION)
        .and_then(|key| key.get_u32("SystemUsesLightTheme"));
    light.unwrap_or_default() == 0
}
