//! WebDriver, as WebKit's own driver speaks it: opening the app under it, and one call after the other.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::app::Start;
use crate::desk::{Desk, Running};
use crate::processes::tree;
use crate::{PATIENCE, STEP, wait_for};

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long the end of the app is waited for.
const ENDING: Duration = Duration::from_secs(15);

/// The app, opened by a driver; both end with this value.
pub(crate) struct Driver {
    port: u16,
    session: String,
    process: Running,
}

/// An element of the page.
#[derive(Clone, Debug)]
pub(crate) struct Element(String);

impl Driver {
    /// Opens the app and waits until its page answers.
    pub(crate) fn open(desk: &Desk, start: &Start) -> Self {
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .envs(start.environment.iter().map(|(name, value)| (name, value)))
            // Without the variable the app would not let itself be driven.
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let process = Running(desk.start(&mut command));
        wait_for("the start of WebKitWebDriver", || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        let options = json!({ "binary": start.program, "args": start.arguments });
        let wanted = json!({ "browserName": "wry", "webkitgtk:browserOptions": options });
        let asked = json!({ "capabilities": { "alwaysMatch": wanted } });
        let made = request(port, "POST", "/session", &asked).unwrap();
        let session = made["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session was opened: {made}"))
            .to_owned();
        Self { port, session, process }
    }

    /// The app's process, while it runs.
    pub(crate) fn app(&self) -> Option<u32> {
        let started = tree(self.process.0.id());
        let app = started.iter().find(|process| process.name == "learner-sync");
        app.map(|process| process.id)
    }

    /// Runs a function's body in the page with these arguments, and answers what it returns; a promise is waited for.
    pub(crate) fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The elements that a function's body returns.
    pub(crate) fn elements(&self, script: &str, arguments: &[Value]) -> Vec<Element> {
        let found = self.run(script, arguments);
        let ids = found.as_array().into_iter().flatten();
        ids.filter_map(|one| one[ELEMENT].as_str().map(|id| Element(id.to_owned())))
            .collect()
    }

    /// Presses an element with the mouse, wherever it has to be scrolled to.
    ///
    /// # Errors
    /// What the driver says where the element is gone, covered or moving: it may be tried again.
    pub(crate) fn click(&self, element: &Element) -> Result<(), String> {
        let answer = self.post(&format!("/element/{}/click", element.0), &json!({}));
        failure(&answer).map_or(Ok(()), Err)
    }

    /// Types into an element, as a keyboard does.
    pub(crate) fn type_into(&self, element: &Element, text: &str) {
        let answer = self.post(&format!("/element/{}/value", element.0), &json!({ "text": text }));
        assert_eq!(failure(&answer), None, "the element takes what is typed");
    }

    /// Empties a field.
    pub(crate) fn clear(&self, element: &Element) {
        let answer = self.post(&format!("/element/{}/clear", element.0), &json!({}));
        assert_eq!(failure(&answer), None, "the field can be emptied");
    }

    /// Presses keys, one after the other, holding `held` down: to whatever has the focus.
    pub(crate) fn press(&self, held: &[char], keys: &str) {
        let down = |key: char| json!({ "type": "keyDown", "value": key });
        let up = |key: char| json!({ "type": "keyUp", "value": key });
        let mut actions: Vec<Value> = held.iter().copied().map(down).collect();
        actions.extend(keys.chars().flat_map(|key| [down(key), up(key)]));
        actions.extend(held.iter().rev().copied().map(up));
        let board = json!({ "type": "key", "id": "keyboard", "actions": actions });
        let answer = self.post("/actions", &json!({ "actions": [board] }));
        assert_eq!(failure(&answer), None, "keys can be pressed");
    }

    /// The handle that a script is given an element by.
    pub(crate) fn argument(element: &Element) -> Value {
        json!({ ELEMENT: element.0 })
    }

    /// A picture of what the page shows, as PNG in base64.
    pub(crate) fn picture(&self) -> String {
        let answer = self.call("GET", "/screenshot", &Value::Null);
        answer
            .as_str()
            .unwrap_or_else(|| panic!("no picture was taken: {answer}"))
            .to_owned()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.call("POST", path, body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        request(self.port, method, &format!("/session/{}{path}", self.session), body).unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver ends the app with the session; killed first, it would leave it behind. It does not wait for the app's
        // end, though, and an app that is still there turns the next one away.
        let app = self.app();
        let _ = request(self.port, "DELETE", &format!("/session/{}", self.session), &Value::Null);
        let left = |app: u32| tree(app).iter().any(|process| process.id == app);
        for _ in 0..ENDING.as_millis() / STEP.as_millis() {
            if !app.is_some_and(left) {
                return;
            }
            std::thread::sleep(STEP);
        }
    }
}

/// What the driver says went wrong, if anything did.
fn failure(answer: &Value) -> Option<String> {
    answer["error"]
        .as_str()
        .map(|error| format!("{error}: {}", answer["message"].as_str().unwrap_or_default()))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// One call, and the `value` of its answer.
fn request(port: u16, method: &str, path: &str, body: &Value) -> io::Result<Value> {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    // A driver that waits for an app which does not come would wait for ever.
    stream.set_read_timeout(Some(2 * PATIENCE))?;
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n");
    write!(
        stream,
        "{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let mut answer: Value = serde_json::from_str(body).unwrap_or_default();
    Ok(answer["value"].take())
}
