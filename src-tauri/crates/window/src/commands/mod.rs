//! The commands: what the page may ask, and where it is answered.

mod activity;
mod bounds;
mod connections;
mod decisions;
mod first_run;
mod learners;
mod life;
mod overview;
mod settings;
mod status;
mod suggestions;
mod unmatched;

use domain::{Fault, FaultCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::declare::commands;
use crate::problem::Problem;
use crate::typescript::Sheet;
use crate::wire::*;

commands! {
    of_app {
        session: life::session[()] -> Session;
        try_again: life::try_again[()] -> Session;
        open_with_recovery_key: life::open_with_recovery_key[TypedAsk] -> Session;
        explore_sample: life::explore_sample[()] -> Session;
        leave_sample: life::leave_sample[()] -> Session;
        close_window: life::close_window[()] -> ();
        quit: life::quit[()] -> ();
        preferences: life::preferences[()] -> Preferences;
        set_preferences: life::set_preferences[PreferencesChange] -> Preferences;
        open_folder: life::open_folder[()] -> ();
        about: life::about[()] -> About;
    }
    of_data {
        status: status::status[()] -> Status;
        sync: status::sync[SyncWish] -> Started;
        stop: status::stop[StopAsk] -> ();
        pause: status::pause[PauseAsk] -> Status;
        resume: status::resume[()] -> Status;

        overview: overview::overview[()] -> Overview;
        learners: learners::learners[LearnersAsk] -> LearnersPage;
        learner_filters: learners::learner_filters[()] -> LearnerFilters;
        learner: learners::learner[LearnerAsk] -> LearnerPage;
        latest_results: learners::latest_results[LatestAsk] -> Vec<RunRow>;
        set_username: learners::set_username[UsernameAsk] -> ();

        unmatched_tabs: unmatched::unmatched_tabs[()] -> Vec<UnmatchedTab>;
        unmatched: unmatched::unmatched[UnmatchedAsk] -> UnmatchedPage;
        held: unmatched::held[ProviderAsk] -> Vec<HeldLink>;
        compare: unmatched::compare[CompareAsk] -> Comparison;
        find_accounts: unmatched::find_accounts[AccountSearch] -> Vec<Account>;
        rematch: status::rematch[ProviderAsk] -> ();
        link: decisions::link[Pair] -> Decided;
        unlink: decisions::unlink[Pair] -> Decided;
        never_match: decisions::never_match[NeverAsk] -> Decided;
        review: decisions::review[ReviewAsk] -> Decided;
        undo: decisions::undo[Undo] -> Decided;

        runs: activity::runs[RunsAsk] -> RunsPage;
        run: activity::run[RunAsk] -> RunDetail;
        confirm: activity::confirm[ConfirmAsk] -> ();
        audit: activity::audit[AuditAsk] -> AuditPage;

        systems: connections::systems[()] -> Vec<SystemSpec>;
        connections: connections::connections[()] -> Vec<ConnectionDetail>;
        test_draft: connections::test_draft[DraftAsk] -> CheckReport;
        add_connection: connections::add_connection[DraftAsk] -> Saved;
        change_connection: connections::change_connection[ChangeConnection] -> ConnectionDetail;
        replace_secret: connections::replace_secret[ReplaceSecret] -> Saved;
        remove_connection: connections::remove_connection[ConnectionAsk] -> ();
        check: connections::check[ConnectionAsk] -> CheckReport;
        schedule: settings::schedule[()] -> Schedule;
        set_overnight: settings::set_overnight[SetOvernight] -> Schedule;
        privacy: settings::privacy[()] -> Privacy;
        recovery_key: settings::recovery_key[()] -> RecoveryKey;
        save_recovery_key: settings::save_recovery_key[()] -> RecoverySaved;
        examine: settings::examine[()] -> Vec<Finding>;

        first_run: first_run::first_run[()] -> FirstRun;
        read_first: first_run::read_first[()] -> Started;
        preview_rows: first_run::preview_rows[PreviewAsk] -> PreviewPage;
        finish_first_run: first_run::finish_first_run[()] -> ();
    }
}

/// No page asks for so much at once.
const LONGEST_ASK: usize = 1024 * 1024;

fn read<Ask: DeserializeOwned>(ask: &str) -> Result<Ask, Problem> {
    if ask.len() > LONGEST_ASK {
        let fault = Fault::new(FaultCode::Refused, "an ask that is too long");
        let fault = fault.with("problem", "What was typed is longer than anything that belongs here.");
        return Err(fault.with("remedy", "shorten it.").into());
    }
    // The error would quote what it could not read.
    serde_json::from_str(ask).map_err(|_| mistake("an ask that cannot be read"))
}

fn write<Answer: Serialize>(answer: &Answer) -> Result<String, Problem> {
    serde_json::to_string(answer).map_err(|_| mistake("an answer that cannot be written"))
}

fn unknown() -> Problem {
    mistake("a command that does not exist")
}

fn mistake(cause: &str) -> Problem {
    tracing::error!("the page and the app do not understand each other: {cause}");
    Fault::new(FaultCode::Internal, cause).into()
}
