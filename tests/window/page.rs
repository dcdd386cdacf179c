//! The page as a person meets it: what is found by role and name, pressed, typed into, read.
//!
//! Everything waits: an element that is not there yet, or is still moving, is asked for again until [`crate::PATIENCE`] is over.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::app::Start;
use crate::desk::Desk;
use crate::driver::{Driver, Element};
use crate::wait_for;

/// What the scripts below share: finding elements as assistive technology does.
const LIBRARY: &str = include_str!("page.js");

/// Keys that have no letter, as WebDriver writes them.
pub(crate) mod key {
    pub(crate) const TAB: char = '\u{e004}';
    pub(crate) const ENTER: char = '\u{e007}';
    pub(crate) const CONTROL: char = '\u{e009}';
    pub(crate) const ESCAPE: char = '\u{e00c}';
    pub(crate) const END: char = '\u{e010}';
    pub(crate) const HOME: char = '\u{e011}';
    pub(crate) const LEFT: char = '\u{e012}';
    pub(crate) const UP: char = '\u{e013}';
    pub(crate) const RIGHT: char = '\u{e014}';
    pub(crate) const DOWN: char = '\u{e015}';
}

/// The page in the app's window. The app ends with this value.
pub(crate) struct Page {
    driver: Driver,
}

impl Page {
    /// Starts the app under a driver, and waits until its page has something to show.
    pub(crate) fn open(desk: &Desk, start: &Start) -> Self {
        let page = Self {
            driver: Driver::open(desk, start),
        };
        page.begin();
        page
    }

    /// Makes the scripts known to a page that was loaded, and has it keep what it complains about.
    fn begin(&self) {
        wait_for("the page", || {
            let ready = self.driver.run("return document.readyState === 'complete'", &[]);
            (ready == json!(true)).then_some(())
        });
        self.driver.run(LIBRARY, &[]);
    }

    /// Loads the page anew, as if the window had been closed and opened.
    pub(crate) fn reload(&self) {
        let script = "window.__leaving = true; setTimeout(() => location.reload())";
        self.driver.run(script, &[]);
        wait_for("the page anew", || {
            let arrived = self.driver.run("return window.__leaving === undefined", &[]);
            (arrived == json!(true)).then_some(())
        });
        self.begin();
    }

    /// Runs a function's body in the page; `page` in it is what `page.js` offers. A promise is waited for.
    pub(crate) fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let script = format!("const page = window.__testing; {script}");
        self.driver.run(&script, arguments)
    }

    /// Asks the app through the page's own door, as the pages do: the answer, or the problem under `problem`.
    pub(crate) fn ask(&self, command: &str, ask: &Value) -> Value {
        self.run(
            "return page.ask(arguments[0], arguments[1])",
            &[json!(command), ask.clone()],
        )
    }

    /// The element with this role and name, once it is there, shown, and the only one.
    pub(crate) fn find(&self, role: &str, name: &str) -> Element {
        wait_for(&format!("the {role} \"{name}\""), || {
            let mut found = self.all(role, name);
            (found.len() == 1).then(|| found.remove(0))
        })
    }

    /// All shown elements with this role and name.
    pub(crate) fn all(&self, role: &str, name: &str) -> Vec<Element> {
        let script = "return window.__testing.find(arguments[0], arguments[1])";
        self.driver.elements(script, &[json!(role), json!(name)])
    }

    /// Presses what has this role and name.
    pub(crate) fn click(&self, role: &str, name: &str) {
        wait_for(&format!("a press on the {role} \"{name}\""), || {
            let found = self.all(role, name);
            match found.as_slice() {
                [only] => {
                    self.bring_into_sight(only);
                    self.driver.click(only).ok()
                }
                _ => None,
            }
        });
    }

    /// Scrolls as a person would: the driver itself does so only for what lies outside the window, not for what lies within it
    /// but outside the part that scrolls.
    fn bring_into_sight(&self, element: &Element) {
        let script = "arguments[0].scrollIntoView({ block: 'nearest' })";
        self.driver.run(script, &[Driver::argument(element)]);
    }

    /// Presses what has this role and name, where the page goes away with the press.
    pub(crate) fn click_last(&self, role: &str, name: &str) {
        // Nobody may be left to answer.
        let _ = self.driver.click(&self.find(role, name));
    }

    /// Whether the app still runs, with a window or without.
    pub(crate) fn app_runs(&self) -> bool {
        self.driver.app().is_some()
    }

    /// Empties the field with this label and types into it.
    pub(crate) fn fill(&self, label: &str, text: &str) {
        let field = self.field(label);
        self.driver.clear(&field);
        if !text.is_empty() {
            self.driver.type_into(&field, text);
        }
    }

    fn field(&self, label: &str) -> Element {
        wait_for(&format!("the field \"{label}\""), || {
            let script = "return window.__testing.fields(arguments[0])";
            let mut found = self.driver.elements(script, &[json!(label)]);
            (found.len() == 1).then(|| found.remove(0))
        })
    }

    /// Presses keys to whatever has the focus, holding others down: see [`key`].
    pub(crate) fn press(&self, held: &[char], keys: &str) {
        self.driver.press(held, keys);
    }

    /// Role and name of what has the focus, such as `button "Sync now"`.
    pub(crate) fn focus(&self) -> String {
        let told = self.run("return page.focus()", &[]);
        told.as_str().unwrap_or_default().to_owned()
    }

    /// Everything that can be read on the page, without what is hidden.
    pub(crate) fn text(&self) -> String {
        let text = self.run("return document.body.innerText", &[]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until these words can be read on the page.
    pub(crate) fn wait_for_text(&self, words: &str) {
        wait_for(&format!("\"{words}\" on the page"), || {
            self.text().contains(words).then_some(())
        });
    }

    /// Waits until these words can no longer be read on the page.
    pub(crate) fn wait_for_no_text(&self, words: &str) {
        wait_for(&format!("the end of \"{words}\" on the page"), || {
            (!self.text().contains(words)).then_some(())
        });
    }

    /// Goes to a route such as `/learners`, and waits until it has been drawn.
    pub(crate) fn go(&self, route: &str) {
        self.run("location.hash = '#' + arguments[0]", &[json!(route)]);
        self.settle();
    }

    /// Waits until the page asks nothing any more and what came back has been drawn.
    pub(crate) fn settle(&self) {
        self.run("return page.settle()", &[]);
    }

    /// What the page complained about since this was last asked: errors, and what its content policy kept from it. A good page
    /// says nothing.
    pub(crate) fn new_complaints(&self) -> Vec<String> {
        lines(&self.run("return page.complaints.splice(0)", &[]))
    }

    /// Makes everything larger, in percent.
    pub(crate) fn zoom(&self, percent: u32) {
        let factor = f64::from(percent) / 100.0;
        let script =
            "return window.__TAURI_INTERNALS__.invoke('plugin:webview|set_webview_zoom', { value: arguments[0] })";
        self.run(script, &[json!(factor)]);
    }

    /// What axe-core finds wrong with what is shown, one line each: rule, sentence and element.
    pub(crate) fn accessibility_findings(&self) -> Vec<String> {
        let axe = system_tests::axe_core();
        self.driver.run(&axe, &[]);
        lines(&self.run("return page.axe()", &[]))
    }

    /// A picture of the page, as PNG, once everything has been drawn.
    pub(crate) fn picture(&self) -> Vec<u8> {
        self.settle();
        STANDARD.decode(self.driver.picture()).unwrap()
    }
}

fn lines(told: &Value) -> Vec<String> {
    let lines = told
        .as_array()
        .unwrap_or_else(|| panic!("the page tells lines: {told}"));
    lines
        .iter()
        .filter_map(|line| line.as_str().map(str::to_owned))
        .collect()
}
