//! What a person decides about a learner and an account, and taking it back.

use host::engine;

use crate::open::Held;
use crate::problem::Problem;
use crate::wire::*;

pub(super) async fn link(held: &Held, pair: Pair) -> Result<Decided, Problem> {
    let engine = held.host().engine();
    Ok(decided(engine.link(pair.connection, pair.learner, pair.user).await?))
}

pub(super) async fn unlink(held: &Held, pair: Pair) -> Result<Decided, Problem> {
    let engine = held.host().engine();
    Ok(decided(engine.unlink(pair.connection, pair.learner, pair.user).await?))
}

pub(super) async fn never_match(held: &Held, ask: NeverAsk) -> Result<Decided, Problem> {
    let engine = held.host().engine();
    let decision = engine.never_match(ask.connection, ask.learner, ask.user, false);
    Ok(decided(decision.await?))
}

pub(super) async fn review(held: &Held, ask: ReviewAsk) -> Result<Decided, Problem> {
    let engine = held.host().engine();
    let decision = engine.review(ask.connection, ask.learner, ask.user, ask.same_person);
    Ok(decided(decision.await?))
}

pub(super) async fn undo(held: &Held, undo: Undo) -> Result<Decided, Problem> {
    Ok(decided(held.host().engine().take_back(&undo).await?))
}

fn decided(brought: engine::Decided) -> Decided {
    Decided {
        linked: brought.linked,
        unlinked: brought.unlinked,
        fault: brought.fault.map(Problem::from),
        undo: brought.undo,
    }
}
