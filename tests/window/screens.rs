//! Pictures of every screen, for whoever works on one: `cargo xtask screens` asks for them.

mod first_run;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::app::Start;
use crate::desk::Desk;
use crate::page::Page;
use crate::wait_for;

/// What is asked for, each in an environment variable of its own: see src-tauri/crates/xtask/src/screens.rs.
struct Wish {
    app: PathBuf,
    folder: PathBuf,
    routes: Vec<String>,
    themes: Vec<String>,
    size: (u32, u32),
    zoom: u32,
    data: Option<String>,
}

impl Wish {
    fn read() -> Self {
        let said = |name: &str| std::env::var(format!("LEARNER_SYNC_SCREENS_{name}")).ok();
        let list = |name: &str| said(name).map(|text| text.split(',').map(str::to_owned).collect::<Vec<_>>());
        let size = said("SIZE").unwrap_or_else(|| "1280x800".to_owned());
        let (width, height) = size.split_once('x').expect("a size is WIDTHxHEIGHT");
        Self {
            app: said("APP").expect("`cargo xtask screens` says which app").into(),
            folder: said("OUT").expect("`cargo xtask screens` says where to").into(),
            routes: list("ROUTES").unwrap_or_default(),
            themes: list("THEMES").unwrap_or_else(|| vec!["light".to_owned(), "dark".to_owned()]),
            size: (width.parse().unwrap(), height.parse().unwrap()),
            zoom: said("ZOOM").map_or(100, |zoom| zoom.parse().unwrap()),
            data: said("DATA"),
        }
    }

    /// A picture's file: `learners-dark.png`, with size and zoom where they are not the usual ones.
    fn file(&self, screen: &Screen, theme: &str) -> PathBuf {
        let mut name = screen.name.clone();
        if self.size != (1280, 800) {
            name += &format!("-{}x{}", self.size.0, self.size.1);
        }
        if self.zoom != 100 {
            name += &format!("-{}", self.zoom);
        }
        if theme != "light" {
            name += &format!("-{theme}");
        }
        self.folder.join(name + ".png")
    }

    fn wants(&self, screen: &Screen) -> bool {
        self.routes.is_empty() || self.routes.contains(&screen.route)
    }
}

/// One screen: where it is, and what its picture is called.
struct Screen {
    route: String,
    name: String,
}

impl Screen {
    fn at(route: &str) -> Self {
        let name = route.trim_matches('/').replace(['/', '?', '&', '='], "-");
        Self::named(route, &name)
    }

    fn named(route: &str, name: &str) -> Self {
        Self {
            route: route.to_owned(),
            name: name.to_owned(),
        }
    }
}

#[test]
#[ignore = "it takes pictures for a person to look at: `cargo xtask screens`"]
fn every_screen_has_its_picture_taken() {
    let wish = Wish::read();
    fs::create_dir_all(&wish.folder).unwrap();
    if wish.routes.is_empty() || wish.routes.iter().any(|route| !first_run::has(route)) {
        let page = opened(&wish, wish.data.is_none());
        take(&wish, &page, &screens(&wish, &page));
    }
    if wish.data.is_none() && first_run::STEPS.iter().any(|step| wish.wants(&Screen::at(step))) {
        first_run::take(&wish, &opened(&wish, false));
    }
}

/// The app under its driver, in a session that has room for a window of the wished size.
struct Opened {
    page: Page,
    _desk: Desk,
}

impl std::ops::Deref for Opened {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

fn opened(wish: &Wish, sample: bool) -> Opened {
    let (width, height) = wish.size;
    // The window's frame needs some pixels too, and a window that does not fit is made smaller.
    let desk = Desk::with_screen((width + 80, height + 120));
    let mut start = Start {
        program: wish.app.clone(),
        ..Start::plain()
    };
    if sample {
        start = start.with(&["--sample"]);
    } else if let Some(data) = &wish.data {
        start = start.with(&["--data-dir", data]);
    }
    let page = Page::open(&desk, &start);
    desk.resize_window(width, height);
    page.zoom(wish.zoom);
    Opened { page, _desk: desk }
}

/// What there is to be pictured: the wished routes, or all of them. Data that is not in use has one screen, whatever the route.
fn screens(wish: &Wish, page: &Page) -> Vec<Screen> {
    let stage = wait_for("the data to be opened", || {
        let session = page.ask("session", &Value::Null);
        session["stage"]
            .as_str()
            .filter(|stage| *stage != "opening")
            .map(str::to_owned)
    });
    if stage != "ready" {
        return vec![Screen::named("/", &stage)];
    }
    if wish.data.is_none() {
        wait_for_data(page);
    }
    if wish.routes.is_empty() {
        every_screen(page)
    } else {
        let routes = wish.routes.iter().filter(|route| !first_run::has(route));
        routes.map(|route| Screen::at(route)).collect()
    }
}

/// Waits until every connection has been synced, and nothing has been at work for a while.
fn wait_for_data(page: &Page) {
    let mut rests = 0;
    wait_for("the first sync", || {
        let status = page.ask("status", &Value::Null);
        let mut connections = status["connections"].as_array()?.iter();
        let synced = connections.all(|connection| connection["last_success_at"].is_string());
        let at_work = status["work"].as_array().is_none_or(|work| !work.is_empty());
        rests = if synced && !at_work { rests + 1 } else { 0 };
        (rests > 10).then_some(())
    });
}

/// Every page there is, with a learner who is linked and one who is not, and each part of the settings.
fn every_screen(page: &Page) -> Vec<Screen> {
    let pages = ["/overview", "/learners", "/unmatched", "/activity"];
    let parts = ["add", "schedule", "background", "privacy", "about"].map(|part| format!("/settings/{part}"));
    let mut screens: Vec<Screen> = pages.into_iter().map(Screen::at).collect();
    screens.extend(parts.iter().map(|part| Screen::at(part)));
    for (link, name) in [("linked", "learner"), ("not_linked", "learner-not-linked")] {
        let ask = json!({ "search": "", "centre": null, "provider": null, "link": link, "kind": null, "no_initial": false,
            "sort": "latest_result", "descending": true, "limit": 1, "offset": 0 });
        let id = page.ask("learners", &ask)["rows"][0]["id"].as_i64();
        screens.extend(id.map(|id| Screen::named(&format!("/learners/{id}"), name)));
    }
    let connections = page.ask("connections", &Value::Null);
    for connection in connections.as_array().into_iter().flatten() {
        let kind = connection["system"]["kind"].as_str().unwrap_or_default();
        let route = format!("/settings/connections/{}", connection["id"]);
        screens.push(Screen::named(&route, &format!("settings-{kind}")));
    }
    screens
}

fn take(wish: &Wish, page: &Page, screens: &[Screen]) {
    for theme in &wish.themes {
        set_theme(page, theme);
        for screen in screens {
            page.go(&screen.route);
            save(wish, page, screen, theme);
        }
    }
}

fn set_theme(page: &Page, theme: &str) {
    page.ask("set_preferences", &json!({ "theme": theme }));
}

/// Saves what the page shows now, and says what it complained about.
fn save(wish: &Wish, page: &Page, screen: &Screen, theme: &str) {
    let file = wish.file(screen, theme);
    fs::write(&file, page.picture()).unwrap();
    println!("{}", file.display());
    for complaint in page.new_complaints() {
        println!("  complaint: {complaint}");
    }
}
