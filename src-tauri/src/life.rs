//! The life of the program: its parts are put together, it runs, and it lets go of everything before it ends.

use std::error::Error;
use std::sync::Arc;

use host::folders::DataFolder;
use tauri::{AppHandle, Manager as _, RunEvent};
use window::{App, Start};

use crate::desktop::Computer;
use crate::record::Record;
use crate::shell::{LETTING_GO, Shell};
use crate::{Options, call, desktop, display, main_window, signals, tray};

/// Runs the app until it has quit, and answers its exit code. A second start only shows the window of the first.
///
/// # Errors
/// What the system says when it has no threads, or shows no windows.
pub fn run(options: Options) -> Result<i32, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let inside = runtime.enter();
    tauri::async_runtime::set(runtime.handle().clone());
    let asked_to_end = signals::asked_to_end()?;
    display::look_for()?;
    // A second start ends in here, before it has opened anything.
    let app = builder().build(context())?;
    let hidden = options.hidden;
    app.manage(Arc::new(begin(app.handle(), options)?));
    let ending = app.handle().clone();
    runtime.spawn(async move {
        asked_to_end.await;
        ending.exit(0);
    });
    let code = app.run_return(move |app, event| on_event(app, event, hidden));
    drop(inside);
    runtime.shutdown_timeout(LETTING_GO);
    Ok(code)
}

#[expect(
    clippy::disallowed_methods,
    reason = "Tauri's own code ends a program that cannot even read itself; nothing is open then"
)]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

fn builder() -> tauri::Builder<tauri::Wry> {
    tauri::Builder::default()
        // The first of all: a second start must end before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, words, _| {
            show_again(app, &words)
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_autostart::Builder::new().arg(crate::HIDDEN).build())
        .invoke_handler(tauri::generate_handler![call::call])
}

/// Answers a second start: it wants the window, unless it is the one at login.
fn show_again(app: &AppHandle, words: &[String]) {
    if !words.iter().any(|word| word == crate::HIDDEN) {
        main_window::show(app, None);
    }
}

/// Starts the app behind the window; its data is opened in the background.
fn begin(handle: &AppHandle, options: Options) -> Result<Shell, Box<dyn Error>> {
    let record = Arc::new(Record::begin()?);
    // A folder that cannot be used keeps no window's place. Why, the app says itself.
    let folder = DataFolder::open(options.data_dir.as_deref()).ok();
    let start = Start {
        data_dir: options.data_dir,
        sample: options.sample,
    };
    let app = App::start(start, Arc::new(Computer::new(handle.clone(), record.clone())))
        .map_err(|problem| problem.message)?;
    Ok(Shell::new(app, record, folder.map(|folder| folder.path().to_owned())))
}

fn on_event(app: &AppHandle, event: RunEvent, hidden: bool) {
    match event {
        RunEvent::Ready => ready(app, hidden),
        RunEvent::ExitRequested { code, api, .. } => {
            // Without a window the app goes on; only who quits names a code.
            let quits = code.is_some();
            if !quits || !end(app) {
                api.prevent_exit();
            }
        }
        // However it came to this: nobody holds the store any more.
        RunEvent::Exit if !shell(app).has_let_go() => tauri::async_runtime::block_on(shell(app).let_go()),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => main_window::show(app, None),
        _ => {}
    }
}

fn ready(app: &AppHandle, hidden: bool) {
    tray::begin(app);
    desktop::open_from_notifications(app);
    if !hidden {
        main_window::show(app, None);
    }
}

/// Ends the program in two steps: the window goes and the app lets go of its data, while a second start is still turned away;
/// then the program itself ends. Says whether it may do that now.
fn end(app: &AppHandle) -> bool {
    let shell = shell(app);
    if shell.has_let_go() {
        return true;
    }
    if shell.begin_to_end() {
        main_window::close(app);
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            shell.let_go().await;
            app.exit(0);
        });
    }
    false
}

fn shell(app: &AppHandle) -> Arc<Shell> {
    app.state::<Arc<Shell>>().inner().clone()
}
