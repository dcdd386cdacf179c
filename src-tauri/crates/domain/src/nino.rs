//! National Insurance numbers.

/// A National Insurance number as a key: upper case, no blanks.
///
/// Neither `Debug` nor `Display` shows more than the ending, so that it cannot slip into a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nino(String);

/// What a text says as a National Insurance number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing was given.
    Missing,
    /// A whole and valid number.
    Valid(Nino),
    /// Two letters and six digits that could begin a valid number, without its suffix. It proves nothing; it is good
    /// for a suggestion.
    WithoutSuffix(Nino),
    /// Not a National Insurance number.
    Invalid,
}

/// Letters that neither of the first two may be, and pairs that are not used
/// (documented: HMRC, National Insurance Manual NIM39110).
const NEVER: &[u8] = b"DFIQUV";
const UNUSED: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

impl Nino {
    /// Reads a number as a person or a system wrote it: case and blanks do not matter.
    #[must_use]
    pub fn read(text: &str) -> Reading {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_uppercase();
        if plain.is_empty() {
            return Reading::Missing;
        }
        let bytes = plain.as_bytes();
        let stem = bytes.len() >= 8
            && bytes[..2].iter().all(|b| b.is_ascii_uppercase() && !NEVER.contains(b))
            && bytes[1] != b'O'
            && bytes[2..8].iter().all(u8::is_ascii_digit)
            && !UNUSED.iter().any(|pair| pair.as_bytes() == &bytes[..2]);
        match (stem, &bytes[bytes.len().min(8)..]) {
            (true, []) => Reading::WithoutSuffix(Self(plain)),
            (true, [b'A'..=b'D']) => Reading::Valid(Self(plain)),
            _ => Reading::Invalid,
        }
    }

    /// The normalised text, for the store and for what a person asked to see in full.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first eight characters: all that is known where the suffix is missing.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.0[..8]
    }

    /// The last three characters behind dots: `••••••34C`.
    #[must_use]
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

/// The last three characters of a normalised number behind six dots.
#[must_use]
pub fn mask(number: &str) -> String {
    let count = number.chars().count();
    let ending: String = number.chars().skip(count.saturating_sub(3)).collect();
    format!("••••••{ending}")
}

impl std::fmt::Debug for Nino {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Nino(<redacted>)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_blanks_do_not_matter() {
        let Reading::Valid(nino) = Nino::read(" ab 12 34 56 c ") else {
            panic!("a valid number")
        };
        assert_eq!(nino.expose(), "AB123456C");
        assert_eq!(nino.masked(), "••••••56C");
        assert_eq!(format!("{nino:?}"), "Nino(<redacted>)", "a log line must not show it");
    }

    #[test]
    fn letters_and_prefixes_that_are_not_issued_are_refused() {
        for text in [
            "DA123456A",
            "AO123456A",
            "GB123456A",
            "ZZ123456A",
            "AB12345A",
            "AB1234567A",
            "AB123456E",
            "QQ123456C",
            "ÄB123456A",
        ] {
            assert_eq!(Nino::read(text), Reading::Invalid, "{text} is not issued");
        }
        assert!(
            matches!(Nino::read("OA123456A"), Reading::Valid(_)),
            "O is barred from the second place only"
        );
    }

    #[test]
    fn a_missing_suffix_and_a_missing_number_are_told_apart() {
        assert!(matches!(Nino::read("AB123456 "), Reading::WithoutSuffix(_)));
        assert_eq!(Nino::read("  "), Reading::Missing);
    }
}
