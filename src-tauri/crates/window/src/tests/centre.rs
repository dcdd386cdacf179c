//! A training centre with its imitated systems, and the app over data that no keyring of this computer knows.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::ports::Clock as _;
use domain::{Fault, FaultCode};
use host::Host;
use host::clock::WallClock;
use sandbox::{Customer, CustomerOptions, MIN_LEARNERS, Sandbox, SandboxOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::desk::Desk;
use crate::app::{App, lock};
use crate::commands::dispatch;
use crate::door::Door;
use crate::problem::Problem;

/// Faults that the door meets, one at each try, before it opens.
type Faults = Arc<Mutex<Vec<FaultCode>>>;

/// A door to data whose key is in memory alone.
struct MemoryDoor {
    folder: PathBuf,
    faults: Faults,
}

#[async_trait]
impl Door for MemoryDoor {
    fn folder(&self) -> Result<PathBuf, Fault> {
        Ok(self.folder.clone())
    }

    async fn open(&self) -> Result<Host, Fault> {
        let fault = lock(&self.faults).pop();
        match fault {
            Some(code) => Err(Fault::new(code, "wished for")),
            // Its key goes with the host, so each opening is of a folder of its own.
            None => Host::open_sample(self.folder.join(format!("own-{}", unlike_any(&self.folder)))).await,
        }
    }

    async fn recover(&self, typed: &str) -> Result<(), Fault> {
        match typed {
            "the right one" => Ok(()),
            _ => Err(Fault::new(FaultCode::WrongKey, "another key")),
        }
    }
}

/// How many folders lie in there already.
fn unlike_any(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

/// A centre.
pub(super) struct Centre {
    pub(super) sandbox: Sandbox,
    pub(super) app: App,
    pub(super) desk: Desk,
    pub(super) folder: TempDir,
    /// Every answer and problem that left the app, as the page gets it.
    answers: Mutex<Vec<String>>,
}

impl Centre {
    /// A centre whose app has just been started for the first time.
    pub(super) async fn new() -> Self {
        Self::whose_door_meets(&[]).await
    }

    /// The same, but the data cannot be opened at first, for these reasons.
    pub(super) async fn whose_door_meets(faults: &[FaultCode]) -> Self {
        let clock = Arc::new(WallClock::from_environment().unwrap());
        let options = CustomerOptions {
            learners: MIN_LEARNERS,
            ..CustomerOptions::new(7, clock.now().date_naive())
        };
        let served = Sandbox::start(Customer::generate(&options), SandboxOptions::default());
        let (desk, folder) = (Desk::default(), tempfile::tempdir().unwrap());
        let door = MemoryDoor {
            folder: folder.path().to_owned(),
            faults: Arc::new(Mutex::new(faults.iter().rev().copied().collect())),
        };
        let app = App::new(Box::new(door), Arc::new(desk.clone()), clock, false);
        app.begin(false);
        Self {
            sandbox: served.await.unwrap(),
            app,
            desk,
            folder,
            answers: Mutex::default(),
        }
    }

    /// A centre that has connected both systems, and has not gone on.
    pub(super) async fn connected() -> Self {
        let centre = Self::new().await;
        for draft in [centre.onefile(), centre.bksb()] {
            centre.ask("add_connection", draft).await;
        }
        centre
    }

    /// A centre whose first run is over and whose first sync is done.
    pub(super) async fn ready() -> Self {
        let centre = Self::connected().await;
        centre.read_first().await;
        centre.ask("finish_first_run", Value::Null).await;
        centre.until_idle().await;
        centre
    }

    /// Reads learners and users for the first time.
    pub(super) async fn read_first(&self) {
        assert_eq!(self.ask("read_first", Value::Null).await["started"], true);
        self.read_first_is_over().await;
    }

    /// Waits until nothing is read for the first time.
    pub(super) async fn read_first_is_over(&self) {
        while self.ask("first_run", Value::Null).await["reading"] == true {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Waits until both tasks of bksb have gone well and nothing is at work.
    pub(super) async fn until_idle(&self) {
        loop {
            let status = self.ask("status", Value::Null).await;
            let runs = self.runs("results").await;
            let over = runs.iter().any(|run| run["state"] == "done");
            let asked = self
                .app
                .held()
                .await
                .unwrap_or_else(|problem| panic!("{}", problem.message));
            if over && status["work"] == json!([]) && asked.asked().is_over() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Waits until nothing that a person asked to be synced is at work.
    pub(super) async fn until_asked_is_over(&self) {
        let held = self
            .app
            .held()
            .await
            .unwrap_or_else(|problem| panic!("{}", problem.message));
        while !held.asked().is_over() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// The runs of a task, the latest first.
    pub(super) async fn runs(&self, task: &str) -> Vec<Value> {
        let ask = json!({"connection": null, "task": task, "state": null, "group": false, "limit": 50, "offset": 0});
        let page = self.ask("runs", ask).await;
        let entries = page["entries"].as_array().unwrap().iter();
        entries.map(|entry| entry["run"].clone()).collect()
    }

    /// What the page asks, and its answer.
    pub(super) async fn try_ask(&self, command: &str, ask: Value) -> Result<Value, Problem> {
        self.try_ask_text(command, &ask.to_string()).await
    }

    pub(super) async fn try_ask_text(&self, command: &str, ask: &str) -> Result<Value, Problem> {
        let answer = dispatch(&self.app, command, ask).await;
        let text = match &answer {
            Ok(text) => format!("{command} {text}"),
            Err(problem) => format!("{command} {}", serde_json::to_string(problem).unwrap()),
        };
        lock(&self.answers).push(text);
        answer.map(|text| serde_json::from_str(&text).unwrap())
    }

    /// What the page asks, and its answer, which is no problem.
    pub(super) async fn ask(&self, command: &str, ask: Value) -> Value {
        let answer = self.try_ask(command, ask).await;
        answer.unwrap_or_else(|problem| panic!("{command}: {}", problem.message))
    }

    /// What the page asks, and why it is refused.
    pub(super) async fn refused(&self, command: &str, ask: Value) -> Problem {
        let answer = self.try_ask(command, ask).await;
        answer.expect_err(command)
    }

    /// Everything that left the app so far: answers, problems and events.
    pub(super) fn everything_told(&self) -> Vec<String> {
        let events = self.desk.events().into_iter().map(|event| event.to_string());
        lock(&self.answers).iter().cloned().chain(events).collect()
    }

    /// What a person types to connect Onefile.
    pub(super) fn onefile(&self) -> Value {
        let token = &self.sandbox.keys().customer_token;
        json!({
            "kind": "onefile", "name": "Onefile",
            "settings": {"base_url": self.sandbox.onefile_url(), "calls_per_minute": "1000000"},
            "secrets": [{"key": "customer_token", "typed": token}],
        })
    }

    /// What a person types to connect bksb.
    pub(super) fn bksb(&self) -> Value {
        let keys = self.sandbox.keys();
        json!({
            "kind": "bksb", "name": "bksb",
            "settings": {"base_url": self.sandbox.bksb_url(), "calls_per_minute": "1000000"},
            "secrets": [
                {"key": "access_key", "typed": keys.access_key},
                {"key": "secret_key", "typed": keys.secret_key},
            ],
        })
    }

    /// The id of a connection.
    pub(super) async fn id_of(&self, name: &str) -> i64 {
        let connections = self.ask("connections", Value::Null).await;
        let mut all = connections.as_array().unwrap().iter();
        all.find(|one| one["name"] == name).unwrap()["id"].as_i64().unwrap()
    }
}
