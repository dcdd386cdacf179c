//! One value of a row, read out of its JSON text only when it is wanted.

use std::borrow::Cow;

/// A JSON value without its insides.
pub(crate) enum Cell<'de> {
    Null,
    Text(Cow<'de, str>),
    /// As written, so that no digit is lost.
    Number(&'de str),
    Flag(bool),
    Nested,
}

impl<'de> Cell<'de> {
    /// Takes a JSON text apart. The text is one whole value: the parser that cut it out has seen to that.
    pub(crate) fn of(raw: &'de str) -> Self {
        match raw.as_bytes().first() {
            Some(b'"') => text(raw).map_or(Self::Nested, Self::Text),
            Some(b'n') => Self::Null,
            Some(b't') => Self::Flag(true),
            Some(b'f') => Self::Flag(false),
            Some(b'-' | b'0'..=b'9') => Self::Number(raw),
            _ => Self::Nested,
        }
    }
}

fn text(raw: &str) -> Option<Cow<'_, str>> {
    let inside = raw.get(1..raw.len().checked_sub(1)?)?;
    if inside.contains('\\') {
        // An escape that means nothing (a lone half of a pair) makes the value unreadable, not the whole answer.
        return serde_json::from_str(raw).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> String {
        match Cell::of(raw) {
            Cell::Null => "null".to_owned(),
            Cell::Text(text) => format!("text {text}"),
            Cell::Number(number) => format!("number {number}"),
            Cell::Flag(flag) => format!("flag {flag}"),
            Cell::Nested => "nested".to_owned(),
        }
    }

    #[test]
    fn a_number_keeps_its_digits_and_a_text_loses_its_escapes() {
        assert_eq!(read("2.50"), "number 2.50");
        assert_eq!(read(r#""Zo\u00eb \"Z\"""#), "text Zoë \"Z\"");
        assert_eq!(read(r#""""#), "text ");
        assert_eq!(read("[1]"), "nested");
        assert_eq!(read("false"), "flag false");
    }

    #[test]
    fn half_a_surrogate_pair_spoils_one_value_only() {
        assert_eq!(read(r#""\ud800""#), "nested");
    }
}
