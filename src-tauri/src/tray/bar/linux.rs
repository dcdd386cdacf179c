//! Linux has no word for the colour of a bar: the desktop's habit and the person's theme are what can be told.

use gtk::prelude::GtkSettingsExt as _;

/// Whether the bar is dark.
pub(super) fn is_dark() -> bool {
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    let settings = gtk::Settings::default();
    let settings = settings.as_ref();
    let prefers_dark = settings.is_some_and(|settings| settings.is_gtk_application_prefer_dark_theme());
    let theme = settings.and_then(|settings| settings.gtk_theme_name());
    told_by(&desktop, prefers_dark, theme.as_deref().unwrap_or_default())
}

fn told_by(desktop: &str, prefers_dark: bool, theme: &str) -> bool {
    // The bars of these are dark whatever the theme.
    let always = ["GNOME", "Unity"];
    desktop.split(':').any(|name| always.contains(&name)) || prefers_dark || theme.to_lowercase().ends_with("-dark")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_of_gnome_is_dark_in_a_light_theme() {
        assert!(told_by("ubuntu:GNOME", false, "Yaru"));
    }

    #[test]
    fn elsewhere_the_bar_follows_the_theme() {
        assert!(told_by("KDE", false, "Breeze-Dark"));
        assert!(told_by("XFCE", true, "Adwaita"));
        assert!(!told_by("KDE", false, "Breeze"));
        assert!(
            !told_by("", false, ""),
            "where nothing is known, the bar is taken for a light one"
        );
    }
}
