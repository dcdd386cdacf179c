//! How matters stand, and what a person does about it.

use domain::run::RunReason;
use domain::schedule::Pause;

use crate::open::Held;
use crate::problem::Problem;
use crate::wire::*;
use crate::{status, sync};

pub(super) async fn status(held: &Held, (): ()) -> Result<Status, Problem> {
    Ok(status::of(held).await?)
}

pub(super) async fn sync(held: &Held, ask: SyncWish) -> Result<Started, Problem> {
    let started = sync::begin(held, ask.connections).await?;
    Ok(Started { started })
}

pub(super) async fn stop(held: &Held, ask: StopAsk) -> Result<(), Problem> {
    held.host().engine().stop(ask.connection);
    Ok(())
}

pub(super) async fn pause(held: &Held, ask: PauseAsk) -> Result<Status, Problem> {
    let now = held.host().now();
    let pause = match ask.until {
        PauseLength::Hour => Pause::for_an_hour(now),
        PauseLength::Tomorrow => Pause::until_tomorrow(now),
    };
    held.host().engine().pause(pause.until).await?;
    Ok(status::of(held).await?)
}

pub(super) async fn resume(held: &Held, (): ()) -> Result<Status, Problem> {
    held.host().engine().resume().await?;
    Ok(status::of(held).await?)
}

pub(super) async fn rematch(held: &Held, ask: ProviderAsk) -> Result<(), Problem> {
    held.host().engine().rematch(ask.connection, RunReason::Asked).await?;
    Ok(())
}
