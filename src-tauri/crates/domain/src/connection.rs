//! Connections: configured record systems and providers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::ConnectionId;

crate::coded! {
    /// Which side of the work a system stands on.
    pub enum Role {
        /// A record system: the centre's learners live there.
        Records = "records",
        /// A provider: learners are assessed there.
        Assessments = "assessments",
    }
}

/// The name of a definition: `onefile`, `bksb` and so on. Which kinds exist is data, so this is no enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SystemKind(pub String);

impl std::fmt::Display for SystemKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// A connection's settings as a person typed them. Which exist, and what they may hold, the definition says.
/// Secrets are never among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Settings(pub BTreeMap<String, String>);

impl Settings {
    /// The value of a setting, if one is set.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Whether an address counts as verified where the record system does not say: only if the centre said so.
    #[must_use]
    pub fn trusts_unstated_emails(&self) -> bool {
        self.get("email_verified") == Some("trust")
    }

    /// How many days after their end date learners stay in scope; `None` stands for one calendar month.
    #[must_use]
    pub fn tail_days(&self) -> Option<u32> {
        self.get("tail_days").and_then(|days| days.parse().ok())
    }
}

/// One configured record system or provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its id here.
    pub id: ConnectionId,
    /// What the administrator calls it; unique.
    pub name: String,
    /// Which definition it follows.
    pub kind: SystemKind,
    /// Which side of the work it stands on.
    pub role: Role,
    /// A disabled connection is neither called nor matched.
    pub enabled: bool,
    /// Its settings.
    pub settings: Settings,
}
