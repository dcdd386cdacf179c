//! Settings and secrets: what a connection may and must have.

use std::collections::BTreeMap;

use domain::{Fault, FaultCode, Settings};

use super::base_url::BaseUrl;
use super::load::Definition;
use super::problem::Problem;
use super::schema::{File, Setting, SettingKind};

/// A secret that a connection needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretSpec {
    /// Its name in commands and the keyring.
    pub key: String,
    /// The vendor's own name for it.
    pub label: String,
    /// Where to find it in the vendor's screens.
    pub help: String,
}

/// A setting that a connection may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingSpec {
    /// Its name in commands.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it does, and what to choose.
    pub help: String,
    /// What holds where it is not set.
    pub default: Option<String>,
    /// What it may hold.
    pub kind: SettingKind,
    /// The values to choose from, for a choice.
    pub choices: Vec<String>,
    /// The least and the most, for a number.
    pub least: u32,
    /// The most, for a number.
    pub most: u32,
    /// Most people leave it alone.
    pub advanced: bool,
}

/// The settings of a file.
pub(crate) fn specs(file: &File) -> Result<Vec<SettingSpec>, Problem> {
    file.settings
        .iter()
        .map(|(key, written)| spec(key, written).map_err(|problem| problem.under(format!("settings.{key}"))))
        .collect()
}

fn spec(key: &str, written: &Setting) -> Result<SettingSpec, Problem> {
    let spec = SettingSpec {
        key: key.to_owned(),
        label: written.label.clone(),
        help: written.help.clone(),
        default: written.default.clone(),
        kind: written.kind,
        choices: written.choices.clone(),
        least: written.least.unwrap_or(0),
        most: written.most.unwrap_or(u32::MAX),
        advanced: written.advanced,
    };
    if let Some(default) = &written.default {
        spec.accept(default).map_err(|fault| {
            let blank = |name| fault.blanks.iter().find(|(known, _)| *known == name);
            let told = |name| blank(name).map_or_else(String::new, |(_, text)| text.clone());
            Problem::new("default", told("problem"), told("remedy"))
        })?;
    }
    Ok(spec)
}

impl SettingSpec {
    /// The value as it is kept, if it may be held.
    fn accept(&self, value: &str) -> Result<String, Fault> {
        let value = value.trim();
        let refused = |problem: String, remedy: String| {
            Err(Fault::new(FaultCode::SettingRefused, "the value may not be held")
                .with("key", &self.key)
                .with("problem", problem)
                .with("remedy", remedy))
        };
        match self.kind {
            SettingKind::Address => BaseUrl::parse(value).map(|url| url.as_text().to_owned()),
            SettingKind::Choice if self.choices.iter().any(|choice| choice == value) => Ok(value.to_owned()),
            SettingKind::Choice => refused(
                "it is none of its choices".to_owned(),
                format!("use one of {}", self.choices.join(", ")),
            ),
            SettingKind::WholeNumber => match value.parse::<u32>() {
                Ok(number) if (self.least..=self.most).contains(&number) => Ok(number.to_string()),
                _ => refused(
                    "it is no whole number in its range".to_owned(),
                    format!("use a number from {} to {}", self.least, self.most),
                ),
            },
            SettingKind::List => Ok(tidy_list(value)),
            SettingKind::Text => Ok(value.to_owned()),
        }
    }
}

fn tidy_list(value: &str) -> String {
    let items: Vec<&str> = value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect();
    items.join(", ")
}

impl Definition {
    /// The settings as they are kept: known, typed and tidied. A setting that is set to nothing is not set.
    ///
    /// # Errors
    /// `SettingRefused` naming the setting, what is wrong with it and what to do.
    pub fn validate(&self, settings: &Settings) -> Result<Settings, Fault> {
        let mut kept = BTreeMap::new();
        for (key, value) in &settings.0 {
            let spec = self.setting(key).ok_or_else(|| self.unknown(key))?;
            if !value.trim().is_empty() {
                kept.insert(key.clone(), spec.accept(value)?);
            }
        }
        Ok(Settings(kept))
    }

    fn unknown(&self, key: &str) -> Fault {
        let known: Vec<&str> = self.settings.iter().map(|spec| spec.key.as_str()).collect();
        Fault::new(FaultCode::SettingRefused, "there is no such setting")
            .with("key", key)
            .with("problem", format!("{} has no such setting", self.name))
            .with("remedy", format!("use one of {}", known.join(", ")))
    }

    /// A number setting, or what the definition says.
    pub(crate) fn number(&self, settings: &Settings, key: &str, otherwise: u32) -> Result<u32, Fault> {
        match (settings.get(key), self.setting(key)) {
            (Some(value), Some(spec)) if !value.trim().is_empty() => {
                Ok(spec.accept(value)?.parse().unwrap_or(otherwise))
            }
            _ => Ok(otherwise),
        }
    }
}
