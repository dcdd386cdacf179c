//! How much a page may ask for. What goes beyond is cut: nobody reads that much, and no machine should have to. Pure.

/// More characters than a person looks for.
const LONGEST_SEARCH: usize = 200;
/// More rows than a table shows at once.
const MOST_ROWS: u32 = 500;

/// The beginning of a search text.
pub(super) fn search(text: String) -> String {
    match text.char_indices().nth(LONGEST_SEARCH) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}

/// How many rows to read.
pub(super) const fn rows(limit: u32) -> u32 {
    if limit > MOST_ROWS { MOST_ROWS } else { limit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_cut_between_two_characters_of_any_script() {
        assert_eq!(search("Siân".to_owned()), "Siân");
        let endless = "ŵ学👩‍🎓".repeat(1_000_000);
        assert_eq!(search(endless).chars().count(), LONGEST_SEARCH);
    }

    #[test]
    fn no_page_has_more_rows_than_a_table_shows() {
        assert_eq!((rows(50), rows(u32::MAX)), (50, MOST_ROWS));
    }
}
