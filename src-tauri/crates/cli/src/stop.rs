//! Ending soon and cleanly when a person or the system asks for it.

use std::future::Future;
use std::time::Duration;

use domain::{Fault, FaultCode};
use tokio_util::sync::CancellationToken;

/// How long a command may take to come to an end by itself once it was asked to.
const GRACE: Duration = Duration::from_secs(5);

/// Runs a command until it ends. On SIGINT or SIGTERM `cancel` tells it to stop, and it is left where it is if it does not
/// within the grace: the store has whole transactions only.
pub(crate) async fn run<T>(
    cancel: &CancellationToken,
    command: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let asked = async {
        asked().await;
        cancel.cancel();
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        outcome = command => outcome,
        () = asked => Err(cancelled()),
    }
}

/// Waits for something that can be left where it is without harm.
pub(crate) async fn or_cancelled<T>(
    cancel: &CancellationToken,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    tokio::select! {
        outcome = work => outcome,
        () = cancel.cancelled() => Err(cancelled()),
    }
}

fn cancelled() -> Fault {
    Fault::new(FaultCode::Cancelled, "asked to stop")
}

#[cfg(unix)]
async fn asked() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = terminated.recv() => {}
            () = interrupted() => {}
        },
        Err(_) => interrupted().await,
    }
}

#[cfg(not(unix))]
async fn asked() {
    interrupted().await;
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler the system ends the program itself.
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_can_be_left_is_left_at_once() {
        let cancel = CancellationToken::new();
        cancel.cancel();
        let outcome = or_cancelled(&cancel, std::future::pending::<Result<(), Fault>>()).await;
        assert_eq!(outcome.unwrap_err().code, FaultCode::Cancelled);
    }

    #[tokio::test]
    async fn a_command_that_ends_by_itself_is_not_disturbed() {
        let cancel = CancellationToken::new();
        assert_eq!(run(&cancel, async { Ok(7) }).await.unwrap(), 7);
        assert!(!cancel.is_cancelled());
    }
}
