//! The overview as a whole.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Role;

use crate::error::StoreError;
use crate::store::Reader;
use crate::tables::connections;
use crate::views::overview::counts::{self, ProviderCount, RecordCount};
use crate::views::overview::new_results::{self, DayCount, SubjectLevels};
use crate::views::overview::waiting::{self, HeldRun, Waiting};

/// What the overview is asked.
#[derive(Clone, Copy, Debug)]
pub struct OverviewAsk {
    /// Results first seen since this instant are new; it counts from the hour that it lies in, as days in the UK do.
    pub new_since: DateTime<Utc>,
    /// The day in the UK: on it scope depends, and it is the last of `days`.
    pub today: NaiveDate,
    /// Over how many days results are counted.
    pub days: u32,
}

/// The parts of the overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewParts {
    /// Learners who are present.
    pub learners: i64,
    /// Centres that any of them belongs to.
    pub centres: i64,
    /// Learners of each record system, in the order in which the systems were added.
    pub record_counts: Vec<RecordCount>,
    /// Linked learners of each provider, likewise.
    pub provider_counts: Vec<ProviderCount>,
    /// New results by subject; a subject without any is left out.
    pub new_results: Vec<SubjectLevels>,
    /// All new results.
    pub new_total: i64,
    /// Results by the day on which they were finished, the oldest first.
    pub days: Vec<DayCount>,
    /// What waits at each enabled provider.
    pub waiting: Vec<Waiting>,
    /// Runs of enabled connections that wait for confirmation.
    pub held_runs: Vec<HeldRun>,
}

/// Reads the parts of the overview.
///
/// # Errors
/// Only the store's own.
pub fn overview(r: &Reader<'_>, ask: &OverviewAsk) -> Result<OverviewParts, StoreError> {
    let connections = connections::list(r)?;
    let of_role = |role| connections.iter().filter(move |one| one.role == role);
    let enabled = || connections.iter().filter(|one| one.enabled);
    let present = counts::present(r, ask.today)?;
    let new_results = new_results::since(r, ask.new_since)?;
    Ok(OverviewParts {
        learners: present.learners(),
        centres: present.centres(),
        record_counts: of_role(Role::Records).map(|one| present.of_system(one.id)).collect(),
        provider_counts: of_role(Role::Assessments)
            .map(|one| present.linked_at(r, one.id))
            .collect::<Result<_, _>>()?,
        new_total: new_results.iter().map(|subject| subject.total).sum(),
        new_results,
        days: new_results::days(r, ask.today, ask.days)?,
        waiting: of_role(Role::Assessments)
            .filter(|one| one.enabled)
            .map(|one| waiting::at(r, one))
            .collect::<Result<_, _>>()?,
        held_runs: enabled()
            .filter_map(|one| waiting::held_run(r, one).transpose())
            .collect::<Result<_, _>>()?,
    })
}
