//! Our fields, and where each comes from.

use std::sync::Arc;

use crate::definition::schema::FieldKind;

use super::dates::Format;
use super::steps::Step;
use super::tables::Table;

domain::coded! {
    /// The fields of our records, as definitions name them.
    pub enum FieldName {
        /// The system's id of the row.
        ExternalId = "external_id",
        /// A name.
        Name = "name",
        /// The system's id of the centre.
        Centre = "centre",
        /// The name to sign in with.
        Username = "username",
        /// Given names.
        GivenName = "given_name",
        /// Family name.
        FamilyName = "family_name",
        /// E-mail address.
        Email = "email",
        /// Whether it is verified.
        EmailVerified = "email_verified",
        /// National Insurance number.
        Nino = "nino",
        /// Unique Learner Number.
        Uln = "uln",
        /// The centre's reference.
        Reference = "reference",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// The provider username recorded with a learner.
        ProviderUsername = "provider_username",
        /// First day of learning.
        StartOn = "start_on",
        /// Planned last day.
        PlannedEndOn = "planned_end_on",
        /// Actual last day.
        EndedOn = "ended_on",
        /// The system's own status.
        SystemStatus = "system_status",
        /// Whether they are learning.
        LearningStatus = "learning_status",
        /// Whether the system has archived them.
        Archived = "archived",
        /// Whether an account is in use.
        Active = "active",
        /// Whether an account belongs to staff.
        Staff = "staff",
        /// What an assessment is about.
        Subject = "subject",
        /// What kind it is.
        Kind = "kind",
        /// Its title.
        Title = "title",
        /// The level reached.
        Level = "level",
        /// Marks scored.
        Score = "score",
        /// Marks possible.
        Possible = "possible",
        /// Percent.
        Percent = "percent",
        /// When it was begun.
        StartedAt = "started_at",
        /// When it was finished.
        FinishedAt = "finished_at",
        /// A measured value.
        Value = "value",
        /// The assessment that measured it.
        MeasuredBy = "measured_by",
        /// When it was measured.
        MeasuredAt = "measured_at",
        /// Where to go.
        Url = "url",
        /// Until when it works.
        ExpiresAt = "expires_at",
    }
}

/// Where a value comes from.
#[derive(Clone)]
pub(crate) enum Source {
    /// A value of the row: its slot, and the system's name for it.
    Cell(usize, String),
    /// A key captured on the way to the row, or what the call was made with.
    Call(String),
}

/// One field of ours.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) sources: Vec<Source>,
    pub(crate) constant: Option<String>,
    pub(crate) kind: FieldKind,
    pub(crate) format: Option<Arc<Format>>,
    pub(crate) table: Option<Arc<Table>>,
    pub(crate) step: Option<Step>,
    pub(crate) optional: bool,
    pub(crate) yes: Vec<String>,
    pub(crate) no: Vec<String>,
}

impl Field {
    /// The system's names for it, for people to read.
    pub(crate) fn their_names(&self) -> String {
        let names: Vec<&str> = self
            .sources
            .iter()
            .map(|source| match source {
                Source::Cell(_, name) | Source::Call(name) => name.as_str(),
            })
            .collect();
        names.join(" or ")
    }

    /// The system's names that it may come from and that were in no row; `seen` are the slots that were.
    pub(crate) fn absent(&self, seen: u64) -> impl Iterator<Item = &str> {
        self.sources.iter().filter_map(move |source| match source {
            Source::Cell(slot, name) if seen & (1 << slot) == 0 => Some(name.as_str()),
            Source::Cell(..) | Source::Call(_) => None,
        })
    }

    /// The slots that it may come from, as bits; 0 where it does not come from the row.
    pub(crate) fn slots(&self) -> u64 {
        self.sources.iter().fold(0, |bits, source| match source {
            Source::Cell(slot, _) => bits | 1 << slot,
            Source::Call(_) => bits,
        })
    }
}

/// The fields of an operation, by name.
#[derive(Clone)]
pub(crate) struct Fields {
    fields: Vec<Option<Field>>,
    /// The definition's table of subjects, for steps.
    pub(crate) subjects: Arc<Table>,
}

impl Fields {
    pub(crate) fn new(subjects: Arc<Table>) -> Self {
        Self {
            fields: vec![None; FieldName::ALL.len()],
            subjects,
        }
    }

    pub(crate) fn set(&mut self, name: FieldName, field: Field) {
        self.fields[name as usize] = Some(field);
    }

    pub(crate) fn get(&self, name: FieldName) -> Option<&Field> {
        self.fields[name as usize].as_ref()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (FieldName, &Field)> {
        FieldName::ALL
            .iter()
            .filter_map(|name| self.get(*name).map(|field| (*name, field)))
    }
}
