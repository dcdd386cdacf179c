//! What the tests share.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors::{Bounds, Definition, Secrets, load, open_provider_within, open_record_system_within};
use domain::ports::{Clock, PageStream, Provider, RecordSystem, ResultsAsk};
use domain::records::UserRef;
use domain::run::Skipped;
use domain::{Fault, Settings};
use futures::StreamExt;
use sandbox::{Customer, CustomerOptions, Sandbox, SandboxOptions};

/// The sandbox's own time, so that sessions end when it says.
struct SandboxClock(Arc<Sandbox>);

impl Clock for SandboxClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// A sandbox with connections to it.
pub(crate) struct World {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) bounds: Bounds,
    /// Settings beside the address.
    pub(crate) settings: Vec<(&'static str, String)>,
    overlays: tempfile::TempDir,
}

/// Bounds that a test can reach.
pub(crate) fn small_bounds() -> Bounds {
    Bounds {
        answer_bytes: 1024 * 1024,
        call: Duration::from_secs(5),
        patience: Duration::from_millis(400),
        pages: 40,
        retrying: Duration::from_secs(3),
        retries: 3,
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(20),
        ..Bounds::default()
    }
}

impl World {
    pub(crate) async fn new(learners: usize) -> Self {
        Self::with(learners, SandboxOptions::default()).await
    }

    pub(crate) async fn with(learners: usize, options: SandboxOptions) -> Self {
        let customer = Customer::generate(&CustomerOptions {
            learners,
            ..CustomerOptions::new(7, (options.time)().date_naive())
        });
        Self::of(customer, options).await
    }

    pub(crate) async fn of(customer: Customer, options: SandboxOptions) -> Self {
        Self {
            sandbox: Arc::new(Sandbox::start(customer, options).await.unwrap()),
            bounds: small_bounds(),
            settings: vec![("calls_per_minute", "600000".to_owned())],
            overlays: tempfile::tempdir().unwrap(),
        }
    }

    /// The same customer served otherwise.
    pub(crate) async fn served(&self, options: SandboxOptions) -> Self {
        let customer = self.sandbox.customer().clone();
        Self::of(customer, options).await
    }

    /// Puts corrections in force: one line beside the version.
    pub(crate) fn overlay(&self, kind: &str, line: &str) {
        let text = format!("version = 1\n{line}\n");
        std::fs::write(self.overlays.path().join(format!("{kind}.toml")), text).unwrap();
    }

    pub(crate) fn definition(&self, kind: &str) -> Definition {
        load(kind, Some(self.overlays.path())).unwrap()
    }

    fn settings(&self, base_url: String) -> Settings {
        let mut settings = Settings::default();
        settings.0.insert("base_url".to_owned(), base_url);
        for (key, value) in &self.settings {
            settings.0.insert((*key).to_owned(), value.clone());
        }
        settings
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(SandboxClock(Arc::clone(&self.sandbox)))
    }

    pub(crate) fn onefile(&self) -> Arc<dyn RecordSystem> {
        let keys = self.sandbox.keys();
        let secrets = Secrets::from_iter([("customer_token", keys.customer_token.clone())]);
        self.onefile_with(secrets)
    }

    pub(crate) fn onefile_with(&self, secrets: Secrets) -> Arc<dyn RecordSystem> {
        let settings = self.settings(self.sandbox.onefile_url());
        let definition = self.definition("onefile");
        open_record_system_within(
            self.bounds,
            &definition,
            "Our Onefile",
            &settings,
            secrets,
            self.clock(),
        )
        .unwrap()
    }

    pub(crate) fn bksb(&self) -> Arc<dyn Provider> {
        let keys = self.sandbox.keys();
        let secrets = [
            ("access_key", keys.access_key.clone()),
            ("secret_key", keys.secret_key.clone()),
        ];
        self.bksb_with(Secrets::from_iter(secrets))
    }

    pub(crate) fn bksb_with(&self, secrets: Secrets) -> Arc<dyn Provider> {
        let settings = self.settings(self.sandbox.bksb_url());
        let definition = self.definition("bksb");
        open_provider_within(self.bounds, &definition, "Our bksb", &settings, secrets, self.clock()).unwrap()
    }
}

/// Everything that a list yields until it ends or fails.
pub(crate) struct Listed<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) pages: usize,
    pub(crate) total: Option<u64>,
    pub(crate) fault: Option<Fault>,
}

impl<T> Listed<T> {
    pub(crate) fn map<U>(self, map: impl FnMut(T) -> U) -> Listed<U> {
        Listed {
            rows: self.rows.into_iter().map(map).collect(),
            skipped: self.skipped,
            pages: self.pages,
            total: self.total,
            fault: self.fault,
        }
    }

    /// The rows, of a list that did not fail.
    pub(crate) fn whole(self) -> Vec<T> {
        assert_eq!(self.fault, None, "the list must not fail");
        self.rows
    }

    /// The fault of a list that failed.
    pub(crate) fn failed(self) -> Fault {
        self.fault.expect("the list must fail")
    }
}

pub(crate) async fn all<T>(mut stream: PageStream<'_, T>) -> Listed<T> {
    let mut listed = Listed {
        rows: Vec::new(),
        skipped: Vec::new(),
        pages: 0,
        total: None,
        fault: None,
    };
    while let Some(page) = stream.next().await {
        match page {
            Ok(page) => {
                listed.pages += 1;
                listed.rows.extend(page.rows);
                listed.skipped.extend(page.skipped);
                listed.total = page.total.or(listed.total);
            }
            Err(fault) => listed.fault = Some(fault),
        }
    }
    listed
}

/// Asks for everything of a user.
pub(crate) fn ask(id: impl ToString) -> ResultsAsk {
    ResultsAsk {
        user: UserRef {
            external_id: id.to_string(),
            username: None,
        },
        detailed: std::collections::HashSet::new(),
    }
}
