//! How a web view keeps nothing of what it shows.

use std::path::{Path, PathBuf};

/// Where a web view may write.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("web-view")
}

/// Whether the web view is a private one. On Linux it cannot be: the second window would stay empty. There it finds nothing to
/// keep (docs/decisions/0078).
pub(crate) const fn is_private() -> bool {
    !cfg!(target_os = "linux")
}
