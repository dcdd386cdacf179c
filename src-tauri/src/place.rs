//! Where the window was, so that it opens there again.
//!
//! It lies in the data folder, where all that the app writes lies (docs/decisions/0076).

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tauri::{Monitor, PhysicalPosition, PhysicalSize, WebviewWindow};

const FILE: &str = "window.json";

/// How much of the window's top edge has to be on a screen, in pixels, so that it can be taken hold of.
const GRIP: i32 = 120;

/// A window's place, in pixels of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    maximized: bool,
}

impl Place {
    /// The place that was remembered, if any can be read.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(FILE)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Where the window is now. A maximised window keeps the size it had before as the one to go back to; where a minimised one
    /// was is not known, so it changes nothing.
    fn of(window: &WebviewWindow, before: Option<Self>) -> tauri::Result<Option<Self>> {
        if window.is_minimized()? {
            return Ok(before);
        }
        if window.is_maximized()? {
            return Ok(before.map(|place| Self {
                maximized: true,
                ..place
            }));
        }
        let (at, size) = (window.outer_position()?, window.inner_size()?);
        Ok(Some(Self {
            x: at.x,
            y: at.y,
            width: size.width,
            height: size.height,
            maximized: false,
        }))
    }

    /// Whether a person could see and move a window at this place.
    fn is_reachable(self, screens: &[Screen]) -> bool {
        let right = self.x.saturating_add_unsigned(self.width);
        screens.iter().any(|screen| {
            let seen = right.min(screen.right) - self.x.max(screen.left);
            seen >= GRIP && (screen.top..screen.bottom).contains(&self.y)
        })
    }
}

/// A monitor's edges, in pixels; the right and the bottom one are the first pixel beyond it.
struct Screen {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl From<&Monitor> for Screen {
    fn from(monitor: &Monitor) -> Self {
        let (at, size) = (monitor.position(), monitor.size());
        Self {
            left: at.x,
            top: at.y,
            right: at.x.saturating_add_unsigned(size.width),
            bottom: at.y.saturating_add_unsigned(size.height),
        }
    }
}

/// Puts a window that is not shown yet where the last one was, unless no screen is there any more.
pub(crate) fn restore(window: &WebviewWindow, folder: &Path) -> tauri::Result<()> {
    let Some(place) = Place::read(folder) else {
        return Ok(());
    };
    let screens: Vec<Screen> = window.available_monitors()?.iter().map(Screen::from).collect();
    window.set_size(PhysicalSize::new(place.width, place.height))?;
    if place.is_reachable(&screens) {
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
    }
    if place.maximized {
        window.maximize()?;
    }
    Ok(())
}

/// Remembers where the window is. Failing to is not worth a word to anybody: the next window opens in the middle.
pub(crate) fn remember(window: &WebviewWindow, folder: &Path) {
    let before = Place::read(folder);
    let Ok(Some(place)) = Place::of(window, before) else {
        return;
    };
    if before != Some(place) {
        let written = serde_json::to_vec(&place).map(|text| fs::write(folder.join(FILE), text));
        if !matches!(written, Ok(Ok(()))) {
            tracing::debug!("the window's place could not be written");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen {
        left: 0,
        top: 0,
        right: 1920,
        bottom: 1080,
    };

    fn at(x: i32, y: i32) -> Place {
        Place {
            x,
            y,
            width: 1280,
            height: 800,
            maximized: false,
        }
    }

    #[test]
    fn a_window_is_put_back_where_it_can_be_taken_hold_of() {
        for (x, y) in [(0, 0), (1800, 1000), (-1100, 20)] {
            assert!(
                at(x, y).is_reachable(&[SCREEN]),
                "{x}, {y}: enough of its top edge is there"
            );
        }
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_is_not_put_back() {
        for (x, y) in [(1920, 0), (1850, 0), (-1200, 0), (0, 1080), (0, -40)] {
            assert!(!at(x, y).is_reachable(&[SCREEN]), "{x}, {y}: nobody could drag it back");
        }
        assert!(!at(0, 0).is_reachable(&[]), "without a screen there is no place");
    }

    #[test]
    fn any_of_several_screens_will_do() {
        let left = Screen {
            left: -1920,
            right: 0,
            ..SCREEN
        };
        assert!(at(-1920, 0).is_reachable(&[SCREEN, left]));
    }

    #[test]
    fn what_cannot_be_read_is_no_place() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Place::read(folder.path()), None, "there is no file yet");
        fs::write(folder.path().join(FILE), "{\"x\": \"left\"}").unwrap();
        assert_eq!(
            Place::read(folder.path()),
            None,
            "a person, or a newer version, has written it"
        );
    }
}
