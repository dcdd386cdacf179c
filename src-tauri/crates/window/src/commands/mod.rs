//! The commands: what the page may ask, and where it is answered.

use domain::{Fault, FaultCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::declare::commands;
use crate::problem::Problem;
use crate::typescript::Sheet;
use crate::wire::*;

commands! {
    session: soon[()] -> Session;
    try_again: soon[()] -> Session;
    open_with_recovery_key: soon[TypedAsk] -> Session;
    explore_sample: soon[()] -> Session;
    leave_sample: soon[()] -> Session;
    close_window: soon[()] -> ();
    quit: soon[()] -> ();
    preferences: soon[()] -> Preferences;
    set_preferences: soon[PreferencesChange] -> Preferences;
    open_folder: soon[()] -> ();

    status: soon[()] -> Status;
    sync: soon[SyncWish] -> Started;
    stop: soon[StopAsk] -> ();
    pause: soon[PauseAsk] -> Status;
    resume: soon[()] -> Status;

    overview: soon[()] -> Overview;
    learners: soon[LearnersAsk] -> LearnersPage;
    learner_filters: soon[()] -> LearnerFilters;
    learner: soon[LearnerAsk] -> LearnerPage;
    latest_results: soon[LatestAsk] -> Vec<RunRow>;
    set_username: soon[UsernameAsk] -> ();

    unmatched_tabs: soon[()] -> Vec<UnmatchedTab>;
    unmatched: soon[UnmatchedAsk] -> UnmatchedPage;
    held: soon[ProviderAsk] -> Vec<HeldLink>;
    compare: soon[CompareAsk] -> Comparison;
    find_accounts: soon[AccountSearch] -> Vec<Account>;
    rematch: soon[ProviderAsk] -> ();
    link: soon[Pair] -> Decided;
    unlink: soon[Pair] -> Decided;
    never_match: soon[NeverAsk] -> Decided;
    review: soon[ReviewAsk] -> Decided;
    undo: soon[Undo] -> Decided;

    runs: soon[RunsAsk] -> RunsPage;
    run: soon[RunAsk] -> RunDetail;
    confirm: soon[ConfirmAsk] -> ();
    audit: soon[AuditAsk] -> AuditPage;

    systems: soon[()] -> Vec<SystemSpec>;
    connections: soon[()] -> Vec<ConnectionDetail>;
    test_draft: soon[DraftAsk] -> CheckReport;
    add_connection: soon[DraftAsk] -> Saved;
    change_connection: soon[ChangeConnection] -> ConnectionDetail;
    replace_secret: soon[ReplaceSecret] -> Saved;
    remove_connection: soon[ConnectionAsk] -> ();
    check: soon[ConnectionAsk] -> CheckReport;
    schedule: soon[()] -> Schedule;
    set_overnight: soon[SetOvernight] -> Schedule;
    privacy: soon[()] -> Privacy;
    recovery_key: soon[()] -> RecoveryKey;
    save_recovery_key: soon[()] -> RecoverySaved;
    examine: soon[()] -> Vec<Finding>;
    about: soon[()] -> About;

    first_run: soon[()] -> FirstRun;
    read_first: soon[()] -> Started;
    preview_rows: soon[PreviewAsk] -> PreviewPage;
    finish_first_run: soon[()] -> ();
}

async fn soon<Ask, Answer>(_: &App, _: Ask) -> Result<Answer, Problem> {
    Err(Fault::new(FaultCode::NotOffered, "not there yet").into())
}

fn read<Ask: DeserializeOwned>(ask: &str) -> Result<Ask, Problem> {
    // The error would quote what it could not read.
    serde_json::from_str(ask).map_err(|_| Fault::new(FaultCode::Internal, "an ask that cannot be read").into())
}

fn write<Answer: Serialize>(answer: &Answer) -> Result<String, Problem> {
    serde_json::to_string(answer)
        .map_err(|_| Fault::new(FaultCode::Internal, "an answer that cannot be written").into())
}

fn unknown() -> Problem {
    Fault::new(FaultCode::Internal, "a command that does not exist").into()
}
