//! People in record systems.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ports::Listed;
use domain::records::{LearnerKind, LearnerRecord};
use domain::run::Counts;
use domain::scope::{LearnerFacts, learner_in_scope};
use domain::{CentreId, ConnectionId, LearnerId, RunId, email, names, uln, username};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::{Day, trimmed};
use crate::store::{Reader, Writer};
use crate::tables::audit::{self, Act, Action};
use crate::tables::centres;
use crate::tables::people::{
    Incoming, Number, Putting, Stamp, Statements, keyed, present_count as counted, search_text,
};
use crate::tables::presence::{self, Seen, Wholeness};

/// The columns that a record system fills, in the order of `cells`.
macro_rules! columns {
    () => {
        "centre, kind, given_name, family_name, given_folded, family_folded, email, email_key, email_verified, \
         nino_ending, uln, uln_key, reference, date_of_birth, provider_username, provider_username_key, start_on, \
         planned_end_on, ended_on, system_status, learning_status, archived, search"
    };
}

pub(crate) static STATEMENTS: Statements = Statements {
    find: concat!(
        "SELECT id, gone_at IS NOT NULL, absent_listings, number, outdated, ",
        columns!(),
        " FROM learners LEFT JOIN learner_ninos ON learner = id WHERE connection = ? AND external_id = ?"
    ),
    insert: concat!(
        "INSERT INTO learners (",
        columns!(),
        ", stored_run, stored_at, first_seen_at, connection, external_id) \
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?, ?24, ?25, ?25, ?26, ?27)"
    ),
    update: concat!(
        "UPDATE learners SET (",
        columns!(),
        ") = (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?), \
         stored_run = ?24, stored_at = ?25, gone_at = NULL, absent_listings = 0, outdated = 0 WHERE id = ?26"
    ),
    mark_present: "UPDATE learners SET gone_at = NULL, absent_listings = 0 WHERE id = ?",
    mark_read: "UPDATE learners SET absent_listings = 0, outdated = 0 WHERE id = ?",
    put_nino: "INSERT INTO learner_ninos (learner, number, valid) VALUES (?, ?, ?)",
    remove_nino: "DELETE FROM learner_ninos WHERE learner = ?",
    any_held: "SELECT 1 FROM held_learners LIMIT 1",
    release: "DELETE FROM held_learners WHERE learner = ?",
};

static ABSENCE: presence::Statements = presence::Statements {
    absent_before: "SELECT 1 FROM learners WHERE id = ? AND absent_listings > 0",
    mark_absent: "UPDATE learners SET absent_listings = absent_listings + 1 WHERE id = ?",
    mark_gone: "UPDATE learners SET gone_at = ?2 WHERE id = ?1 AND gone_at IS NULL",
};

/// What storing a page did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutPage {
    /// Rows of the page that this run had not seen before.
    pub counts: Counts,
    /// Ids that were only said to be present, but are not stored: their details have to be fetched after all.
    pub unknown: Vec<String>,
}

/// Stores a page of a listing: writes what differs from what is stored, and nothing about a row that does not.
///
/// `centre` is the one that was listed; a row that names its own belongs there. Rows that were gone are present again, with
/// their links as they were. A row that comes twice is counted once, and its last form is kept.
///
/// # Errors
/// Only the store's own.
pub fn put_page(
    w: &Writer<'_>,
    connection: ConnectionId,
    centre: Option<CentreId>,
    rows: &[Listed<LearnerRecord>],
    run: RunId,
    seen: &mut Seen,
    now: DateTime<Utc>,
) -> Result<PutPage, StoreError> {
    let mut putting = Putting::new(w, &STATEMENTS, Stamp { connection, run, now }, seen)?;
    let mut centres = Centres {
        w,
        connection,
        listed: centre,
        last: None,
    };
    let mut unknown = Vec::new();
    for row in rows {
        match row {
            Listed::Whole(row) => putting.put(&incoming(row, centres.of(row)?))?,
            Listed::Present(id) if putting.put_present(id)? => {}
            Listed::Present(id) => unknown.push(id.clone()),
        }
    }
    Ok(PutPage {
        counts: putting.counts,
        unknown,
    })
}

/// Finds the centre of each row; most rows have that of the row before.
struct Centres<'w, 'r> {
    w: &'w Writer<'w>,
    connection: ConnectionId,
    listed: Option<CentreId>,
    last: Option<(&'r str, CentreId)>,
}

impl<'r> Centres<'_, 'r> {
    fn of(&mut self, row: &'r LearnerRecord) -> Result<CentreId, StoreError> {
        let named = match (trimmed(row.centre.as_ref()), self.listed) {
            (Some(named), _) => named,
            (None, Some(listed)) => return Ok(listed),
            (None, None) => "",
        };
        if let Some((_, id)) = self.last.filter(|(last, _)| *last == named) {
            return Ok(id);
        }
        let id = centres::known_or_made(self.w, self.connection, named)?;
        self.last = Some((named, id));
        Ok(id)
    }
}

fn incoming(row: &LearnerRecord, centre: CentreId) -> Incoming<'_> {
    let nino = Number::read(row.nino.as_ref());
    let [email, email_key] = keyed(row.email.as_ref(), email::key);
    let [uln, uln_key] = keyed(row.uln.as_ref(), uln::read);
    let [username, username_key] = keyed(row.provider_username.as_ref(), username::key);
    let reference = trimmed(row.reference.as_ref());
    let searched = [
        row.given_name.as_str(),
        &row.family_name,
        row.email.as_deref().unwrap_or_default(),
        reference.unwrap_or_default(),
        &row.external_id,
    ];
    let cells = vec![
        centre.0.into(),
        row.kind.unwrap_or(LearnerKind::Learner).code().into(),
        (&row.given_name).into(),
        (&row.family_name).into(),
        names::fold(&row.given_name).into(),
        names::fold(&row.family_name).into(),
        email,
        email_key,
        row.email_verified.into(),
        nino.as_ref().map(Number::ending).into(),
        uln,
        uln_key,
        reference.into(),
        row.date_of_birth.into(),
        username,
        username_key,
        row.start_on.into(),
        row.planned_end_on.into(),
        row.ended_on.into(),
        trimmed(row.system_status.as_ref()).into(),
        trimmed(row.learning_status.as_ref()).into(),
        row.archived.into(),
        search_text(&searched).into(),
    ];
    Incoming {
        external_id: &row.external_id,
        nino,
        cells,
    }
}

/// The system's ids of the learners that are stored as present: all of them, or those that `stored_since` or a later run
/// wrote. Their details need no fetching; those of whom the last try to read them failed are left out.
///
/// # Errors
/// Only the store's own.
pub fn known_ids(
    r: &Reader<'_>,
    connection: ConnectionId,
    centre: Option<CentreId>,
    stored_since: Option<RunId>,
) -> Result<HashSet<String>, StoreError> {
    let mut statement = r.prepare(
        "SELECT external_id FROM learners WHERE connection = ?1 AND gone_at IS NULL AND NOT outdated
             AND (?2 IS NULL OR centre = ?2) AND (?3 IS NULL OR stored_run >= ?3)",
    )?;
    let params = params![connection.0, centre.map(|id| id.0), stored_since.map(|run| run.0)];
    let ids = statement
        .query_map(params, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// How many learners are stored as present: of the connection, or of one centre.
///
/// # Errors
/// Only the store's own.
pub fn present_count(r: &Reader<'_>, connection: ConnectionId, centre: Option<CentreId>) -> Result<u64, StoreError> {
    counted(
        r,
        "SELECT count(*) FROM learners WHERE connection = ?1 AND gone_at IS NULL AND (?2 IS NULL OR centre = ?2)",
        params![connection.0, centre.map(|id| id.0)],
    )
}

/// The learners stored as present that a whole listing of the connection, or of one centre, has not shown.
///
/// # Errors
/// Only the store's own.
pub fn missing(
    r: &Reader<'_>,
    connection: ConnectionId,
    centre: Option<CentreId>,
    seen: &Seen,
) -> Result<Vec<LearnerId>, StoreError> {
    let stored = "SELECT id FROM learners WHERE connection = ?1 AND gone_at IS NULL AND (?2 IS NULL OR centre = ?2)";
    let missing = presence::missing(r, stored, params![connection.0, centre.map(|id| id.0)], seen)?;
    Ok(missing.into_iter().map(LearnerId).collect())
}

/// Ends a whole listing of the connection, or of one centre: marks as gone those that it proves to be, and says which.
///
/// Where several centres are listed, end each once all are read: somebody who moved from one to another is then seen.
///
/// # Errors
/// Only the store's own.
pub fn finish_listing(
    w: &Writer<'_>,
    connection: ConnectionId,
    centre: Option<CentreId>,
    seen: &Seen,
    wholeness: Wholeness,
    now: DateTime<Utc>,
) -> Result<Vec<LearnerId>, StoreError> {
    let missing = missing(w, connection, centre, seen)?
        .into_iter()
        .map(|id| id.0)
        .collect();
    let gone = presence::finish(w, &ABSENCE, missing, wholeness, now)?;
    Ok(gone.into_iter().map(LearnerId).collect())
}

/// Marks one learner as gone: the system answered that there is none of that id. Whether they were present.
///
/// # Errors
/// Only the store's own.
pub fn mark_gone(w: &Writer<'_>, learner: LearnerId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(w.execute(ABSENCE.mark_gone, params![learner.0, now.timestamp_millis()])? > 0)
}

/// Notes that a learner's details could not be read, so that they are fetched again even where nothing changes any more.
///
/// # Errors
/// Only the store's own.
pub fn mark_outdated(w: &Writer<'_>, learner: LearnerId) -> Result<(), StoreError> {
    w.execute(
        "UPDATE learners SET outdated = 1 WHERE id = ? AND NOT outdated",
        [learner.0],
    )?;
    Ok(())
}

/// A provider username typed in the app. It stands before the record system's until it is withdrawn, and no sync
/// overwrites it.
#[derive(Clone, Copy)]
pub enum UsernameEdit<'a> {
    /// This one.
    Is(&'a str),
    /// None, whatever the record system says.
    IsNone,
    /// What the record system says, again.
    Withdrawn,
}

/// Stores a person's edit of a learner's provider username. Whether it changed anything.
///
/// # Errors
/// `NotFound` where there is no such learner.
pub fn edit_username(
    w: &Writer<'_>,
    learner: LearnerId,
    edit: UsernameEdit<'_>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (edited, typed) = match edit {
        UsernameEdit::Is(text) => (true, Some(text.trim()).filter(|text| !text.is_empty())),
        UsernameEdit::IsNone => (true, None),
        UsernameEdit::Withdrawn => (false, None),
    };
    if !w.any("SELECT 1 FROM learners WHERE id = ?", [learner.0])? {
        return Err(StoreError::not_found("learner"));
    }
    let changed = w.execute(
        "UPDATE learners SET username_edited = ?2, edited_username = ?3, edited_username_key = ?4
         WHERE id = ?1 AND (username_edited, edited_username) IS NOT (?2, ?3)",
        params![learner.0, edited, typed, typed.and_then(username::key)],
    )?;
    if changed > 0 {
        let act = Act {
            learner: Some(learner),
            ..Act::new(Action::UsernameEdited)
        };
        audit::record(w, &act, actor, now)?;
    }
    Ok(changed > 0)
}

/// What is needed to ask a record system about one learner, and to know where they belong.
#[derive(Clone, PartialEq, Eq)]
pub struct LearnerRow {
    /// Their id here.
    pub id: LearnerId,
    /// The record system's connection.
    pub connection: ConnectionId,
    /// The system's id.
    pub external_id: String,
    /// Their centre.
    pub centre: CentreId,
    /// Whether a whole listing no longer has them.
    pub gone: bool,
}

const ROW: &str = "SELECT id, connection, external_id, centre, gone_at IS NOT NULL FROM learners";

/// The learner of an id.
///
/// # Errors
/// `NotFound` where there is none.
pub fn by_id(r: &Reader<'_>, id: LearnerId) -> Result<LearnerRow, StoreError> {
    let found = r.first(&format!("{ROW} WHERE id = ?"), [id.0], read)?;
    found.ok_or_else(|| StoreError::not_found("learner"))
}

/// The learner of a system's id.
///
/// # Errors
/// Only the store's own.
pub fn by_external_id(
    r: &Reader<'_>,
    connection: ConnectionId,
    external_id: &str,
) -> Result<Option<LearnerRow>, StoreError> {
    let sql = format!("{ROW} WHERE connection = ? AND external_id = ?");
    r.first(&sql, params![connection.0, external_id], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<LearnerRow> {
    Ok(LearnerRow {
        id: LearnerId(row.get(0)?),
        connection: ConnectionId(row.get(1)?),
        external_id: row.get(2)?,
        centre: CentreId(row.get(3)?),
        gone: row.get(4)?,
    })
}

/// What decides on scope, selected from `learners l`, `centres c` and `connections k` from the column `first` on:
/// see `in_scope`.
pub(crate) const SCOPE_COLUMNS: &str =
    "l.gone_at IS NOT NULL, l.archived, l.system_status, l.learning_status, l.ended_on, c.chosen, k.enabled";

/// Whether a learner is in scope on a day: as the record system has it, and in a centre and connection that are in use.
pub(crate) fn in_scope(
    row: &Row<'_>,
    first: usize,
    today: NaiveDate,
    tail_days: Option<u32>,
) -> rusqlite::Result<bool> {
    let (chosen, enabled): (bool, bool) = (row.get(first + 5)?, row.get(first + 6)?);
    Ok(chosen && enabled && learner_in_scope(facts(row, first)?, today, tail_days))
}

/// What decides on scope of the learner alone, selected from `learners l` from the column `first` on: see `facts`.
pub(crate) const FACTS_COLUMNS: &str =
    "l.gone_at IS NOT NULL, l.archived, l.system_status, l.learning_status, l.ended_on";

/// What the record system says of a learner that decides on scope.
pub(crate) fn facts<'r>(row: &'r Row<'_>, first: usize) -> rusqlite::Result<LearnerFacts<'r>> {
    Ok(LearnerFacts {
        gone: row.get(first)?,
        archived: row.get(first + 1)?,
        system_status: row.get_ref(first + 2)?.as_str_or_null()?,
        learning_status: row.get_ref(first + 3)?.as_str_or_null()?,
        ended_on: row.get::<_, Option<Day>>(first + 4)?.map(|day| day.0),
    })
}
