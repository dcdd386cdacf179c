//! How a customer is put together from cases.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::by_id::ById;
use super::case::{Case, KINDS, Kind};
use super::cases;
use super::draft::Draft;
use super::records::{BksbUser, Centre, OnefileUser};
use crate::truth::Truth;

/// The fewest learners in which every case has room.
pub const MIN_LEARNERS: usize = 60;

/// Which customer to invent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerOptions {
    /// The same seed makes the same customer.
    pub seed: u64,
    /// How many learners Onefile lists, archived ones included; at least [`MIN_LEARNERS`].
    pub learners: usize,
    /// How many centres they are in; with one, the cases that need two are left out.
    pub centres: usize,
    /// The day on which the customer is as generated: everything in it lies before.
    pub today: NaiveDate,
    /// Instead of cases: only plain learners, each with an account, and exactly this many results among them.
    pub benchmark_results: Option<usize>,
}

impl CustomerOptions {
    /// The default customer: 1,200 learners in two centres.
    #[must_use]
    pub fn new(seed: u64, today: NaiveDate) -> Self {
        Self {
            seed,
            learners: 1_200,
            centres: 2,
            today,
            benchmark_results: None,
        }
    }

    /// Exactly this many linkable learners with an account each, and exactly this many results.
    #[must_use]
    pub fn benchmark(users: usize, results: usize, today: NaiveDate) -> Self {
        Self {
            seed: 1,
            learners: users,
            centres: 2,
            today,
            benchmark_results: Some(results),
        }
    }
}

/// The records of both systems, and the truth about them.
#[derive(Clone)]
pub struct Customer {
    /// The customer's name and number in Onefile.
    pub id: u64,
    /// Its centres.
    pub centres: Vec<Centre>,
    /// People in Onefile: learners and staff.
    pub onefile: ById<OnefileUser>,
    /// Accounts at bksb.
    pub bksb: ById<BksbUser>,
    /// What a right program makes of the customer as generated. Edits do not change it.
    pub truth: Truth,
    by_username: HashMap<String, u64>,
}

impl Customer {
    /// Invents a customer.
    #[must_use]
    pub fn generate(options: &CustomerOptions) -> Self {
        let learners = if options.benchmark_results.is_some() {
            options.learners
        } else {
            options.learners.max(MIN_LEARNERS)
        };
        let mut draft = Draft::new(options.seed, options.today, options.centres, learners);
        match options.benchmark_results {
            Some(results) => make_plain(&mut draft, learners, results),
            None => {
                for case in plan(&mut draft, learners) {
                    cases::make(&mut draft, case);
                }
            }
        }
        Self::from_draft(draft)
    }

    fn from_draft(mut draft: Draft) -> Self {
        draft.truth.sort();
        let mut customer = Self {
            id: 3_117,
            centres: draft.centres,
            onefile: ById::new(draft.learners),
            bksb: ById::new(draft.accounts),
            truth: draft.truth,
            by_username: HashMap::new(),
        };
        customer.index();
        customer
    }

    /// The learner or member of staff with an id as the truth has it.
    #[must_use]
    pub fn learner(&self, external_id: &str) -> Option<&OnefileUser> {
        external_id.parse().ok().and_then(|id| self.onefile.get(id))
    }

    /// The account with an id as the truth has it.
    #[must_use]
    pub fn account(&self, external_id: &str) -> Option<&BksbUser> {
        external_id.parse().ok().and_then(|id| self.bksb.get(id))
    }

    /// The account with a username, whatever its case.
    #[must_use]
    pub fn account_by_username(&self, username: &str) -> Option<&BksbUser> {
        self.by_username
            .get(&username.to_lowercase())
            .and_then(|id| self.bksb.get(*id))
    }

    /// Rebuilds what is looked up other than by id; due after every edit.
    pub(crate) fn index(&mut self) {
        self.by_username = self
            .bksb
            .rows()
            .iter()
            .map(|user| (user.username.to_lowercase(), user.id))
            .collect();
    }
}

/// Every case once, then cases by weight until the learners are used up, all in no order.
fn plan(draft: &mut Draft, learners: usize) -> Vec<Case> {
    let possible: Vec<&Kind> = KINDS
        .iter()
        .filter(|kind| draft.centres.len() > 1 || !kind.two_centres)
        .collect();
    let mut left = learners - possible.iter().map(|kind| kind.learners).sum::<usize>();
    let mut cases: Vec<Case> = possible.iter().map(|kind| kind.case).collect();
    let total: usize = possible.iter().map(|kind| kind.weight).sum();
    while left > 0 {
        let kind = by_weight(&possible, draft.dice.below(total));
        let (case, uses) = if kind.learners <= left {
            (kind.case, kind.learners)
        } else {
            (Case::Plain, 1)
        };
        cases.push(case);
        left -= uses;
    }
    draft.dice.shuffle(&mut cases);
    cases
}

fn by_weight<'a>(kinds: &[&'a Kind], drawn: usize) -> &'a Kind {
    let mut below = 0;
    kinds
        .iter()
        .find(|kind| {
            below += kind.weight;
            drawn < below
        })
        .unwrap_or(&kinds[0])
}

fn make_plain(draft: &mut Draft, users: usize, results: usize) {
    for index in 0..users {
        cases::make(draft, Case::Plain);
        // Shares differ by one at most, and add up to the whole.
        let share = (index + 1) * results / users - index * results / users;
        if let Some(account) = draft.accounts.last_mut() {
            draft.results.fill_exactly(&mut draft.dice, account, share);
        }
    }
}
