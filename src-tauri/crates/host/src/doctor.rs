//! Examines an installation, for whoever has to find out why it does not work. Nothing in it is personal or secret.

use std::time::Duration;

use domain::ports::WriteLock as _;
use domain::{Connection, Fault, FaultCode};
use serde::Serialize;
use store::Store;

use crate::database_key;
use crate::environment::Environment;
use crate::folders::DataFolder;
use crate::keyring::Keyring;
use crate::lock::FolderLock;
use crate::secrets::Whereabouts;
use crate::wiring::{Host, Options, blocking};

domain::coded! {
    /// How something was found.
    pub enum Health {
        /// As it should be.
        Good = "good",
        /// Worth knowing.
        Note = "note",
        /// In the way of work.
        Bad = "bad",
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub about: &'static str,
    /// How it is.
    pub health: Health,
    /// In words, with what to do where something is to be done.
    pub sentence: String,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The version of the program.
    pub version: &'static str,
    /// The operating system and the processor that it was built for.
    pub platform: String,
    /// Everything that was looked at, in order.
    pub findings: Vec<Finding>,
}

impl Report {
    fn empty() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            findings: Vec::new(),
        }
    }

    /// Whether nothing is in the way of work.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.findings.iter().all(|finding| finding.health != Health::Bad)
    }

    fn add(&mut self, about: &'static str, health: Health, sentence: impl Into<String>) {
        self.findings.push(Finding {
            about,
            health,
            sentence: sentence.into(),
        });
    }

    fn fault(&mut self, about: &'static str, fault: &Fault) {
        self.add(about, Health::Bad, fault.sentence());
    }
}

/// Examines the installation. What is in the way of one look does not keep the others from being taken.
pub async fn examine(options: Options) -> Report {
    let mut report = Report::empty();
    match DataFolder::open(options.data_dir.as_deref()) {
        Ok(folder) => {
            look_at_folder(&mut report, &folder);
            look_at_lock(&mut report, &FolderLock::new(folder.lock_file())).await;
            look_at_keyring(&mut report, &folder).await;
            look_at_definitions(&mut report, &folder);
            look_at_data(&mut report, &folder, options).await;
        }
        Err(fault) => report.fault("data folder", &fault),
    }
    report
}

/// Examines the installation from within a program that has its data open.
pub async fn examine_open(host: &Host) -> Report {
    let mut report = Report::empty();
    look_at_folder(&mut report, host.folder());
    look_at_lock(&mut report, host.lock()).await;
    look_at_keyring(&mut report, host.folder()).await;
    look_at_definitions(&mut report, host.folder());
    look_at_host(&mut report, host).await;
    report
}

fn look_at_folder(report: &mut Report, folder: &DataFolder) {
    let path = folder.path().display();
    if is_open_to_others(folder) {
        report.add(
            "data folder",
            Health::Note,
            format!("Everything is kept in {path}. Others on this computer can list it; what is in it is encrypted."),
        );
    } else {
        report.add("data folder", Health::Good, format!("Everything is kept in {path}."));
    }
}

#[cfg(unix)]
fn is_open_to_others(folder: &DataFolder) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(folder.path()).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
const fn is_open_to_others(_: &DataFolder) -> bool {
    false
}

async fn look_at_lock(report: &mut Report, lock: &FolderLock) {
    match lock.acquire(Duration::ZERO).await {
        Ok(_) => report.add("lock", Health::Good, "No other program is writing."),
        Err(fault) if fault.code == FaultCode::Busy => {
            report.add("lock", Health::Note, "Another program is writing at this moment.");
        }
        Err(fault) => report.fault("lock", &fault),
    }
}

async fn look_at_keyring(report: &mut Report, folder: &DataFolder) {
    let replaced = Environment::of_this_process().secret(database_key::VARIABLE).is_some();
    let asked = match folder.keyring_name() {
        Ok(name) => Keyring::of_this_computer(name).get(database_key::NAME).await,
        Err(fault) => Err(fault),
    };
    match asked {
        Ok(_) => report.add("keyring", Health::Good, "The computer's keyring answers."),
        Err(fault) if replaced => report.add(
            "keyring",
            Health::Note,
            format!(
                "{} The database key comes from {} instead.",
                first_sentence(&fault),
                database_key::VARIABLE
            ),
        ),
        Err(fault) => report.fault("keyring", &fault),
    }
}

/// What happened, without what to do: there is nothing to be done.
fn first_sentence(fault: &Fault) -> String {
    let sentence = fault.sentence();
    sentence
        .split_inclusive(". ")
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}

fn look_at_definitions(report: &mut Report, folder: &DataFolder) {
    for kind in connectors::kinds() {
        match connectors::load(kind, Some(&folder.definitions())) {
            Ok(definition) => {
                let version = definition.version;
                report.add(
                    "definition",
                    Health::Good,
                    format!("{kind}: version {version} is in force."),
                );
            }
            Err(fault) => report.fault("definition", &fault),
        }
    }
}

async fn look_at_data(report: &mut Report, folder: &DataFolder, options: Options) {
    if !Store::exists(folder.path()) {
        report.add(
            "database",
            Health::Note,
            "There is no data yet. The first command that needs some makes it.",
        );
        return;
    }
    match Host::open(options).await {
        Ok(host) => look_at_host(report, &host).await,
        Err(fault) => report.fault("database", &fault),
    }
}

async fn look_at_host(report: &mut Report, host: &Host) {
    for notice in host.notices() {
        report.add("notice", Health::Note, notice);
    }
    look_at_database(report, host).await;
    look_at_connections(report, host).await;
}

async fn look_at_database(report: &mut Report, host: &Host) {
    let store = host.store().clone();
    let checked = blocking(move || Ok((store.check_integrity()?, store.backups()))).await;
    match checked {
        Ok((true, backups)) => {
            report.add("database", Health::Good, "Every page of the database is sound.");
            match backups.first() {
                Some(last) => report.add(
                    "backup",
                    Health::Good,
                    format!("The last backup was made {}.", last.made_at.format("%Y-%m-%d %H:%M UTC")),
                ),
                None => report.add("backup", Health::Note, "There is no backup yet."),
            }
        }
        Ok((false, _)) => report.add(
            "database",
            Health::Bad,
            "The database is damaged. What to do: end every Learner Sync program and start it again; it then restores the \
             last good backup.",
        ),
        Err(fault) => report.fault("database", &fault),
    }
}

async fn look_at_connections(report: &mut Report, host: &Host) {
    match host.connections().await {
        Ok(connections) if connections.is_empty() => {
            report.add(
                "connection",
                Health::Note,
                "There is no connection yet. What to do: add one in Settings, or with `connection add`.",
            );
        }
        Ok(connections) => {
            for connection in &connections {
                look_at_connection(report, host, connection).await;
            }
        }
        Err(fault) => report.fault("connection", &fault),
    }
}

async fn look_at_connection(report: &mut Report, host: &Host, connection: &Connection) {
    let view = host.view(connection).await;
    let lacking: Vec<String> = view
        .secrets
        .iter()
        .filter_map(|(key, place)| Some(format!("{key} {}", lack(*place)?)))
        .collect();
    let state = if view.enabled { "enabled" } else { "disabled" };
    let subject = format!("{} ({}) is {state}", view.name, view.kind);
    if lacking.is_empty() {
        report.add(
            "connection",
            Health::Good,
            format!("{subject}, and its secrets are there."),
        );
    } else {
        let lacking = lacking.join(", ");
        let sentence =
            format!("{subject}, but {lacking}. What to do: type it again in Settings, or with `connection secret`.");
        report.add("connection", Health::Bad, sentence);
    }
}

const fn lack(place: Option<Whereabouts>) -> Option<&'static str> {
    match place {
        Some(Whereabouts::Environment | Whereabouts::Keyring) => None,
        Some(Whereabouts::OtherAddress) => Some("was typed for another address"),
        Some(Whereabouts::Missing) => Some("is missing"),
        None => Some("cannot be read from the keyring"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_new_folder_has_no_data_and_none_is_made() {
        let temporary = tempfile::tempdir().unwrap();
        let options = Options {
            data_dir: Some(temporary.path().join("data")),
        };
        let report = examine(options).await;
        assert!(
            report
                .findings
                .iter()
                .any(|finding| finding.sentence.starts_with("There is no data yet")),
            "looking makes nothing: {report:?}"
        );
        assert!(!Store::exists(&temporary.path().join("data")));
    }

    #[tokio::test]
    async fn an_unusable_folder_is_said_to_be_in_the_way() {
        let temporary = tempfile::NamedTempFile::new().unwrap();
        let options = Options {
            data_dir: Some(temporary.path().to_owned()),
        };
        let report = examine(options).await;
        assert!(!report.is_good());
        assert_eq!(report.findings.len(), 1, "nothing else can be looked at");
    }
}
