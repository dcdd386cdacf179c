//! How the program ends.

use std::process::ExitCode;

/// The exit codes, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything was done.
    Done,
    /// Done, but some records were kept aside, or something waits for a person.
    Partly,
    /// It failed, or one of several connections did.
    Failed,
    /// The command was not understood.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Partly => 3,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_outcomes_the_worst_counts() {
        assert_eq!(
            [Exit::Done, Exit::Failed, Exit::Partly].into_iter().max(),
            Some(Exit::Failed),
            "a failed connection is not hidden behind one with skips"
        );
    }
}
