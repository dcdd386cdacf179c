//! A learner as a row of the list.

use chrono::{DateTime, Utc};
use domain::records::LearnerKind;
use domain::{ConnectionId, LearnerId, Level, ResultKind, Subject};
use rusqlite::Row;
use serde::Serialize;
use ts_rs::TS;

use crate::error::StoreError;
use crate::sql::{At, Coded};
use crate::store::Reader;
use crate::tables::tags;
use crate::views::learners_page::filters::ProviderChoice;

domain::coded! {
    /// How a learner stands at a provider.
    pub enum LinkState {
        /// A link is in effect.
        Linked = "linked",
        /// A link waits for a person, and none is in effect.
        Held = "held",
        /// There is no link.
        NotLinked = "not_linked",
    }
}

/// The level of a subject at one provider: that of the latest result that states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SubjectLevel {
    /// The subject.
    pub subject: Subject,
    /// The level; null where nothing maps it.
    pub level: Option<Level>,
    /// The level as the provider wrote it.
    pub level_raw: Option<String>,
    /// Whether it is higher than that of the result before. Never told of `other`, which is not one subject.
    pub higher: bool,
}

/// A learner at one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AtProvider {
    /// The provider's connection.
    pub connection_id: ConnectionId,
    /// How they stand there.
    pub link: LinkState,
    /// Whether there is an initial assessment of any subject.
    pub has_initial: bool,
    /// Levels by subject; of a subject without results there is none.
    pub levels: Vec<SubjectLevel>,
}

/// A learner as the list shows them. Results are those of links in effect and of links whose account is gone, not those of
/// held links, which may be another person's.
#[derive(Clone, Serialize, TS)]
pub struct LearnerRow {
    /// Their id here.
    pub id: LearnerId,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The management information system's reference.
    pub reference: Option<String>,
    /// The centre's name.
    pub centre: String,
    /// The address as entered.
    pub email: Option<String>,
    /// Unique Learner Number as entered.
    pub uln: Option<String>,
    /// Learner or applicant.
    pub kind: LearnerKind,
    /// Local tags.
    pub tags: Vec<String>,
    /// How they stand at each enabled provider, in the order of the list's columns.
    pub providers: Vec<AtProvider>,
    /// When the latest result was finished, or else begun, or else first seen.
    pub latest_result_at: Option<DateTime<Utc>>,
}

/// Reads one learner.
pub(super) fn read(r: &Reader<'_>, id: i64, providers: &[ProviderChoice]) -> Result<LearnerRow, StoreError> {
    let mut learner = r.one(LEARNER, [id], read_learner)?;
    learner.tags = tags::of(r, learner.id)?;
    let links = r.all(
        "SELECT provider, held IS NULL FROM links WHERE learner = ?",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let told = r.all(RESULTS, [id], read_told)?;
    learner.providers = providers.iter().map(|one| at_provider(one.id, &links, &told)).collect();
    Ok(learner)
}

const LEARNER: &str = "SELECT l.id, l.given_name, l.family_name, l.reference, c.name, l.email, l.uln, l.kind, r.at
     FROM learners l JOIN centres c ON c.id = l.centre LEFT JOIN latest_results r ON r.learner = l.id WHERE l.id = ?";

pub(crate) const RESULTS: &str = "SELECT e.provider, e.kind, e.subject, e.level, e.level_raw
     FROM shown_accounts s JOIN results e ON e.user = s.user WHERE s.learner = ?
     ORDER BY coalesce(e.finished_at, e.started_at, e.first_seen_at) DESC, e.id DESC";

fn read_learner(row: &Row<'_>) -> rusqlite::Result<LearnerRow> {
    Ok(LearnerRow {
        id: LearnerId(row.get(0)?),
        given_name: row.get(1)?,
        family_name: row.get(2)?,
        reference: row.get(3)?,
        centre: row.get(4)?,
        email: row.get(5)?,
        uln: row.get(6)?,
        kind: row.get::<_, Coded<LearnerKind>>(7)?.0,
        tags: Vec::new(),
        providers: Vec::new(),
        latest_result_at: row.get::<_, Option<At>>(8)?.map(|at| at.0),
    })
}

/// What one result tells about its learner.
struct Told {
    provider: i64,
    kind: ResultKind,
    subject: Subject,
    level: Option<Level>,
    level_raw: Option<String>,
}

fn read_told(row: &Row<'_>) -> rusqlite::Result<Told> {
    Ok(Told {
        provider: row.get(0)?,
        kind: row.get::<_, Coded<ResultKind>>(1)?.0,
        subject: row.get::<_, Coded<Subject>>(2)?.0,
        level: row.get::<_, Option<Coded<Level>>>(3)?.map(|level| level.0),
        level_raw: row.get::<_, Option<String>>(4)?.filter(|text| !text.is_empty()),
    })
}

/// `told` is of all providers, the latest first.
fn at_provider(provider: i64, links: &[(i64, bool)], told: &[Told]) -> AtProvider {
    let here = || told.iter().filter(move |one| one.provider == provider);
    AtProvider {
        connection_id: ConnectionId(provider),
        link: link_state(links.iter().filter(|link| link.0 == provider).map(|link| link.1)),
        has_initial: here().any(|one| one.kind == ResultKind::Initial),
        levels: Subject::ALL
            .iter()
            .filter_map(|subject| level_of(here().filter(|one| one.subject == *subject)))
            .collect(),
    }
}

/// From whether each link is in effect.
fn link_state(links: impl Iterator<Item = bool>) -> LinkState {
    links.fold(LinkState::NotLinked, |state, in_effect| match state {
        _ if in_effect => LinkState::Linked,
        LinkState::NotLinked => LinkState::Held,
        state => state,
    })
}

/// From the results of a subject, the latest first.
fn level_of<'a>(results: impl Iterator<Item = &'a Told>) -> Option<SubjectLevel> {
    let mut stating = results.filter(|one| one.level.is_some() || one.level_raw.is_some());
    let latest = stating.next()?;
    let before = stating.next().and_then(|one| one.level);
    let higher = latest.level.zip(before).is_some_and(|(level, before)| level > before);
    Some(SubjectLevel {
        subject: latest.subject,
        level: latest.level,
        level_raw: latest.level_raw.clone(),
        higher: higher && latest.subject != Subject::Other,
    })
}
