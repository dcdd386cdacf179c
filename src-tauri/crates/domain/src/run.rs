//! Runs: one execution of one task on one connection.

use serde::{Deserialize, Serialize};

crate::coded! {
    /// What a run does.
    pub enum Task {
        /// Get learners, from a record system.
        Learners = "learners",
        /// Get users, from a provider.
        Users = "users",
        /// Match users: decide who is linked to whom.
        Match = "match",
        /// Get assessments, from a provider.
        Results = "results",
    }
}

crate::coded! {
    /// Why a run was started.
    pub enum RunReason {
        /// Its time had come.
        Scheduled = "scheduled",
        /// Its time had passed while the machine was off, asleep or offline.
        CatchUp = "catch_up",
        /// A person asked for it.
        Asked = "asked",
        /// A person asked for the latest results of one learner.
        AskedOne = "asked_one",
        /// New links fetch their results at once.
        Linked = "linked",
        /// Data or a decision changed here.
        Changed = "changed",
        /// A person confirmed a held run.
        Confirmed = "confirmed",
    }
}

crate::coded! {
    /// Where a run stands.
    pub enum RunState {
        /// Waiting for its turn.
        Queued = "queued",
        /// At work.
        Running = "running",
        /// Finished, with everything read.
        Done = "done",
        /// Finished, but some records were kept aside with a reason.
        DoneWithSkips = "done_with_skips",
        /// Ended by a fault.
        Failed = "failed",
        /// Ended by a person.
        Cancelled = "cancelled",
        /// What it found is implausible: nothing is marked gone until a person confirms.
        Held = "held",
        /// The app ended while it ran; set at the next launch.
        Interrupted = "interrupted",
    }
}

impl RunState {
    /// Whether the run is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }

    /// Whether the run did all that it set out to do, so that its connection counts as up to date.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Done | Self::DoneWithSkips)
    }
}

/// What a run did, in rows of its own kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that the system sent.
    pub read: u64,
    /// Rows that were new here.
    pub added: u64,
    /// Rows that differed from what was stored.
    pub changed: u64,
    /// Rows that did not.
    pub unchanged: u64,
    /// Rows that were kept aside with a reason.
    pub skipped: u64,
    /// Calls made to the system.
    pub calls: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.read += more.read;
        self.added += more.added;
        self.changed += more.changed;
        self.unchanged += more.unchanged;
        self.skipped += more.skipped;
        self.calls += more.calls;
    }
}

crate::coded! {
    /// Why a row that a system sent was kept aside.
    pub enum SkipReason {
        /// It has no id to know it by.
        IdMissing = "id_missing",
        /// A field is of another type than the definition says.
        FieldMistyped = "field_mistyped",
        /// A field that has to be there is not.
        FieldMissing = "field_missing",
        /// A date is in a format that the definition does not name.
        DateUnreadable = "date_unreadable",
        /// The row itself could not be read.
        RowUnreadable = "row_unreadable",
        /// It was listed, and gone when its details were asked for.
        GoneMeanwhile = "gone_meanwhile",
        /// The system refused this one record.
        Refused = "refused",
    }
}

/// A row that was kept aside. It names the field, never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The system's id, where it could be read.
    pub external_id: Option<String>,
    /// Why.
    pub reason: SkipReason,
    /// The field that is to blame, where one is: the system's name for it.
    pub field: Option<String>,
}
