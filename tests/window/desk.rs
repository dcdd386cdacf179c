//! A desktop session without a screen: a display, a bus, an unlocked keyring and a window manager, all of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::ObjectPath;

use crate::wait_for;

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

/// Who keeps secrets on the bus, and the keyring that opens when its person signs in.
const SECRETS: &str = "org.freedesktop.secrets";
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

/// The screen's size in pixels: a window of 1280 x 800 and its frame find room.
const SCREEN: (u32, u32) = (1440, 960);

/// A session, and what runs in it; all of it ends with this value. It takes about half a second to begin, so a test has one.
pub(crate) struct Desk {
    display: String,
    bus: String,
    home: tempfile::TempDir,
    running: Vec<Child>,
}

impl Desk {
    /// A session with a screen of the usual size.
    pub(crate) fn new() -> Self {
        Self::with_screen(SCREEN)
    }

    /// A session with a screen of this size.
    pub(crate) fn with_screen((width, height): (u32, u32)) -> Self {
        let mut screen = Command::new("Xvfb");
        screen.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"]);
        screen.arg(format!("{width}x{height}x24"));
        // The server picks a free number and tells it once it can be reached.
        let (screen, number) = first_line(&mut screen);
        // Short, because sockets lie below it and their paths may have no more than 107 bytes.
        let home = tempfile::Builder::new().prefix("ls-").tempdir().unwrap();
        let mut desk = Self {
            display: format!(":{number}"),
            bus: String::new(),
            home,
            running: vec![screen],
        };
        desk.begin();
        desk
    }

    fn begin(&mut self) {
        let conf = self.home().join("bus.conf");
        std::fs::write(&conf, BUS).unwrap();
        let mut bus = Command::new("dbus-daemon");
        bus.arg(format!("--config-file={}", conf.display()))
            .args(["--nofork", "--print-address"]);
        self.set(&mut bus);
        let (bus, address) = first_line(&mut bus);
        self.bus = address;
        self.running.push(bus);
        self.unlock_keyring();
        // Without a window manager there is nobody to ask for a window to be closed.
        self.keep(&mut Command::new("openbox"));
    }

    /// The keyring is unlocked before anything asks for it, with a password that guards nothing.
    fn unlock_keyring(&mut self) {
        let mut keyring = Command::new("gnome-keyring-daemon");
        keyring
            .args(["--foreground", "--replace", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut keyring = self.set(&mut keyring).spawn().unwrap();
        keyring.stdin.take().unwrap().write_all(b"private").unwrap();
        self.running.push(keyring);
        // One that takes another's place is not there at once, and the other still answers that it is locked.
        wait_for("an unlocked keyring", || {
            let bus = self.bus();
            let login = Proxy::new(&bus, SECRETS, LOGIN, "org.freedesktop.Secret.Collection").ok()?;
            (!login.get_property::<bool>("Locked").ok()?).then_some(())
        });
    }

    /// Locks the keyring, as a person or a screen lock may while the app runs.
    pub(crate) fn lock_keyring(&self) {
        let login = ObjectPath::try_from(LOGIN).unwrap();
        let asked = self.bus().call_method(
            Some(SECRETS),
            "/org/freedesktop/secrets",
            Some("org.freedesktop.Secret.Service"),
            "Lock",
            &(vec![login],),
        );
        asked.expect("the keyring can be locked");
    }

    /// Unlocks the keyring again, as its person does with the password.
    pub(crate) fn unlock_again(&mut self) {
        self.unlock_keyring();
    }

    /// Starts the panel, in which tray icons find a place, and what keeps its settings.
    pub(crate) fn start_panel(&mut self) {
        let config = self.home().join("config/xfce4/xfconf/xfce-perchannel-xml");
        std::fs::create_dir_all(&config).unwrap();
        std::fs::write(config.join("xfce4-panel.xml"), include_str!("panel.xml")).unwrap();
        self.keep(&mut Command::new(xfconfd()));
        self.wait_for_name("org.xfce.Xfconf");
        self.keep(&mut Command::new("xfce4-panel"));
        self.wait_for_name("org.kde.StatusNotifierWatcher");
    }

    /// Waits until somebody on the bus has this name.
    fn wait_for_name(&self, name: &str) {
        let mut wait = Command::new("gdbus");
        wait.args(["wait", "--session", "--timeout", "60", name]);
        assert!(
            self.set(&mut wait).status().unwrap().success(),
            "nobody took the name {name}"
        );
    }

    /// Where the session's bus is reached.
    pub(crate) fn bus_address(&self) -> &str {
        &self.bus
    }

    /// A connection to the session's bus.
    pub(crate) fn bus(&self) -> Connection {
        let builder = zbus::blocking::connection::Builder::address(self.bus.as_str()).unwrap();
        builder.build().unwrap()
    }

    /// The session's home, in which everything that a program writes for its person ends up.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Starts a program in this session, as the leader of its own group.
    pub(crate) fn start(&self, command: &mut Command) -> Child {
        self.set(command)
            .process_group(0)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Starts a program that runs until the session ends.
    fn keep(&mut self, command: &mut Command) {
        let child = self.start(command.stderr(Stdio::null()));
        self.running.push(child);
    }

    /// Gives a program the session's surroundings, and none of the developer's own.
    pub(crate) fn set<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let home = self.home();
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            let folder = home.join(folder);
            private_folder(&folder);
            command.env(name, folder);
        }
        command
            .env("HOME", home)
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("XDG_SESSION_TYPE", "x11")
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("MESA_SHADER_CACHE_DISABLE", "true")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("GNOME_KEYRING_CONTROL")
    }

    /// The titles of the windows that the window manager shows.
    pub(crate) fn titles(&self) -> Vec<String> {
        let mut list = Command::new("wmctrl");
        let listed = self.set(list.arg("-l")).output().unwrap();
        // Each line: id, desktop, machine, title.
        String::from_utf8_lossy(&listed.stdout)
            .lines()
            .map(|line| line.split_whitespace().skip(3).collect::<Vec<_>>().join(" "))
            .filter(|title| !title.starts_with("xfce4-panel"))
            .collect()
    }

    /// Waits until there is a window of the app.
    pub(crate) fn wait_for_window(&self) {
        wait_for("the window", || Some(()).filter(|()| self.titles() == ["Learner Sync"]));
    }

    /// Waits until there is none.
    pub(crate) fn wait_for_no_window(&self) {
        wait_for("the end of the window", || {
            Some(()).filter(|()| self.titles().is_empty())
        });
    }

    /// Asks the window manager to close the app's window, as a press on its cross does.
    pub(crate) fn close_window(&self) {
        let mut close = Command::new("wmctrl");
        let asked = self.set(close.args(["-F", "-c", "Learner Sync"])).status().unwrap();
        assert!(asked.success(), "the window manager has to know the window");
    }

    /// The window that is on the screen, by its number, once there is one.
    pub(crate) fn window(&self) -> String {
        wait_for("the window on the screen", || {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", "^Learner Sync$"])?;
            Some(found).filter(|number| !number.is_empty())
        })
    }

    /// Gives what lies inside the window's frame this size in pixels.
    pub(crate) fn resize_window(&self, width: u32, height: u32) {
        let (width, height) = (width.to_string(), height.to_string());
        self.xdotool(&["windowsize", "--sync", &self.window(), &width, &height]);
    }

    /// Moves the window to this place on the screen.
    pub(crate) fn move_window(&self, x: u32, y: u32) {
        let (x, y) = (x.to_string(), y.to_string());
        self.xdotool(&["windowmove", "--sync", &self.window(), &x, &y]);
    }

    /// Makes the window small, into a bar.
    pub(crate) fn minimise_window(&self) {
        self.xdotool(&["windowminimize", "--sync", &self.window()]);
    }

    /// The title of the window that has the focus.
    pub(crate) fn focused(&self) -> String {
        self.xdotool(&["getwindowfocus", "getwindowname"]).unwrap_or_default()
    }

    /// Where the window is and how large, as the screen shows it: x, y, width, height.
    pub(crate) fn place(&self) -> [i32; 4] {
        let told = self.xdotool(&["getwindowgeometry", "--shell", &self.window()]);
        let told = told.expect("xdotool tells a window's place");
        ["X", "Y", "WIDTH", "HEIGHT"].map(|name| {
            let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.and_then(|figure| figure.parse().ok()).unwrap()
        })
    }

    /// What xdotool prints, where it succeeds.
    fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = self.set(Command::new("xdotool").args(arguments)).output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(printed)
    }

    /// Every file and folder in the session's home.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut all = vec![self.home().to_owned()];
        let mut at = 0;
        while let Some(folder) = all.get(at).cloned() {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            all.extend(entries.map(|entry| entry.path()));
            at += 1;
        }
        all
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

/// A program of the app that a failing test would leave behind.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program that keeps the panel's settings lies below a folder that is named after the kind of processor.
fn xfconfd() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten();
    let mut programs = folders.map(|folder| folder.path().join("xfce4/xfconf/xfconfd"));
    programs
        .find(|program| program.exists())
        .expect("xfconfd is installed by `cargo xtask test`")
}

fn first_line(command: &mut Command) -> (Child, String) {
    let started = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = started.expect("what a session needs is installed by `cargo xtask test`");
    let mut line = String::new();
    let output = child.stdout.take().unwrap();
    BufReader::new(output).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

fn private_folder(path: &Path) {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .unwrap();
}
