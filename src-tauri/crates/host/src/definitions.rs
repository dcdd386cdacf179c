//! Looking at definitions: the one in force, and files before they are used.

use std::path::Path;

use domain::Fault;
use serde::Serialize;

use crate::Options;
use crate::folders::DataFolder;

/// A definition in force.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Which system.
    pub kind: String,
    /// The built-in definition's version.
    pub version: u32,
    /// Whether the correction in the data folder was written for an earlier version.
    pub correction_is_older: bool,
    /// The definition with this computer's corrections, as TOML.
    pub definition: String,
}

/// The definition in force for a kind of system.
///
/// # Errors
/// `KindUnknown`, `DefinitionInvalid`, or what is wrong with the data folder.
pub fn show(options: &Options, kind: &str) -> Result<Shown, Fault> {
    let folder = DataFolder::open(options.data_dir.as_deref())?;
    let definition = connectors::load(kind, Some(&folder.definitions()))?;
    Ok(Shown {
        kind: definition.kind.0.clone(),
        version: definition.version,
        correction_is_older: definition.overlay_is_older(),
        definition: definition.to_toml(),
    })
}

/// What a file of corrections would do.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// Which system it is about.
    pub kind: String,
    /// The version of the built-in definition.
    pub version: u32,
    /// The version that it was written against.
    pub written_against: u32,
    /// Whether it leads to another host, so that secrets have to be typed again.
    pub changes_host: bool,
}

/// Looks for errors in a correction before it is used.
///
/// # Errors
/// `DefinitionInvalid` with file, key and remedy; `KindUnknown`; `FileFailed`.
pub fn check(file: &Path) -> Result<Checked, Fault> {
    let checked = connectors::check_file(file)?;
    Ok(Checked {
        kind: checked.kind,
        version: checked.built_in_version,
        written_against: checked.written_against,
        changes_host: checked.changes_host,
    })
}
