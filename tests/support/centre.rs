//! A training centre: its imitated systems, and Learner Sync connected to both.

use sandbox::{Customer, CustomerOptions, Sandbox, SandboxOptions};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Program, Ran};
use crate::seed::today;
use crate::tables::Tables;

/// The database key of test data: 64 hex digits of no meaning.
const KEY: &str = "5a17c0ffee5a17c0ffee5a17c0ffee5a17c0ffee5a17c0ffee5a17c0ffee0042";

/// A centre whose administrator uses the command line.
pub struct Centre {
    runtime: tokio::runtime::Runtime,
    /// Its systems.
    pub sandbox: Sandbox,
    /// The program.
    pub cli: Program,
    folder: TempDir,
}

impl Centre {
    /// The customer of a seed, with both connections made.
    #[must_use]
    pub fn connected(seed: u64, learners: usize) -> Self {
        let options = CustomerOptions {
            learners,
            ..CustomerOptions::new(seed, today())
        };
        let centre = Self::serving(Customer::generate(&options), SandboxOptions::default());
        centre.connect();
        centre
    }

    /// A customer and how it is served; nothing is connected yet.
    ///
    /// # Panics
    /// The machine has no room for it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "test support")]
    pub fn serving(customer: Customer, options: SandboxOptions) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let sandbox = runtime
            .block_on(Sandbox::start(customer, options))
            .expect("the sandbox is served");
        let folder = tempfile::tempdir().expect("a folder");
        let cli = Program::on(&folder.path().join("data"))
            .with("LEARNER_SYNC_DATABASE_KEY", KEY)
            .with(
                "LEARNER_SYNC_SECRET_ONEFILE_CUSTOMER_TOKEN",
                &sandbox.keys().customer_token,
            )
            .with("LEARNER_SYNC_SECRET_BKSB_ACCESS_KEY", &sandbox.keys().access_key)
            .with("LEARNER_SYNC_SECRET_BKSB_SECRET_KEY", &sandbox.keys().secret_key);
        Self {
            runtime,
            sandbox,
            cli,
            folder,
        }
    }

    /// Connects both systems, as `Onefile` and `bksb`, without the limits that the real ones have.
    ///
    /// # Panics
    /// A connection is refused.
    pub fn connect(&self) {
        for (kind, name, url) in [
            ("onefile", "Onefile", self.sandbox.onefile_url()),
            ("bksb", "bksb", self.sandbox.bksb_url()),
        ] {
            let ran = self.cli.run(&[
                "connection",
                "add",
                kind,
                "--name",
                name,
                "--set",
                &format!("base_url={url}"),
                "--set",
                "calls_per_minute=1000000",
            ]);
            assert_eq!(ran.code, Some(0), "{kind} can be connected: {}", ran.stderr);
        }
    }

    /// Runs *Sync now* and answers its report; it must end with 0.
    #[must_use]
    pub fn sync(&self) -> Value {
        self.cli.json(&["sync"])
    }

    /// Runs a command with `--json`, however it ends.
    #[must_use]
    pub fn try_json(&self, arguments: &[&str]) -> Ran {
        self.cli.run(&[&["--json"], arguments].concat())
    }

    /// Everything that the database holds, read with its key but without the program.
    #[must_use]
    pub fn tables(&self) -> Tables {
        Tables::read(self.cli.folder(), KEY)
    }

    /// The hex digits of the database key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        KEY
    }

    /// A folder beside the data folder, for what a test writes itself.
    #[must_use]
    pub fn scratch(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The systems go away: their port closes.
    pub fn systems_go_away(&self) {
        self.runtime.block_on(self.sandbox.stop());
    }

    /// The systems come back at the same addresses.
    ///
    /// # Panics
    /// Somebody else took the port.
    #[expect(clippy::expect_used, reason = "test support")]
    pub fn systems_come_back(&self) {
        self.runtime
            .block_on(self.sandbox.restart())
            .expect("the port is still free");
    }
}
