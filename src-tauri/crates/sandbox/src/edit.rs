//! Changes to the customer while it is served.

use chrono::{DateTime, Utc};

use crate::customer::{BksbUser, Customer, OnefileUser};

/// Changes records on either side. Ids are those that the truth speaks of; what does not exist is left alone, which the
/// answer tells.
pub struct Editor<'a> {
    customer: &'a mut Customer,
    now: DateTime<Utc>,
}

impl<'a> Editor<'a> {
    pub(crate) fn new(customer: &'a mut Customer, now: DateTime<Utc>) -> Self {
        Self { customer, now }
    }

    /// The customer as it is now.
    #[must_use]
    pub fn customer(&self) -> &Customer {
        self.customer
    }

    /// Changes a learner, whose `LastModified` becomes now. Whether there is one.
    pub fn learner(&mut self, external_id: &str, change: impl FnOnce(&mut OnefileUser)) -> bool {
        let now = self.now;
        let learner = number(external_id).and_then(|id| self.customer.onefile.get_mut(id));
        learner.map(|learner| edit(learner, now, change)).is_some()
    }

    /// Adds a learner, modified now. Answers the id.
    pub fn add_learner(&mut self, mut learner: OnefileUser) -> String {
        learner.last_modified = self.now;
        self.customer.onefile.add(learner).to_string()
    }

    /// Removes a learner for good. Whether there was one.
    pub fn remove_learner(&mut self, external_id: &str) -> bool {
        number(external_id)
            .and_then(|id| self.customer.onefile.remove(id))
            .is_some()
    }

    /// Changes an account, its results included. Whether there is one.
    pub fn account(&mut self, external_id: &str, change: impl FnOnce(&mut BksbUser)) -> bool {
        number(external_id)
            .and_then(|id| self.customer.bksb.get_mut(id))
            .map(change)
            .is_some()
    }

    /// Adds an account. Answers the id.
    pub fn add_account(&mut self, account: BksbUser) -> String {
        self.customer.bksb.add(account).to_string()
    }

    /// Removes an account for good, as a merge does. Whether there was one.
    pub fn remove_account(&mut self, external_id: &str) -> bool {
        number(external_id)
            .and_then(|id| self.customer.bksb.remove(id))
            .is_some()
    }
}

fn edit(learner: &mut OnefileUser, now: DateTime<Utc>, change: impl FnOnce(&mut OnefileUser)) {
    change(learner);
    learner.last_modified = now;
}

fn number(external_id: &str) -> Option<u64> {
    external_id.parse().ok()
}
