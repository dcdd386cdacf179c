//! Loading a definition, with a centre's corrections laid over it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use domain::linking::{Policy, Rule};
use domain::{Fault, FaultCode, Role, Settings, SystemKind};

use super::base_url::BaseUrl;
use super::plan::Plan;
use super::problem::{Problem, parse, typed};
use super::schema::File;
use super::settings::{SecretSpec, SettingSpec};
use super::{builtin, compile, overlay};

/// What the app knows of one kind of system.
#[derive(Clone)]
pub struct Definition {
    /// Its name in commands and files.
    pub kind: SystemKind,
    /// Its name in sentences.
    pub name: String,
    /// Its whole name, where a person chooses it.
    pub full_name: String,
    /// Which side of the work it stands on.
    pub role: Role,
    /// The version of the built-in definition.
    pub version: u32,
    /// What a person has to have at hand, as a sentence without its full stop.
    pub needs: String,
    /// The steps that lead to the keys, with the vendor's labels between `**`.
    pub where_to_find: Vec<String>,
    /// What to know before it is connected: what goes wrong where the vendor's side is not set as it has to be.
    pub warning: Option<String>,
    /// Which rules may link its users. Of a record system, none.
    pub policy: Policy,
    /// The secrets that a connection needs, in the order to ask for them.
    pub secrets: Vec<SecretSpec>,
    /// The settings that a connection may have.
    pub settings: Vec<SettingSpec>,
    /// The corrections in force, if any are.
    pub overlay: Option<OverlayNote>,
    pub(crate) plan: Arc<Plan>,
    written: Arc<str>,
}

/// What there is to tell about corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayNote {
    /// The file that they stand in.
    pub file: String,
    /// The version of the built-in definition that they were written against.
    pub version: u32,
    /// They lead to another host than the built-in definition does: secrets have to be typed again.
    pub changes_host: bool,
}

/// Loads the definition of a kind. `overlays` is the folder with `KIND.toml` files to lay over.
///
/// # Errors
/// `KindUnknown`; `DefinitionInvalid` with file, key, problem and remedy; `FileFailed` where a file cannot be read.
pub fn load(kind: &str, overlays: Option<&Path>) -> Result<Definition, Fault> {
    let base = builtin::text(kind)?;
    let Some(path) = overlays.map(|folder| folder.join(format!("{kind}.toml"))) else {
        return built_in(kind, base);
    };
    match std::fs::read_to_string(&path) {
        Ok(over) => with_overlay(kind, base, &over, &path.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => built_in(kind, base),
        Err(error) => Err(unreadable(&path, &error)),
    }
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Fault {
    Fault::new(FaultCode::FileFailed, format!("{:?}", error.kind()))
        .with("file", path.display())
        .with("problem", "it cannot be read as text")
        .with("remedy", "see that it exists, is UTF-8 text and may be read")
}

fn built_in(kind: &str, base: &str) -> Result<Definition, Fault> {
    let name = format!("{kind}.toml (built in)");
    let table = parse(base).map_err(|problem| problem.in_file(&name))?;
    assemble(table, None, base.into()).map_err(|problem| problem.in_file(&name))
}

/// Lays corrections over a built-in definition.
pub(crate) fn with_overlay(kind: &str, base: &str, over: &str, file: &str) -> Result<Definition, Fault> {
    let before = built_in(kind, base)?;
    laid(kind, base, over, file, &before).map_err(|problem| problem.in_file(file))
}

fn laid(kind: &str, base: &str, over: &str, file: &str, before: &Definition) -> Result<Definition, Problem> {
    let mut over = parse(over)?;
    if over.get("kind").is_some_and(|named| named.as_str() != Some(kind)) {
        return Err(Problem::new(
            "kind",
            format!("the file is laid over {kind}"),
            "take the key out, or rename the file",
        ));
    }
    // The key says which built-in definition the corrections were written against; it does not change that one's version.
    let version = over.remove("version").and_then(|version| version.as_integer());
    let version = version.and_then(|version| u32::try_from(version).ok()).ok_or_else(|| {
        Problem::new(
            "version",
            "corrections name the version of the definition that they were written against",
            format!("add the line version = {} at the top", before.version),
        )
    })?;
    let mut table = parse(base)?;
    overlay::lay(&mut table, over);
    let written = format!(
        "# The built-in definition, version {}, with {file} laid over it.\n\n{}",
        before.version,
        toml::to_string_pretty(&table).unwrap_or_default()
    );
    let note = OverlayNote {
        file: file.to_owned(),
        version,
        changes_host: false,
    };
    let mut definition = assemble(table, Some(note), written.into())?;
    let moved = before.default_host() != definition.default_host();
    if let Some(note) = &mut definition.overlay {
        note.changes_host = moved;
    }
    Ok(definition)
}

fn assemble(mut table: toml::Table, overlay: Option<OverlayNote>, written: Arc<str>) -> Result<Definition, Problem> {
    overlay::spell_out(&mut table);
    let file = typed(table)?;
    let plan = compile::plan(&file)?;
    let settings = super::settings::specs(&file)?;
    Ok(Definition {
        kind: SystemKind(file.kind.clone()),
        name: file.name.clone(),
        full_name: file.full_name.clone().unwrap_or_else(|| file.name.clone()),
        role: file.role,
        version: file.version,
        needs: file.needs.clone(),
        where_to_find: file.where_to_find.clone(),
        warning: file.warning.clone().filter(|warning| !warning.trim().is_empty()),
        policy: policy(&file),
        secrets: secrets(&file.secrets),
        settings,
        overlay,
        plan: Arc::new(plan),
        written,
    })
}

fn policy(file: &File) -> Policy {
    let allows = |rule| file.match_rules.contains(&rule);
    Policy {
        username: allows(Rule::Username),
        nino: allows(Rule::Nino),
        email: allows(Rule::Email),
    }
}

fn secrets(written: &BTreeMap<String, super::schema::Secret>) -> Vec<SecretSpec> {
    let spec = |(key, secret): (&String, &super::schema::Secret)| SecretSpec {
        key: key.clone(),
        label: secret.label.clone(),
        help: secret.help.clone(),
    };
    written.iter().map(spec).collect()
}

impl std::fmt::Debug for Definition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Definition")
            .field("kind", &self.kind)
            .field("version", &self.version)
            .field("overlay", &self.overlay)
            .finish_non_exhaustive()
    }
}

impl Definition {
    /// The definition in force, as TOML: as it was written, or with the corrections laid over it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        self.written.to_string()
    }

    /// Whether corrections are in force that were written against an older built-in definition: somebody should look
    /// whether they are still needed.
    #[must_use]
    pub fn overlay_is_older(&self) -> bool {
        self.overlay
            .as_ref()
            .is_some_and(|overlay| overlay.version < self.version)
    }

    /// Whether corrections lead to another host than the built-in definition does.
    #[must_use]
    pub fn overlay_changes_host(&self) -> bool {
        self.overlay.as_ref().is_some_and(|overlay| overlay.changes_host)
    }

    /// The host, with its port, that secrets go to under these settings; `None` where the address cannot be used.
    #[must_use]
    pub fn secrets_host(&self, settings: &Settings) -> Option<String> {
        self.base_url(settings).ok().map(|url| url.host())
    }

    /// The address that calls go to under these settings.
    pub(crate) fn base_url(&self, settings: &Settings) -> Result<BaseUrl, Fault> {
        let default = self.setting("base_url").and_then(|spec| spec.default.as_deref());
        BaseUrl::parse(settings.get("base_url").or(default).unwrap_or_default())
    }

    pub(crate) fn setting(&self, key: &str) -> Option<&SettingSpec> {
        self.settings.iter().find(|spec| spec.key == key)
    }

    fn default_host(&self) -> Option<String> {
        self.secrets_host(&Settings::default())
    }
}
