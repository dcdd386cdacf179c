//! A display without a screen, with a window manager.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A display, and what runs on it; all of it ends with this value.
pub(crate) struct Desk {
    number: String,
    home: tempfile::TempDir,
    running: Vec<Child>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by `cargo xtask test`");
        // The server picks a free number and tells it once it can be reached.
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let number = format!(":{}", number.trim());
        let mut desk = Self {
            number,
            home: tempfile::tempdir().unwrap(),
            running: vec![server],
        };
        // Without a window manager there is nobody to ask for a window to be closed.
        let manager = desk.start(&mut Command::new("openbox"));
        desk.running.push(manager);
        desk
    }

    /// Starts a program on this display, with a home of its own, as the leader of its own group.
    pub(crate) fn start(&self, command: &mut Command) -> Child {
        self.at(command)
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn at<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let home = self.home.path();
        command
            .env("DISPLAY", &self.number)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env("XDG_CONFIG_HOME", home)
            .env("XDG_CACHE_HOME", home)
            .env("XDG_DATA_HOME", home)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
    }

    /// The titles of the windows that the window manager shows.
    pub(crate) fn titles(&self) -> Vec<String> {
        let listed = self.at(Command::new("wmctrl").arg("-l")).output().unwrap();
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        // Each line: id, desktop, machine, title.
        listed
            .lines()
            .map(|line| line.split_whitespace().skip(3).collect::<Vec<_>>().join(" "))
            .collect()
    }

    pub(crate) fn close(&self, title: &str) {
        let asked = self.at(Command::new("wmctrl").args(["-c", title])).status().unwrap();
        assert!(asked.success(), "the window manager has to know the window {title}");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for child in self.running.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Ends a program that a failing test would leave behind.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
