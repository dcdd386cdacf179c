//! `learner`: one learner with links and results.

use chrono::{DateTime, Utc};
use domain::linking::{Reason, Rule};
use domain::records::LearnerKind;
use domain::{LearnerId, Level, ResultId, ResultKind, Subject, UserId};
use rusqlite::Row;
use serde::Serialize;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::Reader;
use crate::tables::{components, tags};
use crate::views::learners;

/// A learner with everything that is known.
#[derive(Clone, Serialize)]
pub struct Learner {
    /// Their id here.
    pub id: LearnerId,
    /// The record system's id.
    pub external_id: String,
    /// The record system's kind.
    pub record_system: String,
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
    /// The last three characters of the National Insurance number behind dots.
    pub nino: Option<String>,
    /// Local tags.
    pub tags: Vec<String>,
    /// Since when the record system no longer has them.
    pub gone_at: Option<DateTime<Utc>>,
    /// The provider username that counts: the one typed in the app, else the record system's.
    pub provider_username: Option<String>,
    /// Whether it was typed in the app.
    pub provider_username_edited: bool,
    /// Links, by connection.
    pub links: Vec<LinkView>,
    /// Links that ended because their account is gone at the provider, by connection.
    pub past_links: Vec<PastLinkView>,
    /// Results of linked accounts, past ones included, the latest first. Those of a held link are not shown: they may be another person's.
    pub results: Vec<ResultView>,
}

/// A link that ended because its account is gone at the provider. Its results stay on record.
#[derive(Clone, Serialize)]
pub struct PastLinkView {
    /// The provider's connection.
    pub connection: String,
    /// The provider's kind.
    pub provider: String,
    /// The account.
    pub user: LinkedUser,
    /// What made it.
    pub rule: Rule,
    /// Since when it was in effect.
    pub since: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// A link as a learner's page shows it.
#[derive(Clone, Serialize)]
pub struct LinkView {
    /// The provider's connection.
    pub connection: String,
    /// The provider's kind.
    pub provider: String,
    /// The account.
    pub user: LinkedUser,
    /// What made the link.
    pub rule: Rule,
    /// Since when it stands.
    pub since: DateTime<Utc>,
    /// Whether it waits for a person.
    pub held: bool,
    /// Why it does.
    pub held_reason: Option<Reason>,
}

/// The account of a link.
#[derive(Clone, Serialize)]
pub struct LinkedUser {
    /// Its id here.
    pub id: UserId,
    /// The provider's id.
    pub external_id: String,
    /// The name to sign in with.
    pub username: Option<String>,
}

/// A result as a learner's page shows it.
#[derive(Clone, Serialize)]
pub struct ResultView {
    /// Its id here.
    pub id: ResultId,
    /// The provider's connection.
    pub connection: String,
    /// The provider's id.
    pub external_id: String,
    /// What the assessment is about.
    pub subject: Subject,
    /// The provider's word for it.
    pub subject_raw: Option<String>,
    /// What kind of assessment it is.
    pub kind: ResultKind,
    /// The provider's word for it.
    pub kind_raw: Option<String>,
    /// The assessment's title.
    pub title: Option<String>,
    /// The level reached; null where nothing maps it.
    pub level: Option<Level>,
    /// The level as the provider wrote it.
    pub level_raw: Option<String>,
    /// Marks scored.
    pub score: Option<f64>,
    /// Marks possible.
    pub possible: Option<f64>,
    /// 0 to 100.
    pub percent: Option<f64>,
    /// When it was begun.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
    /// Measured parts.
    pub components: Vec<ComponentView>,
    /// When it was first stored.
    pub first_seen_at: DateTime<Utc>,
    /// How many versions of it there have been.
    pub revision: i64,
}

/// A measured part.
#[derive(Clone, Serialize)]
pub struct ComponentView {
    /// What was measured.
    pub name: String,
    /// The ability as sent.
    pub value: String,
    /// When it was measured.
    pub measured_at: Option<DateTime<Utc>>,
}

/// One learner with links and results.
///
/// # Errors
/// `NotFound` where there is none of that id.
pub fn learner(r: &Reader<'_>, id: LearnerId) -> Result<Learner, StoreError> {
    let sql = format!(
        "SELECT {}, l.gone_at, CASE WHEN l.username_edited THEN l.edited_username ELSE l.provider_username END,
             l.username_edited {} WHERE l.id = ?",
        learners::COLUMNS,
        learners::FROM
    );
    let mut found = r
        .first(&sql, [id.0], read)?
        .ok_or_else(|| StoreError::not_found("learner"))?;
    found.tags = tags::of(r, id)?;
    found.links = links(r, id)?;
    found.past_links = past_links(r, id)?;
    found.results = results(r, id)?;
    Ok(found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Learner> {
    let listed = learners::read(row)?;
    Ok(Learner {
        id: listed.id,
        external_id: listed.external_id,
        record_system: listed.record_system,
        centre: listed.centre,
        kind: listed.kind,
        given_name: listed.given_name,
        family_name: listed.family_name,
        email: listed.email,
        email_verified: listed.email_verified,
        nino: listed.nino,
        tags: Vec::new(),
        gone_at: row.get::<_, Option<At>>(10)?.map(|at| at.0),
        provider_username: row.get(11)?,
        provider_username_edited: row.get(12)?,
        links: Vec::new(),
        past_links: Vec::new(),
        results: Vec::new(),
    })
}

fn links(r: &Reader<'_>, learner: LearnerId) -> Result<Vec<LinkView>, StoreError> {
    r.all(
        "SELECT k.name, k.kind, u.id, u.external_id, u.username, l.rule, l.since, l.held
         FROM links l JOIN users u ON u.id = l.user JOIN connections k ON k.id = l.provider
         WHERE l.learner = ? ORDER BY k.id, u.id",
        [learner.0],
        |row| {
            let held_reason = row.get::<_, Option<Coded<Reason>>>(7)?.map(|held| held.0);
            Ok(LinkView {
                connection: row.get(0)?,
                provider: row.get(1)?,
                user: read_user(row)?,
                rule: row.get::<_, Coded<Rule>>(5)?.0,
                since: row.get::<_, At>(6)?.0,
                held: held_reason.is_some(),
                held_reason,
            })
        },
    )
}

fn past_links(r: &Reader<'_>, learner: LearnerId) -> Result<Vec<PastLinkView>, StoreError> {
    r.all(
        "SELECT k.name, k.kind, u.id, u.external_id, u.username, l.rule, l.since, l.ended_at
         FROM past_links l JOIN users u ON u.id = l.user JOIN connections k ON k.id = l.provider
         WHERE l.learner = ? ORDER BY k.id, u.id",
        [learner.0],
        |row| {
            Ok(PastLinkView {
                connection: row.get(0)?,
                provider: row.get(1)?,
                user: read_user(row)?,
                rule: row.get::<_, Coded<Rule>>(5)?.0,
                since: row.get::<_, At>(6)?.0,
                ended_at: row.get::<_, At>(7)?.0,
            })
        },
    )
}

fn read_user(row: &Row<'_>) -> rusqlite::Result<LinkedUser> {
    Ok(LinkedUser {
        id: UserId(row.get(2)?),
        external_id: row.get(3)?,
        username: row.get(4)?,
    })
}

fn results(r: &Reader<'_>, learner: LearnerId) -> Result<Vec<ResultView>, StoreError> {
    let mut found = r.all(
        "SELECT e.id, k.name, e.external_id, e.subject, e.subject_raw, e.kind, e.kind_raw, e.title, e.level, e.level_raw,
             e.score, e.possible, e.percent, e.started_at, e.finished_at, e.first_seen_at, e.revision
         FROM shown_accounts s JOIN results e ON e.user = s.user JOIN connections k ON k.id = e.provider
         WHERE s.learner = ?
         ORDER BY coalesce(e.finished_at, e.started_at, e.first_seen_at) DESC, e.id",
        [learner.0],
        read_result,
    )?;
    for result in &mut found {
        let components = components::of(r, result.id.0)?.into_iter();
        result.components = components
            .map(|one| ComponentView {
                name: one.name,
                value: one.value,
                measured_at: one.measured_at,
            })
            .collect();
    }
    Ok(found)
}

fn read_result(row: &Row<'_>) -> rusqlite::Result<ResultView> {
    let at = |index| row.get::<_, Option<At>>(index).map(|at| at.map(|at| at.0));
    Ok(ResultView {
        id: ResultId(row.get(0)?),
        connection: row.get(1)?,
        external_id: row.get(2)?,
        subject: row.get::<_, Coded<Subject>>(3)?.0,
        subject_raw: row.get(4)?,
        kind: row.get::<_, Coded<ResultKind>>(5)?.0,
        kind_raw: row.get(6)?,
        title: row.get(7)?,
        level: row.get::<_, Option<Coded<Level>>>(8)?.map(|level| level.0),
        level_raw: row.get(9)?,
        score: row.get(10)?,
        possible: row.get(11)?,
        percent: row.get(12)?,
        started_at: at(13)?,
        finished_at: at(14)?,
        components: Vec::new(),
        first_seen_at: row.get::<_, At>(15)?.0,
        revision: row.get(16)?,
    })
}
