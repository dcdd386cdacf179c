//! Tasks, runs and the schedule.
//!
//! The engine sees systems, the clock and the lock between processes only as ports. It decides nothing about people:
//! that is matching's, whose plan it applies.

mod agenda;
mod asks;
mod compare;
mod cut;
mod decisions;
mod engine;
mod events;
mod opened;
mod passes;
mod past;
mod runs;
mod schedule;
mod status;
mod sweep;
mod sync;
mod tally;
mod tasks;
mod timing;
mod turns;
mod undo;
mod unfetched;
mod unmatched;
mod work;

pub use ::matching::Systems as SystemNames;
pub use agenda::SyncAsk;
pub use asks::{Preview, PreviewedRun};
pub use decisions::Decided;
pub use engine::{Engine, Parts};
pub use events::{AtWork, Event, Phase};
pub use schedule::ScheduleRow;
pub use status::{Cause, ConnectionStatus, State, Status};
pub use sync::SyncReport;
pub use undo::Undo;
pub use unmatched::{LearnerSuggestions, Named, UserSuggestions};
