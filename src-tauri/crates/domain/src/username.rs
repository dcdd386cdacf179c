//! Provider usernames as keys.

use unicode_normalization::UnicodeNormalization;

/// The form in which two usernames are compared: trimmed, NFC, lower-cased. `None` where nothing is left.
///
/// Case is folded because providers accept a username in any case when signing in (assumed).
#[must_use]
pub fn key(username: &str) -> Option<String> {
    let username = username.trim();
    if username.is_empty() {
        return None;
    }
    Some(if username.is_ascii() {
        username.to_ascii_lowercase()
    } else {
        username.nfc().collect::<String>().to_lowercase().nfc().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn case_and_outer_blanks_do_not_matter() {
        assert_eq!(key(" JSmith "), key("jsmith"));
        assert_eq!(key(" \t"), None);
    }
}
