//! Results: the outcomes of assessments, in all their versions.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::ports::{ResultsAsk, UserResults};
use domain::records::{ResultRecord, UserRef};
use domain::run::Counts;
use domain::{ConnectionId, ResultKind, Subject, UserId};
use rusqlite::{params, params_from_iter};

use crate::error::StoreError;
use crate::sql::{Cell, same};
use crate::store::{Reader, Writer};
use crate::tables::matching::{RecordRules, record_rules};
use crate::tables::{components, learners, revisions, users};

/// What storing results did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutResults {
    /// Results of the page.
    pub counts: Counts,
    /// Accounts with a new initial assessment of English, Maths or ICT: their learners get the connection's tags.
    pub initial_for: Vec<UserId>,
}

/// Stores the results of some accounts: writes what differs from what is stored, and nothing about a result that does not.
///
/// A result is known by connection, kind and the provider's id: where that arrives under another account it moves there,
/// because the provider merged the two. A change of a mapped field or of the raw level makes a revision, and every former
/// one is kept. Results that no longer arrive stay. Those of an account that is not stored are counted as skipped.
///
/// # Errors
/// Only the store's own.
pub fn put_page(
    w: &Writer<'_>,
    connection: ConnectionId,
    page: &[UserResults],
    now: DateTime<Utc>,
) -> Result<PutResults, StoreError> {
    let mut put = PutResults::default();
    let mut seen = HashSet::new();
    for of_user in page {
        let Some(user) = users::by_external_id(w, connection, &of_user.user.external_id)? else {
            put.counts.read += of_user.results.len() as u64;
            put.counts.skipped += of_user.results.len() as u64;
            continue;
        };
        for result in &of_user.results {
            let incoming = Incoming {
                w,
                connection,
                user: user.id,
                result,
                now,
            };
            let (id, outcome) = incoming.put()?;
            // A result that comes twice is counted once, and its last form is kept.
            if seen.insert(id) {
                count(&mut put.counts, outcome);
                if outcome == Outcome::Added && is_initial(result) && put.initial_for.last() != Some(&user.id) {
                    put.initial_for.push(user.id);
                }
            }
        }
    }
    Ok(put)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Added,
    Changed,
    Unchanged,
}

fn count(counts: &mut Counts, outcome: Outcome) {
    counts.read += 1;
    match outcome {
        Outcome::Added => counts.added += 1,
        Outcome::Changed => counts.changed += 1,
        Outcome::Unchanged => counts.unchanged += 1,
    }
}

fn is_initial(result: &ResultRecord) -> bool {
    result.kind == ResultKind::Initial && matches!(result.subject, Subject::English | Subject::Maths | Subject::Ict)
}

/// The columns whose change makes a revision, in the order of `mapped`.
macro_rules! mapped {
    () => {
        "subject, title, level, level_raw, score, possible, percent, started_at, finished_at"
    };
}

/// The columns whose change does not, in the order of `unmapped`.
macro_rules! unmapped {
    () => {
        "subject_raw, kind_raw, started_raw, finished_raw"
    };
}

const MAPPED: usize = 9;

fn mapped(result: &ResultRecord) -> [Cell<'_>; MAPPED] {
    // A share of nothing is no number, whatever was sent.
    let percent = result.percent.filter(|_| result.possible != Some(0.0));
    [
        result.subject.code().into(),
        result.title.as_ref().into(),
        result.level.map(|level| level.code()).into(),
        result.level_raw.as_ref().into(),
        result.score.into(),
        result.possible.into(),
        percent.into(),
        result.started_at.into(),
        result.finished_at.into(),
    ]
}

fn unmapped(result: &ResultRecord) -> [Cell<'_>; 4] {
    [
        result.subject_raw.as_ref().into(),
        result.kind_raw.as_ref().into(),
        result.started_raw.as_ref().into(),
        result.finished_raw.as_ref().into(),
    ]
}

/// The stored result of an identity.
pub(crate) const FIND: &str = concat!(
    "SELECT id, user, detailed, ",
    mapped!(),
    ", ",
    unmapped!(),
    " FROM results WHERE provider = ? AND kind = ? AND external_id = ?"
);

/// One result on its way in.
struct Incoming<'a> {
    w: &'a Writer<'a>,
    connection: ConnectionId,
    user: UserId,
    result: &'a ResultRecord,
    now: DateTime<Utc>,
}

/// How the stored result compares.
struct Stored {
    id: i64,
    moved: bool,
    detailed: bool,
    same_mapped: bool,
    same_unmapped: bool,
}

impl Incoming<'_> {
    fn put(&self) -> Result<(i64, Outcome), StoreError> {
        let Some(stored) = self.find()? else {
            return Ok((self.insert()?, Outcome::Added));
        };
        let before = match (&self.result.components, stored.detailed) {
            (Some(_), true) => Some(components::of(self.w, stored.id)?),
            _ => None,
        };
        let new_components = self
            .result
            .components
            .as_ref()
            .filter(|new| before.as_ref() != Some(*new));
        let revised = !stored.same_mapped || (stored.detailed && new_components.is_some());
        if !revised && stored.same_unmapped && !stored.moved && new_components.is_none() {
            return Ok((stored.id, Outcome::Unchanged));
        }
        if revised {
            revisions::keep(self.w, stored.id, self.now)?;
        }
        self.update(stored.id, revised)?;
        if let Some(new) = new_components {
            components::replace(self.w, stored.id, new)?;
        }
        Ok((stored.id, Outcome::Changed))
    }

    fn find(&self) -> Result<Option<Stored>, StoreError> {
        let params = params![self.connection.0, self.result.kind.code(), self.result.external_id];
        self.w.first(FIND, params, |row| {
            Ok(Stored {
                id: row.get(0)?,
                moved: row.get::<_, i64>(1)? != self.user.0,
                detailed: row.get(2)?,
                same_mapped: same(row, 3, &mapped(self.result))?,
                same_unmapped: same(row, 3 + MAPPED, &unmapped(self.result))?,
            })
        })
    }

    fn insert(&self) -> Result<i64, StoreError> {
        let sql = concat!(
            "INSERT INTO results (",
            mapped!(),
            ", ",
            unmapped!(),
            ", user, detailed, provider, kind, external_id, first_seen_at, revised_at) \
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?, ?14, ?15, ?16, ?17, ?18, ?19, ?19)"
        );
        let known: [Cell<'_>; 6] = [
            self.user.0.into(),
            self.result.components.is_some().into(),
            self.connection.0.into(),
            self.result.kind.code().into(),
            (&self.result.external_id).into(),
            self.now.into(),
        ];
        let cells = mapped(self.result)
            .into_iter()
            .chain(unmapped(self.result))
            .chain(known);
        let id = self.w.insert(sql, params_from_iter(cells))?;
        if let Some(new) = &self.result.components {
            components::replace(self.w, id, new)?;
        }
        Ok(id)
    }

    fn update(&self, id: i64, revised: bool) -> Result<(), StoreError> {
        let sql = concat!(
            "UPDATE results SET (",
            mapped!(),
            ", ",
            unmapped!(),
            ") = (?,?,?,?,?,?,?,?,?,?,?,?,?), user = ?14, detailed = max(detailed, ?15), revision = revision + ?16,
                 revised_at = CASE ?16 WHEN 1 THEN ?17 ELSE revised_at END WHERE id = ?18"
        );
        let known: [Cell<'_>; 5] = [
            self.user.0.into(),
            self.result.components.is_some().into(),
            revised.into(),
            self.now.into(),
            id.into(),
        ];
        let cells = mapped(self.result)
            .into_iter()
            .chain(unmapped(self.result))
            .chain(known);
        self.w.execute(sql, params_from_iter(cells))?;
        Ok(())
    }
}

/// An account whose results are to be fetched.
#[derive(Clone)]
pub struct Target {
    /// Its id here.
    pub user: UserId,
    /// What to ask its provider.
    pub ask: ResultsAsk,
}

/// Whose results to fetch: accounts in use, linked (and not held) to a learner in scope on the UK's `today`, in order of
/// id, the first `limit` of those `after` an account. `only` leaves out all others.
///
/// # Errors
/// Only the store's own.
pub fn targets(
    r: &Reader<'_>,
    provider: ConnectionId,
    today: NaiveDate,
    after: Option<UserId>,
    limit: usize,
    only: Option<&[UserId]>,
) -> Result<Vec<Target>, StoreError> {
    let rules = record_rules(r)?;
    let after = after.map_or(i64::MIN, |user| user.0);
    let mut found = Vec::new();
    match only {
        None => linked(r, provider, (after, i64::MAX), limit, today, &rules, &mut found)?,
        Some(only) => {
            let mut only: Vec<i64> = only.iter().map(|user| user.0).filter(|id| *id > after).collect();
            only.sort_unstable();
            only.dedup();
            for id in only {
                linked(r, provider, (id - 1, id), limit, today, &rules, &mut found)?;
            }
        }
    }
    found
        .into_iter()
        .map(|(user, reference)| target(r, user, reference))
        .collect()
}

/// Adds the accounts with an id above the first and not above the second of `range`, until there are `limit`.
fn linked(
    r: &Reader<'_>,
    provider: ConnectionId,
    range: (i64, i64),
    limit: usize,
    today: NaiveDate,
    rules: &HashMap<i64, RecordRules>,
    found: &mut Vec<(UserId, UserRef)>,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT u.id, u.external_id, u.username, l.connection, {}
         FROM users u JOIN links ON links.user = u.id JOIN learners l ON l.id = links.learner
             JOIN centres c ON c.id = l.centre JOIN connections k ON k.id = l.connection
         WHERE u.connection = ? AND u.id > ? AND u.id <= ? AND u.active AND NOT u.staff AND u.gone_at IS NULL
             AND links.held IS NULL
         ORDER BY u.id",
        learners::SCOPE_COLUMNS
    );
    let mut statement = r.prepare(&sql)?;
    let mut rows = statement.query(params![provider.0, range.0, range.1])?;
    while found.len() < limit {
        let Some(row) = rows.next()? else { break };
        let user = UserId(row.get(0)?);
        let rules = rules.get(&row.get(3)?).copied().unwrap_or_default();
        // One account may be linked to learners of several centres.
        let known = found.last().is_some_and(|(last, _)| *last == user);
        if !known && learners::in_scope(row, 4, today, rules.tail_days)? {
            found.push((
                user,
                UserRef {
                    external_id: row.get(1)?,
                    username: row.get(2)?,
                },
            ));
        }
    }
    Ok(())
}

/// Of a result that is not finished the components may still change, so they are asked for again.
fn target(r: &Reader<'_>, user: UserId, reference: UserRef) -> Result<Target, StoreError> {
    let sql = "SELECT external_id FROM results WHERE user = ? AND detailed AND finished_at IS NOT NULL";
    let detailed = r.all(sql, [user.0], |row| row.get(0))?.into_iter().collect();
    Ok(Target {
        user,
        ask: ResultsAsk {
            user: reference,
            detailed,
        },
    })
}

/// A text of a provider that nothing maps, and how many results have it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct UnmappedText {
    /// What it would be: `level` or `subject`.
    pub field: &'static str,
    /// The provider's text.
    pub text: String,
    /// How many results have it.
    pub results: i64,
}

/// The levels and subjects of a provider that nothing maps, the most frequent first. They are shown, never guessed.
///
/// # Errors
/// Only the store's own.
pub fn unmapped_texts(r: &Reader<'_>, provider: ConnectionId) -> Result<Vec<UnmappedText>, StoreError> {
    let levels = "SELECT level_raw, count(*) FROM results
                  WHERE provider = ? AND level IS NULL AND level_raw <> '' GROUP BY 1 ORDER BY 2 DESC, 1";
    let subjects = "SELECT subject_raw, count(*) FROM results
                    WHERE provider = ? AND subject = 'other' AND subject_raw <> '' GROUP BY 1 ORDER BY 2 DESC, 1";
    let mut found = Vec::new();
    for (field, sql) in [("level", levels), ("subject", subjects)] {
        found.extend(r.all(sql, [provider.0], |row| {
            Ok(UnmappedText {
                field,
                text: row.get(0)?,
                results: row.get(1)?,
            })
        })?);
    }
    Ok(found)
}
