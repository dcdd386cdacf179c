//! What is asked of the app whatever it is at.

use crate::app::App;
use crate::problem::Problem;
use crate::wire::{About, Preferences, PreferencesChange, Session, TypedAsk};

pub(super) async fn session(app: &App, (): ()) -> Result<Session, Problem> {
    Ok(app.session())
}

pub(super) async fn try_again(app: &App, (): ()) -> Result<Session, Problem> {
    Ok(app.try_again().await)
}

pub(super) async fn open_with_recovery_key(app: &App, ask: TypedAsk) -> Result<Session, Problem> {
    app.open_with_recovery_key(&ask.typed).await
}

pub(super) async fn explore_sample(app: &App, (): ()) -> Result<Session, Problem> {
    Ok(app.explore_sample().await)
}

pub(super) async fn leave_sample(app: &App, (): ()) -> Result<Session, Problem> {
    Ok(app.leave_sample().await)
}

pub(super) async fn close_window(app: &App, (): ()) -> Result<(), Problem> {
    app.desktop().close_window();
    Ok(())
}

pub(super) async fn quit(app: &App, (): ()) -> Result<(), Problem> {
    app.desktop().quit();
    Ok(())
}

pub(super) async fn preferences(app: &App, (): ()) -> Result<Preferences, Problem> {
    Ok(app.preferences())
}

pub(super) async fn set_preferences(app: &App, change: PreferencesChange) -> Result<Preferences, Problem> {
    app.change_preferences(change).await
}

pub(super) async fn open_folder(app: &App, (): ()) -> Result<(), Problem> {
    app.desktop().open_folder(app.session().folder.as_ref())
}

pub(super) async fn about(app: &App, (): ()) -> Result<About, Problem> {
    let session = app.session();
    Ok(About {
        version: session.version,
        folder: session.folder,
        licences: include_str!("../../licences.txt").to_owned(),
    })
}
