//! What the tray shows, as a value: the shell only draws it.

use chrono::{DateTime, Days, Utc};
use domain::uk_time;
use host::engine::State;

use crate::wire::{Stage, Status};

/// What the tray shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayModel {
    /// Which glyph.
    pub state: State,
    /// The first line of the menu: how matters stand, in words.
    pub state_line: String,
    /// The second line: when anything last went well.
    pub last_sync_line: String,
    /// Whether *Sync now* can be pressed.
    pub sync_enabled: bool,
    /// Whether a pause can be begun, or ended.
    pub pause_enabled: bool,
    /// Whether the schedule is paused: then *Resume* stands where the pauses stood.
    pub paused: bool,
}

impl TrayModel {
    /// One line for the glyph's tooltip.
    #[must_use]
    pub fn tooltip(&self) -> String {
        format!("Learner Sync: {}. {}", self.state_line, self.last_sync_line)
    }
}

/// The state in words, the same wherever it is shown.
const fn word(state: State) -> &'static str {
    match state {
        State::Error => "Error",
        State::NeedsAttention => "Needs attention",
        State::Paused => "Paused",
        State::Offline => "Offline",
        State::Syncing => "Syncing",
        State::UpToDate => "Up to date",
    }
}

/// The tray of an app whose data is not in use: it is being opened, could not be, or nothing is set up yet.
pub(crate) fn idle(stage: Stage) -> TrayModel {
    let (state, line) = match stage {
        Stage::Failed => (State::Error, "The data could not be opened"),
        Stage::FirstRun => (State::NeedsAttention, "Not set up yet"),
        Stage::Opening | Stage::Ready => (State::Syncing, "Opening"),
    };
    TrayModel {
        state,
        state_line: line.to_owned(),
        last_sync_line: "Not synced yet".to_owned(),
        sync_enabled: false,
        pause_enabled: false,
        paused: false,
    }
}

/// The tray of an app at work.
pub(crate) fn at_work(status: &Status, sample: bool) -> TrayModel {
    let state_line = match status.paused_until {
        Some(until) if status.state == State::Paused => format!("Paused until {}", uk_time::told(until, status.now)),
        _ => word(status.state).to_owned(),
    };
    let all_busy = status.connections.iter().filter(|one| one.enabled).all(|one| {
        let mut work = status.work.iter();
        work.any(|work| work.connection_id == one.id)
    });
    TrayModel {
        state: status.state,
        state_line: if sample {
            format!("{state_line} (sample data)")
        } else {
            state_line
        },
        last_sync_line: last_sync(status.last_success_at, status.now),
        sync_enabled: !all_busy,
        pause_enabled: true,
        paused: status.paused_until.is_some(),
    }
}

/// Today and yesterday by name, in UK time.
fn last_sync(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    let Some(at) = at else {
        return "Not synced yet".to_owned();
    };
    let (then, today) = (uk_time::local(at), uk_time::day(now));
    let day = if then.date() == today {
        "today".to_owned()
    } else if Some(then.date()) == today.checked_sub_days(Days::new(1)) {
        "yesterday".to_owned()
    } else {
        then.format("%-d %B %Y,").to_string()
    };
    format!("Last sync {day} {}", then.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{a_connection, a_status, at, working_on};

    #[test]
    fn the_words_of_the_states_are_those_of_the_window() {
        let words: Vec<&str> = State::ALL.iter().rev().map(|state| word(*state)).collect();
        assert_eq!(
            words,
            ["Error", "Needs attention", "Paused", "Offline", "Syncing", "Up to date"],
            "in the order in which the first that applies is shown"
        );
    }

    #[test]
    fn the_last_sync_is_told_in_uk_time_with_today_and_yesterday_by_name() {
        let now = at("2026-07-01T12:00:00Z");
        let told = |instant| last_sync(Some(at(instant)), now);
        assert_eq!(told("2026-07-01T01:47:00Z"), "Last sync today 02:47");
        assert_eq!(told("2026-06-30T22:59:00Z"), "Last sync yesterday 23:59");
        assert_eq!(told("2026-05-09T01:00:00Z"), "Last sync 9 May 2026, 02:00");
        assert_eq!(last_sync(None, now), "Not synced yet");
    }

    #[test]
    fn a_pause_says_until_when_unless_something_worse_is_to_be_said() {
        let mut status = a_status(vec![a_connection(1, State::Paused)]);
        status.paused_until = Some(at("2026-11-22T11:40:00Z"));
        let tray = at_work(&status, false);
        assert_eq!(tray.state_line, "Paused until 11:40");
        assert!(tray.paused, "Resume stands in the menu");
        status.state = State::Error;
        let tray = at_work(&status, false);
        assert_eq!(tray.state_line, "Error", "an error outranks a pause");
        assert!(tray.paused, "and the pause can be ended all the same");
    }

    #[test]
    fn sync_now_rests_only_while_every_connection_is_at_work() {
        let mut status = a_status(vec![a_connection(1, State::Syncing), a_connection(2, State::UpToDate)]);
        status.work = vec![working_on(1)];
        assert!(at_work(&status, false).sync_enabled, "the second is free");
        status.work.push(working_on(2));
        assert!(!at_work(&status, false).sync_enabled);
    }

    #[test]
    fn the_tray_says_when_what_it_speaks_of_is_made_up() {
        let tray = at_work(&a_status(vec![a_connection(1, State::UpToDate)]), true);
        assert_eq!(tray.state_line, "Up to date (sample data)");
        assert_eq!(tray.tooltip(), "Learner Sync: Up to date (sample data). Not synced yet");
    }

    #[test]
    fn an_app_that_is_not_in_use_is_never_up_to_date() {
        for stage in [Stage::Opening, Stage::Failed, Stage::FirstRun] {
            assert_ne!(idle(stage).state, State::UpToDate, "{stage}");
            assert!(!idle(stage).sync_enabled, "{stage}");
        }
    }
}
