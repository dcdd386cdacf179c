use domain::{Connection, Settings};
use store::DatabaseKey;

use super::*;
use crate::database_key;
use crate::keyring::tests::{in_memory, locked, missing};
use crate::secrets::{Typed, Whereabouts, variable};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A data folder, and what the computer around it has.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) keyring: Keyring,
    variables: Vec<(String, String)>,
}

impl Place {
    pub(crate) fn with(keyring: Keyring) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            keyring,
            variables: Vec::new(),
        }
    }

    /// A computer without a keyring, as a server is.
    pub(crate) fn server() -> Self {
        let mut place = Self::with(missing());
        place.set(database_key::VARIABLE, KEY);
        place
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) async fn open(&self) -> Result<Host, Fault> {
        let variables: Vec<(&str, &str)> = self
            .variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        Host::over(
            DataFolder::open(Some(self.folder.path())).unwrap(),
            Arc::new(WallClock::default()),
            Environment::of(&variables),
            self.keyring.clone(),
        )
        .await
    }

    fn correct(&self, kind: &str, text: &str) {
        let folder = self.folder.path().join("definitions");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{kind}.toml")), text).unwrap();
    }
}

fn settings(pairs: &[(&str, &str)]) -> Settings {
    let owned = pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    Settings(owned.collect())
}

pub(crate) async fn add(host: &Host, kind: &str, typed: &[&str]) -> Result<Connection, Fault> {
    let draft = host.draft(kind, kind, Settings::default()).await?;
    assert_eq!(draft.questions().len(), typed.len(), "one answer a question");
    let typed: Vec<Typed> = typed.iter().map(|text| Typed::new(text).unwrap()).collect();
    host.add(draft, &typed).await
}

pub(crate) async fn places(host: &Host, connection: &Connection) -> Vec<Option<Whereabouts>> {
    host.view(connection).await.secrets.into_values().collect()
}

#[tokio::test]
async fn a_connection_is_added_with_its_secrets_and_removed_with_them() {
    let place = Place::with(in_memory());
    let host = place.open().await.unwrap();
    let added = add(&host, "bksb", &["access", "secret"]).await.unwrap();
    assert_eq!(places(&host, &added).await, [Some(Whereabouts::Keyring); 2]);
    host.remove("bksb").await.unwrap();
    assert!(host.connections().await.unwrap().is_empty());
    assert!(
        place.keyring.get("bksb/secret_key").await.unwrap().is_none(),
        "no secret stays behind that nobody can find any more"
    );
}

#[tokio::test]
async fn a_connection_whose_secrets_cannot_be_kept_is_not_added_at_all() {
    for (keyring, code) in [
        (missing(), FaultCode::KeyringMissing),
        (locked(), FaultCode::KeyringLocked),
    ] {
        let mut place = Place::with(keyring);
        place.set(database_key::VARIABLE, KEY);
        let host = place.open().await.unwrap();
        let fault = add(&host, "onefile", &["token"]).await.unwrap_err();
        assert_eq!(fault.code, code);
        assert!(host.connections().await.unwrap().is_empty(), "nothing is half added");
    }
}

#[tokio::test]
async fn what_the_environment_has_is_not_asked_for() {
    let mut place = Place::server();
    place.set(&variable("bksb", "access_key"), "a");
    place.set(&variable("bksb", "secret_key"), "s");
    let host = place.open().await.unwrap();
    let added = add(&host, "bksb", &[]).await.unwrap();
    assert_eq!(places(&host, &added).await, [Some(Whereabouts::Environment); 2]);
    host.remove("bksb").await.unwrap();
    assert!(
        host.connections().await.unwrap().is_empty(),
        "without a keyring there is nothing to forget, and no reason to refuse"
    );
}

#[tokio::test]
async fn a_correction_that_moves_the_host_gets_no_secret() {
    let place = Place::with(in_memory());
    let host = place.open().await.unwrap();
    let added = add(&host, "onefile", &["token"]).await.unwrap();
    place.correct(
        "onefile",
        "version = 1\n[settings.base_url]\ndefault = \"https://onefile.elsewhere.example/api\"\n",
    );
    assert_eq!(places(&host, &added).await, [Some(Whereabouts::OtherAddress)]);
    let fault = host.check("onefile").await.unwrap_err();
    assert_eq!(fault.code, FaultCode::Refused, "it has to be typed again");
    assert!(
        fault.sentence().contains("onefile.elsewhere.example"),
        "{}",
        fault.sentence()
    );
    let question = host.question("onefile", "customer_token").await.unwrap();
    host.replace(&question, &Typed::new("token").unwrap()).await.unwrap();
    assert_eq!(places(&host, &added).await, [Some(Whereabouts::Keyring)]);
}

#[tokio::test]
async fn settings_are_changed_taken_back_and_refused_by_name() {
    let mut place = Place::server();
    place.set(&variable("onefile", "customer_token"), "t");
    let host = place.open().await.unwrap();
    add(&host, "onefile", &[]).await.unwrap();
    let change = |key: &str, value: &str| [(key.to_owned(), value.to_owned())];
    let changed = host.set("onefile", &change("concurrency", "2")).await.unwrap();
    assert_eq!(changed.settings, settings(&[("concurrency", "2")]));
    let changed = host.set("ONEFILE", &change("concurrency", "")).await.unwrap();
    assert_eq!(changed.settings, Settings::default(), "an empty value takes it back");
    for (key, value) in [("bogus", "1"), ("bogus", ""), ("base_url", "http://example.org")] {
        let fault = host.set("onefile", &change(key, value)).await.unwrap_err();
        assert_eq!(fault.code, FaultCode::SettingRefused, "{key}={value}");
        assert!(fault.sentence().contains(key), "{}", fault.sentence());
    }
}

#[tokio::test]
async fn a_name_that_is_there_already_and_one_that_is_not_are_told() {
    let mut place = Place::server();
    place.set(&variable("onefile", "customer_token"), "t");
    let host = place.open().await.unwrap();
    add(&host, "onefile", &[]).await.unwrap();
    assert_eq!(add(&host, "onefile", &[]).await.unwrap_err().code, FaultCode::Refused);
    assert_eq!(host.connection("bksb").await.unwrap_err().code, FaultCode::NotFound);
    let fault = host.provider("onefile").await.unwrap_err();
    assert!(fault.sentence().contains("record system"), "{}", fault.sentence());
}

#[tokio::test]
async fn a_change_waits_for_no_other_program_longer_than_five_seconds() {
    let place = Place::server();
    let host = place.open().await.unwrap();
    let other = FolderLock::new(host.folder().lock_file());
    let _held = other.acquire(Duration::ZERO).await.unwrap();
    let fault = host.set_enabled("onefile", false).await.unwrap_err();
    assert_eq!(fault.code, FaultCode::Busy);
    assert!(host.connections().await.is_ok(), "reading always works");
}

#[tokio::test]
async fn the_first_backup_waits_until_there_is_something_to_lose() {
    let place = Place::server();
    let host = place.open().await.unwrap();
    assert_eq!(host.protect().await, None);
    assert!(
        host.store.backups().is_empty(),
        "an empty backup would be restored in the place of nothing"
    );
    let now = host.now();
    let mut variables = Place::server();
    variables.folder = place.folder;
    variables.set(&variable("bksb", "access_key"), "a");
    variables.set(&variable("bksb", "secret_key"), "s");
    drop(host);
    let host = variables.open().await.unwrap();
    let added = add(&host, "bksb", &[]).await.unwrap();
    let (task, reason) = (domain::run::Task::Users, domain::run::RunReason::Asked);
    let run = host
        .write(move |w| store::runs::start(w, added.id, task, reason, now))
        .await
        .unwrap();
    assert_eq!(host.protect().await, None);
    assert_eq!(host.store.backups().len(), 1, "run {run} read something");
}

#[tokio::test]
async fn another_key_than_the_one_that_made_the_data_is_told() {
    let mut place = Place::server();
    drop(place.open().await.unwrap());
    place.variables.clear();
    let other = DatabaseKey::from_hex(&KEY.replace('0', "9")).unwrap();
    place.set(database_key::VARIABLE, &other.to_hex());
    assert_eq!(
        place.open().await.err().map(|fault| fault.code),
        Some(FaultCode::WrongKey)
    );
}

#[test]
fn a_restored_backup_is_told_with_its_date_and_what_to_do() {
    let restored = Restored {
        backup_made_at: "2026-03-04T10:20:00Z".parse().unwrap(),
        damaged_kept_as: Some("damaged-20260305-090000/learner-sync.db".to_owned()),
    };
    let notice = restored_notice(&restored);
    for part in ["2026-03-04 10:20 UTC", "damaged-20260305-090000", "What to do"] {
        assert!(notice.contains(part), "{part} is missing in: {notice}");
    }
}

#[tokio::test]
async fn sample_data_needs_no_keyring_and_is_shut_for_good_when_it_is_left() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("sample");
    let host = Host::open_sample(folder.clone()).await.unwrap();
    let added = add(&host, "bksb", &["access", "secret"]).await.unwrap();
    assert_eq!(places(&host, &added).await, [Some(Whereabouts::Keyring); 2]);
    let again = Host::open_sample(folder.clone()).await.err().unwrap();
    assert_eq!(
        again.code,
        FaultCode::Refused,
        "sample data is made anew, or not at all"
    );
    assert!(host.close().await, "nothing holds it any more");
    std::fs::remove_dir_all(&folder).unwrap();
    let anew = Host::open_sample(folder).await.unwrap();
    assert!(anew.connections().await.unwrap().is_empty());
}

#[tokio::test]
async fn preferences_are_kept_changed_and_taken_back() {
    let place = Place::server();
    let host = place.open().await.unwrap();
    assert_eq!(host.preference("theme").await.unwrap(), None);
    for value in ["dark", "{\"any\": \"text, العربية\"}"] {
        host.set_preference("theme", Some(value.to_owned())).await.unwrap();
        assert_eq!(host.preference("theme").await.unwrap().as_deref(), Some(value));
    }
    drop(host);
    let host = place.open().await.unwrap();
    host.set_preference("theme", None).await.unwrap();
    assert_eq!(host.preference("theme").await.unwrap(), None);
}

#[tokio::test]
async fn an_installation_is_set_up_once_somebody_said_so_or_matched() {
    let place = Place::server();
    let host = place.open().await.unwrap();
    assert!(!host.is_set_up().await.unwrap());
    host.was_set_up().await.unwrap();
    assert!(host.is_set_up().await.unwrap());

    let mut by_hand = Place::server();
    by_hand.set(&variable("bksb", "access_key"), "a");
    by_hand.set(&variable("bksb", "secret_key"), "s");
    let host = by_hand.open().await.unwrap();
    let bksb = add(&host, "bksb", &[]).await.unwrap();
    assert!(!host.is_set_up().await.unwrap(), "a connection alone is half of it");
    let reason = domain::run::RunReason::Asked;
    host.engine().rematch(bksb.id, reason).await.unwrap();
    assert!(host.is_set_up().await.unwrap(), "the command line has matched already");
}

#[tokio::test]
async fn an_open_host_examines_itself() {
    let place = Place::server();
    let host = place.open().await.unwrap();
    let _at_work = host.writing().await.unwrap();
    let report = crate::doctor::examine_open(&host).await;
    let about: Vec<&str> = report.findings.iter().map(|finding| finding.about).collect();
    for looked_at in ["data folder", "lock", "keyring", "definition", "database", "connection"] {
        assert!(about.contains(&looked_at), "{looked_at} is looked at: {about:?}");
    }
    let lock = report.findings.iter().find(|finding| finding.about == "lock").unwrap();
    assert_eq!(
        lock.health,
        crate::doctor::Health::Good,
        "its own work is no other program's: {lock:?}"
    );
}
