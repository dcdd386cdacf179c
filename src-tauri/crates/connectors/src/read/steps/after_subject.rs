//! bksb writes a level behind its subject: `English Entry 3` (seen in clients).

use super::Around;

/// What follows the subject that a text begins with; the whole text where it begins with none of the table's.
pub(crate) fn after_subject<'t>(text: &'t str, around: &Around<'_>) -> &'t str {
    let text = text.trim();
    let longest = around
        .subjects
        .words()
        .filter(|word| begins_with(text, word))
        .map(str::len)
        .max();
    longest.map_or(text, |length| {
        text[length..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':'))
    })
}

fn begins_with(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(word))
        && text[word.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '-' | ':'))
}

#[cfg(test)]
mod tests {
    use super::super::super::tables::Table;
    use super::*;

    #[test]
    fn the_subject_goes_and_the_level_stays() {
        let words = ["English", "ICT", "English Skills"].map(|word| (word.to_owned(), String::new()));
        let subjects = Table::of(&words.into());
        let around = Around { subjects: &subjects };
        for (text, level) in [
            ("English Entry 3", "Entry 3"),
            ("english: Level 1", "Level 1"),
            ("English Skills - Entry 2", "Entry 2"),
            ("ICT Below Entry 3", "Below Entry 3"),
            ("Entry 3", "Entry 3"),
            ("Englishness Entry 3", "Englishness Entry 3"),
            ("English", "English"),
        ] {
            assert_eq!(after_subject(text, &around), level);
        }
    }
}
