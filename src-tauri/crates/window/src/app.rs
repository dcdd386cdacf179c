//! The app behind the window: what the shell starts, asks and ends.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use domain::ports::Clock;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::desktop::Desktop;
use crate::door::Door;
use crate::life::Life;
use crate::tray::{self, TrayModel};
use crate::wire::{AppEvent, Preferences, Stage};

/// What whoever starts the app may choose.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Where everything is kept, instead of the usual folder.
    pub data_dir: Option<PathBuf>,
    /// Whether to begin with sample data.
    pub sample: bool,
}

/// The app. Clones are one app.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    door: Box<dyn Door>,
    desktop: Arc<dyn Desktop>,
    clock: Arc<dyn Clock>,
    life: watch::Sender<Life>,
    /// Whoever changes the life of the app holds this: two clicks at once come one after the other.
    moving: tokio::sync::Mutex<()>,
    closing: CancellationToken,
    /// Whoever changes a preference holds this.
    preferring: tokio::sync::Mutex<()>,
    preferences: Mutex<Preferences>,
    tray: Mutex<TrayModel>,
}

/// What happens when a person closes the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnClose {
    /// The page says first that the app goes on in the tray; then it sends the command `close_window`.
    SayTheWord,
    /// The window closes, and the app goes on in the tray.
    Close,
    /// The app ends.
    Quit,
}

impl App {
    /// An app that nothing has begun yet.
    pub(crate) fn new(door: Box<dyn Door>, desktop: Arc<dyn Desktop>, clock: Arc<dyn Clock>, sample: bool) -> Self {
        Self(Arc::new(Inner {
            door,
            desktop,
            clock,
            life: watch::Sender::new(Life::Opening { sample }),
            moving: tokio::sync::Mutex::default(),
            closing: CancellationToken::new(),
            preferring: tokio::sync::Mutex::default(),
            preferences: Mutex::new(Preferences::default()),
            tray: Mutex::new(tray::idle(Stage::Opening)),
        }))
    }

    /// What is to happen when a person closes the window now.
    #[must_use]
    pub fn on_close(&self) -> OnClose {
        on_close(&self.preferences())
    }

    /// What a person prefers; what is usual while their data is not open.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        lock(&self.0.preferences).clone()
    }

    /// What the tray shows. Every change of it is shown by `Desktop::show_tray` as well.
    #[must_use]
    pub fn tray(&self) -> TrayModel {
        lock(&self.0.tray).clone()
    }

    /// Preferences as they are from now on: whoever shows them is told.
    pub(crate) fn prefer(&self, preferences: Preferences) {
        let before = std::mem::replace(&mut *lock(&self.0.preferences), preferences.clone());
        if before != preferences {
            self.desktop().tell(&AppEvent::Preferences { preferences });
        }
    }

    /// Shows another tray, where it is another one.
    pub(crate) fn show_tray(&self, tray: TrayModel) {
        let before = std::mem::replace(&mut *lock(&self.0.tray), tray.clone());
        if before != tray {
            self.desktop().show_tray(&tray);
        }
    }

    /// Preferences that were kept, with what the computer itself remembers.
    pub(crate) fn prefer_kept(&self, kept: Preferences) {
        self.prefer(Preferences {
            start_at_login: self.desktop().starts_at_login(),
            ..kept
        });
    }

    pub(crate) async fn preferring(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.preferring.lock().await
    }

    pub(crate) fn door(&self) -> &dyn Door {
        self.0.door.as_ref()
    }

    pub(crate) fn desktop(&self) -> &Arc<dyn Desktop> {
        &self.0.desktop
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    pub(crate) fn life(&self) -> &watch::Sender<Life> {
        &self.0.life
    }

    pub(crate) async fn moving(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.moving.lock().await
    }

    /// Says when the app is to end.
    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.0.closing
    }
}

const fn on_close(preferences: &Preferences) -> OnClose {
    match (preferences.keep_in_tray, preferences.told_of_tray) {
        (false, _) => OnClose::Quit,
        (true, false) => OnClose::SayTheWord,
        (true, true) => OnClose::Close,
    }
}

/// What the lock guards is whole at every moment, whoever panicked meanwhile.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_says_the_word_about_the_tray_once() {
        assert_eq!(on_close(&Preferences::default()), OnClose::SayTheWord);
        let told = Preferences {
            told_of_tray: true,
            ..Preferences::default()
        };
        assert_eq!(on_close(&told), OnClose::Close);
    }

    #[test]
    fn an_app_that_is_not_to_stay_ends_with_its_window() {
        let plain = Preferences {
            keep_in_tray: false,
            ..Preferences::default()
        };
        assert_eq!(
            on_close(&plain),
            OnClose::Quit,
            "no word about a tray that nobody wants"
        );
    }
}
