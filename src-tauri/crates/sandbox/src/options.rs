//! How the imitated systems behave where nothing else is asked for.

use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::clock::{TimeSource, system_time};
use crate::faults::RetryAfter;

/// What programs sign in with. No `Debug`: keys are not printed by accident, not even these.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// Onefile's API token.
    pub customer_token: String,
    /// bksb's access key.
    pub access_key: String,
    /// bksb's secret key.
    pub secret_key: String,
}

impl Keys {
    /// Keys that nobody had before.
    #[must_use]
    pub fn random() -> Self {
        let key = || Uuid::new_v4().simple().to_string();
        Self {
            customer_token: key(),
            access_key: key(),
            secret_key: key(),
        }
    }
}

/// A limit that a system enforces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// More calls than this within a minute are answered with 429.
    pub calls_per_minute: usize,
    /// What the 429 says about coming back.
    pub retry_after: Option<RetryAfter>,
}

/// What is particular to Onefile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnefileOptions {
    /// The session is sent in double quotes.
    pub session_in_quotes: bool,
    /// How long a session lasts (documented: 24 hours).
    pub session_lifetime: TimeDelta,
    /// Listed rows carry every field rather than four.
    pub full_rows: bool,
    /// The largest page; beyond it 400 (assumed: 50).
    pub max_page_size: u64,
    /// Archived learners appear in the list (assumed).
    pub list_archived: bool,
    /// The limit enforced (documented: 300 a minute). None by default: sample data is served without limits.
    pub limit: Option<RateLimit>,
}

impl Default for OnefileOptions {
    fn default() -> Self {
        Self {
            session_in_quotes: false,
            session_lifetime: TimeDelta::hours(24),
            full_rows: false,
            max_page_size: 50,
            list_archived: true,
            limit: None,
        }
    }
}

/// What is particular to bksb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BksbOptions {
    /// How long a sign-in link works.
    pub link_lifetime: TimeDelta,
    /// The largest page that is given, whatever is asked for. None by default.
    pub max_page_size: Option<usize>,
    /// Lists without rows are left out of the answer rather than empty (seen in clients: the list may be missing).
    pub omit_empty_lists: bool,
    /// The limit enforced. None by default.
    pub limit: Option<RateLimit>,
}

impl Default for BksbOptions {
    fn default() -> Self {
        Self {
            link_lifetime: TimeDelta::minutes(5),
            max_page_size: None,
            omit_empty_lists: true,
            limit: None,
        }
    }
}

/// Everything about a sandbox but its customer.
#[derive(Clone)]
pub struct SandboxOptions {
    /// The port on loopback; 0 takes a free one.
    pub port: u16,
    /// Fixed keys; random ones where `None`.
    pub keys: Option<Keys>,
    /// How long every call takes at least.
    pub latency: Duration,
    /// The servers' clock.
    pub time: TimeSource,
    /// Onefile.
    pub onefile: OnefileOptions,
    /// bksb.
    pub bksb: BksbOptions,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            port: 0,
            keys: None,
            latency: Duration::ZERO,
            time: system_time(),
            onefile: OnefileOptions::default(),
            bksb: BksbOptions::default(),
        }
    }
}
