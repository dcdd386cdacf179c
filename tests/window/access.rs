//! Every screen, for everybody: nothing that axe-core finds in light or dark, and nothing that is cut off in a small window or
//! with everything at twice its size.

use serde_json::{Value, json};

use crate::app::Start;
use crate::desk::Desk;
use crate::page::Page;
use crate::wait_for;

/// The smallest window that the pages are made for, and the usual one with everything at twice its size.
const NARROW: [((u32, u32), u32); 2] = [((1024, 640), 100), ((1280, 800), 200)];

#[test]
fn no_screen_keeps_anybody_out_or_hides_a_part_of_itself() {
    let desk = Desk::new();
    let page = Page::open(&desk, &Start::plain().with(&["--sample"]));
    wait_for_data(&page);
    let screens = screens(&page);
    for theme in ["light", "dark"] {
        page.ask("set_preferences", &json!({ "theme": theme }));
        for screen in &screens {
            page.go(screen);
            page.settle();
            assert_eq!(page.accessibility_findings(), [""; 0], "{screen}, {theme}");
        }
    }
    the_search_finds_what_is_cut_off(&page);
    for ((width, height), zoom) in NARROW {
        desk.resize_window(width, height);
        page.zoom(zoom);
        for screen in &screens {
            page.go(screen);
            page.settle();
            assert_eq!(cut_off(&page), [""; 0], "{screen} at {width} x {height}, {zoom} %");
        }
        page.zoom(100);
    }
    assert_eq!(page.new_complaints(), [""; 0]);
}

fn the_search_finds_what_is_cut_off(page: &Page) {
    let script = "document.body.insertAdjacentHTML('beforeend', '<button id=beyond>Beyond</button>');
        const beyond = document.getElementById('beyond');
        beyond.style.position = 'fixed'; beyond.style.left = `${innerWidth - 5}px`";
    page.run(script, &[]);
    assert_eq!(cut_off(page).len(), 1, "a button over the edge is found");
    page.run("document.getElementById('beyond').remove()", &[]);
}

fn wait_for_data(page: &Page) {
    let mut rests = 0;
    wait_for("the first sync of the sample", || {
        let status = page.ask("status", &Value::Null);
        let synced = status["connections"]
            .as_array()?
            .iter()
            .all(|one| one["last_success_at"].is_string());
        let at_work = status["work"].as_array().is_none_or(|work| !work.is_empty());
        rests = if synced && !at_work { rests + 1 } else { 0 };
        (rests > 5).then_some(())
    });
}

/// The routes of every page, with somebody who is linked and somebody who is not.
fn screens(page: &Page) -> Vec<String> {
    let mut screens: Vec<String> = [
        "/overview",
        "/learners",
        "/unmatched",
        "/activity",
        "/activity/audit",
        "/settings/add",
        "/settings/schedule",
        "/settings/background",
        "/settings/privacy",
        "/settings/about",
    ]
    .map(str::to_owned)
    .into();
    for link in ["linked", "not_linked", "held"] {
        let ask = json!({ "search": "", "centre": null, "provider": null, "link": link, "kind": null, "no_initial": false,
            "sort": "latest_result", "descending": true, "limit": 1, "offset": 0 });
        let found = page.ask("learners", &ask);
        screens.push(format!("/learners/{}", found["rows"][0]["id"]));
    }
    let connections = page.ask("connections", &Value::Null);
    for connection in connections.as_array().unwrap() {
        screens.push(format!("/settings/connections/{}", connection["id"]));
    }
    screens
}

/// What cannot be reached: a page that is wider than its window, and controls beyond an edge that nothing scrolls to.
fn cut_off(page: &Page) -> Vec<String> {
    let script = "
        const root = document.scrollingElement, found = [];
        if (root.scrollWidth > root.clientWidth + 1) found.push(`the page is ${root.scrollWidth} wide`);
        const scrolls = (element) => {
            for (let at = element.parentElement; at; at = at.parentElement)
                if (at.scrollWidth > at.clientWidth && ['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true;
            return false;
        };
        for (const control of document.querySelectorAll('button, a[href], input, select')) {
            const box = control.getBoundingClientRect();
            const unseen = control.closest('.vh, .skip, [aria-hidden=true]') || box.width <= 1;
            if (!unseen && control.checkVisibility() && (box.right > innerWidth + 1 || box.left < -1) && !scrolls(control))
                found.push(control.outerHTML.slice(0, 120));
        }
        return found";
    let told = page.run(script, &[]);
    let lines = told.as_array().unwrap().iter();
    lines.map(|line| line.as_str().unwrap().to_owned()).collect()
}
