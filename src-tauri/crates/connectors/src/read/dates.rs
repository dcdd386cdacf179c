//! Dates and times in the formats that a definition names.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::definition::schema::{self, Zone};

/// A named format: patterns that are tried in order.
#[derive(Clone)]
pub(crate) struct Format {
    zone: Zone,
    patterns: Vec<Vec<Token>>,
    blank: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    /// One to nine digits of a second.
    Fraction,
    /// `Z`, or hours and minutes ahead of UTC.
    Offset,
    Literal(u8),
}

const TOKENS: [(&str, Token); 8] = [
    ("YYYY", Token::Year),
    ("MM", Token::Month),
    ("DD", Token::Day),
    ("hh", Token::Hour),
    ("mm", Token::Minute),
    ("ss", Token::Second),
    ("f", Token::Fraction),
    ("Z", Token::Offset),
];

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    local: NaiveDateTime,
    ahead_of_utc: Option<TimeDelta>,
}

impl Format {
    /// Takes a format's patterns apart. The error is what is wrong with them.
    pub(crate) fn of(written: &schema::Format) -> Result<Self, String> {
        if written.patterns.is_empty() {
            return Err("there is no pattern".to_owned());
        }
        Ok(Self {
            zone: written.zone,
            patterns: written
                .patterns
                .iter()
                .map(|text| pattern(text))
                .collect::<Result<_, _>>()?,
            blank: written.blank.clone(),
        })
    }

    /// What a text says: `Ok(None)` where it stands for no date, `Err` where no pattern fits.
    fn told(&self, text: &str) -> Result<Option<Told>, Unreadable> {
        let text = text.trim();
        if text.is_empty() || self.blank.iter().any(|blank| blank == text) {
            return Ok(None);
        }
        let told = self.patterns.iter().find_map(|pattern| read(pattern, text.as_bytes()));
        told.map(Some).ok_or(Unreadable)
    }

    /// The day that a text names, as it stands there: a zone does not shift it.
    pub(crate) fn day(&self, text: &str) -> Result<Option<NaiveDate>, Unreadable> {
        Ok(self.told(text)?.map(|told| told.local.date()))
    }

    /// The instant that a text names. A zone in the text comes before the format's own.
    pub(crate) fn instant(&self, text: &str) -> Result<Option<DateTime<Utc>>, Unreadable> {
        Ok(self.told(text)?.map(|told| match (told.ahead_of_utc, self.zone) {
            (Some(ahead), _) => (told.local - ahead).and_utc(),
            (None, Zone::Utc) => told.local.and_utc(),
            (None, Zone::Uk) => domain::uk_time::instant(told.local),
        }))
    }
}

/// No pattern fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

fn pattern(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        match TOKENS.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, token)) => {
                tokens.push(*token);
                rest = &rest[name.len()..];
            }
            None if first.is_ascii() => {
                tokens.push(Token::Literal(first));
                rest = &rest[1..];
            }
            None => return Err(format!("{text} has a letter that no date has")),
        }
    }
    if [Token::Year, Token::Month, Token::Day]
        .iter()
        .all(|token| tokens.contains(token))
    {
        Ok(tokens)
    } else {
        Err(format!("{text} does not name year, month and day as YYYY, MM and DD"))
    }
}

fn read(pattern: &[Token], mut text: &[u8]) -> Option<Told> {
    let (mut year, mut month, mut day, mut hour, mut minute, mut second) = (0, 0, 0, 0, 0, 0);
    let mut nanos = 0;
    let mut ahead_of_utc = None;
    for token in pattern {
        match token {
            Token::Year => year = digits(&mut text, 4)?,
            Token::Month => month = digits(&mut text, 2)?,
            Token::Day => day = digits(&mut text, 2)?,
            Token::Hour => hour = digits(&mut text, 2)?,
            Token::Minute => minute = digits(&mut text, 2)?,
            Token::Second => second = digits(&mut text, 2)?,
            Token::Fraction => nanos = fraction(&mut text)?,
            Token::Offset => ahead_of_utc = Some(offset(&mut text)?),
            Token::Literal(byte) => text = text.strip_prefix(&[*byte])?,
        }
    }
    if !text.is_empty() {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?;
    Some(Told {
        local: date.and_time(time),
        ahead_of_utc,
    })
}

fn digits(text: &mut &[u8], count: usize) -> Option<u32> {
    let (head, tail) = text.split_at_checked(count)?;
    let mut number = 0;
    for byte in head {
        number = number * 10 + u32::from(byte.is_ascii_digit().then(|| byte - b'0')?);
    }
    *text = tail;
    Some(number)
}

fn fraction(text: &mut &[u8]) -> Option<u32> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let known = count.min(9);
    if count == 0 {
        return None;
    }
    let nanos = digits(text, known)? * 10_u32.pow(9 - u32::try_from(known).ok()?);
    *text = text.get(count - known..)?;
    Some(nanos)
}

fn offset(text: &mut &[u8]) -> Option<TimeDelta> {
    if let Some(rest) = text.strip_prefix(b"Z").or_else(|| text.strip_prefix(b"z")) {
        *text = rest;
        return Some(TimeDelta::zero());
    }
    let (sign, rest) = text.split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    *text = rest;
    let hours = i64::from(digits(text, 2)?);
    *text = text.strip_prefix(b":").unwrap_or(text);
    let minutes = i64::from(digits(text, 2)?);
    Some(TimeDelta::minutes(sign * (hours * 60 + minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(zone: Zone, patterns: &[&str]) -> Format {
        Format::of(&schema::Format {
            zone,
            patterns: patterns.iter().map(|&text| text.to_owned()).collect(),
            blank: vec!["0001-01-01T00:00:00".to_owned()],
        })
        .unwrap()
    }

    fn instant(format: &Format, text: &str) -> String {
        match format.instant(text) {
            Ok(Some(instant)) => instant.to_rfc3339(),
            Ok(None) => "none".to_owned(),
            Err(Unreadable) => "unreadable".to_owned(),
        }
    }

    #[test]
    fn a_uk_time_becomes_an_instant_and_a_zone_in_the_text_comes_first() {
        let format = format(Zone::Uk, &["YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm:ss.fZ"]);
        assert_eq!(instant(&format, "2026-07-04T10:20:00"), "2026-07-04T09:20:00+00:00");
        assert_eq!(
            instant(&format, "2026-07-04T10:20:00.5Z"),
            "2026-07-04T10:20:00.500+00:00"
        );
        assert_eq!(
            instant(&format, "2026-07-04T10:20:00.0+02:00"),
            "2026-07-04T08:20:00+00:00"
        );
    }

    #[test]
    fn what_means_no_date_is_none_and_anything_else_unreadable() {
        let format = format(Zone::Uk, &["YYYY-MM-DDThh:mm:ss"]);
        assert_eq!(instant(&format, "0001-01-01T00:00:00"), "none");
        assert_eq!(instant(&format, " "), "none");
        for text in [
            "04/07/2026",
            "2026-07-04",
            "2026-13-04T10:20:00",
            "2026-07-04T10:20:00Z",
            "soon",
        ] {
            assert_eq!(instant(&format, text), "unreadable", "{text} must not be guessed at");
        }
    }

    #[test]
    fn a_day_at_midnight_utc_is_that_day() {
        let format = format(Zone::Utc, &["YYYY-MM-DDThh:mm:ss.fZ", "DD/MM/YYYY"]);
        let day = NaiveDate::from_ymd_opt(2008, 6, 1);
        assert_eq!(format.day("2008-06-01T00:00:00.000Z"), Ok(day));
        assert_eq!(format.day("01/06/2008"), Ok(day));
    }

    #[test]
    fn a_pattern_without_a_year_is_refused() {
        let written = schema::Format {
            zone: Zone::Uk,
            patterns: vec!["DD/MM".to_owned()],
            blank: Vec::new(),
        };
        assert!(Format::of(&written).is_err());
    }
}
