//! Looking into the window with WebDriver, as WebKit's own driver speaks it.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::desk::{Desk, Running};
use crate::wait_for;

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The app, opened by a driver; both end with this value.
pub(crate) struct Driver {
    port: u16,
    session: String,
    _process: Running,
}

impl Driver {
    /// Opens the app and waits until its page answers.
    pub(crate) fn open(desk: &Desk, app: &Path) -> Self {
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        // Without the variable the app would not let itself be driven.
        command
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let process = Running(desk.start(&mut command));
        wait_for("the start of WebKitWebDriver", || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        let wanted = json!({ "browserName": "wry", "webkitgtk:browserOptions": { "binary": app, "args": [] } });
        let made = request(
            port,
            "POST",
            "/session",
            &json!({ "capabilities": { "alwaysMatch": wanted } }),
        )
        .unwrap();
        let session = made["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session was opened: {made}"))
            .to_owned();
        Self {
            port,
            session,
            _process: process,
        }
    }

    /// The text of the first element that the selector finds, as soon as there is one.
    pub(crate) fn text(&self, selector: &str) -> String {
        let asked = json!({ "using": "css selector", "value": selector });
        let element = wait_for(selector, || {
            let found = request(self.port, "POST", &self.path("/element"), &asked).unwrap();
            found[ELEMENT].as_str().map(str::to_owned)
        });
        let text = request(
            self.port,
            "GET",
            &self.path(&format!("/element/{element}/text")),
            &Value::Null,
        )
        .unwrap();
        text.as_str().unwrap_or_default().to_owned()
    }

    fn path(&self, rest: &str) -> String {
        format!("/session/{}{rest}", self.session)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver ends the app with the session; killed first, it would leave it behind.
        let _ = request(self.port, "DELETE", &self.path(""), &Value::Null);
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// One call, and the `value` of its answer.
fn request(port: u16, method: &str, path: &str, body: &Value) -> io::Result<Value> {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n");
    write!(
        stream,
        "{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let mut answer: Value = serde_json::from_str(body).unwrap_or_default();
    Ok(answer["value"].take())
}
