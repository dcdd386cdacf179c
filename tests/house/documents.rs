//! A document that names a file which is gone sends its reader astray.

use std::fs;

use crate::tree;

const DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"];

/// Made by the build, so not there in a fresh clone.
const MADE: &[&str] = &["target/", "gen/", "ui/dist", "ui/node_modules"];

/// Every path that a document names: in backticks, as a link, or as a picture; not what stands in a block of code.
fn paths_named(text: &str) -> Vec<&str> {
    let mut in_block = false;
    let mut named = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            named.extend(
                line.split('`')
                    .skip(1)
                    .step_by(2)
                    .filter(|words| looks_like_a_path(words)),
            );
            named.extend(
                line.split("](")
                    .skip(1)
                    .filter_map(|rest| rest.split(')').next())
                    .filter(|to| !to.contains(':')),
            );
        }
    }
    named.retain(|path| !MADE.iter().any(|made| path.starts_with(made)));
    named
}

fn looks_like_a_path(words: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
    let has_extension = words.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && ["json", "md", "py", "rs", "toml", "ts", "yml"].contains(&extension)
    });
    // Capitals alone stand for a name to fill in; a leading slash is a remote system's path.
    let placeholder = words
        .split(['/', '.'])
        .any(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase()));
    let document = words.ends_with(".md");
    words.chars().all(plain)
        && !words.starts_with('/')
        && (words.contains('/') || has_extension)
        && (document || !placeholder)
}

fn missing(document: &str, text: &str) -> Vec<String> {
    let gone = paths_named(text).into_iter().filter(|path| {
        let found = tree::root().join(path);
        // A path that ends in a slash promises a folder.
        if path.ends_with('/') {
            !found.is_dir()
        } else {
            !found.exists()
        }
    });
    gone.map(|path| format!("{document} names `{path}`, which does not exist"))
        .collect()
}

#[test]
fn every_path_that_the_documents_name_exists() {
    let texts = DOCUMENTS
        .iter()
        .map(|name| (*name, fs::read_to_string(tree::root().join(name)).unwrap()));
    let texts: Vec<(&str, String)> = texts.collect();
    let named: usize = texts.iter().map(|(_, text)| paths_named(text).len()).sum();
    assert!(
        named > 40,
        "only {named} paths were found: the documents name many more, so they are no longer understood"
    );
    let gone: Vec<String> = texts.iter().flat_map(|(name, text)| missing(name, text)).collect();
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

#[test]
fn a_path_that_does_not_exist_is_found() {
    let gone = missing(
        "GUIDE.md",
        "See `src-tauri/src/nowhere.rs`, `Cargo.toml` and [this](docs/nowhere.md).",
    );
    assert_eq!(gone.len(), 2, "{gone:?}");
}

#[test]
fn a_folder_is_not_taken_for_a_file_of_that_name() {
    assert_eq!(
        missing("GUIDE.md", "`Cargo.toml/`").len(),
        1,
        "the slash promises a folder"
    );
}

#[test]
fn what_is_no_path_of_ours_is_let_be() {
    let text = "`cargo xtask test`, `chrono::Utc::now`, `/User/Search`, `definitions/KIND.toml`, `@tauri-apps/api`, \
                `target/bench/report.md`, `KIND.toml`, [site](https://example.org/a.md)\n```\n`src/none.rs`\n```\n";
    assert_eq!(paths_named(text), [""; 0]);
}
