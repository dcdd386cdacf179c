//! The life of the app, and what a person prefers of it.

use domain::RunId;
use domain::run::{RunState, Task};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Work;
use crate::problem::Problem;

domain::coded! {
    /// How far the app is.
    pub enum Stage {
        /// The data is being opened.
        Opening = "opening",
        /// It could not be opened: the session's problem says why.
        Failed = "failed",
        /// It is open, and nothing has been set up yet.
        FirstRun = "first_run",
        /// It is open and in use.
        Ready = "ready",
    }
}

domain::coded! {
    /// Which kind of computer this is.
    pub enum SystemName {
        /// Linux.
        Linux = "linux",
        /// Windows.
        Windows = "windows",
        /// macOS.
        Macos = "macos",
    }
}

/// How the app stands: what the page shows before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Session {
    /// How far it is.
    pub stage: Stage,
    /// Why it failed, where it did.
    pub problem: Option<Problem>,
    /// Whether what is open is the sample data.
    pub sample: bool,
    /// What a person has to be told about how opening went, in sentences.
    pub notices: Vec<String>,
    /// The version of the app.
    pub version: String,
    /// Which kind of computer this is.
    pub system: SystemName,
    /// The data folder.
    pub folder: String,
}

domain::coded! {
    /// Which colours the window has.
    pub enum Theme {
        /// Those of the computer.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

/// What a person prefers. What was kept by an older version, and lacks something, is completed by what is usual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Preferences {
    /// The colours of the window.
    pub theme: Theme,
    /// Closing the window keeps the app in the tray.
    pub keep_in_tray: bool,
    /// The app starts, hidden, when the person signs in to the computer.
    pub start_at_login: bool,
    /// A notification tells when a connection newly needs a person.
    pub notify_attention: bool,
    /// A notification tells when a link is newly held.
    pub notify_held: bool,
    /// The word about the tray has been said.
    pub told_of_tray: bool,
    /// The columns of the Learners page; `null` is the usual ones.
    pub learner_columns: Option<Vec<String>>,
    /// How many rows a page of a table has.
    pub rows: u32,
}

/// A change of preferences: what is left out stays.
#[derive(Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct PreferencesChange {
    /// The colours of the window.
    pub theme: Option<Theme>,
    /// Closing the window keeps the app in the tray.
    pub keep_in_tray: Option<bool>,
    /// The app starts when the person signs in to the computer.
    pub start_at_login: Option<bool>,
    /// A notification tells when a connection newly needs a person.
    pub notify_attention: Option<bool>,
    /// A notification tells when a link is newly held.
    pub notify_held: Option<bool>,
    /// The word about the tray has been said.
    pub told_of_tray: Option<bool>,
    /// The columns of the Learners page; `null` goes back to the usual ones.
    #[serde(deserialize_with = "said")]
    #[ts(as = "Option<Vec<String>>", optional = nullable)]
    pub learner_columns: Option<Option<Vec<String>>>,
    /// How many rows a page of a table has.
    pub rows: Option<u32>,
}

/// Tells a field that says `null` from one that is left out.
fn said<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Something that a person typed.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TypedAsk {
    /// As it was typed or pasted. It is a secret.
    pub typed: String,
}

/// Something that happened, told to whoever shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AppEvent {
    /// What is stored or decided changed: what is shown is to be read again.
    Changed,
    /// How far the runs at work are; all of them.
    Work {
        /// The runs.
        work: Vec<Work>,
    },
    /// A run is over.
    Ended {
        /// Which.
        run: RunId,
        /// The connection's name.
        connection: String,
        /// What it did.
        task: Task,
        /// How it ended.
        state: RunState,
    },
    /// The app's life went on.
    Session {
        /// How it stands now.
        session: Session,
    },
    /// Preferences changed.
    Preferences {
        /// As they are now.
        preferences: Preferences,
    },
    /// The window was closed for the first time: the page says the word about the tray.
    CloseAsked,
    /// A route is to be shown.
    Go {
        /// Such as `/unmatched`.
        to: String,
    },
}
