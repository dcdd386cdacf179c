//! Small pieces of sentences.

use chrono::{DateTime, Local, Utc};

/// A number and its noun, in the singular where there is one.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A value, or a dash where there is none.
pub(crate) fn dash(value: Option<&str>) -> String {
    value.filter(|text| !text.is_empty()).unwrap_or("-").to_owned()
}

/// An instant as the clock on this computer's wall shows it.
pub(crate) fn instant(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(
        || "-".to_owned(),
        |at| at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string(),
    )
}

/// The day of an instant.
pub(crate) fn day(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(
        || "-".to_owned(),
        |at| at.with_timezone(&Local).format("%Y-%m-%d").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_singular() {
        assert_eq!(count(1, "learner", "learners"), "1 learner");
        assert_eq!(count(0, "learner", "learners"), "0 learners");
        assert_eq!(dash(Some("")), "-");
    }
}
