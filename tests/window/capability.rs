//! What the page may ask of the shell, and where it may go: as reviewed, and as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::app::Start;
use crate::desk::Desk;
use crate::page::Page;

/// Everything that the page may have done by Tauri. An addition here is a decision: docs/decisions/0075.
const REVIEWED: &[&str] = &[
    "call",
    "plugin:event|listen",
    "plugin:event|unlisten",
    "plugin:webview|set_webview_zoom",
];

/// What Tauri resolved when the app was built.
fn resolved(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gen/schemas").join(file);
    let text = fs::read_to_string(&path).expect("building the app writes what it resolved");
    serde_json::from_str(&text).unwrap()
}

/// Every permission that there is, by its whole name, with the commands that it allows.
fn permissions() -> BTreeMap<String, Vec<String>> {
    let manifests = resolved("acl-manifests.json");
    let mut all = BTreeMap::new();
    for (plugin, manifest) in manifests.as_object().unwrap() {
        for (name, permission) in manifest["permissions"].as_object().unwrap() {
            let commands = permission["commands"]["allow"].as_array().unwrap();
            let commands = commands.iter().filter_map(Value::as_str);
            let (name, commands) = if plugin == "__app-acl__" {
                (name.clone(), commands.map(str::to_owned).collect())
            } else {
                let short = plugin.strip_prefix("core:").unwrap_or(plugin);
                let commands = commands.map(|command| format!("plugin:{short}|{command}"));
                (format!("{plugin}:{name}"), commands.collect())
            };
            all.insert(name, commands);
        }
    }
    all
}

#[test]
fn the_page_may_do_what_was_reviewed_and_nothing_else() {
    let capabilities = resolved("capabilities.json");
    let capabilities = capabilities.as_object().unwrap();
    assert_eq!(
        capabilities.keys().collect::<Vec<_>>(),
        ["main"],
        "one window, one capability"
    );
    let main = &capabilities["main"];
    assert_eq!(main["windows"], json!(["main"]));
    assert_eq!(main["local"], json!(true));
    assert!(
        main["remote"].is_null(),
        "no page from elsewhere may ask anything: {main}"
    );
    assert!(main["webviews"].as_array().is_none_or(Vec::is_empty), "{main}");
    let all = permissions();
    let granted = main["permissions"].as_array().unwrap().iter();
    let granted = granted.map(|permission| permission.as_str().expect("a permission is a name, without a scope"));
    let commands: BTreeSet<&str> = granted.flat_map(|name| &all[name]).map(String::as_str).collect();
    assert_eq!(commands, REVIEWED.iter().copied().collect());
}

#[test]
fn the_page_is_shut_in() {
    let desk = Desk::new();
    let page = Page::open(&desk, &Start::plain());
    every_other_command_is_refused(&page);
    nothing_foreign_runs_or_is_loaded(&page);
    the_page_goes_nowhere(&page);
}

fn every_other_command_is_refused(page: &Page) {
    let known: BTreeSet<String> = permissions().into_values().flatten().collect();
    assert!(
        known.len() > 100,
        "only {} commands were found: Tauri alone has more",
        known.len()
    );
    let others = known.iter().filter(|command| !REVIEWED.contains(&command.as_str()));
    let answers = page.run(
        "return Promise.all(arguments[0].map((command) => window.__TAURI_INTERNALS__.invoke(command, {})
            .then(() => `${command} was done`, (said) => /not allowed|not found/.test(String(said)) ? null : `${command}: ${said}`)))",
        &[json!(others.collect::<Vec<_>>())],
    );
    let answers: Vec<&str> = answers.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(answers, [""; 0], "these were not turned away at the door");
}

fn nothing_foreign_runs_or_is_loaded(page: &Page) {
    let script = r#"
        const blocked = new Promise((done) => {
            const seen = new Set();
            addEventListener("securitypolicyviolation", (event) => {
                seen.add(event.effectiveDirective.split("-")[0]);
                if (seen.size === 4) done([...seen].sort());
            });
        });
        const inline = document.createElement("script");
        inline.textContent = "window.foreign = 1";
        document.head.append(inline);
        const style = document.createElement("style");
        style.textContent = "body { color: red }";
        document.head.append(style);
        new Image().src = "https://example.org/picture.png";
        fetch("https://example.org/").catch(() => {});
        return Promise.race([blocked, new Promise((done) => setTimeout(() => done("not blocked"), 5000))]);
    "#;
    assert_eq!(page.run(script, &[]), json!(["connect", "img", "script", "style"]));
    assert_eq!(
        page.run("return window.foreign ?? null", &[]),
        Value::Null,
        "the script did not run"
    );
    let evaluated = page.run("try { return Function('return 1')() } catch { return 'refused' }", &[]);
    assert_eq!(evaluated, json!("refused"), "no text becomes code");
    let globals = page.run(
        "return [typeof window.__TAURI__, Object.isFrozen(Object.prototype)]",
        &[],
    );
    assert_eq!(
        globals,
        json!(["undefined", true]),
        "no global to take hold of, no prototype to change"
    );
}

fn the_page_goes_nowhere(page: &Page) {
    let before = page.run("return location.origin", &[]);
    for away in [
        "https://example.org/",
        "file:///etc/passwd",
        "data:text/html,away",
        "tauri://elsewhere/index.html",
    ] {
        page.run("location.href = arguments[0]", &[json!(away)]);
        page.settle();
        assert_eq!(page.run("return location.origin", &[]), before, "{away} is not ours");
    }
    assert_eq!(
        page.run("return window.open('https://example.org/') === null", &[]),
        json!(true)
    );
}
