//! The environment variables that stand in for the keyring, on a server or in a test.

use std::sync::Arc;

use secrecy::SecretString;
use zeroize::Zeroizing;

/// Where variables are looked up. Tests bring their own, because a process has only one environment.
#[derive(Clone)]
pub struct Environment(Arc<Lookup>);

/// Where systems say whose account a program runs under.
const ACCOUNT: [&str; 3] = ["USER", "USERNAME", "LOGNAME"];

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Environment {
    /// The environment of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self(Arc::new(|name| std::env::var(name).ok()))
    }

    /// The environment of this process as far as it tells who is at work here, without any secret.
    #[must_use]
    pub fn without_secrets() -> Self {
        let names = |name: &str| ACCOUNT.contains(&name).then(|| std::env::var(name).ok()).flatten();
        Self(Arc::new(names))
    }

    /// The secret in a variable, without the blanks and line breaks around it; `None` where the variable is not set or
    /// holds nothing else.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<SecretString> {
        let text = Zeroizing::new((self.0)(name)?);
        let text = text.trim();
        (!text.is_empty()).then(|| SecretString::from(text))
    }

    /// The name of the account that the program runs under; empty where the system does not say. The audit names it.
    #[must_use]
    pub fn account(&self) -> String {
        ACCOUNT
            .iter()
            .filter_map(|name| (self.0)(name))
            .find(|name| !name.trim().is_empty())
            .unwrap_or_default()
    }

    #[cfg(test)]
    pub(crate) fn of(variables: &[(&str, &str)]) -> Self {
        let owned: std::collections::HashMap<String, String> = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Self(Arc::new(move |name| owned.get(name).cloned()))
    }
}
