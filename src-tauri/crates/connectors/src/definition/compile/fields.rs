//! The fields of an operation.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::definition::problem::Problem;
use crate::definition::schema::{self, FieldKind};
use crate::read::fields::{Field, FieldName, Fields, Source};
use crate::read::steps::STEPS;
use crate::read::walk::Plan;

use super::Named;
use super::known::{self, Known};

/// The most values that are wanted of one row: presence is kept as bits.
const MOST_CELLS: usize = 64;

/// Compiles fields, and notes in `plan` which values of a row they want.
pub(crate) fn compile(
    written: &BTreeMap<String, schema::Field>,
    known: &Known,
    named: &Named,
    plan: &mut Plan,
) -> Result<Fields, Problem> {
    let subjects = named.tables.get("subject").cloned().unwrap_or_default();
    let mut fields = Fields::new(subjects);
    for (name, written) in written {
        let at = |problem: Problem| problem.under(format!("fields.{name}"));
        let name = FieldName::from_code(name)
            .filter(|name| known.fields.contains(name))
            .ok_or_else(|| at(unknown(known)))?;
        fields.set(name, field(name, written, named, plan).map_err(at)?);
    }
    if plan.cells > MOST_CELLS {
        return Err(Problem::new(
            "fields",
            "there are too many",
            "take out fields that are not needed",
        ));
    }
    Ok(fields)
}

fn unknown(known: &Known) -> Problem {
    let names: Vec<&str> = known.fields.iter().map(|name| name.code()).collect();
    Problem::new(
        "",
        "this operation has no such field",
        format!("use one of {}", names.join(", ")),
    )
}

fn field(name: FieldName, written: &schema::Field, named: &Named, plan: &mut Plan) -> Result<Field, Problem> {
    let kinds = known::kinds(name);
    if written.constant.is_none() && !kinds.contains(&written.kind) {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        return Err(Problem::new(
            "type",
            format!("{name} cannot be a {}", written.kind),
            format!("write type = \"{}\"", names.join("\" or \"")),
        ));
    }
    if written.constant.is_none() && written.from.names().is_empty() {
        return Err(Problem::new(
            "from",
            "it does not say where the field comes from",
            "name the system's field, such as from = \"Email\"",
        ));
    }
    Ok(Field {
        sources: written.from.names().iter().map(|from| source(from, plan)).collect(),
        constant: constant(name, written)?,
        kind: written.kind,
        format: format(written, named)?,
        table: table(name, written, named)?,
        step: step(written)?,
        optional: written.optional,
        yes: written.yes.clone(),
        no: written.no.clone(),
    })
}

fn source(from: &str, plan: &mut Plan) -> Source {
    if let Some(name) = from.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        return Source::Call(name.to_owned());
    }
    let slot = plan.row.slot_of(from).unwrap_or_else(|| {
        let slot = plan.cells;
        plan.row.want(from, slot);
        plan.cells += 1;
        slot
    });
    Source::Cell(slot, from.to_owned())
}

fn constant(name: FieldName, written: &schema::Field) -> Result<Option<String>, Problem> {
    if let Some(constant) = &written.constant
        && known::is_code(name, constant) == Some(false)
    {
        return Err(Problem::new(
            "constant",
            format!("{constant} is no {name}"),
            format!("use one of {}", known::codes(name)),
        ));
    }
    Ok(written.constant.clone())
}

fn format(written: &schema::Field, named: &Named) -> Result<Option<Arc<crate::read::dates::Format>>, Problem> {
    if !matches!(written.kind, FieldKind::Date | FieldKind::Moment) {
        return Ok(None);
    }
    let format = written.format.as_ref().and_then(|name| named.formats.get(name));
    format.cloned().map(Some).ok_or_else(|| {
        let names: Vec<&str> = named.formats.keys().map(String::as_str).collect();
        Problem::new(
            "format",
            "a date needs one of the definition's formats",
            format!("use one of {}", names.join(", ")),
        )
    })
}

fn table(
    name: FieldName,
    written: &schema::Field,
    named: &Named,
) -> Result<Option<Arc<crate::read::tables::Table>>, Problem> {
    let Some(wanted) = &written.table else {
        return match known::is_code(name, "") {
            Some(_) if written.constant.is_none() => Err(Problem::new(
                "table",
                format!("{name} holds one of this app's codes, so its words need a table"),
                "name one of the definition's tables",
            )),
            _ => Ok(None),
        };
    };
    let table = named.tables.get(wanted).ok_or_else(|| {
        Problem::new(
            "table",
            format!("there is no table {wanted}"),
            format!("add [tables.{wanted}]"),
        )
    })?;
    match table.codes().find(|code| known::is_code(name, code) == Some(false)) {
        Some(code) => Err(Problem::new(
            "table",
            format!("the table {wanted} has {code}, which is no {name}"),
            format!("use {}", known::codes(name)),
        )),
        None => Ok(Some(Arc::clone(table))),
    }
}

fn step(written: &schema::Field) -> Result<Option<crate::read::steps::Step>, Problem> {
    let Some(wanted) = &written.step else { return Ok(None) };
    let step = STEPS.iter().find(|(name, _)| name == wanted);
    step.map(|(_, step)| Some(*step)).ok_or_else(|| {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        Problem::new(
            "step",
            format!("this app has no step {wanted}"),
            format!("use one of {}", names.join(", ")),
        )
    })
}
