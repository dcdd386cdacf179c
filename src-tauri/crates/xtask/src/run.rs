//! `cargo xtask run`: opens the app.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::session::{self, Session};
use crate::{pages, setup, shell};

const COMMAND_LINE: &str = "\
The window shows nothing yet; the command line does the work. With the imitated systems, in two terminals:
  cargo run -p cli -- sandbox
  cargo run -p cli -- --help";

/// Shows the app to a machine: waits for its window, lets the page be painted, keeps a picture of the screen, and ends it.
const PICTURE: &str = r#"
"$1" & app=$!
trap 'kill $app 2>/dev/null; wait $app 2>/dev/null' EXIT
for second in $(seq 60); do
  if xdotool search --onlyvisible --name '^Learner Sync$' >/dev/null 2>&1; then
    sleep 3
    scrot --overwrite "$2"
    exit
  fi
  sleep 1
done
exit 1
"#;

/// Installs what is missing, builds, and opens the app; without a display it is opened unseen and its picture is saved.
///
/// # Errors
/// The system packages could not be installed, or a program could not be started.
pub(crate) fn run() -> io::Result<bool> {
    let unseen = !session::has_display();
    setup::install(setup::BUILD)?;
    pages::ready()?;
    if !shell::succeeds(&mut shell::cargo(["build", "--workspace", "--locked"]))? {
        return Ok(false);
    }
    let app = shell::built("debug", "learner-sync");
    let opened = if unseen {
        picture(&app)?
    } else {
        shell::succeeds(&mut Command::new(&app))?
    };
    println!("\n{COMMAND_LINE}");
    Ok(opened)
}

fn picture(app: &Path) -> io::Result<bool> {
    println!("There is no display here, so the app is opened where nobody sees it.");
    setup::install(setup::SESSION)?;
    let folder = shell::target().join("screenshots");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("window.png");
    let session = Session::new()?;
    let mut command = Command::new("sh");
    command.args(["-c", PICTURE, "sh"]).arg(app).arg(&file);
    let taken = shell::succeeds(&mut session.wrap(&command))?;
    if taken {
        println!("Its picture is {}", file.display());
    } else {
        println!("The window did not appear.");
    }
    Ok(taken)
}
