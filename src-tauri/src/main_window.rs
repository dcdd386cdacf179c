//! The one window: made when it is wanted, gone with its web view when it is closed.

use std::sync::Arc;

use tauri::webview::{Color, NewWindowResponse};
use tauri::{AppHandle, Manager as _, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_dialog::DialogExt as _;
use window::wire::AppEvent;
use window::{OnClose, wire};

use crate::shell::Shell;
use crate::{navigation, place, web_view};

pub(crate) const LABEL: &str = "main";

const SIZE: (f64, f64) = (1280.0, 800.0);
const LEAST: (f64, f64) = (992.0, 640.0);

/// Said by the system itself where there is no window to say it.
const NO_WINDOW: &str = if cfg!(windows) {
    "Learner Sync could not show its window. What to do: install the Microsoft Edge WebView2 Runtime, then start Learner Sync again."
} else {
    "Learner Sync could not show its window. What to do: start it again, or restart the computer."
};

/// What is seen before the page is drawn: the pages' own ground.
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);
const DARK: Color = Color(0x1a, 0x1e, 0x20, 0xff);

/// Brings the window before the person, made anew if there is none; it shows the route, where one is named.
///
/// It returns at once: on Windows a window that is made on the thread of the event loop would wait for itself.
pub(crate) fn show(app: &AppHandle, route: Option<&str>) {
    let route = route.map(str::to_owned);
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let shell = app.state::<Arc<Shell>>().inner().clone();
        // Two starts at once want one window.
        let _turn = shell.showing();
        if let Err(error) = show_now(&app, &shell, route.as_deref()) {
            tracing::error!("the window could not be shown: {error}");
            app.dialog().message(NO_WINDOW).show(|_| {});
        }
    });
}

fn show_now(app: &AppHandle, shell: &Arc<Shell>, route: Option<&str>) -> tauri::Result<()> {
    if shell.is_ending() {
        return Ok(());
    }
    let Some(window) = app.get_webview_window(LABEL) else {
        return make(app, shell, route);
    };
    if let Some(route) = route {
        shell.tell(app, &AppEvent::Go { to: route.to_owned() });
    }
    window.unminimize()?;
    window.show()?;
    window.set_focus()
}

fn make(app: &AppHandle, shell: &Arc<Shell>, route: Option<&str>) -> tauri::Result<()> {
    shell.window_begins();
    let page = route.map_or_else(|| "index.html".to_owned(), |route| format!("index.html#{route}"));
    let dev = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    let mut builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(page.into()))
        .title("Learner Sync")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(LEAST.0, LEAST.1)
        .center()
        .prevent_overflow()
        // It is shown once it is where it was the last time.
        .visible(false)
        .theme(native(shell.app().preferences().theme))
        .incognito(web_view::is_private())
        .general_autofill_enabled(false)
        .zoom_hotkeys_enabled(true)
        .on_navigation(move |url| navigation::is_ours(url, dev.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false);
    if let Some(folder) = shell.folder() {
        builder = builder.data_directory(web_view::folder(folder));
    }
    let window = builder.build()?;
    window.set_background_color(Some(ground(window.theme()?)))?;
    if let Some(folder) = shell.folder() {
        place::restore(&window, folder)?;
    }
    hear(&window, shell.clone());
    window.show()?;
    window.set_focus()
}

/// Gives the window the colours that a person prefers.
pub(crate) fn set_theme(app: &AppHandle, theme: wire::Theme) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.set_theme(native(theme))
    {
        tracing::debug!("the window's colours could not be changed: {error}");
    }
}

/// A theme as the windowing system names it; none is the computer's own.
fn native(theme: wire::Theme) -> Option<Theme> {
    match theme {
        wire::Theme::System => None,
        wire::Theme::Light => Some(Theme::Light),
        wire::Theme::Dark => Some(Theme::Dark),
    }
}

fn ground(theme: Theme) -> Color {
    match theme {
        Theme::Dark => DARK,
        _ => LIGHT,
    }
}

/// Hears what the windowing system tells of the window.
fn hear(window: &WebviewWindow, shell: Arc<Shell>) {
    let app = window.app_handle().clone();
    let of = window.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            match shell.on_close() {
                OnClose::SayTheWord => shell.tell(&app, &AppEvent::CloseAsked),
                OnClose::Close => close(&app),
                OnClose::Quit => app.exit(0),
            }
        }
        WindowEvent::ThemeChanged(theme) => {
            if let Err(error) = of.set_background_color(Some(ground(*theme))) {
                tracing::debug!("the window's ground could not be changed: {error}");
            }
        }
        _ => {}
    });
}

/// Closes the window, if there is one, and its web view with it.
pub(crate) fn close(app: &AppHandle) {
    remember(app);
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.destroy()
    {
        tracing::error!("the window could not be closed: {error}");
    }
}

/// Remembers where the window is, if there is one.
pub(crate) fn remember(app: &AppHandle) {
    let shell = app.state::<Arc<Shell>>();
    if let (Some(window), Some(folder)) = (app.get_webview_window(LABEL), shell.folder()) {
        place::remember(&window, folder);
    }
}
