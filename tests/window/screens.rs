//! Pictures of every screen, for whoever works on one: `cargo xtask screens` asks for them.

use std::fs;
use std::path::{Path, PathBuf};

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

    /// A picture's file: `learners-7-dark.png`, with size and zoom where they are not the usual ones.
    fn file(&self, route: &str, theme: &str) -> PathBuf {
        let mut name = route.trim_matches('/').replace(['/', '?', '&', '='], "-");
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

    fn wants_only_first_run(&self) -> bool {
        self.routes.iter().all(|route| is_first_run(route)) && !self.routes.is_empty()
    }

    fn wants_first_run(&self) -> bool {
        self.data.is_none() && (self.routes.is_empty() || self.routes.iter().any(|route| is_first_run(route)))
    }
}

/// The first run is not a place to go to: it is what an app shows that has no data yet.
fn is_first_run(route: &str) -> bool {
    route.starts_with("/first-run")
}

#[test]
#[ignore = "it takes pictures for a person to look at: `cargo xtask screens`"]
fn every_screen_has_its_picture_taken() {
    let wish = Wish::read();
    fs::create_dir_all(&wish.folder).unwrap();
    if !wish.wants_only_first_run() {
        let page = opened(&wish, wish.data.is_none());
        wait_for_data(&page);
        let routes = if wish.routes.is_empty() {
            every_route(&page)
        } else {
            wish.routes.clone()
        };
        let routes: Vec<String> = routes.into_iter().filter(|route| !is_first_run(route)).collect();
        take(&wish, &page, &routes);
    }
    if wish.wants_first_run() {
        take(&wish, &opened(&wish, false), &["/first-run".to_owned()]);
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

/// Waits until something was synced, and nothing is at work any more.
fn wait_for_data(page: &Page) {
    wait_for("the first sync", || {
        let status = page.ask("status", &Value::Null);
        let rests = status["work"].as_array().is_some_and(Vec::is_empty);
        (rests && status["learners"].as_i64() > Some(0) && status["last_success_at"].is_string()).then_some(())
    });
}

/// Every page there is, with a learner who is linked and one who is not, and each part of the settings.
fn every_route(page: &Page) -> Vec<String> {
    let plain = [
        "/overview",
        "/learners",
        "/unmatched",
        "/activity",
        "/settings/add",
        "/settings/schedule",
    ];
    let more = ["/settings/background", "/settings/privacy", "/settings/about"];
    let mut routes: Vec<String> = plain.iter().chain(&more).map(ToString::to_string).collect();
    for link in ["linked", "not_linked"] {
        let ask = json!({ "search": "", "centre": null, "provider": null, "link": link, "kind": null, "no_initial": false,
            "sort": "name", "descending": false, "limit": 1, "offset": 0 });
        if let Some(id) = page.ask("learners", &ask)["rows"][0]["id"].as_i64() {
            routes.push(format!("/learners/{id}"));
        }
    }
    let connections = page.ask("connections", &Value::Null);
    let ids = connections
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["id"].as_i64());
    routes.extend(ids.map(|id| format!("/settings/connections/{id}")));
    routes
}

fn take(wish: &Wish, page: &Page, routes: &[String]) {
    for theme in &wish.themes {
        page.ask("set_preferences", &json!({ "theme": theme }));
        for route in routes {
            page.go(route);
            save(&wish.file(route, theme), &page.picture());
            for complaint in page.new_complaints() {
                println!("{route} in {theme}: {complaint}");
            }
        }
    }
}

fn save(file: &Path, picture: &[u8]) {
    fs::write(file, picture).unwrap();
    println!("{}", file.display());
}
