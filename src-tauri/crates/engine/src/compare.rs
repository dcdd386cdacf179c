//! A learner beside an account, for a person who decides whether they are one.

use domain::comparison::Compared;
use domain::{ConnectionId, Fault, LearnerId, UserId};
use store::described;

use ::matching::{Systems, compare};

use crate::engine::Engine;

impl Engine {
    /// Compares a learner with an account, attribute by attribute. `systems` is what the two sides are called in the notes.
    /// Of National Insurance numbers nothing leaves this but their endings.
    ///
    /// # Errors
    /// `NotFound` where one of them is not here, or the account belongs to another connection.
    pub async fn compare(
        &self,
        provider: ConnectionId,
        learner: LearnerId,
        user: UserId,
        systems: Systems,
    ) -> Result<Vec<Compared>, Fault> {
        self.read(move |r| {
            let (own, other) = (described::learner(r, learner)?, described::user(r, provider, user)?);
            Ok(compare(&own, &other, &systems))
        })
        .await
    }
}
