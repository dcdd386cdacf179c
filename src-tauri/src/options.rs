//! What may be said on the command line when the app is started.

use std::path::PathBuf;

use clap::Parser;

/// Keeps assessment results in step with the learners of a training centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Parser)]
#[command(name = "learner-sync", version)]
pub struct Options {
    /// Keep everything in this folder instead of the usual one.
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Show invented people of imitated systems instead of the centre's own data.
    #[arg(long)]
    pub sample: bool,
    /// Start in the tray, without a window: for the start at login.
    #[arg(long)]
    pub hidden: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Options::command().debug_assert();
    }

    #[test]
    fn nothing_need_be_said() {
        assert_eq!(Options::parse_from(["learner-sync"]), Options::default());
    }

    #[test]
    fn what_the_start_at_login_says_is_understood() {
        let options = Options::parse_from(["learner-sync", crate::HIDDEN]);
        assert!(options.hidden, "else every login would open a window");
    }
}
