//! From what is written to what is interpreted. Every mistake is told with its key and a remedy.

mod authentication;
mod fields;
mod known;
mod operation;
mod rules;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::read::dates::Format;
use crate::read::tables::Table;

use super::plan::Plan;
use super::problem::{Problem, operation_key};
use super::schema::File;

/// What operations refer to by name.
pub(crate) struct Named {
    formats: BTreeMap<String, Arc<Format>>,
    tables: BTreeMap<String, Arc<Table>>,
}

/// Turns a file into a plan.
pub(crate) fn plan(file: &File) -> Result<Plan, Problem> {
    rules::role_has_its_operations(file)?;
    let named = Named {
        formats: formats(file)?,
        tables: file
            .tables
            .iter()
            .map(|(name, words)| (name.clone(), Arc::new(Table::of(words))))
            .collect(),
    };
    let mut operations = Vec::new();
    for (name, written) in &file.operations {
        let compiled =
            operation::compile(name, written, file, &named).map_err(|problem| problem.under(operation_key(name)))?;
        operations.push(compiled);
    }
    let limits = &file.limits;
    if limits.calls_per_minute == 0 || limits.concurrency == 0 {
        return Err(Problem::new("limits", "a limit of 0 allows no call", "write 1 or more"));
    }
    let authentication = authentication::compile(file)?;
    Ok(Plan {
        calls_per_minute: limits.calls_per_minute,
        concurrency: limits.concurrency,
        pause: Duration::from_secs(limits.pause_seconds.into()),
        fixed_headers: fixed_headers(&file.headers)?,
        headers: authentication.headers,
        query: authentication.query,
        basic: authentication.basic,
        sign_in: authentication.sign_in,
        operations,
    })
}

fn formats(file: &File) -> Result<BTreeMap<String, Arc<Format>>, Problem> {
    let format = |(name, written): (&String, &_)| match Format::of(written) {
        Ok(format) => Ok((name.clone(), Arc::new(format))),
        Err(problem) => Err(Problem::new(
            format!("formats.{name}.patterns"),
            problem,
            "write patterns of YYYY, MM, DD, hh, mm, ss, f and Z, such as \"DD/MM/YYYY\"",
        )),
    };
    file.formats.iter().map(format).collect()
}

fn fixed_headers(written: &BTreeMap<String, String>) -> Result<HeaderMap, Problem> {
    let header = |(name, value): (&String, &String)| {
        let pair = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
        pair.ok_or_else(|| {
            Problem::new(
                format!("headers.{name}"),
                "it is no header that can be sent",
                "use plain letters",
            )
        })
    };
    written.iter().map(header).collect()
}
