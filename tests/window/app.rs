//! Starting the app.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use system_tests::{Centre, binary};

use crate::desk::{Desk, Running};
use crate::wait_for;

/// The environment variable that names the file in which a debug build keeps what leaves for the page.
const RECORD: &str = "LEARNER_SYNC_TEST_IPC";

/// How the app is started: the arguments and the environment that a test gives it.
#[derive(Clone)]
pub(crate) struct Start {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<(String, String)>,
}

impl Start {
    /// The app as a person starts it from the menu of programs.
    pub(crate) fn plain() -> Self {
        Self {
            program: binary("learner-sync"),
            arguments: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// The app on a centre's data folder, with the keys that the centre's command line has.
    pub(crate) fn on(centre: &Centre) -> Self {
        let mut start = Self::plain().with(&["--data-dir", &centre.cli.folder().to_string_lossy()]);
        start.environment.extend_from_slice(centre.cli.environment());
        start
    }

    /// With these arguments.
    pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(ToString::to_string));
        self
    }

    /// With an environment variable.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Keeping every answer and every event that leaves for the page in a file: see `record`.
    pub(crate) fn recorded(self, file: &Path) -> Self {
        self.set(RECORD, &file.to_string_lossy())
    }

    /// Starts it in a session, without a driver.
    pub(crate) fn run(&self, desk: &Desk) -> App {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        App(Running(desk.start(&mut command)))
    }
}

/// The app, running without a driver. It ends with this value.
pub(crate) struct App(Running);

impl App {
    pub(crate) fn id(&self) -> u32 {
        self.0.0.id()
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.ended().is_none()
    }

    /// How it ended, once it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.0.0.try_wait().unwrap()
    }

    /// Waits until it has ended by itself.
    pub(crate) fn wait_for_end(&mut self) -> ExitStatus {
        wait_for("the end of the app", || self.ended())
    }

    /// Asks it to end, as the system does when its person signs out.
    pub(crate) fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }
}
