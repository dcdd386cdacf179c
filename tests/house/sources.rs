//! What must not be written where, and how long a file may be.

use crate::tree;

const MOST_LINES: usize = 600;

/// Words that have no place in some files.
struct Rule {
    /// Where the rule holds: the beginning of the path.
    within: &'static [&'static str],
    /// A folder in there that is free of it.
    except: Option<&'static str>,
    words: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        within: &["src-tauri/crates/domain/src/", "src-tauri/crates/matching/src/"],
        except: None,
        words: &[
            "::now(",
            "SystemTime",
            "std::time::Instant",
            "std::env",
            "std::fs",
            "std::net",
            "std::process",
            "std::io",
        ],
        why: "a pure part has no clock and no I/O: what it needs is an argument",
    },
    Rule {
        within: &[
            "src-tauri/src/",
            "src-tauri/crates/cli/src/",
            "src-tauri/crates/window/src/",
        ],
        except: None,
        words: &[
            "SELECT ",
            "INSERT INTO ",
            "DELETE FROM ",
            "CREATE TABLE ",
            "PRAGMA ",
            "rusqlite",
            "reqwest",
            "TcpStream",
        ],
        why: "a shell knows neither SQL nor HTTP: it asks the host",
    },
    Rule {
        within: &["ui/src/"],
        except: Some("ui/src/ipc/"),
        words: &["@tauri-apps"],
        why: "only ui/src/ipc talks to the shell",
    },
    Rule {
        within: &["src-tauri/crates/window/src/"],
        except: None,
        words: &["tauri::", "use tauri"],
        why: "what the window is told knows no windowing system",
    },
];

fn findings(path: &str, text: &str) -> Vec<String> {
    let rules = RULES.iter().filter(|rule| {
        rule.within.iter().any(|start| path.starts_with(start))
            && !rule.except.is_some_and(|free| path.starts_with(free))
    });
    let mut found: Vec<String> = rules.flat_map(|rule| breaches(rule, path, text)).collect();
    found.extend(foreign_features(path, text));
    if text.lines().count() > MOST_LINES {
        found.push(format!(
            "{path} has over {MOST_LINES} lines: it does more than one thing"
        ));
    }
    found
}

fn breaches(rule: &Rule, path: &str, text: &str) -> Vec<String> {
    let code = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"));
    let hits = code.filter_map(|(index, line)| {
        rule.words
            .iter()
            .find(|word| line.contains(**word))
            .map(|word| (index, word))
    });
    hits.map(|(index, word)| format!("{path}:{}: `{}`: {}", index + 1, word.trim(), rule.why))
        .collect()
}

/// Imports of one feature of the window by another.
fn foreign_features(path: &str, text: &str) -> Vec<String> {
    let Some((feature, inside)) = path
        .strip_prefix("ui/src/features/")
        .and_then(|rest| rest.split_once('/'))
    else {
        return Vec::new();
    };
    let depth = inside.matches('/').count();
    let foreign = text
        .lines()
        .filter_map(quoted_import)
        .filter_map(|import| imported_feature(import, depth));
    let foreign = foreign.filter(|other| *other != feature);
    foreign
        .map(|other| format!("{path} imports the feature {other}: what two features share is no feature"))
        .collect()
}

/// What is imported on this line, in any of the ways of writing it.
fn quoted_import(line: &str) -> Option<&str> {
    let imports = line.contains(" from ") || line.trim_start().starts_with("import") || line.contains("import(");
    let start = line.find(['\'', '"']).filter(|_| imports)?;
    let end = line[start + 1..].find(['\'', '"'])?;
    Some(&line[start + 1..start + 1 + end])
}

/// The feature that an import names, from a file that lies `depth` folders below its own feature.
fn imported_feature(import: &str, depth: usize) -> Option<&str> {
    let path = match import.split_once("features/") {
        Some((_, path)) => path,
        None => import
            .strip_prefix(&"../".repeat(depth + 1))
            .filter(|path| !path.starts_with(".."))?,
    };
    path.split('/').next()
}

/// Whether a text names the folder that the workspace lies in on this machine.
fn names_a_machine(text: &str, workspace: &str) -> bool {
    // A workspace right below the root has too short a name to mean anything.
    workspace.matches(['/', '\\']).count() > 1 && text.contains(workspace)
}

#[test]
fn every_file_keeps_to_the_house_rules() {
    let files = tree::files(&[
        "rs", "ts", "js", "svelte", "css", "html", "py", "toml", "json", "yml", "md", "sh",
    ]);
    assert!(
        files.iter().any(|(path, _)| path == "src-tauri/src/main.rs"),
        "the walk has to find what it is to judge"
    );
    // What npm writes, and what is made from the Rust types, is not written by a person.
    let made = |path: &str| path.ends_with("package-lock.json") || path == "ui/src/ipc/generated.ts";
    let written = files.iter().filter(|(path, _)| !made(path));
    let found: Vec<String> = written.flat_map(|(path, text)| findings(path, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    let workspace = tree::root().to_string_lossy().into_owned();
    let files = tree::files(&["rs", "ts", "js", "svelte", "py", "toml", "json", "yml", "md", "sh"]);
    let found = files.iter().filter(|(_, text)| names_a_machine(text, &workspace));
    let found: Vec<&str> = found.map(|(path, _)| path.as_str()).collect();
    assert!(
        found.is_empty(),
        "these files mean something on this machine only: {found:?}"
    );
}

#[test]
fn a_folder_of_a_machine_is_found() {
    assert!(names_a_machine("see /srv/checkouts/app/docs", "/srv/checkouts/app"));
    assert!(!names_a_machine("see docs", "/srv/checkouts/app"));
    assert!(
        !names_a_machine("/src/main.rs", "/src"),
        "too short to tell from a path of our own"
    );
}

#[test]
fn a_clock_in_a_pure_part_is_found() {
    let found = findings(
        "src-tauri/crates/domain/src/run.rs",
        "fn a() {\n    let at = Utc::now();\n}\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("src-tauri/crates/domain/src/run.rs:2"),
        "{found:?}"
    );
    assert_eq!(
        findings("src-tauri/crates/host/src/clock.rs", "Utc::now()"),
        [""; 0],
        "the host's clock may"
    );
}

#[test]
fn a_comment_may_speak_of_what_the_code_may_not_do() {
    assert_eq!(
        findings("src-tauri/crates/domain/src/run.rs", "/// Never `Utc::now()`.\n"),
        [""; 0]
    );
}

#[test]
fn sql_in_a_shell_is_found() {
    assert_eq!(
        findings(
            "src-tauri/crates/cli/src/runs.rs",
            "let rows = query(\"SELECT id FROM runs\");"
        )
        .len(),
        1
    );
}

#[test]
fn the_window_talks_to_the_shell_through_one_door() {
    let line = "import { invoke } from '@tauri-apps/api/core';";
    assert_eq!(findings("ui/src/features/learners/table.ts", line).len(), 1);
    assert_eq!(findings("ui/src/ipc/client.ts", line), [""; 0]);
}

#[test]
fn a_feature_that_imports_another_is_found_however_it_is_written() {
    for import in [
        "'../activity/runs'",
        "\"$features/activity/runs\"",
        "'../../features/activity/runs'",
    ] {
        let found = findings(
            "ui/src/features/learners/page.ts",
            &format!("import {{ runs }} from {import};"),
        );
        assert_eq!(found.len(), 1, "{import}");
    }
    for import in ["'./table'", "'../../shared/table'", "'../learners/table'", "'svelte'"] {
        let found = findings(
            "ui/src/features/learners/page.ts",
            &format!("import {{ table }} from {import};"),
        );
        assert_eq!(found, [""; 0], "{import} is its own, shared or a library");
    }
    assert_eq!(
        findings(
            "ui/src/features/learners/tabs/a.ts",
            "import x from '../../activity/b';"
        )
        .len(),
        1,
        "from below"
    );
    assert_eq!(
        findings("ui/src/features/learners/tabs/a.ts", "import x from '../table';"),
        [""; 0]
    );
}

#[test]
fn a_file_that_is_too_long_is_found() {
    assert_eq!(findings("src-tauri/crates/host/src/all.rs", &"\n".repeat(601)).len(), 1);
    assert_eq!(findings("src-tauri/crates/host/src/all.rs", &"\n".repeat(600)), [""; 0]);
}
