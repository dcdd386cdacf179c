//! Unique Learner Numbers.

/// The ten digits of a Unique Learner Number, or `None` where the text is not a real one.
///
/// The first digit is not 0, and the digits weighted 10 to 1 sum to 10 modulo 11 (documented: Learning Records
/// Service). `9999999999` is the code for "none" and never identifies anybody.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    let sum = || {
        digits
            .bytes()
            .zip((1..=10u32).rev())
            .map(|(b, weight)| u32::from(b - b'0') * weight)
            .sum::<u32>()
    };
    (plain && digits != "9999999999" && sum() % 11 == 10).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_check_digit_decides() {
        assert_eq!(read(" 9276308686 ").as_deref(), Some("9276308686"));
        assert_eq!(read("9276308687"), None, "one digit off");
        assert_eq!(read("9999999999"), None, "stands for none");
        assert_eq!(read("927630868"), None);
        assert_eq!(read("9.27631E+09"), None, "what a spreadsheet makes of it");
    }
}
