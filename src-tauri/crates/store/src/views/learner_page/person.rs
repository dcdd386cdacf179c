//! Who the learner is, as the record system has them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::LearnerId;
use domain::nino;
use domain::records::LearnerKind;
use rusqlite::Row;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{At, Coded, Day};
use crate::store::Reader;
use crate::tables::matching::record_rules;
use crate::tables::{learners, tags};
use crate::views::learner_page::provider::{self, ProviderPart};

/// A learner's page, less what a provider's definition says of it.
#[derive(Clone)]
pub struct LearnerPageParts {
    /// The learner.
    pub person: PersonPart,
    /// How they stand at each provider, in the order in which the providers were added.
    pub providers: Vec<ProviderPart>,
}

/// A learner as their record system has them.
#[derive(Clone, Serialize, TS)]
pub struct PersonPart {
    /// Their id here.
    pub id: LearnerId,
    /// The record system's id.
    pub external_id: String,
    /// The record system's kind.
    pub record_system: String,
    /// The name of the record system's connection.
    pub record_connection: String,
    /// The centre's name.
    pub centre: String,
    /// Learner or applicant.
    pub kind: LearnerKind,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address as entered.
    pub email: Option<String>,
    /// Whether the record system says that it is verified; null where it does not say.
    pub email_verified: Option<bool>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The last three characters of the National Insurance number behind dots.
    pub nino: Option<String>,
    /// Unique Learner Number as entered.
    pub uln: Option<String>,
    /// The management information system's reference.
    pub reference: Option<String>,
    /// Local tags.
    pub tags: Vec<String>,
    /// Since when the record system no longer has them.
    pub gone_at: Option<DateTime<Utc>>,
    /// Whether they are compared and their results fetched.
    pub in_scope: bool,
    /// The provider username that counts: the one typed in the app, else the record system's.
    pub provider_username: Option<String>,
    /// Whether it was typed in the app.
    pub provider_username_edited: bool,
}

/// One learner with everything that is known. `today` is the day in the UK, on which scope depends.
///
/// # Errors
/// `NotFound` where there is none of that id.
pub fn learner_page(r: &Reader<'_>, id: LearnerId, today: NaiveDate) -> Result<LearnerPageParts, StoreError> {
    let rules = record_rules(r)?;
    let sql = format!("{SELECT}, {} {FROM} WHERE l.id = ?", learners::SCOPE_COLUMNS);
    let found = r.first(&sql, [id.0], |row| {
        let rules = rules.get(&row.get(SCOPE - 1)?).copied().unwrap_or_default();
        read(row, learners::in_scope(row, SCOPE, today, rules.tail_days)?)
    })?;
    let mut person = found.ok_or_else(|| StoreError::not_found("learner"))?;
    person.tags = tags::of(r, id)?;
    let providers = provider::all(r, id, person.in_scope)?;
    Ok(LearnerPageParts { person, providers })
}

const SELECT: &str = "SELECT l.id, l.external_id, k.kind, k.name, c.name, l.kind, l.given_name, l.family_name, l.email, \
     l.email_verified, l.date_of_birth, l.nino_ending, l.uln, l.reference, l.gone_at, \
     CASE WHEN l.username_edited THEN l.edited_username ELSE l.provider_username END, l.username_edited, l.connection";
const FROM: &str = "FROM learners l JOIN centres c ON c.id = l.centre JOIN connections k ON k.id = l.connection";
/// Where in the row the columns begin that decide on scope.
const SCOPE: usize = 18;

fn read(row: &Row<'_>, in_scope: bool) -> rusqlite::Result<PersonPart> {
    Ok(PersonPart {
        id: LearnerId(row.get(0)?),
        external_id: row.get(1)?,
        record_system: row.get(2)?,
        record_connection: row.get(3)?,
        centre: row.get(4)?,
        kind: row.get::<_, Coded<LearnerKind>>(5)?.0,
        given_name: row.get(6)?,
        family_name: row.get(7)?,
        email: row.get(8)?,
        email_verified: row.get(9)?,
        date_of_birth: row.get::<_, Option<Day>>(10)?.map(|day| day.0),
        nino: row.get_ref(11)?.as_str_or_null()?.map(nino::mask),
        uln: row.get(12)?,
        reference: row.get(13)?,
        tags: Vec::new(),
        gone_at: row.get::<_, Option<At>>(14)?.map(|at| at.0),
        in_scope,
        provider_username: row.get(15)?,
        provider_username_edited: row.get(16)?,
    })
}
