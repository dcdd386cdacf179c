//! Fills a store with the customer that is measured.

use chrono::{DateTime, TimeDelta, Utc};
use domain::linking::{Candidate, CandidateKind, Evidence, LinkChange, Plan, PlannedChange, Reason, Rule, Unmatched};
use domain::ports::Listed;
use domain::records::CentreRecord;
use domain::run::{Counts, RunReason, RunState, Task};
use domain::{CentreId, ConnectionId, Fault, LearnerId, Role, RunId, Settings, SystemKind, UserId};
use store::connections::NewConnection;
use store::matching::Applying;
use store::{Seen, Store, centres, connections, learners, matching, results, runs, users};

use crate::people::{self, Dice};

/// Rows in one transaction.
const PAGE: u64 = 1_000;
const CENTRES: [&str; 8] = [
    "Thornwick",
    "Eastmere",
    "Calderbrook",
    "Ashgrove",
    "Dunmorrow",
    "Hathersedge",
    "Kestrel Park",
    "Westacre",
];

/// How large the customer is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) learners: u64,
    pub(crate) results: u64,
    pub(crate) runs: u64,
}

/// A store on its way to being full.
struct Filling<'a> {
    store: &'a Store,
    size: Size,
    now: DateTime<Utc>,
}

/// Who is linked where, of a hundred.
const LINKED: [u64; 2] = [93, 70];

/// A record system of eight centres, two providers, and what a day of syncs leaves behind; the providers.
pub(crate) fn fill(store: &Store, size: Size, now: DateTime<Utc>) -> Result<[ConnectionId; 2], Fault> {
    let filling = Filling { store, size, now };
    let records = filling.connection("Onefile", "onefile", Role::Records)?;
    let providers = [
        filling.connection("bksb", "bksb", Role::Assessments)?,
        filling.connection("Skills Forward", "skills_forward", Role::Assessments)?,
    ];
    filling.learners(records)?;
    for (provider, linked) in providers.into_iter().zip(LINKED) {
        filling.users(provider)?;
        filling.links(provider, linked)?;
    }
    filling.results(providers)?;
    for provider in providers {
        filling.runs(provider)?;
    }
    Ok(providers)
}

impl Filling<'_> {
    fn connection(&self, name: &str, kind: &str, role: Role) -> Result<ConnectionId, Fault> {
        let (kind, settings) = (SystemKind(kind.to_owned()), Settings::default());
        self.store.write(|w| {
            let new = NewConnection {
                name,
                kind: &kind,
                role,
                settings: &settings,
            };
            connections::insert(w, &new, self.now)
        })
    }

    fn pages(&self) -> impl Iterator<Item = std::ops::Range<u64>> {
        let last = self.size.learners;
        (0..last)
            .step_by(PAGE as usize)
            .map(move |first| first..(first + PAGE).min(last))
    }

    fn run(&self, connection: ConnectionId, task: Task) -> Result<RunId, Fault> {
        self.store
            .write(|w| runs::start(w, connection, task, RunReason::Asked, self.now))
    }

    fn end(&self, run: RunId) -> Result<(), Fault> {
        let counts = Counts {
            added: self.size.learners,
            ..Counts::default()
        };
        self.store
            .write(|w| runs::finish(w, run, RunState::Done, &counts, None, self.now))
    }

    /// Learners of one centre follow each other, as they come.
    fn learners(&self, connection: ConnectionId) -> Result<(), Fault> {
        let rows = CENTRES.map(|name| CentreRecord {
            external_id: name.to_lowercase(),
            name: name.to_owned(),
        });
        let ids: Vec<CentreId> = self.store.write(|w| centres::put(w, connection, &rows))?;
        let run = self.run(connection, Task::Learners)?;
        let mut seen = Seen::default();
        for page in self.pages() {
            let centre = ids[(page.start * ids.len() as u64 / self.size.learners) as usize];
            let rows: Vec<_> = page.map(|number| Listed::Whole(people::learner(number))).collect();
            self.store
                .write(|w| learners::put_page(w, connection, Some(centre), &rows, run, &mut seen, self.now))?;
        }
        self.end(run)
    }

    fn users(&self, provider: ConnectionId) -> Result<(), Fault> {
        let run = self.run(provider, Task::Users)?;
        let mut seen = Seen::default();
        for page in self.pages() {
            let rows: Vec<_> = page.map(|number| people::user(provider.0 as u64, number)).collect();
            self.store
                .write(|w| users::put_page(w, provider, &rows, run, &mut seen, self.now))?;
        }
        self.end(run)
    }

    /// Local ids are given in order, to the learners and to one provider's users after the other's.
    fn user_id(&self, provider: ConnectionId, learner: LearnerId) -> UserId {
        UserId(learner.0 + (provider.0 - 2) * self.size.learners as i64)
    }

    fn links(&self, provider: ConnectionId, linked: u64) -> Result<(), Fault> {
        let run = self.run(provider, Task::Match)?;
        let mut plan = Plan::default();
        for number in 0..self.size.learners {
            let mut dice = Dice::of(100 + provider.0 as u64, number);
            let learner = LearnerId(number as i64 + 1);
            let user = self.user_id(provider, learner);
            if dice.percent(linked) {
                let held = (dice.roll(2_000) == 0).then_some(Reason::KeysDisagree);
                let change = LinkChange::Make {
                    rule: Rule::Email,
                    held,
                };
                plan.changes.push(PlannedChange { learner, user, change });
            } else if !people::learner(number).archived {
                plan.learners.push(unmatched(learner, user, &mut dice));
                plan.users.push(unmatched(user, learner, &mut dice));
            }
        }
        let applying = Applying {
            run: Some(run),
            actor: "matching",
            now: self.now,
        };
        self.store.write(|w| matching::apply(w, provider, &plan, applying))?;
        self.end(run)
    }

    /// As many for each link as it takes.
    fn results(&self, providers: [ConnectionId; 2]) -> Result<(), Fault> {
        let links = self.size.learners * LINKED.iter().sum::<u64>() / 100;
        for (provider, linked) in providers.into_iter().zip(LINKED) {
            for page in self.pages() {
                let has = |number: &u64| Dice::of(100 + provider.0 as u64, *number).percent(linked);
                let share = |number: u64| {
                    self.size.results * (number + 1) / links.max(1) - self.size.results * number / links.max(1)
                };
                let rows: Vec<_> = page
                    .filter(has)
                    .map(|number| people::results(provider.0 as u64, number, share(number), self.now))
                    .collect();
                self.store.write(|w| results::put_page(w, provider, &rows, self.now))?;
            }
        }
        Ok(())
    }

    /// Polls, one a minute, of which few bring anything.
    fn runs(&self, provider: ConnectionId) -> Result<(), Fault> {
        let count = self.size.runs / 2;
        for first in (0..count).step_by(PAGE as usize) {
            self.store.write(|w| {
                (first..(first + PAGE).min(count)).try_for_each(|number| {
                    let at = self.now - TimeDelta::minutes((count - number) as i64);
                    let run = runs::start(w, provider, Task::Results, RunReason::Scheduled, at)?;
                    let counts = Counts {
                        read: 1_000,
                        added: u64::from(number % 40 == 0),
                        ..Counts::default()
                    };
                    runs::finish(w, run, RunState::Done, &counts, None, at + TimeDelta::seconds(4))
                })
            })?;
        }
        Ok(())
    }
}

fn unmatched<Own, Other>(id: Own, other: Other, dice: &mut Dice) -> Unmatched<Own, Other> {
    let reason = match dice.roll(10) {
        0..5 => Reason::NoCounterpart,
        5..7 => Reason::EmailMissing,
        7..9 => Reason::EmailUnverified,
        _ => Reason::EmailShared,
    };
    let candidate = Candidate {
        id: other,
        kind: CandidateKind::Ambiguous,
        why: vec![Evidence::SameEmail],
    };
    Unmatched {
        id,
        reason,
        candidates: if reason == Reason::EmailShared {
            vec![candidate]
        } else {
            Vec::new()
        },
    }
}
