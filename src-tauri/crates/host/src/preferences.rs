//! What a person prefers, and whether this installation has been set up.

use domain::run::Task;
use domain::{Fault, Role};
use store::{connections, kv, runs};

use crate::wiring::Host;

const SET_UP_AT: &str = "set_up_at";

fn key(preference: &str) -> String {
    format!("preference.{preference}")
}

impl Host {
    /// What a person prefers under a key; `None` where they never said.
    ///
    /// # Errors
    /// The store's.
    pub async fn preference(&self, preference: &str) -> Result<Option<String>, Fault> {
        let key = key(preference);
        self.read(move |r| kv::get(r, &key)).await
    }

    /// Keeps what a person prefers under a key; `None` is what is usual.
    ///
    /// # Errors
    /// The store's.
    pub async fn set_preference(&self, preference: &str, value: Option<String>) -> Result<(), Fault> {
        let key = key(preference);
        self.write(move |w| kv::set(w, &key, value.as_deref())).await
    }

    /// Whether the first run is over: a person finished it, or users were matched already, which nothing does before
    /// that but the command line.
    ///
    /// # Errors
    /// The store's.
    pub async fn is_set_up(&self) -> Result<bool, Fault> {
        self.read(|r| {
            if kv::get(r, SET_UP_AT)?.is_some() {
                return Ok(true);
            }
            for one in connections::list(r)? {
                if one.role == Role::Assessments && runs::last_finished(r, one.id, Task::Match)?.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    }

    /// Notes that the first run is over.
    ///
    /// # Errors
    /// The store's.
    pub async fn was_set_up(&self) -> Result<(), Fault> {
        let now = self.now().to_rfc3339();
        self.write(move |w| kv::set(w, SET_UP_AT, Some(&now))).await
    }
}
