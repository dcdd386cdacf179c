//! What every command works with.

use std::path::PathBuf;

use domain::Fault;
use host::Host;
use tokio_util::sync::CancellationToken;

use crate::output::{Output, tell};
use crate::stop;

/// One call of the program.
pub(crate) struct Session {
    data_dir: Option<PathBuf>,
    cancel: CancellationToken,
    /// How to answer.
    pub(crate) output: Output,
}

impl Session {
    /// A call with these options.
    pub(crate) fn new(data_dir: Option<PathBuf>, output: Output) -> Self {
        Self {
            data_dir,
            cancel: CancellationToken::new(),
            output,
        }
    }

    /// Says when the command is to stop.
    pub(crate) fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }

    /// The options of the host.
    pub(crate) fn options(&self) -> host::Options {
        host::Options {
            data_dir: self.data_dir.clone(),
        }
    }

    /// Opens everything, and says what a person has to know about how that went.
    pub(crate) async fn open(&self) -> Result<Host, Fault> {
        let host = stop::or_cancelled(&self.cancel, Host::open(self.options())).await?;
        for notice in host.notices() {
            tell(notice);
        }
        Ok(host)
    }
}
