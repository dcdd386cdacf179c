//! A definition, ready to be interpreted.

use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::http::session::SignIn;
use crate::operation::Operation;
use crate::template::{Template, Tree};

/// Everything that calls need.
pub(crate) struct Plan {
    pub(crate) calls_per_minute: u32,
    pub(crate) concurrency: u32,
    /// How long to wait after a 429 that does not say.
    pub(crate) pause: Duration,
    /// Headers of every call that hold no secret.
    pub(crate) fixed_headers: HeaderMap,
    /// Headers, query and HTTP Basic of every call that hold secrets.
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) query: Vec<(String, Tree)>,
    pub(crate) basic: Option<(Template, Template)>,
    pub(crate) sign_in: Option<SignIn>,
    pub(crate) operations: Vec<Operation>,
}

impl Plan {
    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The operations whose name begins so, in the order of their names.
    pub(crate) fn family(&self, prefix: &str) -> impl Iterator<Item = &Operation> {
        self.operations
            .iter()
            .filter(move |operation| operation.name.starts_with(prefix))
    }
}
