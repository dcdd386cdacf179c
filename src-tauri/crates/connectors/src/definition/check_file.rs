//! Checking a file of corrections before it is put in force.

use std::path::Path;

use domain::{Fault, FaultCode};

use super::builtin;
use super::kinds;
use super::load::{unreadable, with_overlay};
use super::problem::parse;

/// What a file of corrections would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The kind that it corrects.
    pub kind: String,
    /// The version of the built-in definition.
    pub built_in_version: u32,
    /// The version that the corrections were written against.
    pub written_against: u32,
    /// The built-in definition is newer: see whether the corrections are still needed.
    pub is_older: bool,
    /// Secrets would go to another host, and have to be typed again.
    pub changes_host: bool,
}

/// Checks a file of corrections as it would be laid over its built-in definition. Which that is, its key `kind` says, or
/// else the file's name.
///
/// # Errors
/// `FileFailed`, `KindUnknown`, or `DefinitionInvalid` with file, key, problem and remedy.
pub fn check_file(path: &Path) -> Result<Checked, Fault> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let table = parse(&text).map_err(|problem| problem.in_file(&file))?;
    let kind = match table.get("kind").and_then(|kind| kind.as_str()) {
        Some(kind) => kind.to_owned(),
        None => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
    };
    let base = builtin::text(&kind).map_err(|fault| match fault.code {
        FaultCode::KindUnknown => Fault::new(
            FaultCode::KindUnknown,
            "neither the file's name nor its key kind is one",
        )
        .with("kind", &kind)
        .with("known", kinds().join(", ")),
        _ => fault,
    })?;
    let definition = with_overlay(&kind, base, &text, &file)?;
    let note = definition.overlay.as_ref();
    Ok(Checked {
        kind,
        built_in_version: definition.version,
        written_against: note.map_or(definition.version, |note| note.version),
        is_older: definition.overlay_is_older(),
        changes_host: definition.overlay_changes_host(),
    })
}
