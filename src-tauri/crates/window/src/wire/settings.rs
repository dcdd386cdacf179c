//! Connections, the schedule, and what Settings shows besides.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::run::Task;
use domain::{ConnectionId, Role};
use host::checks::Outcome;
use host::doctor::Health;
use host::systems::SettingKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A setting that a system has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SettingSpec {
    /// Its key.
    pub key: String,
    /// What the vendor calls it.
    pub label: String,
    /// What it is for.
    pub help: String,
    /// What it holds.
    pub kind: SettingKind,
    /// What can be chosen.
    pub choices: Vec<String>,
    /// What counts where it is not set.
    pub default: Option<String>,
    /// The least whole number.
    pub least: u32,
    /// The greatest whole number.
    pub most: u32,
    /// Most people leave it alone.
    pub advanced: bool,
}

/// A secret that a system needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SecretSpec {
    /// Its key.
    pub key: String,
    /// What the vendor calls it.
    pub label: String,
    /// Where it is found.
    pub help: String,
}

/// A system that can be connected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SystemSpec {
    /// The definition's name.
    pub kind: String,
    /// The system's own name, such as `Onefile`.
    pub name: String,
    /// Which side of the work it stands on.
    pub role: Role,
    /// What a person has to have at hand.
    pub needs: String,
    /// Its settings.
    pub settings: Vec<SettingSpec>,
    /// Its secrets.
    pub secrets: Vec<SecretSpec>,
    /// Steps that lead to the keys; the vendor's labels between `**`.
    pub where_to_find: Vec<String>,
    /// What to know before it is connected.
    pub warning: Option<String>,
}

domain::coded! {
    /// Where a secret is.
    pub enum SecretPlace {
        /// In the keyring.
        Keyring = "keyring",
        /// In the environment.
        Environment = "environment",
        /// Nowhere.
        Missing = "missing",
        /// In the keyring, but typed for another address.
        OtherAddress = "other_address",
        /// The keyring does not say.
        Unknown = "unknown",
    }
}

/// Where one secret is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SecretAt {
    /// Its key.
    pub key: String,
    /// Where it is.
    pub place: SecretPlace,
}

/// A connection as Settings shows it: everything but its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ConnectionDetail {
    /// Its id.
    pub id: ConnectionId,
    /// What the administrator calls it.
    pub name: String,
    /// Which system it is.
    pub system: SystemSpec,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Its settings, as far as they are not the defaults.
    #[ts(type = "Record<string, string>")]
    pub settings: BTreeMap<String, String>,
    /// Where its secrets are.
    pub secrets: Vec<SecretAt>,
    /// What its last check found.
    pub last_check: Option<CheckReport>,
}

/// A secret that a person typed.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TypedSecret {
    /// The secret's key.
    pub key: String,
    /// As it was typed or pasted.
    pub typed: String,
}

/// A connection that does not exist yet.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftAsk {
    /// The definition's name.
    pub kind: String,
    /// What it is to be called.
    pub name: String,
    /// Its settings.
    #[ts(type = "Record<string, string>")]
    pub settings: BTreeMap<String, String>,
    /// Its secrets.
    pub secrets: Vec<TypedSecret>,
}

/// One operation in a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CheckedOperation {
    /// Its name in the definition.
    pub operation: String,
    /// What it does, in words.
    pub purpose: String,
    /// How it fared.
    pub outcome: Outcome,
    /// The same in words.
    pub detail: String,
    /// What to do about it.
    pub what_to_do: Option<String>,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CheckReport {
    /// When it was made.
    pub checked_at: DateTime<Utc>,
    /// Each operation.
    pub operations: Vec<CheckedOperation>,
    /// How many answered.
    pub answered: usize,
    /// How many were tried.
    pub tried: usize,
    /// Labels of the secrets from which blanks or line breaks were removed.
    pub trimmed: Vec<String>,
}

/// A change of a connection: what is `null` stays.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeConnection {
    /// Which.
    pub id: ConnectionId,
    /// What it is to be called.
    pub name: Option<String>,
    /// Settings to change; an empty one goes back to its default.
    #[ts(type = "Record<string, string> | null")]
    pub settings: Option<BTreeMap<String, String>>,
    /// Whether it is switched on.
    pub enabled: Option<bool>,
}

/// A secret to replace.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplaceSecret {
    /// Whose.
    pub id: ConnectionId,
    /// The secret's key.
    pub key: String,
    /// As it was typed or pasted.
    pub typed: String,
}

/// A connection whose secrets were stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Saved {
    /// The connection.
    pub connection: ConnectionDetail,
    /// Labels of the secrets from which blanks or line breaks were removed.
    pub trimmed: Vec<String>,
}

/// Which connection.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConnectionAsk {
    /// Its id.
    pub id: ConnectionId,
}

/// When a task of a connection runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ScheduleRow {
    /// The connection.
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    /// What runs.
    pub task: Task,
    /// How often, in words.
    pub how_often: String,
    /// At what time, in words.
    pub when: String,
    /// When it is due next.
    pub next_due_at: Option<DateTime<Utc>>,
}

/// The schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Schedule {
    /// When the night begins, UK time: `02:00`.
    pub overnight_from: String,
    /// When it ends.
    pub overnight_to: String,
    /// What runs when.
    pub rows: Vec<ScheduleRow>,
}

/// When the night is.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetOvernight {
    /// When it begins, UK time.
    pub from: String,
    /// When it ends.
    pub to: String,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Finding {
    /// What.
    pub about: String,
    /// How it is.
    pub health: Health,
    /// In words, with what to do.
    pub sentence: String,
}

/// Where the data is, and how it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Privacy {
    /// The data folder.
    pub folder: String,
    /// When the recovery key was last saved.
    pub recovery_saved_at: Option<DateTime<Utc>>,
    /// What this computer calls its keyring.
    pub keyring: String,
    /// When the backups were made, the latest first.
    pub backups: Vec<DateTime<Utc>>,
}

/// The recovery key. It is shown because a person asked for it.
#[derive(Serialize, TS)]
pub struct RecoveryKey {
    /// As it is to be written down.
    pub text: String,
}

/// Whether the recovery key was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RecoverySaved {
    /// `false` where the person chose no file.
    pub saved: bool,
}

/// About the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct About {
    /// Its version.
    pub version: String,
    /// The data folder.
    pub folder: String,
    /// The licences of what it is made of.
    pub licences: String,
}
