//! `cargo xtask run`: opens the app.

use std::io;
use std::process::Command;

use crate::{pages, screens, session, setup, shell};

/// Installs what is missing, builds, and opens the app with sample data; without a display a picture of every page is taken
/// instead.
///
/// # Errors
/// Something is missing and could not be installed, or a program could not be started.
pub(crate) fn run() -> io::Result<bool> {
    if !session::has_display() {
        println!("There is no display here, so the app is opened where nobody sees it.");
        return screens::every_screen();
    }
    setup::install(setup::BUILD)?;
    pages::ready()?;
    if !shell::succeeds(&mut shell::cargo(["build", "--workspace", "--locked"]))? {
        return Ok(false);
    }
    shell::succeeds(Command::new(shell::built("debug", "learner-sync")).arg("--sample"))
}
