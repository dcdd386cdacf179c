//! One learner with everything that is known, at every provider.

mod person;
mod provider;
pub(crate) mod results;
mod revisions;

pub use person::{LearnerPageParts, PersonPart, learner_page};
pub use provider::{LearnerLink, LinkedAccount, PastLink, ProviderPart};
pub use results::{Component, LearnerResult};
pub use revisions::Earlier;
