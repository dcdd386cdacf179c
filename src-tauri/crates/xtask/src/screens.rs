//! `cargo xtask screens`: pictures of the window's pages, taken where nobody sees it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{pages, setup, shell};

const USAGE: &str = "usage: cargo xtask screens [--only ROUTE]... [--size WIDTHxHEIGHT] [--zoom PERCENT] [--theme light|dark] \
    [--data-dir DIR] [--out DIR] [--as-built]";

/// What is to be pictured. What is not said is every page of the sample data, light and dark.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Routes such as `/learners`, and `/first-run` for what an app without data shows.
    routes: Vec<String>,
    size: Option<String>,
    zoom: Option<String>,
    theme: Option<String>,
    /// A data folder of one's own instead of the sample.
    data: Option<String>,
    out: Option<PathBuf>,
    /// Whether to take the app and its pages as they were last built.
    as_built: bool,
}

impl Wish {
    fn read(words: &[&str]) -> io::Result<Self> {
        let mut wish = Self::default();
        let mut words = words.iter().copied();
        while let Some(word) = words.next() {
            if word == "--as-built" {
                wish.as_built = true;
                continue;
            }
            let value = words.next().ok_or_else(|| io::Error::other(USAGE))?.to_owned();
            match word {
                "--only" => wish.routes.push(route(&value)),
                "--size" if is_size(&value) => wish.size = Some(value),
                "--zoom" if value.parse::<u32>().is_ok() => wish.zoom = Some(value),
                "--theme" if ["light", "dark"].contains(&value.as_str()) => wish.theme = Some(value),
                "--data-dir" => wish.data = Some(value),
                "--out" => wish.out = Some(value.into()),
                _ => return Err(io::Error::other(USAGE)),
            }
        }
        Ok(wish)
    }

    fn folder(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| shell::target().join("screenshots"))
    }

    /// The wish as tests/window/screens.rs reads it.
    fn tell(&self, command: &mut Command, app: &Path) {
        let routes = (!self.routes.is_empty()).then(|| self.routes.join(","));
        let folder = std::path::absolute(self.folder()).unwrap_or_else(|_| self.folder());
        let said = [
            ("ROUTES", routes),
            ("SIZE", self.size.clone()),
            ("ZOOM", self.zoom.clone()),
            ("THEMES", self.theme.clone()),
            ("DATA", self.data.clone()),
            ("OUT", Some(folder.to_string_lossy().into_owned())),
            ("APP", Some(app.to_string_lossy().into_owned())),
        ];
        for (name, value) in said {
            if let Some(value) = value {
                command.env(format!("LEARNER_SYNC_SCREENS_{name}"), value);
            }
        }
    }
}

/// A route with its leading slash, with or without which a person may write it.
fn route(text: &str) -> String {
    format!("/{}", text.trim_start_matches(['#', '/']))
}

fn is_size(text: &str) -> bool {
    let sides = text
        .split_once('x')
        .map(|(width, height)| (width.parse::<u32>(), height.parse::<u32>()));
    matches!(sides, Some((Ok(_), Ok(_))))
}

/// Builds the app and takes the pictures that the words ask for.
///
/// # Errors
/// The words are not understood, something is missing and could not be installed, or a program could not be started.
pub(crate) fn screens(words: &[&str]) -> io::Result<bool> {
    take(&Wish::read(words)?)
}

/// Takes a picture of every page, light and dark.
///
/// # Errors
/// As [`screens`].
pub(crate) fn every_screen() -> io::Result<bool> {
    take(&Wish::default())
}

fn take(wish: &Wish) -> io::Result<bool> {
    setup::install(&[setup::BUILD, setup::SESSION].concat())?;
    let app = Kept::new()?;
    if !app.make(wish.as_built)? {
        return Ok(false);
    }
    let test = ["test", "--package", "system-tests", "--test", "window", "--quiet", "--"];
    let only = [
        "--ignored",
        "--exact",
        "--nocapture",
        "screens::every_screen_has_its_picture_taken",
    ];
    let mut command = shell::cargo(test.iter().chain(&only));
    wish.tell(&mut command, &app.file);
    let taken = shell::succeeds(&mut command)?;
    if taken {
        println!("The pictures are in {}", wish.folder().display());
    }
    Ok(taken)
}

/// A program that stays as it is while others build theirs; it goes when it is dropped.
struct Kept {
    folder: PathBuf,
    file: PathBuf,
}

impl Kept {
    fn new() -> io::Result<Self> {
        let folder = shell::target().join("screens").join(std::process::id().to_string());
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("learner-sync{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { folder, file })
    }

    /// Builds the app unless it is to be taken as built, and keeps it. One build at a time: two would write the pages at once.
    fn make(&self, as_built: bool) -> io::Result<bool> {
        let lock = fs::File::create(shell::target().join("screens/build.lock"))?;
        lock.lock()?;
        if !as_built {
            pages::ready()?;
            if !shell::succeeds(&mut shell::cargo(["build", "--package", "learner-sync", "--locked"]))? {
                return Ok(false);
            }
        }
        fs::hard_link(shell::built("debug", "learner-sync"), &self.file)?;
        Ok(true)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // What is left behind lies below target/: not worth failing for.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_every_page_as_it_usually_is() {
        assert_eq!(Wish::read(&[]).unwrap(), Wish::default());
    }

    #[test]
    fn a_route_may_be_written_as_the_address_bar_has_it() {
        let wish = Wish::read(&["--only", "#/learners", "--only", "settings/about"]).unwrap();
        assert_eq!(wish.routes, ["/learners", "/settings/about"]);
    }

    #[test]
    fn an_option_that_is_not_understood_is_refused() {
        for words in [
            &["--route", "/learners"][..],
            &["--only"],
            &["--size", "large"],
            &["--zoom", "much"],
            &["--theme", "blue"],
        ] {
            assert!(Wish::read(words).is_err(), "{words:?} must not be taken for the usual");
        }
    }
}
