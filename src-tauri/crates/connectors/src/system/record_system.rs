//! A record system by its definition.

use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use domain::Fault;
use domain::ports::{CheckReport, LearnerQuery, Listed, PageStream, RecordAbilities, RecordSystem};
use domain::records::{CentreRecord, LearnerRecord};
use futures::StreamExt;

use crate::http::client::Caller;
use crate::read::page::{Misfit, missing_field};
use crate::template::Values;

use super::first::first;
use super::open::not_offered;
use super::pages::Pager;
use super::{check, learners, records};

/// A record system.
pub(crate) struct Records {
    pub(crate) caller: Caller,
    pub(crate) reading: u64,
}

#[async_trait]
impl RecordSystem for Records {
    fn abilities(&self) -> RecordAbilities {
        let list = self.caller.plan.operation("learners.list");
        RecordAbilities {
            centres: self.caller.plan.operation("centres").is_some(),
            changed_since: list.is_some_and(|list| list.request.uses("changed_since")),
            states_total: list.is_some_and(|list| list.marks.total.is_some()),
        }
    }

    fn reading(&self) -> u64 {
        self.reading
    }

    fn calls(&self) -> u64 {
        self.caller.calls.load(Ordering::Relaxed)
    }

    async fn centres(&self) -> Result<Vec<CentreRecord>, Fault> {
        let Some(operation) = self.caller.plan.operation("centres") else {
            return Ok(Vec::new());
        };
        let values = Values::default().with_some("first", first(&self.caller, operation).await?);
        let mut pager = Pager::new(&self.caller, operation, values);
        let mut centres = Vec::new();
        while let Some(fetched) = pager.next(|row, _| records::centre(row)).await? {
            // Learners are listed by centre: one that cannot be read would leave its learners out without a word.
            if let Some(skipped) = fetched.skipped.first() {
                let field = skipped.field.as_deref().unwrap_or("a row");
                let detail = format!("{field} of a centre cannot be read");
                return Err(self.caller.label(operation).misfit(Misfit::Unreadable(detail)));
            }
            centres.extend(fetched.rows);
        }
        Ok(centres)
    }

    fn learners(&self, query: LearnerQuery) -> PageStream<'_, Listed<LearnerRecord>> {
        match self.caller.plan.operation("learners.list") {
            Some(operation) => learners::list(&self.caller, operation, query).boxed(),
            None => not_offered(&self.caller, "list its learners"),
        }
    }

    async fn learner(&self, external_id: &str) -> Result<Option<LearnerRecord>, Fault> {
        let Some(operation) = self.caller.plan.operation("learners.get") else {
            return Ok(None);
        };
        let seen = AtomicU64::new(0);
        let Some(detail) = learners::detail(&self.caller, operation, external_id, &seen).await? else {
            return Ok(None);
        };
        let label = self.caller.label(operation);
        if let Some(misfit) = missing_field(&operation.fields, seen.into_inner()) {
            return Err(label.misfit(misfit));
        }
        detail.map(Some).map_err(|skipped| {
            let field = skipped.field.unwrap_or_else(|| "the row".to_owned());
            label.misfit(Misfit::Unreadable(format!("{field} cannot be read")))
        })
    }

    async fn check(&self) -> CheckReport {
        check::records(&self.caller).await
    }
}
