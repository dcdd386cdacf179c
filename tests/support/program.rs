//! The built command line program, run as a person or a script runs it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// A built program of the workspace, by name.
///
/// # Panics
/// It was not built: `cargo xtask test` builds it before it runs the tests.
#[must_use]
#[expect(clippy::expect_used, reason = "test support")]
pub fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    let folder = test
        .parent()
        .and_then(Path::parent)
        .expect("tests lie in deps, programs above");
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "{name} is not built: run `cargo build --workspace --bins` first"
    );
    path
}

/// `learner-sync-cli` with its data folder and its environment.
#[derive(Clone)]
pub struct Program {
    folder: PathBuf,
    environment: Vec<(String, String)>,
}

impl Program {
    /// The program on a data folder, with no more of an environment than it is given.
    #[must_use]
    pub fn on(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            environment: Vec::new(),
        }
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != key);
        self.environment.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Takes an environment variable away.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.environment.retain(|(known, _)| known != key);
        self
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it is given of an environment.
    #[must_use]
    pub fn environment(&self) -> &[(String, String)] {
        &self.environment
    }

    /// The command, ready to run.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary("learner-sync-cli"));
        command
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", &self.folder)
            .env("RUST_BACKTRACE", "0")
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .arg("--data-dir")
            .arg(&self.folder)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    ///
    /// # Panics
    /// It cannot be started.
    #[must_use]
    #[expect(clippy::expect_used, reason = "test support")]
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().expect("the program starts");
        Ran::new(arguments, output)
    }

    /// Runs it to its end with something to read from standard input.
    ///
    /// # Panics
    /// It cannot be started.
    #[must_use]
    #[expect(clippy::expect_used, reason = "test support")]
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("it was asked for");
        // A program that refuses its arguments may be gone before it reads.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        Ran::new(arguments, child.wait_with_output().expect("the program ends"))
    }

    /// Starts it and goes on.
    ///
    /// # Panics
    /// It cannot be started.
    #[must_use]
    #[expect(clippy::expect_used, reason = "test support")]
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().expect("the program starts")
    }

    /// The JSON document that a command prints; it must end with 0.
    ///
    /// # Panics
    /// It ends otherwise, or prints something else.
    #[must_use]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[&["--json"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{arguments:?} ends well: {}", ran.stderr);
        ran.json()
    }
}

/// A program that has run.
pub struct Ran {
    arguments: Vec<String>,
    /// Its exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it said of its progress and its faults.
    pub stderr: String,
}

impl Ran {
    fn new(arguments: &[&str], output: Output) -> Self {
        Self {
            arguments: arguments.iter().map(ToString::to_string).collect(),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The one JSON document on standard output.
    ///
    /// # Panics
    /// There is none, or something beside it.
    #[must_use]
    #[expect(clippy::panic, reason = "test support")]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!(
                "{:?} prints one JSON document: {error}; {}",
                self.arguments, self.stderr
            )
        })
    }

    /// The code of the fault that the program ended with, as `--json` prints it.
    #[must_use]
    pub fn fault(&self) -> String {
        let document = self.json();
        document["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}
