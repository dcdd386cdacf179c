//! Where the log goes, and what may be in it.

use std::io::IsTerminal as _;

use tracing::Metadata;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// The parts of this product, as the log knows them. What other libraries log is nobody's to vouch for: an HTTP client tells
/// of addresses with their query strings, and in some of them travel keys.
const OURS: &[&str] = &[
    "cli",
    "connectors",
    "domain",
    "engine",
    "host",
    "learner_sync",
    "learner_sync_cli",
    "matching",
    "outputs",
    "sandbox",
    "store",
    "window",
];

/// Writes the log to stderr, from warnings up, or as `RUST_LOG` says: but never anything that is not this product's own.
/// Called once, by whoever starts the program; a second call changes nothing.
pub fn to_stderr() {
    let level = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // A log that cannot be written is no reason to write about it.
        .log_internal_errors(false)
        .with_filter(filter_fn(is_ours));
    let _ = tracing_subscriber::registry().with(level).with(lines).try_init();
}

fn is_ours(event: &Metadata<'_>) -> bool {
    let part = event.target().split("::").next().unwrap_or_default();
    OURS.contains(&part)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_what_this_product_says_itself_is_logged() {
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = fmt::layer()
            .with_writer(move || writer.clone())
            .with_filter(filter_fn(is_ours));
        let subscriber = tracing_subscriber::registry().with(lines);
        tracing::subscriber::with_default(subscriber, || {
            tracing::trace!(target: "reqwest::connect", "GET /?apiToken=canary");
            tracing::error!(target: "hyper_util::client", "canary");
            tracing::error!(target: "storefront", "canary");
            tracing::trace!(target: "engine::runs", "a run began");
        });
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("a run began"), "our own words are there: {log}");
        assert!(!log.contains("canary"), "an address with its keys never is");
    }
}
