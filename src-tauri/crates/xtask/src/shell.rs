//! Starting other programs.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of the workspace, wherever the command was called from.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(3)
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A program that was built, under its name on this system.
pub(crate) fn built(profile: &str, name: &str) -> PathBuf {
    target()
        .join(profile)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Cargo, the same one that started this program, in the workspace.
pub(crate) fn cargo<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(args: I) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    command
}

/// Runs a command to its end with its output shown; says whether it succeeded.
///
/// # Errors
/// The program could not be started; the sentence names it.
pub(crate) fn succeeds(command: &mut Command) -> io::Result<bool> {
    Ok(command
        .status()
        .map_err(|error| not_started(command, &error))?
        .success())
}

/// Runs a command to its end and hands on every line of its standard output as it comes; says whether it succeeded.
///
/// # Errors
/// The program could not be started, or its output could not be read.
pub(crate) fn lines(command: &mut Command, mut each: impl FnMut(&str)) -> io::Result<bool> {
    let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = started.map_err(|error| not_started(command, &error))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            each(String::from_utf8_lossy(&line?).trim_end_matches('\r'));
        }
    }
    Ok(child.wait()?.success())
}

/// Runs a command to its end and returns what it printed, or nothing if it failed.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let done = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    done.status
        .success()
        .then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Whether a program of this name can be started.
pub(crate) fn exists(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else {
        return false;
    };
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).any(|dir| dir.join(&file).is_file())
}

/// The sentence for a program that did not start.
fn not_started(command: &Command, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("{} could not be started: {error}", command.get_program().display()),
    )
}
