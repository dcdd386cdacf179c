//! The icon in the tray and its menu: drawn from what the app says, and only where that changed.

mod bar;
mod glyphs;
mod menu;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager as _};
use window::TrayModel;

use crate::main_window;
use crate::shell::Shell;

/// Puts the icon into the tray. An app that has no tray goes on without: a second start opens its window. To be called on the
/// main thread.
pub(crate) fn begin(app: &AppHandle) {
    let shell = app.state::<Arc<Shell>>();
    match Tray::new(app, shell.folder()) {
        Ok(tray) => {
            app.manage(tray);
            draw(app, shell.app().tray());
        }
        Err(error) => tracing::error!("there is no icon in the tray: {error}"),
    }
}

/// Shows how matters stand, where there is a tray. To be called on any thread.
pub(crate) fn draw(app: &AppHandle, model: TrayModel) {
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || {
        let tray = handle.try_state::<Tray>();
        if let Some(Err(error)) = tray.map(|tray| tray.draw(&model)) {
            tracing::error!("the icon in the tray could not be changed: {error}");
        }
    });
    if asked.is_err() {
        tracing::debug!("the app is ending: nothing is drawn in the tray any more");
    }
}

/// The tray icon of a running app.
struct Tray {
    icon: TrayIcon,
    menu: menu::Menu,
    shown: Mutex<Option<(TrayModel, bar::Bar)>>,
}

impl Tray {
    /// Puts an icon into the tray. It shows something from the first [`draw`] on.
    fn new(app: &AppHandle, folder: Option<&Path>) -> tauri::Result<Self> {
        let menu = menu::Menu::new(app)?;
        let mut builder = TrayIconBuilder::with_id("tray")
            .menu(menu.inner())
            .show_menu_on_left_click(cfg!(target_os = "linux"))
            .icon_as_template(cfg!(target_os = "macos"))
            .on_menu_event(|app, event| menu::pressed(app, event.id().as_ref()))
            .on_tray_icon_event(|icon, event| clicked(icon.app_handle(), &event));
        // On Linux the tray reads the icon from a file: it lies where everything lies.
        if let Some(folder) = folder {
            builder = builder.temp_dir_path(folder.join("tray"));
        }
        Ok(Self {
            icon: builder.build(app)?,
            menu,
            shown: Mutex::new(None),
        })
    }

    /// Shows how matters stand.
    fn draw(&self, model: &TrayModel) -> tauri::Result<()> {
        let bar = bar::Bar::of_this_computer(self.icon.app_handle());
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let before = shown.as_ref();
        if before.is_none_or(|(before, on)| before.state != model.state || *on != bar) {
            let glyph = glyphs::glyph(model.state, bar);
            self.icon
                .set_icon_with_as_template(Some(glyph), cfg!(target_os = "macos"))?;
        }
        if before.is_none_or(|(before, _)| before != model) {
            self.icon.set_tooltip(Some(model.tooltip()))?;
            self.menu.draw(model)?;
        }
        *shown = Some((model.clone(), bar));
        Ok(())
    }
}

/// A click with the left button opens the app, where the tray tells of clicks; Linux opens the menu itself.
fn clicked(app: &AppHandle, event: &TrayIconEvent) {
    if let TrayIconEvent::Click {
        button: MouseButton::Left,
        button_state: MouseButtonState::Up,
        ..
    } = event
    {
        main_window::show(app, None);
    }
}
