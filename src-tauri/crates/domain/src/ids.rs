//! The numbers that this installation gives to what it stores.
//!
//! They are local: they mean nothing to a remote system, whose own ids are text (`external_id`).

use serde::{Deserialize, Serialize};

macro_rules! local_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

local_id! {
    /// A configured record system or provider.
    ConnectionId,
    /// A centre: one organisation unit within one record system's connection.
    CentreId,
    /// A person in a record system.
    LearnerId,
    /// An account at a provider.
    UserId,
    /// The outcome of one assessment.
    ResultId,
    /// One execution of one task on one connection.
    RunId,
}
