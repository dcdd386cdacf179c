//! Preferences where they are kept: with the data, but for what the computer itself remembers.

use domain::Fault;
use host::Host;

use crate::app::App;
use crate::life::Life;
use crate::preferences::changed;
use crate::problem::Problem;
use crate::wire::{Preferences, PreferencesChange};

/// The key under which the host keeps them.
const KEY: &str = "window";

/// The preferences that are kept with the data. What cannot be read is as usual: it keeps nobody from working.
///
/// # Errors
/// The store's.
pub(crate) async fn kept(host: &Host) -> Result<Preferences, Fault> {
    let text = host.preference(KEY).await?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

impl App {
    /// Takes in what a person prefers from now on. It is kept where the data is open, and counts until the app ends where
    /// it is not.
    ///
    /// # Errors
    /// A preference that no page has; where the computer does not let the app start at login; the store's.
    pub(crate) async fn change_preferences(&self, change: PreferencesChange) -> Result<Preferences, Problem> {
        // Two changes at once, each of one thing, are both taken in.
        let _turn = self.preferring().await;
        let start = change.start_at_login;
        let preferences = changed(self.preferences(), change)?;
        if let Some(start) = start.filter(|start| *start != self.desktop().starts_at_login()) {
            self.desktop().set_start_at_login(start)?;
        }
        self.keep(&preferences).await?;
        self.prefer(preferences.clone());
        Ok(preferences)
    }

    async fn keep(&self, preferences: &Preferences) -> Result<(), Fault> {
        let open = match &*self.life().borrow() {
            Life::Open(open) => Some(open.hold(self)),
            _ => None,
        };
        if let (Some(open), Ok(text)) = (open, serde_json::to_string(preferences)) {
            open.host().set_preference(KEY, Some(text)).await?;
        }
        Ok(())
    }
}
