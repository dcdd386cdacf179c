//! One operation.

use std::collections::BTreeMap;

use crate::definition::problem::Problem;
use crate::definition::schema::{self, File};
use crate::operation::{Body, Mark, Marks, Nothing, Operation, Paging, RequestPlan};
use crate::read::fields::{FieldName, Fields};
use crate::read::pointer::{self, Step};
use crate::read::walk::Plan;
use crate::template::{Template, Tree};

use super::Named;
use super::fields;
use super::known::{self, Known};

/// Compiles one operation.
pub(crate) fn compile(
    name: &str,
    written: &schema::Operation,
    file: &File,
    named: &Named,
) -> Result<Operation, Problem> {
    let is_first = file
        .operations
        .values()
        .any(|other| other.first.as_deref() == Some(name));
    let known = known::of(name, is_first).ok_or_else(|| {
        Problem::new(
            "",
            "this app knows no such operation",
            format!("use one of {}", known::names()),
        )
    })?;
    let mut plan = Plan {
        path: pointer::parse(&written.rows)
            .map_err(|problem| Problem::new("rows", problem, "write a pointer such as /Users/*"))?,
        ..Plan::default()
    };
    let fields = fields::compile(&written.fields, known, named, &mut plan)?;
    let request = request(written)?;
    placeholders(written, known, &request, &plan)?;
    refers(written, file)?;
    let marks = marks(written, &mut plan)?;
    let complete_when = complete_when(written, file)?;
    let whole = whole(written, file, named, &mut plan)?;
    let success = written.success.as_ref();
    let operation = Operation {
        name: name.to_owned(),
        entry: crate::definition::problem::operation_key(name),
        writes: known.writes,
        purpose: written.purpose.clone(),
        remedy: remedy(written, file),
        request,
        each: written
            .each
            .iter()
            .next()
            .map(|(name, values)| (name.clone(), values.clone())),
        batch: written.batch.unwrap_or(1).max(1),
        first: written.first.clone(),
        detail: written.detail.clone(),
        complete_when,
        whole,
        paging: paging(written)?,
        answer: written.answer,
        success: success
            .and_then(|success| success.status.clone())
            .unwrap_or_else(|| vec![200, 201]),
        success_codes: success
            .and_then(|success| success.code.as_ref())
            .map(|code| code.is.clone())
            .unwrap_or_default(),
        nothing: Nothing {
            status: written.nothing_found.status.clone(),
            text: written.nothing_found.text.clone(),
            codes: written.nothing_found.code.clone(),
        },
        rows: written.rows.clone(),
        rows_may_be_missing: written.rows_may_be_missing,
        plan,
        marks,
        fields,
    };
    has_its_fields(&operation, known)?;
    Ok(operation)
}

fn remedy(written: &schema::Operation, file: &File) -> String {
    let permission = written.permission.as_deref().unwrap_or("for this");
    match &file.permission_help {
        Some(help) => help.replace("{permission}", permission),
        None => format!("ask whoever gives out the keys of {} to allow {permission}.", file.name),
    }
}

fn request(written: &schema::Operation) -> Result<RequestPlan, Problem> {
    if written.path.contains("://") || written.path.starts_with('/') || written.path.contains(['?', '#']) {
        return Err(Problem::new(
            "path",
            "a path stands below the connection's address, without a query",
            "write it without a leading / or a host; parameters go under query",
        ));
    }
    let body = match (&written.form, &written.json) {
        (None, None) => Body::None,
        (Some(form), None) => Body::Form(trees(form, "form")?),
        (None, Some(json)) => Body::Json(Tree::table(json).map_err(|problem| unfit("json", problem))?),
        (Some(_), Some(_)) => return Err(unfit("form", "a request has one body: form or json".to_owned())),
    };
    Ok(RequestPlan {
        method: written.method,
        path: Template::parse(&written.path).map_err(|problem| unfit("path", problem))?,
        query: trees(&written.query, "query")?,
        headers: Vec::new(),
        body,
    })
}

fn trees(written: &BTreeMap<String, toml::Value>, key: &str) -> Result<Vec<(String, Tree)>, Problem> {
    let tree = |(name, value): (&String, &toml::Value)| match Tree::parse(value) {
        Ok(tree) => Ok((name.clone(), tree)),
        Err(problem) => Err(unfit(name, problem).under(key)),
    };
    written.iter().map(tree).collect()
}

fn unfit(key: &str, problem: String) -> Problem {
    Problem::new(key, problem, "correct the value")
}

/// Every placeholder has something that fills it.
fn placeholders(written: &schema::Operation, known: &Known, request: &RequestPlan, plan: &Plan) -> Result<(), Problem> {
    let used = request.placeholders();
    let paged = ["page", "page_size"];
    let known = |name: &str| {
        known.placeholders.contains(&name)
            || written.each.contains_key(name)
            || (written.paging.is_some() && paged.contains(&name))
    };
    if let Some(name) = used.iter().find(|name| !known(name)) {
        return Err(Problem::new(
            "path",
            format!("nothing fills the placeholder {{{name}}} in its path, query or body"),
            "use a placeholder that this operation has",
        ));
    }
    if written.paging.is_some() && !used.iter().any(|name| name == "page") {
        return Err(Problem::new(
            "paging",
            "it comes in pages, but no {page} is sent",
            "put {page} into its path, query or body",
        ));
    }
    let captured = |name: &str| plan.path.iter().any(|step| *step == Step::Capture(name.to_owned()));
    for (field, written) in &written.fields {
        for from in written.from.names() {
            let call = from.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            if call.is_some_and(|name| !known(name) && !captured(name)) {
                return Err(Problem::new(
                    format!("fields.{field}.from"),
                    format!("nothing fills {from}"),
                    "use a placeholder of this operation, or a key that rows captures",
                ));
            }
        }
    }
    Ok(())
}

/// Operations that are named exist.
fn refers(written: &schema::Operation, file: &File) -> Result<(), Problem> {
    for (key, other) in [("first", &written.first), ("detail", &written.detail)] {
        if let Some(other) = other
            && !file.operations.contains_key(other)
        {
            return Err(Problem::new(
                key,
                format!("there is no operation {other}"),
                "name one of the definition's operations",
            ));
        }
    }
    if written.each.len() > 1 || written.each.values().any(Vec::is_empty) {
        return Err(Problem::new(
            "each",
            "one placeholder with one value or more is meant",
            "write it as each = { name = [\"a\", \"b\"] }",
        ));
    }
    Ok(())
}

fn complete_when(written: &schema::Operation, file: &File) -> Result<Vec<FieldName>, Problem> {
    let detail = written.detail.as_ref().and_then(|name| file.operations.get(name));
    let field = |name: &String| {
        let field = FieldName::from_code(name);
        field
            .filter(|_| detail.is_some_and(|detail| detail.fields.contains_key(name)))
            .ok_or_else(|| {
                Problem::new(
                    "complete_when",
                    format!("the detail has no field {name}"),
                    "name fields of the operation under detail",
                )
            })
    };
    written.complete_when.iter().map(field).collect()
}

/// The fields of the detail, as far as a listed row may carry them.
fn whole(written: &schema::Operation, file: &File, named: &Named, plan: &mut Plan) -> Result<Option<Fields>, Problem> {
    let detail = written.detail.as_ref().filter(|_| !written.complete_when.is_empty());
    let Some((known, detail)) = detail.and_then(|name| known::of(name, false).zip(file.operations.get(name))) else {
        return Ok(None);
    };
    fields::compile(&detail.fields, known, named, plan).map(Some)
}

fn paging(written: &schema::Operation) -> Result<Option<Paging>, Problem> {
    let Some(paging) = &written.paging else { return Ok(None) };
    if paging.size == 0 {
        return Err(Problem::new(
            "paging.size",
            "a page of 0 rows never ends",
            "write 1 or more",
        ));
    }
    Ok(Some(Paging {
        first: paging.first,
        size: paging.size,
        until: paging.until,
    }))
}

fn marks(written: &schema::Operation, plan: &mut Plan) -> Result<Marks, Problem> {
    let mut mark = |pointer: &str, key: &str| {
        let Some(path) = pointer.strip_prefix('/').filter(|_| !plan.path.is_empty()) else {
            return Err(Problem::new(
                key,
                "it is no pointer into an answer with rows",
                "write a pointer such as /Pagination/TotalRecords",
            ));
        };
        let slot = plan.mark_count;
        plan.marks.want(path, slot);
        plan.mark_count += 1;
        Ok(Some(Mark {
            slot,
            pointer: pointer.to_owned(),
        }))
    };
    let total = match &written.paging {
        Some(paging) if !paging.total.is_empty() => mark(&paging.total, "paging.total")?,
        _ => None,
    };
    let code = match written.success.as_ref().and_then(|success| success.code.as_ref()) {
        Some(code) => mark(&code.at, "success.code.at")?,
        None => None,
    };
    Ok(Marks { total, code })
}

fn has_its_fields(operation: &Operation, known: &Known) -> Result<(), Problem> {
    match known.needed.iter().find(|name| operation.fields.get(**name).is_none()) {
        Some(name) => Err(Problem::new(
            format!("fields.{name}"),
            "this operation needs it",
            "say which of the system's fields it comes from",
        )),
        None => Ok(()),
    }
}
