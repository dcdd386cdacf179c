//! An engine with a real store in a temporary folder, imitated systems and a clock that a test moves.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ports::{Clock, Provider, RecordSystem, Systems, WriteGuard, WriteLock};
use domain::records::{CentreRecord, LearnerRecord, ResultRecord, UserRecord};
use domain::run::{RunReason, Task};
use domain::{
    Connection, ConnectionId, Fault, FaultCode, LearnerId, Level, ResultKind, Role, Settings, Subject, SystemKind,
    UserId,
};
use engine::{Engine, Parts, SyncAsk, SyncReport};
use store::connections::NewConnection;
use store::{DatabaseKey, Store, connections, learners, users, views};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::remote::Fake;

pub(crate) struct FakeClock(Mutex<DateTime<Utc>>);

impl FakeClock {
    pub(crate) fn set(&self, text: &str) {
        *self.0.lock().unwrap() = text.parse().unwrap();
    }

    pub(crate) fn pass(&self, time: TimeDelta) {
        *self.0.lock().unwrap() += time;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// A lock that another process may hold.
#[derive(Default)]
pub(crate) struct FakeLock {
    pub(crate) held_elsewhere: AtomicBool,
    held_here: Arc<AtomicBool>,
}

struct FakeGuard(Arc<AtomicBool>);

impl WriteGuard for FakeGuard {}

impl Drop for FakeGuard {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

#[async_trait]
impl WriteLock for FakeLock {
    async fn acquire(&self, _patience: Duration) -> Result<Box<dyn WriteGuard>, Fault> {
        if self.held_elsewhere.load(Ordering::SeqCst) {
            return Err(Fault::new(FaultCode::Busy, "another process"));
        }
        assert!(
            !self.held_here.swap(true, Ordering::SeqCst),
            "this process takes the lock once and shares it"
        );
        Ok(Box::new(FakeGuard(self.held_here.clone())))
    }
}

/// Hands out the imitated systems by the connection's name.
#[derive(Default)]
pub(crate) struct FakeSystems {
    pub(crate) systems: Mutex<BTreeMap<String, Fake>>,
    /// How often a system was opened.
    pub(crate) opened: Mutex<u64>,
    /// Connections whose keys are not there.
    pub(crate) without_keys: Mutex<Vec<String>>,
}

impl FakeSystems {
    fn open(&self, connection: &Connection) -> Result<Fake, Fault> {
        *self.opened.lock().unwrap() += 1;
        if self.without_keys.lock().unwrap().contains(&connection.name) {
            return Err(Fault::new(FaultCode::KeysMissing, "none in the keyring"));
        }
        Ok(self.systems.lock().unwrap()[&connection.name].clone())
    }
}

#[async_trait]
impl Systems for FakeSystems {
    async fn record_system(&self, connection: &Connection) -> Result<Arc<dyn RecordSystem>, Fault> {
        Ok(Arc::new(self.open(connection)?))
    }

    async fn provider(&self, connection: &Connection) -> Result<Arc<dyn Provider>, Fault> {
        Ok(Arc::new(self.open(connection)?))
    }
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) store: Store,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) lock: Arc<FakeLock>,
    pub(crate) systems: Arc<FakeSystems>,
    _folder: TempDir,
}

/// A moment when nothing is due by the night's window: ten in the morning.
pub(crate) const MORNING: &str = "2026-11-22T10:00:00Z";

impl World {
    /// A world without connections.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FakeClock(Mutex::new(MORNING.parse().unwrap())));
        let key = DatabaseKey::from_hex(&"ab".repeat(32)).unwrap();
        let store = Store::open(folder.path(), &key, clock.now()).unwrap().store;
        let (systems, lock) = (Arc::<FakeSystems>::default(), Arc::<FakeLock>::default());
        let engine = Engine::new(Parts {
            store: store.clone(),
            systems: systems.clone(),
            clock: clock.clone(),
            lock: lock.clone(),
        });
        Self {
            engine,
            store,
            clock,
            lock,
            systems,
            _folder: folder,
        }
    }

    /// A record system `records` with one centre and a provider `assess`, both empty.
    pub(crate) fn new() -> Self {
        let world = Self::empty();
        world.connect("records", "onefile", Role::Records);
        world.connect("assess", "bksb", Role::Assessments);
        world.remote("records").look().centres = vec![centre("c1")];
        world
    }

    /// Four learners at the record system, three of whom have an account with results.
    pub(crate) fn peopled() -> Self {
        let world = Self::new();
        world.clock.set("2026-10-01T10:00:00Z");
        for number in 1..=4 {
            world.put_learner(learner(number, "c1"));
        }
        for number in 1..=3 {
            world.put_user(user(number));
            world.put_result(number, result(&format!("R{number}"), "English Entry 3"));
        }
        world.clock.set(MORNING);
        world
    }

    /// The same engine in a new session, after the app was closed.
    pub(crate) fn restart(&mut self) {
        self.engine = Engine::new(Parts {
            store: self.store.clone(),
            systems: self.systems.clone(),
            clock: self.clock.clone(),
            lock: self.lock.clone(),
        });
    }

    pub(crate) fn connect(&self, name: &str, kind: &str, role: Role) -> ConnectionId {
        let fake = Fake::new(self.clock.clone());
        self.systems.systems.lock().unwrap().insert(name.to_owned(), fake);
        let settings = Settings(BTreeMap::from([("email_verified".to_owned(), "trust".to_owned())]));
        let kind = SystemKind(kind.to_owned());
        let new = NewConnection {
            name,
            kind: &kind,
            role,
            settings: &settings,
        };
        self.store
            .write(|w| connections::insert(w, &new, self.clock.now()))
            .unwrap()
    }

    pub(crate) fn id(&self, name: &str) -> ConnectionId {
        self.store.read(|r| connections::by_name(r, name)).unwrap().unwrap().id
    }

    pub(crate) fn remote(&self, name: &str) -> Fake {
        self.systems.systems.lock().unwrap()[name].clone()
    }

    /// Adds or edits a learner, now.
    pub(crate) fn put_learner(&self, row: LearnerRecord) {
        let now = self.clock.now();
        self.remote("records")
            .look()
            .learners
            .insert(row.external_id.clone(), (row, now));
    }

    pub(crate) fn put_user(&self, row: UserRecord) {
        self.remote("assess").look().users.insert(row.external_id.clone(), row);
    }

    pub(crate) fn put_result(&self, user: u32, row: ResultRecord) {
        self.remote("assess")
            .look()
            .results
            .entry(format!("U{user}"))
            .or_default()
            .push(row);
    }

    /// A sync of everything, asked for by a person.
    pub(crate) async fn sync(&self) -> SyncReport {
        self.sync_of(None, None).await
    }

    pub(crate) async fn sync_of(&self, names: Option<&[&str]>, tasks: Option<&[Task]>) -> SyncReport {
        let ask = self.ask(names, tasks);
        self.engine.sync(ask, CancellationToken::new()).await.unwrap()
    }

    pub(crate) fn ask(&self, names: Option<&[&str]>, tasks: Option<&[Task]>) -> SyncAsk {
        SyncAsk {
            connections: names.map(|names| names.iter().map(|name| self.id(name)).collect()),
            tasks: tasks.map(<[Task]>::to_vec),
            reason: RunReason::Asked,
        }
    }

    /// Every call since the last time that somebody asked: to record systems first.
    pub(crate) fn take_asked(&self) -> Vec<String> {
        let systems: Vec<Fake> = self.systems.systems.lock().unwrap().values().rev().cloned().collect();
        systems.iter().flat_map(Fake::take_asked).collect()
    }

    /// Lets a call of a system fail: the next is 1.
    pub(crate) fn fail(&self, name: &str, call: u64, fault: Fault) {
        self.remote(name).look().fail_in.push_back((call, fault));
    }

    /// How matters stand, as the command line shows it.
    pub(crate) async fn status(&self) -> serde_json::Value {
        serde_json::to_value(self.engine.status().await.unwrap()).unwrap()
    }

    /// What the schedule does at this moment, as lines.
    pub(crate) async fn run_due(&self) -> Vec<String> {
        let runs = self.engine.run_due(&CancellationToken::new()).await.unwrap();
        let views = self.store.read(|r| {
            runs.iter()
                .map(|run| views::run(r, *run))
                .collect::<Result<Vec<_>, _>>()
        });
        views.unwrap().iter().map(told).collect()
    }

    /// The learner's page, by the record system's id.
    pub(crate) fn learner(&self, external_id: &str) -> serde_json::Value {
        serde_json::to_value(
            self.store
                .read(|r| views::learner(r, self.learner_id(external_id)))
                .unwrap(),
        )
        .unwrap()
    }

    pub(crate) fn learner_id(&self, external_id: &str) -> LearnerId {
        let id = self.id("records");
        let found = self.store.read(|r| learners::by_external_id(r, id, external_id));
        found.unwrap().expect("the learner is stored").id
    }

    pub(crate) fn user_id(&self, external_id: &str) -> UserId {
        let id = self.id("assess");
        let found = self.store.read(|r| users::by_external_id(r, id, external_id));
        found.unwrap().expect("the account is stored").id
    }

    /// The links of a learner, such as `email U1`, or `email U1 held`.
    pub(crate) fn links(&self, external_id: &str) -> Vec<String> {
        let page = self.learner(external_id);
        let links = page["links"].as_array().unwrap();
        links
            .iter()
            .map(|link| {
                let held = if link["held"] == false { "" } else { " held" };
                let (rule, user) = (&link["rule"], &link["user"]["external_id"]);
                format!("{} {}{held}", rule.as_str().unwrap(), user.as_str().unwrap())
            })
            .collect()
    }

    /// The ids of the results on a learner's page.
    pub(crate) fn results(&self, external_id: &str) -> Vec<String> {
        let page = self.learner(external_id);
        let results = page["results"].as_array().unwrap();
        let mut ids: Vec<String> = results
            .iter()
            .map(|result| result["external_id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    }

    /// Whether a learner is marked as gone.
    pub(crate) fn is_gone(&self, external_id: &str) -> bool {
        let id = self.id("records");
        let found = self.store.read(|r| learners::by_external_id(r, id, external_id));
        found.unwrap().expect("the learner is stored").gone
    }

    /// The runs so far, oldest first, as `connection task reason state`.
    pub(crate) fn runs(&self) -> Vec<String> {
        let runs = self.store.read(|r| views::runs(r, 1000)).unwrap();
        runs.iter().rev().map(told).collect()
    }
}

/// A fault that time may mend.
pub(crate) fn cut_off() -> Fault {
    Fault::new(FaultCode::AnswerCutOff, "the line was cut")
}

/// The runs of a report in lines.
pub(crate) fn lines(report: &SyncReport) -> Vec<String> {
    report.runs.iter().map(told).collect()
}

/// A run in a line.
pub(crate) fn told(run: &views::Run) -> String {
    format!("{} {} {} {}", run.connection, run.task, run.reason, run.state)
}

pub(crate) fn centre(id: &str) -> CentreRecord {
    CentreRecord {
        external_id: id.to_owned(),
        name: format!("Centre {id}"),
    }
}

/// A learner whose address is that of the user of the same number.
pub(crate) fn learner(number: u32, centre: &str) -> LearnerRecord {
    LearnerRecord {
        external_id: format!("L{number}"),
        centre: Some(centre.to_owned()),
        given_name: format!("Given{number}"),
        family_name: format!("Family{number}"),
        email: Some(format!("person{number}@example.org")),
        date_of_birth: "2001-02-03".parse().ok(),
        ..LearnerRecord::default()
    }
}

pub(crate) fn user(number: u32) -> UserRecord {
    UserRecord {
        external_id: format!("U{number}"),
        username: Some(format!("user{number}")),
        given_name: format!("Given{number}"),
        family_name: format!("Family{number}"),
        email: Some(format!("person{number}@example.org")),
        date_of_birth: "2001-02-03".parse().ok(),
        active: true,
        ..UserRecord::default()
    }
}

pub(crate) fn result(id: &str, level: &str) -> ResultRecord {
    ResultRecord {
        external_id: id.to_owned(),
        subject: Subject::English,
        subject_raw: Some("English".to_owned()),
        kind: ResultKind::Initial,
        kind_raw: None,
        title: Some("Initial assessment".to_owned()),
        level: Some(Level::Entry3),
        level_raw: Some(level.to_owned()),
        score: None,
        possible: None,
        percent: None,
        started_at: None,
        started_raw: None,
        finished_at: "2026-03-04T10:20:00Z".parse().ok(),
        finished_raw: Some("2026-03-04T10:20:00".to_owned()),
        components: None,
    }
}
