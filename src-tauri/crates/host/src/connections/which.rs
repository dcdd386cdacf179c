//! Which connection is meant.

use domain::ConnectionId;

/// A connection as somebody names it: people type names, the window knows ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// By its id here.
    Id(ConnectionId),
    /// By what the administrator calls it. Case and blanks around it do not matter.
    Name(String),
}

impl From<ConnectionId> for Which {
    fn from(id: ConnectionId) -> Self {
        Self::Id(id)
    }
}

impl From<&str> for Which {
    fn from(name: &str) -> Self {
        Self::Name(name.trim().to_owned())
    }
}
