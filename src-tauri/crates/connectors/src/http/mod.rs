//! Calls over HTTP within their bounds.

pub(crate) mod body;
pub(crate) mod bounds;
pub(crate) mod client;
pub(crate) mod fault;
pub(crate) mod limits;
pub(crate) mod request;
pub(crate) mod session;
pub(crate) mod stopwatch;
