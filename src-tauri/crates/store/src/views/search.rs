//! What a person types into a search box.

use domain::names;

/// The words of a search, folded as the texts are that they are looked for in. What folds to nothing is no word.
pub(super) fn words(search: &str) -> Vec<String> {
    let folded = search.split_whitespace().map(names::fold);
    folded.filter(|word| !word.is_empty()).collect()
}

/// The index along which present learners are read in order of their names: a short one, or the one that has the texts in
/// which so many words are looked for. Left to itself, SQLite may take the short one and look at each row for its text.
pub(super) const fn learners_index(words: usize) -> &'static str {
    if words == 0 {
        "learners_in_order"
    } else {
        "learners_by_name"
    }
}

/// The condition that each of so many words is in `text`: a parameter each.
pub(super) fn holds(text: &str, words: usize) -> String {
    format!(" AND instr({text}, ?) > 0").repeat(words)
}
