//! A customer for the tests of what the window reads: two centres, two providers, and people who do not exist.

use chrono::{DateTime, Utc};
use domain::linking::{LinkChange, Plan, PlannedChange, Reason, Rule, Unmatched};
use domain::ports::{Listed, UserResults};
use domain::records::{CentreRecord, LearnerKind, LearnerRecord, ResultRecord, UserRef};
use domain::{CentreId, ConnectionId, LearnerId, Level, ResultKind, Role, Settings, Subject, SystemKind, UserId};

use super::support::{Ids, Place, day, user};
use crate::connections::NewConnection;
use crate::tables::matching::Applying;
use crate::{Seen, centres, connections, learners, matching, results};

/// A record system with two centres, and two providers.
pub(super) struct Centre {
    pub(super) place: Place,
    pub(super) ids: Ids,
    /// The centre whose name comes first, though it was added last.
    pub(super) aston: CentreId,
    /// The provider that was added last.
    pub(super) second: ConnectionId,
}

pub(super) fn learner(external_id: &str, given_name: &str, family_name: &str) -> LearnerRecord {
    LearnerRecord {
        external_id: external_id.to_owned(),
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        email: Some(format!("{given_name}{external_id}@example.org")),
        ..LearnerRecord::default()
    }
}

pub(super) fn result(external_id: &str, kind: ResultKind, level: Level, finished_at: DateTime<Utc>) -> ResultRecord {
    ResultRecord {
        external_id: external_id.to_owned(),
        subject: Subject::English,
        subject_raw: Some("English".to_owned()),
        kind,
        kind_raw: None,
        title: None,
        level: Some(level),
        level_raw: Some(level.code().to_owned()),
        score: None,
        possible: None,
        percent: None,
        started_at: None,
        started_raw: None,
        finished_at: Some(finished_at),
        finished_raw: None,
        components: None,
    }
}

impl Centre {
    /// With learners 1 to 6, one of them gone and one archived, and accounts 1 to 6 at each provider.
    pub(super) fn new() -> Self {
        let (place, ids) = Place::with_connections();
        let new = NewConnection {
            name: "Skills Forward",
            kind: &SystemKind("skills_forward".to_owned()),
            role: Role::Assessments,
            settings: &Settings::default(),
        };
        let second = place.store.write(|w| connections::insert(w, &new, day(0))).unwrap();
        let aston = CentreRecord {
            external_id: "2".to_owned(),
            name: "aston".to_owned(),
        };
        let aston = place.store.write(|w| centres::put(w, ids.records, &[aston])).unwrap()[0];
        let centre = Self {
            place,
            ids,
            aston,
            second,
        };
        centre.learners();
        for provider in [ids.provider, second] {
            let accounts = ["1", "2", "3", "4", "5", "6"].map(user);
            centre.place.put_users(Ids { provider, ..ids }, &accounts);
        }
        centre
    }

    fn learners(&self) {
        let north = [
            LearnerRecord {
                reference: Some("MV-2".to_owned()),
                ..learner("1", "Zoë", "Åkerlind")
            },
            LearnerRecord {
                kind: Some(LearnerKind::Applicant),
                ..learner("2", "Ben", "Ashgrove")
            },
            LearnerRecord {
                archived: true,
                reference: Some("MV-1".to_owned()),
                ..learner("3", "Carys", "Barlow")
            },
            learner("4", "Dai", "Ashgrove"),
        ];
        let aston = [
            LearnerRecord {
                reference: Some("MV-2".to_owned()),
                ..learner("5", "Ella", "Aardvark")
            },
            learner("6", "Finn", "Zimmer"),
            learner("7", "Gone", "Away"),
        ];
        for (centre, rows) in [(self.ids.centre, north.to_vec()), (self.aston, aston.to_vec())] {
            let rows: Vec<_> = rows.into_iter().map(Listed::Whole).collect();
            let (records, run) = (self.ids.records, self.ids.run);
            let put = |w: &crate::Writer<'_>| {
                learners::put_page(w, records, Some(centre), &rows, run, &mut Seen::default(), day(1))
            };
            self.place.store.write(put).unwrap();
        }
        let away = self.id("7");
        self.place
            .store
            .write(|w| learners::mark_gone(w, away, day(1)))
            .unwrap();
    }

    pub(super) fn id(&self, external_id: &str) -> LearnerId {
        self.place.learner_id(self.ids, external_id)
    }

    pub(super) fn user(&self, provider: ConnectionId, external_id: &str) -> UserId {
        self.place.user_id(Ids { provider, ..self.ids }, external_id)
    }

    /// Links learners to the accounts of the same numbers, held where a reason says so; and lists others as unmatched.
    pub(super) fn matched(
        &self,
        provider: ConnectionId,
        links: &[(&str, Option<Reason>)],
        unmatched: &[(&str, Reason)],
    ) {
        let changes = links.iter().map(|(number, held)| PlannedChange {
            learner: self.id(number),
            user: self.user(provider, number),
            change: LinkChange::Make {
                rule: Rule::Email,
                held: *held,
            },
        });
        let learners = unmatched.iter().map(|(number, reason)| Unmatched {
            id: self.id(number),
            reason: *reason,
            candidates: Vec::new(),
        });
        let plan = Plan {
            changes: changes.collect(),
            learners: learners.collect(),
            ..Plan::default()
        };
        self.apply(provider, &plan);
    }

    pub(super) fn apply(&self, provider: ConnectionId, plan: &Plan) {
        let applying = Applying {
            run: None,
            actor: "matching",
            now: day(1),
        };
        let applied = self.place.store.write(|w| matching::apply(w, provider, plan, applying));
        applied.unwrap();
    }

    /// Stores results of the account of a number.
    pub(super) fn fetched(&self, provider: ConnectionId, number: &str, results: &[ResultRecord], now: DateTime<Utc>) {
        let page = [UserResults {
            user: UserRef {
                external_id: number.to_owned(),
                username: None,
            },
            results: results.to_vec(),
            skipped: Vec::new(),
        }];
        self.place
            .store
            .write(|w| results::put_page(w, provider, &page, now))
            .unwrap();
    }
}
