//! A private desktop session without a screen: its own display, bus, keyring and home, so that the tests of the keyring and of
//! the window are real and nothing of the developer's own session is touched.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Started inside the bus. The keyring is unlocked before anything asks for it, with a password that guards
/// nothing; and it is there only when the bus knows its name.
const BEGIN: &str = r#"
printf 'private' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 1
gdbus wait --session --timeout 20 org.freedesktop.secrets || exit 1
openbox >/dev/null 2>&1 &
"$@"
"#;

/// A bus on which nothing is started but what the session itself starts.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The folders of one session; they go when it is dropped.
pub(crate) struct Session {
    home: PathBuf,
}

impl Session {
    /// # Errors
    /// The temporary folders could not be made.
    pub(crate) fn new() -> io::Result<Self> {
        // Short, because sockets lie below it and their paths may have no more than 107 bytes.
        let home = std::env::temp_dir().join(format!("learner-sync-{}", std::process::id()));
        let session = Self { home };
        for folder in ["config", "cache", "data", "state", "run"] {
            private_folder(&session.home.join(folder))?;
        }
        std::fs::write(session.home.join("bus.conf"), BUS)?;
        Ok(session)
    }

    /// Makes `command` run inside this session.
    pub(crate) fn wrap(&self, command: &Command) -> Command {
        let mut wrapped = Command::new("xvfb-run");
        wrapped.args([
            "-a",
            "-s",
            "-screen 0 1280x800x24",
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            BEGIN,
            "sh",
        ]);
        wrapped.arg(command.get_program()).args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            wrapped.current_dir(folder);
        }
        self.environment(&mut wrapped);
        wrapped
    }

    fn environment(&self, command: &mut Command) {
        // With a new home, cargo and rustup would begin from nothing.
        for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if let (None, Some(home)) = (std::env::var_os(name), std::env::home_dir()) {
                command.env(name, home.join(folder));
            }
        }
        command
            .env("HOME", &self.home)
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("XDG_CACHE_HOME", self.home.join("cache"))
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env("XDG_STATE_HOME", self.home.join("state"))
            .env("XDG_RUNTIME_DIR", self.home.join("run"))
            .env("XDG_SESSION_TYPE", "x11")
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env("LEARNER_SYNC_TEST_KEYRING", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("GNOME_KEYRING_CONTROL");
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // What is left behind is an empty session in the temporary folder: not worth failing for.
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// Whether windows can be opened for the person at this machine.
pub(crate) fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_command_keeps_its_words_and_gets_a_home_of_its_own() {
        let session = Session::new().unwrap();
        let mut command = Command::new("cargo");
        command.args(["test", "--workspace"]);
        let wrapped = session.wrap(&command);
        let words: Vec<_> = wrapped.get_args().collect();
        assert_eq!(
            words[words.len() - 3..],
            ["cargo", "test", "--workspace"],
            "the session's script ends in the command"
        );
        let home = wrapped
            .get_envs()
            .find(|(name, _)| *name == "HOME")
            .and_then(|(_, value)| value);
        assert_eq!(home, Some(session.home.as_os_str()));
    }

    #[test]
    fn the_folders_go_with_the_session() {
        let session = Session {
            home: std::env::temp_dir().join(format!("learner-sync-drop-{}", std::process::id())),
        };
        private_folder(&session.home.join("data")).unwrap();
        let home = session.home.clone();
        drop(session);
        assert!(!home.exists(), "a test run leaves nothing behind");
    }
}
