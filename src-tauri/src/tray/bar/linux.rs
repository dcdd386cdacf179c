//! Linux has no word for the colour of a bar: the desktop's habit is what can be told.

/// The desktops whose bar is dark unless a person has changed it, by the names that they give themselves.
const DARK: &[&str] = &["GNOME", "Unity", "X-Cinnamon", "XFCE"];

/// Whether the bar is dark.
pub(super) fn is_dark() -> bool {
    is_dark_on(&std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default())
}

/// The names stand in a list, the more particular one first.
fn is_dark_on(desktops: &str) -> bool {
    desktops.split(':').any(|name| DARK.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desktop_is_known_by_any_of_its_names() {
        assert!(is_dark_on("ubuntu:GNOME"));
        assert!(is_dark_on("XFCE"));
    }

    #[test]
    fn a_bar_that_nothing_is_known_of_is_taken_for_a_light_one() {
        for desktops in ["KDE", "MATE", "", "GNOMEISH"] {
            assert!(!is_dark_on(desktops), "{desktops}");
        }
    }
}
