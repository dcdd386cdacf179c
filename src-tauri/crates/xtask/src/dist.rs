//! `cargo xtask dist`: the package for this system.

use std::io;
use std::process::Command;

use crate::{pages, setup, shell};

/// Builds the package with the Tauri command line, which builds the pages first.
///
/// # Errors
/// The packages of the pages could not be installed, or that command line could not be started.
pub(crate) fn dist() -> io::Result<bool> {
    setup::install(setup::BUILD)?;
    pages::install()?;
    let bundles = if cfg!(windows) {
        "nsis"
    } else if cfg!(target_os = "macos") {
        "dmg"
    } else {
        "deb,rpm"
    };
    shell::succeeds(
        Command::new(pages::tauri())
            .args(["build", "--bundles", bundles])
            .current_dir(shell::root()),
    )
}
