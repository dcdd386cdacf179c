//! The pages of the window: the packages that they need, building them, and what has to hold for them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::shell;
use crate::stages::Outcome;
use crate::tally::Tally;

/// What npm writes when it has installed everything.
const INSTALLED: &str = "node_modules/.package-lock.json";
/// What only a build of the pages makes; where they were not built, an index alone stands in for them.
const BUILT: &str = "dist/assets";

/// Installs the packages and builds the pages, each only where it is not done for the present sources.
///
/// # Errors
/// Node is missing, or one of the two failed.
pub(crate) fn ready() -> io::Result<()> {
    install()?;
    if !is_older(&ui().join(BUILT), sources(&ui())?) {
        return Ok(());
    }
    say(&mut npm(["run", "build"]), "the pages of the window could not be built")
}

/// Installs exactly the packages that the lock names.
///
/// # Errors
/// Node is missing, or npm failed.
pub(crate) fn install() -> io::Result<()> {
    if !is_older(&ui().join(INSTALLED), changed(&ui().join("package-lock.json"))?) {
        return Ok(());
    }
    say(
        &mut npm(["ci"]),
        "npm could not install the packages of ui/package-lock.json",
    )
}

/// Types, lint and layout of the pages' sources. All of them are tried, so that one run names everything.
pub(crate) fn lints() -> io::Result<Outcome> {
    install()?;
    let mut passed = true;
    for script in ["types", "lint", "layout"] {
        passed &= shell::succeeds(&mut npm(["run", "--silent", script]))?;
    }
    Ok(Outcome::of(passed))
}

/// The tests of the pages' own code, counted.
pub(crate) fn tests(tally: &mut Tally) -> io::Result<Outcome> {
    install()?;
    let mut command = npm(["run", "--silent", "test"]);
    // Escapes for colours would stand in the middle of what is counted.
    command.env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    let passed = shell::lines(&mut command, |line| {
        println!("{line}");
        tally.read_vitest(line);
    })?;
    Ok(Outcome::of(passed))
}

/// The Tauri command line, which comes with the packages.
pub(crate) fn tauri() -> PathBuf {
    let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    ui().join("node_modules/.bin").join(name)
}

fn ui() -> PathBuf {
    shell::root().join("ui")
}

fn npm<const N: usize>(args: [&str; N]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(args).current_dir(ui());
    command
}

fn say(command: &mut Command, failure: &str) -> io::Result<()> {
    if !shell::exists(if cfg!(windows) { "node" } else { "npm" }) {
        return Err(io::Error::other(
            "the pages of the window are built by Node: install version 20.19 or newer of it, with npm",
        ));
    }
    match shell::succeeds(command)? {
        true => Ok(()),
        false => Err(io::Error::other(failure)),
    }
}

/// Whether what was made is missing, or older than what it is made from.
fn is_older(made: &Path, from: SystemTime) -> bool {
    changed(made).map_or(true, |at| at < from)
}

/// When the newest of the sources was changed. Folders count, because a deleted file leaves its mark only there.
fn sources(ui: &Path) -> io::Result<SystemTime> {
    let mut newest = newest(&ui.join("src"))?;
    for entry in fs::read_dir(ui)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            newest = newest.max(changed(&entry.path())?);
        }
    }
    Ok(newest)
}

fn newest(folder: &Path) -> io::Result<SystemTime> {
    let mut newest = changed(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let at = if entry.file_type()?.is_dir() {
            self::newest(&entry.path())?
        } else {
            changed(&entry.path())?
        };
        newest = newest.max(at);
    }
    Ok(newest)
}

fn changed(path: &Path) -> io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A folder of pages whose files are all of one age.
    struct Pages(PathBuf);

    const THEN: Duration = Duration::from_secs(1_000_000);

    impl Pages {
        fn new(name: &str) -> Self {
            let pages = Self(std::env::temp_dir().join(format!("learner-sync-pages-{name}-{}", std::process::id())));
            fs::create_dir_all(pages.0.join("src/lib")).unwrap();
            for file in ["package.json", "src/main.ts", "src/lib/format.ts"] {
                pages.write(file, THEN);
            }
            for folder in ["src", "src/lib"] {
                pages.age(folder, THEN);
            }
            pages
        }

        fn write(&self, file: &str, age: Duration) {
            fs::write(self.0.join(file), "").unwrap();
            self.age(file, age);
        }

        fn age(&self, path: &str, age: Duration) {
            let file = fs::File::open(self.0.join(path)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + age).unwrap();
        }

        fn sources(&self) -> Duration {
            let at = sources(&self.0).unwrap();
            at.duration_since(SystemTime::UNIX_EPOCH).unwrap()
        }
    }

    impl Drop for Pages {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn a_change_anywhere_below_the_sources_is_seen() {
        let pages = Pages::new("change");
        assert_eq!(pages.sources(), THEN);
        pages.age("src/lib/format.ts", THEN * 2);
        assert_eq!(pages.sources(), THEN * 2, "a file two folders down counts");
    }

    #[test]
    fn a_deleted_file_is_seen_by_its_folder() {
        let pages = Pages::new("deleted");
        fs::remove_file(pages.0.join("src/lib/format.ts")).unwrap();
        assert!(
            pages.sources() > THEN,
            "what was built holds a page that is no longer there"
        );
    }

    #[test]
    fn what_was_never_made_is_older_than_anything() {
        let pages = Pages::new("missing");
        let made = pages.0.join(BUILT);
        assert!(is_older(&made, SystemTime::UNIX_EPOCH), "nothing was built yet");
        fs::create_dir_all(&made).unwrap();
        assert!(!is_older(&made, SystemTime::UNIX_EPOCH + THEN), "it was made just now");
    }
}
