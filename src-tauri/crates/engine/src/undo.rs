//! Taking a decision back: not merely lifting it, but returning to what stood before it.

use domain::{ConnectionId, LearnerId, UserId};
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::standing::{Reversal, Standing};

use crate::decisions::{Change, refused};

/// What takes a decision back. Whoever is handed one hands it in again as it is.
///
/// One that is made by hand, without `before`, lifts whatever was last decided about the pair, or about the learner with
/// anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Undo {
    /// The provider's connection.
    pub connection: ConnectionId,
    /// The learner.
    pub learner: LearnerId,
    /// The account; `None` where the decision was about the learner with anybody.
    pub user: Option<UserId>,
    /// What stood before the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "unknown")]
    pub before: Option<Reversal>,
}

impl Undo {
    /// What takes back a decision that led from `before` to `after`; `None` where it decided nothing new.
    pub(crate) fn of(change: &Change, before: &Standing, after: &Standing) -> Option<Self> {
        let reversal = before.reversal_from(after);
        (!reversal.is_empty()).then_some(Self {
            connection: change.provider,
            learner: change.learner,
            user: change.user,
            before: Some(reversal),
        })
    }

    /// What is to be taken back, if it stands as it did when it was decided.
    pub(crate) fn reversal(&self, now: &Standing) -> Result<Reversal, StoreError> {
        let reversal = match (&self.before, now.verdict(self.user)) {
            (Some(reversal), _) => reversal.clone(),
            (None, Some(verdict)) => Reversal::lifting(self.user, verdict),
            (None, None) => Reversal::default(),
        };
        if reversal.is_empty() {
            Err(refused(
                "Nothing was decided here that could be taken back.",
                "look at the learner's page for what stands.",
            )
            .into())
        } else if reversal.fits(now) {
            Ok(reversal)
        } else {
            Err(refused(
                "Something else has been decided about them since.",
                "look at the learner's page for what stands now, and decide anew.",
            )
            .into())
        }
    }
}
