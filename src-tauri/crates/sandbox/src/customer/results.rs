//! Assessments that accounts have taken.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::dice::Dice;
use super::records::{BksbUser, Component, Course, NumberedResult, Session};

/// Levels of English and maths: as bksb writes them, and what they mean.
const LEVELS: &[(&str, &str)] = &[
    ("Pre-Entry", "pre_entry"),
    ("Entry 1", "entry_1"),
    ("Entry 2", "entry_2"),
    ("Entry 3", "entry_3"),
    ("Level 1", "level_1"),
    ("Level 2", "level_2"),
    ("Level 3", "level_3"),
];
/// Levels of ICT, likewise.
const ICT_LEVELS: &[(&str, &str)] = &[
    ("Below Entry 3", "below_entry_3"),
    ("Entry 3", "entry_3"),
    ("Level 1", "level_1"),
    ("Level 2", "level_2"),
];
/// Texts that are no level: a program has to say so rather than guess.
const NO_LEVELS: &[&str] = &["Awaiting Marking", "Working Towards", "see tutor"];
const SHORT_LEVELS: &[(&str, usize)] = &[("E1", 1), ("E2", 2), ("E3", 3), ("L1", 4), ("L2", 5)];
const ENGLISH_PARTS: &[&str] = &["Reading", "Writing", "Spelling Punctuation and Grammar"];
const MATHS_PARTS: &[&str] = &["Number", "Measures Shape and Space", "Handling Information"];

/// Makes results, with ids that no other result of the kind has.
pub(crate) struct ResultsMaker {
    today: NaiveDate,
    next_initial: u64,
    next_diagnostic: u64,
}

impl ResultsMaker {
    pub(crate) fn new(today: NaiveDate) -> Self {
        // Both count from the same number, so that an initial and a diagnostic assessment often share one.
        Self {
            today,
            next_initial: 500_001,
            next_diagnostic: 500_001,
        }
    }

    /// Gives an account what a learner has after a year or two; now and then nothing, or more than a page.
    pub(crate) fn fill(&mut self, dice: &mut Dice, account: &mut BksbUser) {
        let (initial, diagnostic, sessions) = match dice.below(50) {
            0..8 => (0, 0, 0),
            8 => (23, 21, 2),
            9..20 => (1 + dice.below(2), 0, dice.below(3)),
            _ => (1 + dice.below(3), 1 + dice.below(3), dice.below(5)),
        };
        self.give(dice, account, initial, diagnostic, sessions);
        for session in &mut account.sessions {
            if dice.percent(15) {
                session.completed = None;
                session.components.clear();
            }
        }
    }

    /// Gives an account exactly this many results: a quarter initial, a quarter diagnostic, the rest finished sessions.
    pub(crate) fn fill_exactly(&mut self, dice: &mut Dice, account: &mut BksbUser, count: usize) {
        let quarter = count.div_ceil(4).min(count / 2);
        self.give(dice, account, quarter, quarter, count - 2 * quarter);
    }

    fn give(&mut self, dice: &mut Dice, account: &mut BksbUser, initial: usize, diagnostic: usize, sessions: usize) {
        account.initial = (0..initial).map(|_| self.initial(dice)).collect();
        account.diagnostic = (0..diagnostic).map(|_| self.diagnostic(dice)).collect();
        account.sessions = (0..sessions).map(|_| self.session(dice)).collect();
        account
            .initial
            .sort_by_key(|result| std::cmp::Reverse(result.result_date));
        account
            .diagnostic
            .sort_by_key(|result| std::cmp::Reverse(result.result_date));
    }

    fn initial(&mut self, dice: &mut Dice) -> NumberedResult {
        let (subject, code) = *dice.pick(&[("English", "english"), ("Maths", "maths"), ("ICT", "ict")]);
        let (level, meaning) = *dice.pick(if code == "ict" { ICT_LEVELS } else { LEVELS });
        let mut result = NumberedResult {
            session_id: self.next_initial,
            course_subject: subject.to_owned(),
            result_date: self.moment(dice),
            assessment_name: format!("{subject} Initial Assessment"),
            assessment_id: 1 + dice.below(40) as u64,
            result: format!("{subject} {level}"),
            percent: None,
            subject: Some(code),
            level: Some(meaning),
        };
        self.next_initial += 1;
        if dice.percent(3) {
            result.result = format!("{subject} {}", dice.pick(NO_LEVELS));
            result.level = None;
        } else if dice.percent(2) {
            result.course_subject = "Study Skills".to_owned();
            result.assessment_name = "Study Skills Initial Assessment".to_owned();
            result.result = "Study Skills Completed".to_owned();
            (result.subject, result.level) = (None, None);
        }
        result
    }

    fn diagnostic(&mut self, dice: &mut Dice) -> NumberedResult {
        let (subject, code) = *dice.pick(&[("English", "english"), ("Maths", "maths")]);
        let (short, index) = *dice.pick(SHORT_LEVELS);
        let (level, meaning) = LEVELS[index];
        let mut result = NumberedResult {
            session_id: self.next_diagnostic,
            course_subject: subject.to_owned(),
            result_date: self.moment(dice),
            assessment_name: format!("{subject} {short} Diagnostic"),
            assessment_id: 100 + dice.below(40) as u64,
            result: format!("{subject} {level}"),
            percent: Some(dice.below(101) as u32),
            subject: Some(code),
            level: Some(meaning),
        };
        self.next_diagnostic += 1;
        if dice.percent(2) {
            result.result = format!("{subject} {}", dice.pick(NO_LEVELS));
            result.level = None;
        }
        result
    }

    fn session(&self, dice: &mut Dice) -> Session {
        let course = *dice.pick(&[Course::English, Course::Maths]);
        let started = self.moment(dice);
        let completed = started + TimeDelta::minutes(dice.between(12, 95));
        let parts = if course == Course::English {
            ENGLISH_PARTS
        } else {
            MATHS_PARTS
        };
        let components = parts
            .iter()
            .map(|name| Component {
                name,
                ability_hundredths: 50 + dice.below(400) as u32,
                measured: completed,
            })
            .collect();
        Session {
            session_id: dice.uuid(),
            course,
            diagnostic: dice.percent(50),
            started,
            completed: Some(completed),
            components,
        }
    }

    /// A working hour of the last two years, or now and then an hour that occurred twice or never.
    fn moment(&self, dice: &mut Dice) -> NaiveDateTime {
        let minute = dice.below(60) as u32;
        let second = dice.below(60) as u32;
        let (date, hour) = match dice.below(60) {
            0 => (self.last_sunday_of(10), 1),
            1 => (self.last_sunday_of(3), 1),
            _ => (self.some_day(dice), 8 + dice.below(10) as u32),
        };
        date.and_time(NaiveTime::from_hms_opt(hour, minute, second).unwrap_or_default())
    }

    fn some_day(&self, dice: &mut Dice) -> NaiveDate {
        self.today
            .checked_sub_days(Days::new(2 + dice.below(700) as u64))
            .unwrap_or(self.today)
    }

    /// The last one before today's month: when the clocks changed.
    fn last_sunday_of(&self, month: u32) -> NaiveDate {
        let year = if self.today.month() > month {
            self.today.year()
        } else {
            self.today.year() - 1
        };
        let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap_or(self.today);
        last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_sunday())))
            .unwrap_or(last)
    }
}
