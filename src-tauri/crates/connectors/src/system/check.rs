//! Trying every operation that reads, and telling how each fared.

use std::collections::BTreeMap;
use std::iter;

use domain::ports::{CheckOutcome, CheckReport, OperationCheck};
use domain::records::UserRef;
use domain::{Fault, FaultCode};

use crate::definition::schema::{AnswerKind, Until};
use crate::http::client::Caller;
use crate::operation::Operation;
use crate::read::fields::Fields;
use crate::read::page::{Misfit, missing, read_page};
use crate::read::reader::{Reader, Unfit};
use crate::template::{Value, Values};

use super::{first, records, shape};

/// How many records an operation is tried with before it counts as having nothing to show.
const SAMPLES: usize = 10;

struct Check<'c> {
    caller: &'c Caller,
    report: CheckReport,
}

/// How an operation is tried.
struct Trial<'c> {
    operation: &'c Operation,
    shape: BTreeMap<String, String>,
    seen: u64,
    rows: u64,
    unreadable: Option<String>,
}

/// Checks a record system.
pub(crate) async fn records(caller: &Caller) -> CheckReport {
    let mut check = Check::new(caller);
    let mut centres = Vec::new();
    if let Some(operation) = caller.plan.operation("centres") {
        match first::first(caller, operation).await {
            Ok(id) => {
                let values = Values::default().with_some("first", id);
                centres = check.try_with(operation, vec![values], records::id).await;
            }
            Err(fault) => check.tell(operation, CheckOutcome::Failed(fault), BTreeMap::new()),
        }
    }
    let mut learners = Vec::new();
    if let Some(operation) = caller.plan.operation("learners.list") {
        let samples = match operation.request.uses("centre") {
            true => centres.iter().map(|id| Values::default().with("centre", id)).collect(),
            false => vec![Values::default()],
        };
        learners = check.try_with(operation, samples, records::id).await;
        check.probe_page_size(operation, centres.first(), learners.len()).await;
    }
    if let Some(operation) = caller.plan.operation("learners.get") {
        let samples = learners.iter().map(|id| Values::default().with("id", id)).collect();
        check.try_all(operation, samples, records::learner).await;
    }
    check.report
}

/// Checks a provider.
pub(crate) async fn provider(caller: &Caller) -> CheckReport {
    let mut check = Check::new(caller);
    let mut users = Vec::new();
    if let Some(operation) = caller.plan.operation("users.list") {
        let user = |row: &Reader<'_, '_>| {
            records::user(row).map(|user| UserRef {
                external_id: user.external_id,
                username: user.username,
            })
        };
        users = check.try_with(operation, vec![Values::default()], user).await;
    }
    for operation in caller.plan.family("users.find.") {
        let samples = if operation.name == "users.find.username" {
            &users[..]
        } else {
            &[]
        };
        let usernames: Vec<[String; 1]> = samples
            .iter()
            .filter_map(|user| user.username.clone())
            .map(|name| [name])
            .collect();
        let samples = usernames.iter().map(|name| key(name)).collect();
        check.try_with(operation, samples, records::id).await;
    }
    for operation in caller.plan.family("results.list.") {
        let found = check.results(operation, &users).await;
        if let Some(detail) = operation.detail.as_deref().and_then(|name| caller.plan.operation(name)) {
            let samples = found
                .into_iter()
                .map(|(user, id)| of(user).with("result", id))
                .collect();
            check.try_with(detail, samples, records::component).await;
        }
    }
    for (name, why) in [
        ("users.login_link", "trying it would let somebody sign in as a user."),
        ("users.create", "trying it would create an account."),
    ] {
        if let Some(operation) = caller.plan.operation(name) {
            check.tell(operation, CheckOutcome::NotTried(why.to_owned()), BTreeMap::new());
        }
    }
    check.report
}

fn key(name: &[String; 1]) -> Values<'_> {
    Values::default().with("key", name[0].as_str()).with_list("keys", name)
}

fn of(user: UserRef) -> Values<'static> {
    Values::default()
        .with("user", user.external_id)
        .with_some("username", user.username)
}

impl<'c> Check<'c> {
    fn new(caller: &'c Caller) -> Self {
        Self {
            caller,
            report: CheckReport::default(),
        }
    }

    fn tell(&mut self, operation: &Operation, outcome: CheckOutcome, shape: BTreeMap<String, String>) {
        self.report.operations.push(OperationCheck {
            operation: operation.name.clone(),
            purpose: operation.purpose.clone(),
            outcome,
            shape,
        });
    }

    /// Tries one kind of results with one user after another, until some are found; the finished ones.
    async fn results(&mut self, operation: &'c Operation, users: &[UserRef]) -> Vec<(UserRef, String)> {
        let mut trial = Trial::new(operation);
        let mut finished = Vec::new();
        let one = vec![String::new()];
        let (name, each) = operation
            .each
            .as_ref()
            .map_or(("", &one), |(name, values)| (name.as_str(), values));
        for user in users.iter().take(SAMPLES) {
            for value in each {
                let values = of(user.clone()).with(name, value.as_str());
                let read = |row: &Reader<'_, '_>| records::result(row);
                match trial.try_once(self.caller, values, read).await {
                    Ok(rows) => finished.extend(
                        rows.into_iter()
                            .filter(|result| result.finished_at.is_some())
                            .map(|result| (user.clone(), result.external_id)),
                    ),
                    // One user may be gone; that they all are is told by the last.
                    Err(fault) if fault.code == FaultCode::OperationMissing && users.last() != Some(user) => {}
                    Err(fault) => {
                        self.tell(operation, CheckOutcome::Failed(fault), trial.shape);
                        return finished;
                    }
                }
            }
            if trial.rows > 0 && (operation.detail.is_none() || !finished.is_empty()) {
                break;
            }
        }
        self.conclude(trial, users.is_empty());
        finished
    }

    /// Tries an operation with one sample after another, until one brings rows; those rows.
    async fn try_with<T>(
        &mut self,
        operation: &'c Operation,
        samples: Vec<Values<'_>>,
        read: impl Fn(&Reader<'_, '_>) -> Result<T, Unfit>,
    ) -> Vec<T> {
        self.run(operation, samples, read, true).await
    }

    /// Tries an operation with every sample, because one alone may lack what others have.
    async fn try_all<T>(
        &mut self,
        operation: &'c Operation,
        samples: Vec<Values<'_>>,
        read: impl Fn(&Reader<'_, '_>) -> Result<T, Unfit>,
    ) -> Vec<T> {
        self.run(operation, samples, read, false).await
    }

    async fn run<T>(
        &mut self,
        operation: &'c Operation,
        samples: Vec<Values<'_>>,
        read: impl Fn(&Reader<'_, '_>) -> Result<T, Unfit>,
        one_is_enough: bool,
    ) -> Vec<T> {
        let mut trial = Trial::new(operation);
        let mut found = Vec::new();
        let no_samples = samples.is_empty();
        for values in samples.into_iter().take(SAMPLES) {
            match trial.try_once(self.caller, values, &read).await {
                Ok(rows) => found.extend(rows),
                Err(fault) => {
                    self.tell(operation, CheckOutcome::Failed(fault), trial.shape);
                    return found;
                }
            }
            if one_is_enough && trial.rows > 0 {
                break;
            }
        }
        self.conclude(trial, no_samples);
        found
    }

    fn conclude(&mut self, trial: Trial<'_>, no_samples: bool) {
        let operation = trial.operation;
        let outcome = if no_samples {
            CheckOutcome::NotTried("there is nothing here to try it with.".to_owned())
        } else if let Some(field) = trial.unreadable {
            let detail = format!("{field} cannot be read in any row");
            CheckOutcome::Failed(self.caller.label(operation).misfit(Misfit::Unreadable(detail)))
        } else {
            answered(&trial)
        };
        self.tell(operation, outcome, trial.shape);
    }

    /// A system that gives fewer rows than asked for, without a word, would end every list too soon where the end is
    /// known by a short page. A second page tells.
    async fn probe_page_size(&mut self, operation: &'c Operation, centre: Option<&String>, count: usize) {
        let Some(paging) = &operation.paging else { return };
        let is_short = count > 0 && (count as u64) < paging.size;
        if !is_short || operation.marks.total.is_some() || paging.until != Until::ShortPage {
            return;
        }
        let mut values = Values::default().with_some("centre", centre.map(String::as_str));
        values.set("page", Value::Number(paging.first + 1));
        let mut trial = Trial::new(operation);
        let more = trial.try_once(self.caller, values, records::id).await;
        if more.is_ok_and(|rows| !rows.is_empty()) {
            let detail = format!("it sends pages of {count} rows where {} are asked for", paging.size);
            let fault = self.caller.label(operation).misfit(Misfit::Unreadable(detail));
            let fault = with_entry(fault, format!("{}.paging.size", operation.entry));
            if let Some(told) = self.report.operations.last_mut() {
                told.outcome = CheckOutcome::Failed(fault);
            }
        }
    }
}

/// How an operation that answered did: what has to be there comes before what may be left out.
fn answered(trial: &Trial<'_>) -> CheckOutcome {
    if trial.rows == 0 {
        return CheckOutcome::Answered;
    }
    let operation = trial.operation;
    let fields = || iter::once(&operation.fields).chain(whole(operation, trial.seen));
    let names = |optional: bool| -> Vec<String> {
        fields()
            .flat_map(|fields| missing(fields, trial.seen))
            .filter(|(_, field)| field.optional == optional)
            .map(|(_, field)| field.their_names())
            .collect()
    };
    let needed = names(false);
    if !needed.is_empty() {
        return CheckOutcome::FieldsMissing(needed);
    }
    let mut spare = names(true);
    // Where one of several names is gone, another stands in for it and may mean less.
    let there = fields().flat_map(Fields::iter);
    let there = there.filter(|(_, field)| field.slots() & trial.seen != 0);
    spare.extend(there.flat_map(|(_, field)| field.absent(trial.seen)).map(str::to_owned));
    match spare.is_empty() {
        true => CheckOutcome::Answered,
        false => CheckOutcome::AnsweredWithout(spare),
    }
}

/// The fields of the detail, where listed rows stand for it: what they lack, nobody asks for any more.
fn whole(operation: &Operation, seen: u64) -> Option<&Fields> {
    let fields = operation.whole.as_ref()?;
    let carries = |name: &_| fields.get(*name).is_some_and(|field| field.slots() & seen != 0);
    operation.complete_when.iter().all(carries).then_some(fields)
}

fn with_entry(mut fault: Fault, entry: String) -> Fault {
    fault.blanks.retain(|(name, _)| *name != "entry");
    fault.with("entry", entry)
}

impl<'c> Trial<'c> {
    fn new(operation: &'c Operation) -> Self {
        Self {
            operation,
            shape: BTreeMap::new(),
            seen: 0,
            rows: 0,
            unreadable: None,
        }
    }

    async fn try_once<T>(
        &mut self,
        caller: &Caller,
        mut values: Values<'_>,
        read: impl Fn(&Reader<'_, '_>) -> Result<T, Unfit>,
    ) -> Result<Vec<T>, Fault> {
        let operation = self.operation;
        if let Some(paging) = &operation.paging {
            values.set_if_unset("page", Value::Number(paging.first));
            values.set("page_size", Value::Number(paging.size));
        }
        let answer = caller.call(operation, &values).await?;
        let Some(body) = &answer.body else {
            return Ok(Vec::new());
        };
        match operation.answer {
            AnswerKind::Json => shape::add(body, &operation.plan.path, &mut self.shape),
            AnswerKind::Text => {
                self.shape.insert(String::new(), "text".to_owned());
            }
        }
        let sheet = read_page(operation, body, &values, true, |row, _| read(row))
            .map_err(|misfit| caller.label(operation).misfit(misfit))?;
        self.seen |= sheet.seen;
        self.rows += sheet.count;
        if sheet.rows.is_empty() && self.unreadable.is_none() {
            self.unreadable = sheet.skipped.into_iter().find_map(|skip| skip.field);
        } else if !sheet.rows.is_empty() {
            self.unreadable = None;
        }
        Ok(sheet.rows.into_iter().map(|(_, row)| row).collect())
    }
}
