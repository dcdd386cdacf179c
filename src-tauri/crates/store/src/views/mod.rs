//! What is shown: structs that serialise to the shapes other programs rely on, and those that the window reads.
//!
//! A National Insurance number appears as its last three characters only.

mod activity;
mod learner;
pub(crate) mod learner_page;
pub(crate) mod learners;
pub(crate) mod learners_page;
mod named;
pub(crate) mod overview;
pub(crate) mod review;
mod runs;
mod search;
mod status;
mod unmatched;
pub(crate) mod unmatched_page;

pub use activity::{
    AuditPageParts, AuditPart, RunDetailParts, RunEntry, RunGroup, RunRow, RunsAsk, RunsPage, audit_page, run_detail,
    runs_page,
};
pub use learner::{ComponentView, Learner, LinkView, LinkedUser, ResultView, learner};
pub use learner_page::{
    Component, Earlier, LearnerLink, LearnerPageParts, LearnerResult, LinkedAccount, PastLink, PersonPart,
    ProviderPart, learner_page,
};
pub use learners::{Learners, ListedLearner, learners};
pub use learners_page::{
    AtProvider, Choice, LearnerFilters, LearnerRow, LearnerSort, LearnersAsk, LearnersPage, LinkFilter, LinkState,
    ProviderChoice, SubjectLevel, learner_filters, learners_page,
};
pub use named::{NamedLearner, NamedUser, learner_named, user_named};
pub use overview::{
    DayCount, HeldRun, LevelCount, OverviewAsk, OverviewParts, ProviderCount, ReasonCount, RecordCount, SubjectLevels,
    Waiting, overview,
};
pub use review::{Review, review};
pub use runs::{Run, RunFaultView, run, runs};
pub use status::{StatusRow, status_rows};
pub use unmatched::{LearnerCandidate, Unmatched, UnmatchedLearner, UnmatchedUser, UserCandidate, unmatched};
pub use unmatched_page::{
    Account, HeldLinkPart, Never, Side, Suggested, UnmatchedAsk, UnmatchedPageParts, UnmatchedPart, UnmatchedTabPart,
    accounts, held_links, to_decide, unmatched_page, unmatched_tabs,
};
