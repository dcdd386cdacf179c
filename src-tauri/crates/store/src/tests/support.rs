//! A store in a folder of its own, and people who do not exist.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use domain::ports::Listed;
use domain::records::{CentreRecord, LearnerRecord, UserRecord};
use domain::run::{Counts, RunReason, Task};
use domain::{CentreId, ConnectionId, LearnerId, Role, RunId, Settings, SystemKind, UserId};
use tempfile::TempDir;

use crate::tables::connections::NewConnection;
use crate::{DatabaseKey, Opened, Seen, Store, centres, connections, learners, runs, users};

pub(super) const KEY: &str = "4f1d8a5b3c2e7f60918273645546372819a0b1c2d3e4f5061728394a5b6c7d8e";

pub(super) fn key() -> DatabaseKey {
    DatabaseKey::from_hex(KEY).unwrap()
}

pub(super) fn wrong_key() -> DatabaseKey {
    DatabaseKey::from_hex(&KEY.replace('4', "5")).unwrap()
}

/// A moment, so many days after the first.
pub(super) fn day(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::days(number)
}

/// A folder with a store in it.
pub(super) struct Place {
    pub(super) folder: TempDir,
    pub(super) store: Store,
}

/// The connections of a place, and a run on each.
#[derive(Clone, Copy)]
pub(super) struct Ids {
    pub(super) records: ConnectionId,
    pub(super) provider: ConnectionId,
    pub(super) centre: CentreId,
    pub(super) run: RunId,
}

impl Place {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).store;
        Self { folder, store }
    }

    /// With a record system of one centre, a provider, and a run.
    pub(super) fn with_connections() -> (Self, Ids) {
        let place = Self::new();
        let ids = place.connections();
        (place, ids)
    }

    pub(super) fn connections(&self) -> Ids {
        let add = |name: &str, kind: &str, role| {
            self.store.write(|w| {
                let new = NewConnection {
                    name,
                    kind: &SystemKind(kind.to_owned()),
                    role,
                    settings: &Settings::default(),
                };
                connections::insert(w, &new, day(0))
            })
        };
        let records = add("Onefile", "onefile", Role::Records).unwrap();
        let provider = add("bksb", "bksb", Role::Assessments).unwrap();
        let north = CentreRecord {
            external_id: "1".to_owned(),
            name: "North".to_owned(),
        };
        let centre = self.store.write(|w| centres::put(w, records, &[north])).unwrap()[0];
        let run = self.run(records);
        Ids {
            records,
            provider,
            centre,
            run,
        }
    }

    pub(super) fn run(&self, connection: ConnectionId) -> RunId {
        self.store
            .write(|w| runs::start(w, connection, Task::Learners, RunReason::Asked, day(0)))
            .unwrap()
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lets go of the store, and gives the folder.
    pub(super) fn close(self) -> TempDir {
        self.folder
    }

    pub(super) fn put(&self, ids: Ids, rows: &[Listed<LearnerRecord>]) -> Counts {
        self.put_seen(ids, rows, &mut Seen::default())
    }

    pub(super) fn put_seen(&self, ids: Ids, rows: &[Listed<LearnerRecord>], seen: &mut Seen) -> Counts {
        let put = self
            .store
            .write(|w| learners::put_page(w, ids.records, Some(ids.centre), rows, ids.run, seen, day(1)));
        put.unwrap().counts
    }

    pub(super) fn put_users(&self, ids: Ids, rows: &[UserRecord]) -> Counts {
        let mut seen = Seen::default();
        let put = self
            .store
            .write(|w| users::put_page(w, ids.provider, rows, ids.run, &mut seen, day(1)));
        put.unwrap()
    }

    pub(super) fn learner_id(&self, ids: Ids, external_id: &str) -> LearnerId {
        let found = self
            .store
            .read(|r| learners::by_external_id(r, ids.records, external_id));
        found.unwrap().expect("the learner is stored").id
    }

    pub(super) fn user_id(&self, ids: Ids, external_id: &str) -> UserId {
        let found = self.store.read(|r| users::by_external_id(r, ids.provider, external_id));
        found.unwrap().expect("the account is stored").id
    }

    /// What is in the files that SQLite writes to: equal before and after means that nothing was written.
    pub(super) fn bytes(&self) -> Vec<Vec<u8>> {
        let names = ["learner-sync.db", "learner-sync.db-wal"];
        names
            .iter()
            .map(|name| fs::read(self.path(name)).unwrap_or_default())
            .collect()
    }

    /// A number out of the database.
    pub(super) fn number(&self, sql: &str) -> i64 {
        self.store.read(|r| r.one(sql, [], |row| row.get(0))).unwrap()
    }
}

pub(super) fn open(folder: &Path) -> Opened {
    Store::open(folder, &key(), day(0)).unwrap()
}

pub(super) fn learner(external_id: &str) -> LearnerRecord {
    LearnerRecord {
        external_id: external_id.to_owned(),
        given_name: "Zoë".to_owned(),
        family_name: format!("Sample{external_id}"),
        email: Some(format!("Zoe.{external_id}@Example.org ")),
        nino: Some("AB 12 34 56 C".to_owned()),
        uln: Some("9276308686".to_owned()),
        date_of_birth: "2001-02-03".parse().ok(),
        ..LearnerRecord::default()
    }
}

pub(super) fn whole(external_id: &str) -> Listed<LearnerRecord> {
    Listed::Whole(learner(external_id))
}

pub(super) fn user(external_id: &str) -> UserRecord {
    UserRecord {
        external_id: external_id.to_owned(),
        username: Some(format!("zoe{external_id}")),
        given_name: "Zoe".to_owned(),
        family_name: format!("Sample{external_id}"),
        email: Some(format!("zoe.{external_id}@example.org")),
        active: true,
        ..UserRecord::default()
    }
}
