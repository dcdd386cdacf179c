//! A provider by its definition.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use chrono::Datelike;
use domain::linking::Policy;
use domain::ports::{
    CheckReport, FindKey, LoginLink, NewUser, Page, PageStream, Provider, ProviderAbilities, ResultsAsk, UserResults,
};
use domain::records::{UserRecord, UserRef};
use domain::{Fault, FaultCode};
use futures::stream::{self, StreamExt};

use crate::http::client::Caller;
use crate::operation::Operation;
use crate::read::page::{Misfit, missing_field, read_page};
use crate::read::reader::{Reader, Unfit};
use crate::template::Values;

use super::batches::batches;
use super::open::not_offered;
use super::pages::Pager;
use super::{check, records, results};

/// How many lookups make a page.
const FINDS: usize = 25;

/// A provider.
pub(crate) struct Assessments {
    pub(crate) caller: Caller,
    pub(crate) policy: Policy,
}

#[async_trait]
impl Provider for Assessments {
    fn abilities(&self) -> ProviderAbilities {
        let finds = |key: &&FindKey| self.find_operation(**key).is_some();
        ProviderAbilities {
            policy: self.policy,
            find: FindKey::ALL.iter().filter(finds).copied().collect(),
            results_batch: 1,
        }
    }

    fn calls(&self) -> u64 {
        self.caller.calls.load(Ordering::Relaxed)
    }

    fn users(&self) -> PageStream<'_, UserRecord> {
        let Some(operation) = self.caller.plan.operation("users.list") else {
            return not_offered(&self.caller, "list its users");
        };
        let pager = Pager::new(&self.caller, operation, Values::default());
        stream::try_unfold(pager, async |mut pager| {
            let fetched = pager.next(|row, _| records::user(row)).await?;
            Ok(fetched.map(|fetched| (fetched.into(), pager)))
        })
        .boxed()
    }

    fn find_users(&self, by: FindKey, keys: Vec<String>) -> PageStream<'_, UserRecord> {
        let Some(operation) = self.find_operation(by) else {
            return not_offered(&self.caller, "look users up by this key");
        };
        let batches = batches(keys, operation.batch);
        let groups: Vec<Vec<Vec<String>>> = batches.chunks(FINDS).map(<[_]>::to_vec).collect();
        stream::iter(groups)
            .then(move |batches| async move { self.find(operation, batches).await })
            .boxed()
    }

    fn results(&self, asks: Vec<ResultsAsk>) -> PageStream<'_, UserResults> {
        results::results(&self.caller, asks).boxed()
    }

    async fn login_link(&self, user: &UserRef) -> Result<LoginLink, Fault> {
        let operation = self.offered("users.login_link", "make a sign-in link")?;
        let values = Values::default()
            .with("user", user.external_id.as_str())
            .with_some("username", user.username.as_deref());
        self.one(operation, &values, records::login_link).await
    }

    async fn create_user(&self, user: &NewUser) -> Result<UserRef, Fault> {
        let operation = self.offered("users.create", "create an account")?;
        let birth = user.date_of_birth;
        let values = Values::default()
            .with("username", user.username.as_str())
            .with("password", user.password.as_str())
            .with("given_name", user.given_name.as_str())
            .with("family_name", user.family_name.as_str())
            .with("email", user.email.as_str())
            .with_some("reference", user.reference.as_deref())
            .with("auto_enrol", if user.auto_enrol { "true" } else { "false" })
            .with_some("birth_year", birth.map(|day| day.year().to_string()))
            .with_some("birth_month", birth.map(|day| day.month().to_string()))
            .with_some("birth_day", birth.map(|day| day.day().to_string()))
            .with_some("birth_date", birth.map(|day| day.to_string()))
            .with_some("birth_time", birth.map(|_| "0"));
        let mut created = self.one(operation, &values, records::user_ref).await?;
        created.username.get_or_insert_with(|| user.username.clone());
        Ok(created)
    }

    async fn check(&self) -> CheckReport {
        check::provider(&self.caller).await
    }
}

impl Assessments {
    fn find_operation(&self, by: FindKey) -> Option<&Operation> {
        self.caller.plan.operation(&format!("users.find.{by}"))
    }

    fn offered(&self, name: &str, purpose: &str) -> Result<&Operation, Fault> {
        self.caller.plan.operation(name).ok_or_else(|| {
            Fault::new(FaultCode::NotOffered, format!("there is no {name}"))
                .with("connection", &self.caller.name)
                .with("operation", purpose)
        })
    }

    /// One page of lookups.
    async fn find(&self, operation: &Operation, batches: Vec<Vec<String>>) -> Result<Page<UserRecord>, Fault> {
        let mut page = Page {
            rows: Vec::new(),
            skipped: Vec::new(),
            total: None,
            served_at: None,
        };
        let mut found = stream::iter(batches)
            .map(async |batch: Vec<String>| {
                let key = batch.first().map(String::as_str);
                let values = Values::default().with_some("key", key).with_list("keys", &batch);
                Pager::new(&self.caller, operation, values)
                    .next(|row, _| records::user(row))
                    .await
            })
            .buffered(self.caller.concurrency());
        while let Some(fetched) = found.next().await {
            if let Some(fetched) = fetched? {
                page.rows.extend(fetched.rows);
                page.skipped.extend(fetched.skipped);
            }
        }
        Ok(page)
    }

    /// Calls an operation that answers with one thing.
    async fn one<T>(
        &self,
        operation: &Operation,
        values: &Values<'_>,
        read: impl Fn(&Reader<'_, '_>) -> Result<T, Unfit>,
    ) -> Result<T, Fault> {
        let label = self.caller.label(operation);
        let answer = self.caller.call(operation, values).await?;
        let body = answer.body.unwrap_or_default();
        let sheet =
            read_page(operation, &body, values, true, |row, _| read(row)).map_err(|misfit| label.misfit(misfit))?;
        if let Some(misfit) = missing_field(&operation.fields, sheet.seen) {
            return Err(label.misfit(misfit));
        }
        let field = sheet.skipped.into_iter().next().and_then(|skip| skip.field);
        let one = sheet.rows.into_iter().next().map(|(_, one)| one);
        one.ok_or_else(|| {
            let field = field.unwrap_or_else(|| "the answer".to_owned());
            label.misfit(Misfit::Unreadable(format!("{field} cannot be read")))
        })
    }
}
