//! What the window shows stays in the window.

use std::collections::BTreeSet;
use std::fs;

use serde_json::json;

use crate::app::Start;
use crate::desk::Desk;
use crate::page::Page;

#[test]
fn nothing_that_the_window_shows_lies_on_the_disc_in_the_clear() {
    let desk = Desk::new();
    let page = Page::open(&desk, &Start::plain().with(&["--sample"]));
    page.find("link", "Learners");
    page.wait_for_text("Last sync");
    for route in ["/learners", "/unmatched", "/activity", "/settings/privacy"] {
        page.go(route);
    }
    let addresses = addresses(&page);
    assert!(
        addresses.len() > 50,
        "only {} learners have an address",
        addresses.len()
    );
    drop(page);
    let needles: Vec<Vec<u8>> = addresses.iter().flat_map(|address| written(address)).collect();
    let files = desk.files().into_iter();
    let texts = files.filter_map(|file| Some((fs::read(&file).ok()?, file)));
    let found: Vec<_> = texts.filter(|(bytes, _)| holds(bytes, &needles)).collect();
    let found: Vec<_> = found.iter().map(|(_, file)| file).collect();
    assert!(found.is_empty(), "an address can be read in {found:?}");
}

/// The addresses of the learners on the first page.
fn addresses(page: &Page) -> BTreeSet<String> {
    let ask = json!({ "search": "", "centre": null, "provider": null, "link": "any", "kind": null, "no_initial": false,
        "sort": "name", "descending": false, "limit": 200, "offset": 0 });
    let answer = page.ask("learners", &ask);
    let rows = answer["rows"].as_array().unwrap();
    rows.iter()
        .filter_map(|row| row["email"].as_str().map(str::to_owned))
        .collect()
}

/// A text in both of the ways in which a browser writes one.
fn written(text: &str) -> [Vec<u8>; 2] {
    [
        text.as_bytes().to_owned(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
}

/// Whether the bytes hold any of these addresses: looked for around each `@`, which makes it quick.
fn holds(bytes: &[u8], addresses: &[Vec<u8>]) -> bool {
    let mut ats = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'@')
        .map(|(at, _)| at);
    let is_at = |address: &Vec<u8>, at: usize| {
        let before = address.iter().position(|byte| *byte == b'@');
        before.is_some_and(|before| at >= before && bytes[at - before..].starts_with(address))
    };
    ats.any(|at| addresses.iter().any(|address| is_at(address, at)))
}

#[test]
fn an_address_is_found_in_either_way_of_writing_it() {
    let address = written("ada@example.test");
    assert!(holds(b"..@.ada@example.test..", &address));
    let wide: Vec<u8> = "x ada@example.test".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(holds(&wide, &address));
    assert!(!holds(b"ad@example.test", &address));
}
