//! The life of the app: its data is opened, used, and let go of. One change at a time, whoever asks for it.

use std::sync::Arc;

use domain::{Fault, FaultCode, uk_time};
use host::clock::WallClock;

use crate::app::{App, Start};
use crate::desktop::Desktop;
use crate::door::OwnDoor;
use crate::open::{Held, Open};
use crate::problem::Problem;
use crate::sample::Sample;
use crate::tray;
use crate::wire::{AppEvent, Preferences, Session, Stage, SystemName};

/// Where the app is in its life.
#[derive(Clone)]
pub(crate) enum Life {
    /// Data is being opened.
    Opening { sample: bool },
    /// It could not be.
    Failed { sample: bool, problem: Problem },
    /// It is open.
    Open(Arc<Open>),
    /// The app has let go of everything, and ends.
    Closed,
}

impl Life {
    const fn is_opening(&self) -> bool {
        matches!(self, Self::Opening { .. })
    }

    fn is_sample(&self) -> bool {
        match self {
            Self::Opening { sample } | Self::Failed { sample, .. } => *sample,
            Self::Open(open) => open.is_sample(),
            Self::Closed => false,
        }
    }

    fn stage(&self) -> Stage {
        match self {
            Self::Opening { .. } | Self::Closed => Stage::Opening,
            Self::Failed { .. } => Stage::Failed,
            Self::Open(open) => open.stage(),
        }
    }
}

impl App {
    /// Starts the app: its data is opened at once, in the background. It goes on until `close`, window or no window. To
    /// be called inside a tokio runtime.
    ///
    /// # Errors
    /// `SettingRefused` where a test's clock is none.
    pub fn start(start: Start, desktop: Arc<dyn Desktop>) -> Result<Self, Problem> {
        let clock = Arc::new(WallClock::from_environment()?);
        let door = OwnDoor {
            data_dir: start.data_dir,
        };
        let app = Self::new(Box::new(door), desktop, clock, start.sample);
        app.begin(start.sample);
        Ok(app)
    }

    /// Opens the data in the background.
    pub(crate) fn begin(&self, sample: bool) {
        self.desktop().show_tray(&self.tray());
        let app = self.clone();
        tokio::spawn(async move {
            let _moving = app.moving().await;
            app.open_data(sample).await;
        });
    }

    /// Ends the app: runs end as interrupted and are waited for, and everything that holds the data is let go of. What is
    /// asked from now on is refused.
    pub async fn close(&self) {
        self.closing().cancel();
        let _moving = self.moving().await;
        self.let_go(Life::Closed).await;
    }

    /// How the app stands.
    pub(crate) fn session(&self) -> Session {
        let life = self.life().borrow().clone();
        let (problem, notices, folder) = match &life {
            Life::Failed { problem, .. } => (Some(problem.clone()), Vec::new(), self.folder()),
            Life::Open(open) => (None, open.host().notices().to_vec(), open.folder()),
            Life::Opening { .. } | Life::Closed => (None, Vec::new(), self.folder()),
        };
        Session {
            stage: life.stage(),
            problem,
            sample: life.is_sample(),
            notices,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            system: THIS_SYSTEM,
            folder,
        }
    }

    /// The folder that the app was started with, as far as that is known.
    fn folder(&self) -> String {
        let known = self.door().folder();
        known.map_or_else(|_| String::new(), |folder| folder.display().to_string())
    }

    /// The data, once it is open.
    ///
    /// # Errors
    /// Why it could not be opened; `Cancelled` where the app ends.
    pub(crate) async fn held(&self) -> Result<Held, Problem> {
        let mut life = self.life().subscribe();
        // The sender lives as long as the app.
        let now = life.wait_for(|life| !life.is_opening()).await.map_err(|_| ended())?;
        match &*now {
            Life::Open(open) => Ok(open.hold(self)),
            Life::Failed { problem, .. } => Err(problem.clone()),
            Life::Opening { .. } | Life::Closed => Err(ended().into()),
        }
    }

    /// Opens what could not be opened before.
    pub(crate) async fn try_again(&self) -> Session {
        let _moving = self.moving().await;
        let failed = match &*self.life().borrow() {
            Life::Failed { sample, .. } => Some(*sample),
            _ => None,
        };
        if let Some(sample) = failed {
            self.open_data(sample).await;
        }
        self.session()
    }

    /// Opens data whose key is not in the keyring with its recovery key, and keeps that in the keyring.
    pub(crate) async fn open_with_recovery_key(&self, typed: &str) -> Result<Session, Problem> {
        let _moving = self.moving().await;
        if matches!(&*self.life().borrow(), Life::Failed { .. }) {
            self.door().recover(typed).await?;
            self.open_data(false).await;
        }
        Ok(self.session())
    }

    /// Leaves the person's own data closed and opens the sample, made anew.
    pub(crate) async fn explore_sample(&self) -> Session {
        self.change_over(true).await
    }

    /// Throws the sample away and goes back to the person's own data.
    pub(crate) async fn leave_sample(&self) -> Session {
        self.change_over(false).await
    }

    async fn change_over(&self, sample: bool) -> Session {
        let _moving = self.moving().await;
        let (is_sample, is_closed) = {
            let life = self.life().borrow();
            (life.is_sample(), matches!(*life, Life::Closed))
        };
        if is_sample != sample && !is_closed {
            self.let_go(Life::Opening { sample }).await;
            self.open_data(sample).await;
        }
        self.session()
    }

    /// Lets go of what is open, and waits until nothing holds it any more.
    async fn let_go(&self, next: Life) {
        // From here on nobody takes hold of it any more.
        let before = self.life().send_replace(next);
        if let Life::Open(open) = before {
            self.tell_of_life();
            open.end().await;
        }
    }

    /// Opens data. Whoever calls this holds `moving`, and nothing is open.
    async fn open_data(&self, sample: bool) {
        if !self.life().borrow().is_opening() {
            self.become_now(Life::Opening { sample });
        }
        let opened = tokio::select! {
            biased;
            () = self.closing().cancelled() => Err(ended()),
            opened = self.opened(sample) => opened,
        };
        match opened {
            Ok(open) => {
                let open = Arc::new(open);
                // Whoever looks at the sample goes on as they prefer.
                if !open.is_sample() {
                    self.prefer_kept(open.preferences());
                }
                open.begin(self);
                self.become_now(Life::Open(open));
            }
            Err(fault) => {
                tracing::warn!(code = %fault.code, cause = fault.cause, "the data could not be opened");
                self.prefer_kept(Preferences::default());
                let problem = fault.into();
                self.become_now(Life::Failed { sample, problem });
            }
        }
    }

    async fn opened(&self, sample: bool) -> Result<Open, Fault> {
        if sample {
            let today = uk_time::day(self.now());
            let (host, sample) = Sample::open(&self.door().folder()?, today).await?;
            Open::new(host, Some(sample)).await
        } else {
            Open::new(self.door().open().await?, None).await
        }
    }

    fn become_now(&self, life: Life) {
        self.life().send_replace(life);
        self.tell_of_life();
    }

    /// Tells whoever shows it that the life of the app went on.
    pub(crate) fn tell_of_life(&self) {
        let session = self.session();
        if session.stage != Stage::Ready {
            self.show_tray(tray::idle(session.stage));
        }
        self.desktop().tell(&AppEvent::Session { session });
    }
}

const THIS_SYSTEM: SystemName = if cfg!(windows) {
    SystemName::Windows
} else if cfg!(target_os = "macos") {
    SystemName::Macos
} else {
    SystemName::Linux
};

fn ended() -> Fault {
    Fault::new(FaultCode::Cancelled, "the app ends")
}
