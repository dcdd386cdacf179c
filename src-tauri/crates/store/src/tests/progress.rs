//! What is kept beside results and links for the list of learners and the overview always equals what they say.

use std::collections::{BTreeMap, BTreeSet};

use domain::linking::{Decision, LinkChange, Plan, PlannedChange, Reason, Rule, Verdict};
use domain::ports::UserResults;
use domain::records::{ResultRecord, UserRef};
use domain::{ConnectionId, Level, ResultKind, Role, Settings, Subject, SystemKind};
use proptest::prelude::*;
use rusqlite::Connection;

use super::support::{Ids, Place, day, user, whole};
use crate::connections::NewConnection;
use crate::tables::matching::Applying;
use crate::{Seen, Wholeness, connections, decisions, matching, migrations, results, standing, users};

/// What is kept, in comparable form.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kept {
    latest: BTreeMap<i64, i64>,
    initially: BTreeSet<(i64, i64)>,
    /// Results first seen and finished, by hour, subject and level.
    hours: BTreeMap<(i64, String, String), (i64, i64)>,
}

fn rows<T: FromIterator<R>, R>(
    connection: &Connection,
    sql: &str,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<R>,
) -> T {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

/// What is stored.
fn kept(connection: &Connection) -> Kept {
    let hours = "SELECT hour, subject, level, seen, finished FROM result_hours WHERE seen <> 0 OR finished <> 0";
    Kept {
        latest: rows(connection, "SELECT learner, at FROM latest_results", |row| {
            Ok((row.get(0)?, row.get(1)?))
        }),
        initially: rows(connection, "SELECT learner, provider FROM initially_assessed", |row| {
            Ok((row.get(0)?, row.get(1)?))
        }),
        hours: rows(connection, hours, |row| {
            Ok(((row.get(0)?, row.get(1)?, row.get(2)?), (row.get(3)?, row.get(4)?)))
        }),
    }
}

/// What results and links say, counted from nothing.
fn counted(connection: &Connection) -> Kept {
    let accounts: BTreeSet<(i64, i64)> = rows(
        connection,
        "SELECT user, learner FROM links WHERE held IS NULL UNION SELECT user, learner FROM past_links",
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    type Stored = (i64, i64, String, String, Option<String>, [Option<i64>; 3]);
    let results: Vec<Stored> = rows(
        connection,
        "SELECT user, provider, kind, subject, level, finished_at, started_at, first_seen_at FROM results",
        |row| {
            let at = [row.get(5)?, row.get(6)?, row.get(7)?];
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, at))
        },
    );
    let mut kept = Kept::default();
    for (user, provider, kind, subject, level, [finished, started, seen]) in results {
        let at = finished.or(started).or(seen).unwrap();
        for &(_, learner) in accounts.range((user, i64::MIN)..=(user, i64::MAX)) {
            let latest = kept.latest.entry(learner).or_insert(at);
            *latest = at.max(*latest);
            if kind == "initial" {
                kept.initially.insert((learner, provider));
            }
        }
        let mut count = |at: i64, seen, finished| {
            let key = (at / 3_600_000, subject.clone(), level.clone().unwrap_or_default());
            let hour = kept.hours.entry(key).or_default();
            *hour = (hour.0 + seen, hour.1 + finished);
        };
        count(seen.unwrap(), 1, 0);
        if let Some(finished) = finished {
            count(finished, 0, 1);
        }
    }
    kept
}

const LEARNERS: [&str; 3] = ["1", "2", "3"];
const USERS: [&str; 3] = ["1", "2", "3"];

/// Anything that writes results or links. Numbers say which provider, learner and account.
#[derive(Clone, Debug)]
enum Step {
    Fetch {
        provider: usize,
        user: usize,
        results: Vec<(u8, ResultRecord)>,
    },
    Match {
        provider: usize,
        learner: usize,
        user: usize,
        change: LinkChange,
    },
    Decide {
        provider: usize,
        learner: usize,
        user: Option<usize>,
        verdict: Verdict,
        and_back: bool,
    },
    ListUsers {
        provider: usize,
        present: Vec<bool>,
    },
    /// An account goes, and with it the link.
    Go {
        provider: usize,
        learner: usize,
        user: usize,
    },
    RemoveProvider(usize),
    RemoveLearner(usize),
    RemoveResult(u8),
    RemoveUser {
        provider: usize,
        user: usize,
    },
}

/// The same number may come from either account: then the provider has merged the two.
fn result() -> impl Strategy<Value = (u8, ResultRecord)> {
    let day_or_none = || prop::option::of(-3_i64..3);
    let kind = prop_oneof![Just(ResultKind::Initial), Just(ResultKind::Diagnostic)];
    let level = prop::option::of(prop_oneof![Just(Level::Entry3), Just(Level::Level1)]);
    let subject = prop_oneof![Just(Subject::English), Just(Subject::Maths)];
    (0_u8..4, kind, subject, level, day_or_none(), day_or_none()).prop_map(
        |(id, kind, subject, level, started, finished)| {
            let result = ResultRecord {
                external_id: id.to_string(),
                subject,
                subject_raw: None,
                kind,
                kind_raw: None,
                title: None,
                level,
                level_raw: None,
                score: None,
                possible: None,
                percent: None,
                started_at: started.map(day),
                started_raw: None,
                finished_at: finished.map(day),
                finished_raw: None,
                components: None,
            };
            (id, result)
        },
    )
}

fn change() -> impl Strategy<Value = LinkChange> {
    let held = || prop_oneof![2 => Just(None), 1 => Just(Some(Reason::KeysDisagree))];
    prop_oneof![
        4 => held().prop_map(|held| LinkChange::Make { rule: Rule::Email, held }),
        1 => held().prop_map(|held| LinkChange::Hold { held }),
        1 => Just(LinkChange::Remove),
        1 => Just(LinkChange::Rerule { rule: Rule::Manual }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop_oneof![Just(Verdict::Never), Just(Verdict::Link)];
    prop_oneof![
        8 => (0..2_usize, 0..3_usize, prop::collection::vec(result(), 0..4))
            .prop_map(|(provider, user, results)| Step::Fetch { provider, user, results }),
        8 => (0..2_usize, 0..3_usize, 0..3_usize, change())
            .prop_map(|(provider, learner, user, change)| Step::Match { provider, learner, user, change }),
        6 => (0..2_usize, 0..3_usize, prop::option::of(0..3_usize), verdict, any::<bool>()).prop_map(
            |(provider, learner, user, verdict, and_back)| Step::Decide { provider, learner, user, verdict, and_back }
        ),
        3 => (0..2_usize, prop::collection::vec(any::<bool>(), 3))
            .prop_map(|(provider, present)| Step::ListUsers { provider, present }),
        6 => (0..2_usize, 0..3_usize, 0..3_usize)
            .prop_map(|(provider, learner, user)| Step::Go { provider, learner, user }),
        1 => (0..2_usize).prop_map(Step::RemoveProvider),
        1 => (0..3_usize).prop_map(Step::RemoveLearner),
        1 => (0..4_u8).prop_map(Step::RemoveResult),
        1 => (0..2_usize, 0..3_usize).prop_map(|(provider, user)| Step::RemoveUser { provider, user }),
    ]
}

/// A record system with three learners and two providers with three accounts each, all of them linked.
struct World {
    place: Place,
    ids: [Ids; 2],
}

impl World {
    fn new() -> Self {
        let (place, ids) = Place::with_connections();
        let new = NewConnection {
            name: "Skills Forward",
            kind: &SystemKind("skills_forward".to_owned()),
            role: Role::Assessments,
            settings: &Settings::default(),
        };
        let provider = place.store.write(|w| connections::insert(w, &new, day(0))).unwrap();
        let ids = [ids, Ids { provider, ..ids }];
        place.put(ids[0], &LEARNERS.map(whole));
        for ids in ids {
            place.put_users(ids, &USERS.map(user));
        }
        let world = Self { place, ids };
        for (provider, number) in (0..2).flat_map(|provider| (0..3).map(move |number| (provider, number))) {
            let change = LinkChange::Make {
                rule: Rule::Email,
                held: None,
            };
            world.take(Step::Match {
                provider,
                learner: number,
                user: number,
                change,
            });
        }
        world
    }

    /// The local ids of a learner and an account; `None` where one of them is no longer there.
    fn pair(&self, provider: usize, learner: usize, user: usize) -> Option<(domain::LearnerId, domain::UserId)> {
        let ids = self.ids[provider];
        let learner = self
            .place
            .store
            .read(|r| crate::learners::by_external_id(r, ids.records, LEARNERS[learner]));
        let user = self
            .place
            .store
            .read(|r| users::by_external_id(r, ids.provider, USERS[user]));
        Some((learner.unwrap()?.id, user.unwrap()?.id))
    }

    fn take(&self, step: Step) {
        match step {
            Step::Fetch {
                provider,
                user,
                results,
            } => self.fetch(self.ids[provider].provider, user, results),
            Step::Match {
                provider,
                learner,
                user,
                change,
            } => {
                if let Some((learner, user)) = self.pair(provider, learner, user) {
                    self.apply(self.ids[provider].provider, PlannedChange { learner, user, change });
                }
            }
            Step::Decide {
                provider,
                learner,
                user,
                verdict,
                and_back,
            } => {
                self.decide(provider, learner, user, verdict, and_back);
            }
            Step::ListUsers { provider, present } => self.list_users(self.ids[provider], &present),
            Step::Go {
                provider,
                learner,
                user,
            } => self.go(provider, learner, user),
            Step::RemoveResult(id) => {
                let sql = "DELETE FROM results WHERE external_id = ?";
                self.place.store.write(|w| w.execute(sql, [id.to_string()])).unwrap();
            }
            Step::RemoveProvider(provider) => {
                let id = self.ids[provider].provider;
                // It may be gone already.
                _ = self.place.store.write(|w| connections::remove(w, id));
            }
            Step::RemoveLearner(learner) => self.delete("learners", LEARNERS[learner], self.ids[0].records),
            Step::RemoveUser { provider, user } => self.delete("users", USERS[user], self.ids[provider].provider),
        }
    }

    fn fetch(&self, provider: ConnectionId, user: usize, results: Vec<(u8, ResultRecord)>) {
        let page = [UserResults {
            user: UserRef {
                external_id: USERS[user].to_owned(),
                username: None,
            },
            results: results.into_iter().map(|(_, result)| result).collect(),
            skipped: Vec::new(),
        }];
        self.place
            .store
            .write(|w| results::put_page(w, provider, &page, day(2)))
            .unwrap();
    }

    fn apply(&self, provider: ConnectionId, change: PlannedChange) {
        let plan = Plan {
            changes: vec![change],
            ..Plan::default()
        };
        let applying = Applying {
            run: None,
            actor: "matching",
            now: day(3),
        };
        self.place
            .store
            .write(|w| matching::apply(w, provider, &plan, applying))
            .unwrap();
    }

    /// Decides, lets the plan follow that matching would make, and may take both back.
    fn decide(&self, provider: usize, learner: usize, user: Option<usize>, verdict: Verdict, and_back: bool) {
        let Some((learner, other)) = self.pair(provider, learner, user.unwrap_or(0)) else {
            return;
        };
        let (id, user) = (self.ids[provider].provider, user.map(|_| other));
        if user.is_none() && verdict == Verdict::Link {
            return;
        }
        let decision = Decision { learner, user, verdict };
        let stands = || self.place.store.read(|r| standing::of(r, id, learner)).unwrap();
        let before = stands();
        self.place
            .store
            .write(|w| decisions::record(w, id, decision, "clerk", day(4)))
            .unwrap();
        let change = match verdict {
            Verdict::Never => LinkChange::Remove,
            _ => LinkChange::Make {
                rule: Rule::Manual,
                held: None,
            },
        };
        self.apply(
            id,
            PlannedChange {
                learner,
                user: other,
                change,
            },
        );
        if and_back {
            let back = before.reversal_from(&stands());
            self.place
                .store
                .write(|w| back.carry_out(w, id, learner, "clerk", day(5)))
                .unwrap();
        }
    }

    fn list_users(&self, ids: Ids, present: &[bool]) {
        if self.place.store.read(|r| connections::by_id(r, ids.provider)).is_err() {
            return;
        }
        let listed: Vec<_> = USERS.iter().zip(present).filter(|(_, present)| **present).collect();
        let rows: Vec<_> = listed.into_iter().map(|(id, _)| user(id)).collect();
        let mut seen = Seen::default();
        let listing = self.place.store.write(|w| {
            users::put_page(w, ids.provider, &rows, ids.run, &mut seen, day(3))?;
            users::finish_listing(w, ids.provider, &seen, Wholeness::Stated, day(3))
        });
        listing.unwrap();
    }

    fn go(&self, provider: usize, learner: usize, user: usize) {
        let Some((learner, user)) = self.pair(provider, learner, user) else {
            return;
        };
        let sql = "UPDATE users SET gone_at = 1 WHERE id = ?";
        self.place.store.write(|w| w.execute(sql, [user.0])).unwrap();
        let change = LinkChange::Remove;
        self.apply(self.ids[provider].provider, PlannedChange { learner, user, change });
    }

    /// As an erasure does.
    fn delete(&self, table: &str, external_id: &str, connection: ConnectionId) {
        let sql = format!("DELETE FROM {table} WHERE external_id = ? AND connection = ?");
        self.place
            .store
            .write(|w| w.execute(&sql, (external_id, connection.0)))
            .unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_written_what_is_kept_follows(steps in prop::collection::vec(step(), 1..40)) {
        let world = World::new();
        for step in steps {
            let what = format!("{step:?}");
            world.take(step);
            world.place.store.with_writer(|connection| {
                assert_eq!(kept(connection), counted(connection), "after {what}");
            });
        }
    }
}

#[test]
fn the_migration_keeps_what_an_earlier_version_stored() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrations::migrate(&mut connection, &migrations::ALL[..1]).unwrap();
    connection
        .execute_batch(
            "INSERT INTO connections (id, name, kind, role, settings, created_at)
                 VALUES (1, 'Onefile', 'onefile', 'records', '{}', 0), (2, 'bksb', 'bksb', 'assessments', '{}', 0);
             INSERT INTO centres (id, connection, external_id, name) VALUES (1, 1, '', '');
             INSERT INTO learners (id, connection, external_id, centre, kind, given_name, family_name, given_folded,
                     family_folded, archived, search, stored_run, stored_at, first_seen_at)
                 SELECT value, 1, value, 1, 'learner', '', '', '', '', 0, '', 1, 0, 0 FROM json_each('[1, 2, 3, 4]');
             INSERT INTO users (id, connection, external_id, given_name, family_name, given_folded, family_folded,
                     active, staff, search, stored_run, stored_at, first_seen_at)
                 SELECT value, 2, value, '', '', '', '', 1, 0, '', 1, 0, 0 FROM json_each('[1, 2, 3, 4]');
             INSERT INTO links (provider, learner, user, rule, held, since)
                 VALUES (2, 1, 1, 'email', NULL, 0), (2, 2, 2, 'email', 'keys_disagree', 0), (2, 4, 4, 'email', NULL, 0);
             INSERT INTO past_links (provider, learner, user, rule, since, ended_at) VALUES (2, 3, 3, 'email', 0, 0);
             INSERT INTO results (provider, kind, external_id, user, subject, level, started_at, finished_at,
                     first_seen_at, revised_at)
                 VALUES (2, 'initial', 'a', 1, 'english', 'level_1', 1, 7200000, 9000000, 0),
                     (2, 'diagnostic', 'b', 1, 'english', 'level_1', 1, 7200001, 9000000, 0),
                     (2, 'initial', 'c', 2, 'maths', NULL, NULL, NULL, 9000000, 0),
                     (2, 'diagnostic', 'd', 3, 'maths', NULL, 5, NULL, 9000000, 0);",
        )
        .unwrap();
    migrations::migrate(&mut connection, migrations::ALL).unwrap();
    let kept = kept(&connection);
    assert_eq!(kept, counted(&connection));
    assert_eq!(
        kept.latest.into_iter().collect::<Vec<_>>(),
        [(1, 7_200_001), (3, 5)],
        "a held link shows nothing, one whose account is gone does"
    );
}
