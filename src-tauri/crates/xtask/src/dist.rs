//! `cargo xtask dist`: the package for this system.

use std::io;
use std::process::Command;

use crate::{setup, shell};

/// Builds the package with the Tauri command line, which comes with the packages of the user interface.
///
/// # Errors
/// That command line is not there yet, or could not be started.
pub(crate) fn dist() -> io::Result<bool> {
    setup::install(setup::BUILD)?;
    setup::node_packages()?;
    let tauri = shell::root()
        .join("ui/node_modules/.bin")
        .join(if cfg!(windows) { "tauri.cmd" } else { "tauri" });
    if !tauri.exists() {
        return Err(io::Error::other(format!(
            "packages are made by the Tauri command line, an npm package that the user interface will bring; \
             {} does not exist yet",
            tauri.display()
        )));
    }
    let bundles = if cfg!(windows) {
        "nsis"
    } else if cfg!(target_os = "macos") {
        "dmg"
    } else {
        "deb,rpm"
    };
    shell::succeeds(
        Command::new(tauri)
            .args(["build", "--bundles", bundles])
            .current_dir(shell::root()),
    )
}
