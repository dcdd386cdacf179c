//! What this workspace needs from the system, and installing what is missing.

use std::io::{self, IsTerminal};
use std::process::Command;

use crate::shell;

/// To compile and link the app.
pub(crate) const BUILD: &[&str] = &[
    "build-essential",
    "libayatana-appindicator3-dev",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "patchelf",
    "pkg-config",
];

/// For a session without a screen, with a keyring and a tray, and for looking at windows in it.
pub(crate) const SESSION: &[&str] = &[
    "dbus-x11",
    "gnome-keyring",
    "openbox",
    "scrot",
    "webkit2gtk-driver",
    "wmctrl",
    "xauth",
    "xdotool",
    "xfce4-panel",
    "xvfb",
];

/// For the plain script that the benchmark compares with.
pub(crate) const BENCH: &[&str] = &["python3", "python3-venv"];

/// Installs what is missing of `packages`, where the system has apt; elsewhere says what is needed.
///
/// # Errors
/// Packages are missing and could not be installed; the sentence says what to type.
pub(crate) fn install(packages: &[&str]) -> io::Result<()> {
    if cfg!(windows) {
        println!("needed on Windows: Visual Studio Build Tools with C++, WebView2, and perl and NASM for OpenSSL");
        return Ok(());
    }
    if cfg!(target_os = "macos") {
        println!("needed on macOS: the Xcode command line tools (xcode-select --install)");
        return Ok(());
    }
    if !shell::exists("dpkg-query") || !shell::exists("apt-get") {
        println!("no apt here; needed are what Debian calls: {}", packages.join(" "));
        return Ok(());
    }
    let missing = missing(packages);
    if missing.is_empty() { Ok(()) } else { apt(&missing) }
}

/// Installs the parts of Rust that the smallest installation leaves out.
///
/// # Errors
/// They are missing, and there is no rustup or it failed.
pub(crate) fn rust_components() -> io::Result<()> {
    let missing = |name: &&str| shell::output(&mut shell::cargo([*name, "--version"])).is_none();
    let components: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .iter()
        .filter(|(name, _)| missing(name))
        .map(|(_, part)| *part)
        .collect();
    if components.is_empty() {
        return Ok(());
    }
    println!("installing {}", components.join(" "));
    match shell::succeeds(Command::new("rustup").args(["component", "add"]).args(&components))? {
        true => Ok(()),
        false => Err(io::Error::other(format!(
            "rustup could not install {}",
            components.join(" ")
        ))),
    }
}

fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    // It fails when it does not know one of the names, and still prints the others: only the lines count.
    let listed = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"])
        .args(packages)
        .output()
        .map(|done| String::from_utf8_lossy(&done.stdout).into_owned())
        .unwrap_or_default();
    not_installed(packages, &listed)
}

fn not_installed<'a>(packages: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    packages
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect()
}

fn apt(missing: &[&str]) -> io::Result<()> {
    println!("installing {}", missing.join(" "));
    // With what they recommend: the web view draws, and the keyring answers, by packages that they do not strictly need.
    let install = ["install", "--yes"];
    let by_hand = || {
        let command = format!(
            "sudo apt-get update && sudo apt-get {} {}",
            install.join(" "),
            missing.join(" ")
        );
        io::Error::other(format!(
            "system packages are missing and could not be installed from here. Run:\n  {command}"
        ))
    };
    let done = shell::succeeds(as_root().arg("update")).unwrap_or(false)
        && shell::succeeds(as_root().args(install).args(missing)).unwrap_or(false);
    if done { Ok(()) } else { Err(by_hand()) }
}

/// apt-get that asks nothing, through sudo where this is not root.
fn as_root() -> Command {
    let is_root = shell::output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut command = Command::new(if is_root { "env" } else { "sudo" });
    if !is_root {
        // Without a terminal nobody could type a password: fail at once instead of waiting for it.
        if !io::stdin().is_terminal() {
            command.arg("--non-interactive");
        }
        command.arg("env");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_fully_installed_counts_as_there() {
        let listed = "xvfb installed\nopenbox config-files\nscrot half-installed\n";
        assert_eq!(
            not_installed(&["xvfb", "openbox", "scrot", "wmctrl"], listed),
            ["openbox", "scrot", "wmctrl"]
        );
    }

    #[test]
    fn a_name_that_begins_like_another_is_not_taken_for_it() {
        assert_eq!(not_installed(&["python3"], "python3-venv installed\n"), ["python3"]);
    }
}
