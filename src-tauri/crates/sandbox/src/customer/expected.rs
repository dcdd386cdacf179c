//! What a right program reads from each result.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::London;

use super::records::{BksbUser, NumberedResult, Session};

/// How many results of each form an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResultCounts {
    /// Numbered initial assessments.
    pub initial: usize,
    /// Numbered diagnostic assessments.
    pub diagnostic: usize,
    /// Sessions of the fifth version, unfinished ones included.
    pub sessions: usize,
    /// How many of the sessions are unfinished.
    pub unfinished: usize,
}

/// One result as a right program has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedResult {
    /// bksb's id, as text.
    pub external_id: String,
    /// `initial` or `diagnostic`.
    pub kind: &'static str,
    /// Whether it is a session of the fifth version.
    pub session: bool,
    /// The subject's code; `None` for one that is not mapped.
    pub subject: Option<&'static str>,
    /// The level's code; `None` for one that is not mapped, and for sessions.
    pub level: Option<&'static str>,
    /// The level as sent.
    pub level_raw: Option<String>,
    /// Percent, where bksb sends one.
    pub percent: Option<u32>,
    /// When it began, where bksb says.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended; `None` for an unfinished session.
    pub finished_at: Option<DateTime<Utc>>,
    /// Component names and abilities as sent.
    pub components: Vec<(String, f64)>,
}

impl BksbUser {
    /// How many results the account has.
    #[must_use]
    pub fn counts(&self) -> ResultCounts {
        ResultCounts {
            initial: self.initial.len(),
            diagnostic: self.diagnostic.len(),
            sessions: self.sessions.len(),
            unfinished: self
                .sessions
                .iter()
                .filter(|session| session.completed.is_none())
                .count(),
        }
    }

    /// Every result as a right program has it: initial, diagnostic, then sessions.
    #[must_use]
    pub fn expected_results(&self) -> Vec<ExpectedResult> {
        let initial = self.initial.iter().map(|result| numbered(result, "initial"));
        let diagnostic = self.diagnostic.iter().map(|result| numbered(result, "diagnostic"));
        initial
            .chain(diagnostic)
            .chain(self.sessions.iter().map(session))
            .collect()
    }
}

fn numbered(result: &NumberedResult, kind: &'static str) -> ExpectedResult {
    ExpectedResult {
        external_id: result.session_id.to_string(),
        kind,
        session: false,
        subject: result.subject,
        level: result.level,
        level_raw: Some(result.result.clone()),
        percent: result.percent,
        started_at: None,
        finished_at: Some(uk_instant(result.result_date)),
        components: Vec::new(),
    }
}

fn session(session: &Session) -> ExpectedResult {
    ExpectedResult {
        external_id: session.session_id.to_string(),
        kind: if session.diagnostic { "diagnostic" } else { "initial" },
        session: true,
        subject: Some(session.course.subject()),
        level: None,
        level_raw: None,
        percent: None,
        started_at: Some(uk_instant(session.started)),
        finished_at: session.completed.map(uk_instant),
        components: session
            .components
            .iter()
            .map(|part| (part.name.to_owned(), f64::from(part.ability_hundredths) / 100.0))
            .collect(),
    }
}

/// The instant that a UK local time names: of an hour that occurs twice the first, of one that never occurs the
/// shifted-forward one.
#[must_use]
pub fn uk_instant(local: NaiveDateTime) -> DateTime<Utc> {
    match London.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => instant.to_utc(),
        // The clocks have gone forward by an hour from winter time, whose offset is zero.
        LocalResult::None => local.and_utc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(local: &str) -> String {
        uk_instant(local.parse().unwrap()).to_rfc3339()
    }

    #[test]
    fn uk_local_times_become_the_instants_that_the_design_states() {
        assert_eq!(
            instant("2026-07-01T10:00:00"),
            "2026-07-01T09:00:00+00:00",
            "summer time"
        );
        assert_eq!(
            instant("2026-10-25T01:30:00"),
            "2026-10-25T00:30:00+00:00",
            "the first of an hour that occurs twice"
        );
        assert_eq!(
            instant("2026-03-29T01:30:00"),
            "2026-03-29T01:30:00+00:00",
            "01:30 does not occur: 02:30 summer time"
        );
    }
}
