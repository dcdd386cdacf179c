//! What both shells read: lists and pages about people and runs, as the store shapes them.

use domain::{Fault, LearnerId};
use store::views;

use crate::wiring::Host;

impl Host {
    /// A learner's page.
    ///
    /// # Errors
    /// `NotFound`; the store's.
    pub async fn learner(&self, learner: LearnerId) -> Result<views::Learner, Fault> {
        self.read(move |r| views::learner(r, learner)).await
    }

    /// The learners whose name, address or reference has `search` in it; all where it is `None`.
    ///
    /// # Errors
    /// The store's.
    pub async fn learners(
        &self,
        search: Option<String>,
        limit: Option<u32>,
        offset: u32,
    ) -> Result<views::Learners, Fault> {
        self.read(move |r| views::learners(r, search.as_deref(), limit, offset))
            .await
    }

    /// The last runs, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn runs(&self, limit: u32) -> Result<Vec<views::Run>, Fault> {
        self.read(move |r| views::runs(r, limit)).await
    }

    /// The links that wait for a person.
    ///
    /// # Errors
    /// The store's.
    pub async fn review(&self) -> Result<Vec<views::Review>, Fault> {
        self.read(views::review).await
    }
}
