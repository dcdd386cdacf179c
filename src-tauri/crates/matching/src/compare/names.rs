//! Names side by side.

use std::collections::HashSet;

use domain::comparison::{Agreement, Described};
use domain::names::fold;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::attributes::Judged;
use super::difference::{Case, Marks, between, edits};

/// Given and family name as one text.
pub(super) fn full(person: &Described) -> Option<String> {
    let parts = [person.given_name.trim(), person.family_name.trim()];
    let name: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// How far two full names agree.
pub(super) fn judge(own: &Described, other: &Described, one: &str, two: &str) -> Judged {
    if let Some((agreement, note, case)) = same(one, two) {
        let (left, right) = between(one, two, case);
        return Judged::new(agreement, note).marked(left, right);
    }
    let note = match edits(&fold(one), &fold(two), 2) {
        Some(1) => Some("1 letter differs"),
        // Of a short name two letters are too much of it.
        Some(2) if fold(one).chars().count() >= 6 => Some("2 letters differ"),
        _ => None,
    };
    if let Some(note) = note {
        let (left, right) = between(one, two, Case::Ignored);
        return Judged::new(Agreement::Close, note).marked(left, right);
    }
    let agrees = |one: &str, two: &str| !fold(one).is_empty() && fold(one) == fold(two);
    let note = if agrees(&own.family_name, &other.family_name) {
        "The given name differs"
    } else if agrees(&own.given_name, &other.given_name) {
        "The family name differs"
    } else {
        "Differs"
    };
    Judged::new(Agreement::Differs, note).marked(words_beyond(one, two), words_beyond(two, one))
}

/// How two texts agree that mean the same name, if they do, and whether capitals are part of what differs.
fn same(one: &str, two: &str) -> Option<(Agreement, &'static str, Case)> {
    let composed = |text: &str| text.nfc().collect::<String>();
    let plain = |text: &str| text.nfkd().filter(|sign| !is_combining_mark(*sign)).collect::<String>();
    if composed(one) == composed(two) {
        Some((Agreement::Same, "Same", Case::Matters))
    } else if composed(one).to_lowercase() == composed(two).to_lowercase() {
        Some((Agreement::Close, "Same but for capitals", Case::Matters))
    } else if plain(one) == plain(two) {
        Some((Agreement::Close, "Same but for accents", Case::Ignored))
    } else if fold(one) == fold(two) && !fold(one).is_empty() {
        Some((Agreement::Close, "Same but for how it is written", Case::Ignored))
    } else {
        None
    }
}

/// The words of one name that are not in the other.
fn words_beyond(name: &str, other: &str) -> Marks {
    let others: HashSet<String> = words(other).iter().map(|(word, _)| fold(word)).collect();
    let beyond = words(name)
        .into_iter()
        .filter(|(word, _)| !others.contains(&fold(word)));
    beyond.map(|(_, place)| place).collect()
}

fn words(name: &str) -> Vec<(String, (usize, usize))> {
    let mut words: Vec<(String, (usize, usize))> = Vec::new();
    let mut inside = false;
    for (place, sign) in name.chars().enumerate() {
        let divides = sign.is_whitespace() || matches!(sign, '-' | '\u{2010}' | '\u{2011}');
        match words.last_mut() {
            Some((word, mark)) if inside && !divides => {
                word.push(sign);
                mark.1 = place + 1;
            }
            _ if !divides => words.push((sign.to_string(), (place, place + 1))),
            _ => {}
        }
        inside = !divides;
    }
    words
}
