//! The glyph of each state: dark for a light bar, white for a dark one, in the two sizes that bars have. How the pictures are made
//! stands in docs/decisions/0077.

use host::engine::State;
use tauri::image::Image;
use tauri::include_image;

use super::bar::Bar;

/// The picture of a state for this bar. The dark one is also the template from which macOS makes its own.
pub(super) fn glyph(state: State, bar: Bar) -> Image<'static> {
    let [small, small_on_dark, large, large_on_dark] = pictures(state);
    match (bar.fine, bar.dark) {
        (false, false) => small,
        (false, true) => small_on_dark,
        (true, false) => large,
        (true, true) => large_on_dark,
    }
}

fn pictures(state: State) -> [Image<'static>; 4] {
    match state {
        State::UpToDate => [
            include_image!("icons/tray/up-to-date-16.png"),
            include_image!("icons/tray/up-to-date-16-on-dark.png"),
            include_image!("icons/tray/up-to-date-32.png"),
            include_image!("icons/tray/up-to-date-32-on-dark.png"),
        ],
        State::Syncing => [
            include_image!("icons/tray/syncing-16.png"),
            include_image!("icons/tray/syncing-16-on-dark.png"),
            include_image!("icons/tray/syncing-32.png"),
            include_image!("icons/tray/syncing-32-on-dark.png"),
        ],
        State::Offline => [
            include_image!("icons/tray/offline-16.png"),
            include_image!("icons/tray/offline-16-on-dark.png"),
            include_image!("icons/tray/offline-32.png"),
            include_image!("icons/tray/offline-32-on-dark.png"),
        ],
        State::Paused => [
            include_image!("icons/tray/paused-16.png"),
            include_image!("icons/tray/paused-16-on-dark.png"),
            include_image!("icons/tray/paused-32.png"),
            include_image!("icons/tray/paused-32-on-dark.png"),
        ],
        State::NeedsAttention => [
            include_image!("icons/tray/needs-attention-16.png"),
            include_image!("icons/tray/needs-attention-16-on-dark.png"),
            include_image!("icons/tray/needs-attention-32.png"),
            include_image!("icons/tray/needs-attention-32-on-dark.png"),
        ],
        State::Error => [
            include_image!("icons/tray/error-16.png"),
            include_image!("icons/tray/error-16-on-dark.png"),
            include_image!("icons/tray/error-32.png"),
            include_image!("icons/tray/error-32-on-dark.png"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_states_share_a_glyph_on_any_bar() {
        for (fine, dark) in [(false, false), (false, true), (true, false), (true, true)] {
            let bar = Bar { fine, dark };
            for (at, one) in State::ALL.iter().enumerate() {
                for other in &State::ALL[at + 1..] {
                    let (one_glyph, other_glyph) = (glyph(*one, bar), glyph(*other, bar));
                    assert_ne!(one_glyph.rgba(), other_glyph.rgba(), "{one} and {other} on {bar:?}");
                }
            }
        }
    }

    #[test]
    fn a_glyph_stands_out_from_its_bar() {
        for state in State::ALL {
            for dark in [false, true] {
                let glyph = glyph(*state, Bar { fine: true, dark });
                let solid = glyph.rgba().chunks_exact(4).filter(|pixel| pixel[3] == 255);
                let light: Vec<bool> = solid.map(|pixel| pixel[0] > 127).collect();
                assert!(!light.is_empty(), "{state}: something is drawn");
                assert!(
                    light.iter().all(|light| *light == dark),
                    "{state}: white on dark, dark on light"
                );
            }
        }
    }
}
