//! A learner beside an account, with what their systems are called.

use domain::comparison::{Attribute, Compared};
use domain::{ConnectionId, Fault, LearnerId, UserId};
use engine::SystemNames;
use store::{learners, users};

use crate::wiring::Host;

/// A learner and an account side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What the learner's record system is called, such as `Onefile`.
    pub record_system: String,
    /// What the provider is called, such as `bksb`.
    pub provider: String,
    /// The provider's id of the account.
    pub user_external_id: String,
    /// Attribute by attribute, those first that people look at first.
    pub attributes: Vec<Compared>,
}

impl Comparison {
    /// The learner's name; empty where none is recorded.
    #[must_use]
    pub fn learner_name(&self) -> &str {
        self.name(|name| name.learner.as_deref())
    }

    /// The account's name, likewise.
    #[must_use]
    pub fn user_name(&self) -> &str {
        self.name(|name| name.user.as_deref())
    }

    fn name<'a>(&'a self, side: impl Fn(&'a Compared) -> Option<&'a str>) -> &'a str {
        let name = self.attributes.iter().find(|one| one.attribute == Attribute::Name);
        name.and_then(side).unwrap_or_default()
    }
}

impl Host {
    /// Compares a learner with an account of a provider. Of National Insurance numbers only the endings are told.
    ///
    /// # Errors
    /// `NotFound` where one of them is not here, or the account belongs to another connection; the store's.
    pub async fn compare(&self, provider: ConnectionId, learner: LearnerId, user: UserId) -> Result<Comparison, Fault> {
        let (home, account) = self
            .read(move |r| Ok((learners::by_id(r, learner)?, users::by_id(r, user)?)))
            .await?;
        let names = SystemNames {
            record_system: self.system_name(&self.connection(home.connection).await?),
            provider: self.system_name(&self.connection(provider).await?),
        };
        Ok(Comparison {
            attributes: self.engine().compare(provider, learner, user, names.clone()).await?,
            record_system: names.record_system,
            provider: names.provider,
            user_external_id: account.reference.external_id,
        })
    }
}
