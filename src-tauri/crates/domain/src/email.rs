//! E-mail addresses as keys.

use unicode_normalization::UnicodeNormalization;

/// The form in which two addresses are compared: trimmed, NFC, lower-cased, with the domain in its IDNA form
/// (UTS 46, non-transitional). `None` where the text cannot be an address at all.
///
/// Dots and `+tags` stay: whether they matter differs between mail servers, so treating such addresses as one is only
/// ever a suggestion.
#[must_use]
pub fn key(address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_ascii() {
        return ascii_key(address);
    }
    let composed: String = address.nfc().collect::<String>().to_lowercase().nfc().collect();
    let (local, domain) = split(&composed)?;
    let domain = idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::URL).ok()?;
    (!domain.is_empty()).then(|| format!("{local}@{domain}"))
}

/// Nearly every address is plain ASCII: it needs no tables. A domain that claims to be in IDNA form still goes through
/// them, because such a claim can be wrong.
fn ascii_key(address: &str) -> Option<String> {
    let lower = address.to_ascii_lowercase();
    let (local, domain) = split(&lower)?;
    if domain.contains("xn--")
        || domain
            .bytes()
            .any(|b| !(b.is_ascii_alphanumeric() || b == b'-' || b == b'.'))
    {
        let domain = idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::URL).ok()?;
        return Some(format!("{local}@{domain}"));
    }
    Some(lower)
}

fn split(address: &str) -> Option<(&str, &str)> {
    let (local, domain) = address.rsplit_once('@')?;
    let blank = |text: &str| text.chars().any(|c| c.is_whitespace() || c.is_control());
    (!local.is_empty() && !domain.is_empty() && !blank(local) && !blank(domain)).then_some((local, domain))
}

#[cfg(test)]
mod tests {
    use super::key;
    use proptest::prelude::*;

    #[test]
    fn case_blanks_and_composition_do_not_matter() {
        assert_eq!(key("  Zoë.Miller@Example.ORG "), key("zoe\u{308}.miller@example.org"));
    }

    #[test]
    fn a_domain_agrees_with_its_idna_form() {
        assert_eq!(key("a@MÜLLER.example"), key("a@xn--mller-kva.example"));
        assert_ne!(
            key("a@straße.example"),
            key("a@strasse.example"),
            "non-transitional: sharp s is its own letter"
        );
    }

    #[test]
    fn dots_and_tags_do_matter() {
        assert_ne!(key("a.b@example.org"), key("ab@example.org"));
        assert_ne!(key("a+x@example.org"), key("a@example.org"));
    }

    #[test]
    fn what_cannot_be_an_address_is_no_key() {
        for text in [
            "",
            "   ",
            "nobody",
            "@example.org",
            "a@",
            "a b@example.org",
            "a@exa mple.org",
            "a\u{0}@example.org",
        ] {
            assert_eq!(key(text), None, "{text:?} must not be compared");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "\\PC{0,12}@\\PC{0,12}") {
            if let Some(once) = key(&text) {
                prop_assert_eq!(key(&once), Some(once.clone()));
            }
        }
    }
}
