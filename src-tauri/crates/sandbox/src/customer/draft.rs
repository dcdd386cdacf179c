//! The half-made customer that cases write themselves into.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::case::Case;
use super::dice::Dice;
use super::people::{People, Person};
use super::records::{BksbUser, Centre, OnefileUser, ROLE_LEARNER};
use super::results::ResultsMaker;
use crate::truth::{ExpectedCandidate, ExpectedLink, ExpectedUnmatched, Scene, Suggestion, Truth};

/// Everything that making a case needs.
pub(crate) struct Draft {
    pub(crate) dice: Dice,
    pub(crate) people: People,
    pub(crate) results: ResultsMaker,
    pub(crate) centres: Vec<Centre>,
    pub(crate) learners: Vec<OnefileUser>,
    pub(crate) accounts: Vec<BksbUser>,
    pub(crate) truth: Truth,
    learner_ids: Vec<u64>,
    account_ids: Vec<u64>,
    today: NaiveDate,
}

impl Draft {
    pub(crate) fn new(seed: u64, today: NaiveDate, centres: usize, learners: usize) -> Self {
        let mut dice = Dice::new(seed);
        let people = People::new(today, &mut dice);
        let learner_ids = shuffled_ids(&mut dice, 410_000, learners * 2 + 100);
        let account_ids = shuffled_ids(&mut dice, 8_300_000, learners * 2 + 100);
        Self {
            results: ResultsMaker::new(today),
            centres: (0..centres.max(1)).map(centre).collect(),
            learners: Vec::new(),
            accounts: Vec::new(),
            truth: Truth::default(),
            dice,
            people,
            learner_ids,
            account_ids,
            today,
        }
    }

    pub(crate) fn somebody(&mut self) -> Person {
        self.people.somebody(&mut self.dice)
    }

    pub(crate) fn stranger_to(&mut self, other: &Person) -> Person {
        self.people.stranger_to(&mut self.dice, other)
    }

    pub(crate) fn relative_of(&mut self, other: &Person) -> Person {
        self.people.relative_of(&mut self.dice, other)
    }

    /// Begins a scene in a centre; what is added next belongs to it.
    pub(crate) fn begin(&mut self, case: Case) -> Stage<'_> {
        let centre = self.dice.below(self.centres.len());
        self.truth.scenes.push(Scene {
            case,
            learners: Vec::new(),
            users: Vec::new(),
        });
        Stage { draft: self, centre }
    }

    fn new_learner(&mut self, person: &Person, centre: usize) -> OnefileUser {
        let ago = self.dice.between(3, 400);
        let reference = format!(
            "{}{:05}",
            if self.dice.percent(50) { "L" } else { "" },
            self.learners.len() + 1
        );
        OnefileUser {
            id: self.learner_ids.pop().unwrap_or_default(),
            centre_id: self.centres[centre].id,
            role: ROLE_LEARNER,
            username: format!("learner.{}", person.code),
            given_name: person.given.clone(),
            family_name: person.family.clone(),
            email: Some(person.email.clone()),
            email_verified: Some(true),
            mis_id: self.dice.percent(90).then_some(reference),
            nino: self.dice.percent(80).then(|| person.nino()),
            uln: Some(if self.dice.percent(6) {
                "9999999999".to_owned()
            } else {
                person.uln()
            }),
            date_of_birth: Some(person.born),
            archived: false,
            start_on: self.days_ago(ago + 30),
            planned_end: self.days_ago(ago - 365),
            last_modified: self.moment_days_ago(ago),
        }
    }

    fn new_account(&mut self, person: &Person) -> BksbUser {
        let username = match self.dice.below(3) {
            0 => format!("s{}-{}", self.accounts.len(), person.code),
            1 => format!("STU{}", person.code.to_uppercase()),
            _ => person.local().to_owned(),
        };
        let mut account = BksbUser::new(&username, &person.given, &person.family, &person.email);
        account.id = self.account_ids.pop().unwrap_or_default();
        account.date_of_birth = Some(person.born);
        account
    }

    pub(crate) fn days_ago(&self, days: i64) -> NaiveDate {
        self.today
            .checked_sub_signed(TimeDelta::days(days))
            .unwrap_or(self.today)
    }

    fn moment_days_ago(&mut self, days: i64) -> DateTime<Utc> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(self.dice.below(86_400) as u32, 0);
        self.days_ago(days).and_time(time.unwrap_or_default()).and_utc()
    }
}

/// A scene being set: records and expectations go in together.
pub(crate) struct Stage<'a> {
    pub(crate) draft: &'a mut Draft,
    pub(crate) centre: usize,
}

impl Stage<'_> {
    /// A present, verified learner who is this person, but for what `change` alters. Answers the id.
    pub(crate) fn learner(&mut self, person: &Person, change: impl FnOnce(&mut OnefileUser)) -> String {
        self.learner_in(self.centre, person, change)
    }

    /// The same in the next centre.
    pub(crate) fn learner_elsewhere(&mut self, person: &Person, change: impl FnOnce(&mut OnefileUser)) -> String {
        let next = (self.centre + 1) % self.draft.centres.len();
        self.learner_in(next, person, change)
    }

    fn learner_in(&mut self, centre: usize, person: &Person, change: impl FnOnce(&mut OnefileUser)) -> String {
        let mut learner = self.draft.new_learner(person, centre);
        change(&mut learner);
        let id = learner.id.to_string();
        self.draft.learners.push(learner);
        if let Some(scene) = self.draft.truth.scenes.last_mut() {
            scene.learners.push(id.clone());
        }
        id
    }

    /// Somebody of the centre who is no learner.
    pub(crate) fn staff(&mut self, person: &Person, change: impl FnOnce(&mut OnefileUser)) {
        let mut staff = self.draft.new_learner(person, self.centre);
        change(&mut staff);
        self.draft.learners.push(staff);
    }

    /// An active account with results, of this person but for what `change` alters. Answers the id.
    pub(crate) fn account(&mut self, person: &Person, change: impl FnOnce(&mut BksbUser)) -> String {
        let mut account = self.draft.new_account(person);
        change(&mut account);
        self.draft.results.fill(&mut self.draft.dice, &mut account);
        let id = account.id.to_string();
        self.draft.accounts.push(account);
        if let Some(scene) = self.draft.truth.scenes.last_mut() {
            scene.users.push(id.clone());
        }
        id
    }

    pub(crate) fn linked(&mut self, learner: &str, user: &str) {
        self.link(learner, user, false);
    }

    /// A link that the guard holds. The learner is unmatched; the account is too, unless it is linked elsewhere.
    pub(crate) fn held(&mut self, learner: &str, user: &str) {
        self.link(learner, user, true);
        self.unmatched_learner(learner, "details_disagree", "held", &[user]);
    }

    fn link(&mut self, learner: &str, user: &str, held: bool) {
        self.draft.truth.links.push(ExpectedLink {
            learner_external_id: learner.to_owned(),
            user_external_id: user.to_owned(),
            rule: "email",
            held,
        });
    }

    pub(crate) fn unmatched_learner(
        &mut self,
        id: &str,
        reason: &'static str,
        kind: &'static str,
        candidates: &[&str],
    ) {
        self.draft
            .truth
            .unmatched_learners
            .push(unmatched(id, reason, kind, candidates));
    }

    pub(crate) fn unmatched_user(&mut self, id: &str, reason: &'static str, kind: &'static str, candidates: &[&str]) {
        self.draft
            .truth
            .unmatched_users
            .push(unmatched(id, reason, kind, candidates));
    }

    /// Every learner and every account of an address that cannot be linked, each with the other side as candidates.
    pub(crate) fn blocked(&mut self, reason: &'static str, learners: &[&str], users: &[&str]) {
        for learner in learners {
            self.unmatched_learner(learner, reason, "ambiguous", users);
        }
        for user in users {
            self.unmatched_user(user, reason, "ambiguous", learners);
        }
    }

    pub(crate) fn lonely_learner(&mut self, id: &str) {
        self.unmatched_learner(id, "no_counterpart", "ambiguous", &[]);
    }

    pub(crate) fn lonely_user(&mut self, id: &str) {
        self.unmatched_user(id, "no_counterpart", "ambiguous", &[]);
    }

    pub(crate) fn suggested(&mut self, learner: &str, user: &str) {
        self.draft.truth.suggestions.push(Suggestion {
            learner_external_id: learner.to_owned(),
            user_external_id: user.to_owned(),
        });
    }
}

fn unmatched(id: &str, reason: &'static str, kind: &'static str, candidates: &[&str]) -> ExpectedUnmatched {
    let candidates = candidates
        .iter()
        .map(|id| ExpectedCandidate {
            external_id: (*id).to_owned(),
            kind,
        })
        .collect();
    ExpectedUnmatched {
        external_id: id.to_owned(),
        reason,
        candidates,
    }
}

fn centre(index: usize) -> Centre {
    const NAMES: &[&str] = &[
        "Northgate Training",
        "Southbank Skills",
        "Riverside Apprenticeships",
        "Hilltop Learning",
    ];
    let name = NAMES[index % NAMES.len()];
    let name = if index < NAMES.len() {
        name.to_owned()
    } else {
        format!("{name} {}", index / NAMES.len() + 1)
    };
    Centre {
        id: 7_001 + 13 * index as u64,
        name,
    }
}

/// Ids with gaps, in an order that tells nothing of the case that gets one.
fn shuffled_ids(dice: &mut Dice, first: u64, count: usize) -> Vec<u64> {
    let mut next = first;
    let mut ids: Vec<u64> = (0..count)
        .map(|_| {
            next += 1 + dice.below(4) as u64;
            next
        })
        .collect();
    dice.shuffle(&mut ids);
    ids
}

/// A day some time before another.
pub(crate) fn earlier(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}
