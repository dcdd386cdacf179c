//! Rows as records.

use domain::ports::LoginLink;
use domain::records::{CentreRecord, Component, LearnerKind, LearnerRecord, ResultRecord, UserRecord, UserRef};
use domain::{Level, ResultKind, Subject};

use crate::read::fields::FieldName;
use crate::read::reader::{Reader, Unfit};

pub(crate) fn id(row: &Reader<'_, '_>) -> Result<String, Unfit> {
    row.id()
}

pub(crate) fn centre(row: &Reader<'_, '_>) -> Result<CentreRecord, Unfit> {
    Ok(CentreRecord {
        external_id: row.id()?,
        name: row.needed(FieldName::Name)?,
    })
}

pub(crate) fn learner(row: &Reader<'_, '_>) -> Result<LearnerRecord, Unfit> {
    Ok(LearnerRecord {
        external_id: row.id()?,
        centre: row.text(FieldName::Centre)?,
        kind: row.word(FieldName::Kind)?.code.and_then(LearnerKind::from_code),
        given_name: row.text(FieldName::GivenName)?.unwrap_or_default(),
        family_name: row.text(FieldName::FamilyName)?.unwrap_or_default(),
        email: row.text(FieldName::Email)?,
        email_verified: row.flag(FieldName::EmailVerified)?,
        nino: row.text(FieldName::Nino)?,
        uln: row.text(FieldName::Uln)?,
        reference: row.text(FieldName::Reference)?,
        date_of_birth: row.day(FieldName::DateOfBirth)?,
        provider_username: row.text(FieldName::ProviderUsername)?,
        start_on: row.day(FieldName::StartOn)?,
        planned_end_on: row.day(FieldName::PlannedEndOn)?,
        ended_on: row.day(FieldName::EndedOn)?,
        system_status: row.text(FieldName::SystemStatus)?,
        learning_status: row.text(FieldName::LearningStatus)?,
        archived: row.flag(FieldName::Archived)?.unwrap_or(false),
    })
}

pub(crate) fn user(row: &Reader<'_, '_>) -> Result<UserRecord, Unfit> {
    Ok(UserRecord {
        external_id: row.id()?,
        username: row.text(FieldName::Username)?,
        given_name: row.text(FieldName::GivenName)?.unwrap_or_default(),
        family_name: row.text(FieldName::FamilyName)?.unwrap_or_default(),
        email: row.text(FieldName::Email)?,
        nino: row.text(FieldName::Nino)?,
        uln: row.text(FieldName::Uln)?,
        reference: row.text(FieldName::Reference)?,
        date_of_birth: row.day(FieldName::DateOfBirth)?,
        active: row.flag(FieldName::Active)?.unwrap_or(true),
        staff: row.flag(FieldName::Staff)?.unwrap_or(false),
    })
}

pub(crate) fn user_ref(row: &Reader<'_, '_>) -> Result<UserRef, Unfit> {
    Ok(UserRef {
        external_id: row.id()?,
        username: row.text(FieldName::Username)?,
    })
}

pub(crate) fn result(row: &Reader<'_, '_>) -> Result<ResultRecord, Unfit> {
    let subject = row.word(FieldName::Subject)?;
    let kind = row.word(FieldName::Kind)?;
    let level = row.word(FieldName::Level)?;
    let started = row.moment(FieldName::StartedAt)?;
    let finished = row.moment(FieldName::FinishedAt)?;
    let score = row.number(FieldName::Score)?;
    let possible = row.number(FieldName::Possible)?;
    let sent = row.number(FieldName::Percent)?;
    Ok(ResultRecord {
        external_id: row.id()?,
        subject: subject.code.and_then(Subject::from_code).unwrap_or(Subject::Other),
        subject_raw: subject.raw,
        kind: kind.code.and_then(ResultKind::from_code).unwrap_or(ResultKind::Other),
        kind_raw: kind.raw,
        title: row.text(FieldName::Title)?,
        level: level.code.and_then(Level::from_code),
        level_raw: level.raw,
        score,
        possible,
        percent: sent.or_else(|| percent(score, possible)),
        started_at: started.at,
        started_raw: started.raw,
        finished_at: finished.at,
        finished_raw: finished.raw,
        components: None,
    })
}

/// Percent is computed where it means something: of no marks there is no share.
fn percent(score: Option<f64>, possible: Option<f64>) -> Option<f64> {
    let possible = possible.filter(|possible| *possible > 0.0)?;
    Some(score? / possible * 100.0)
}

pub(crate) fn component(row: &Reader<'_, '_>) -> Result<Component, Unfit> {
    Ok(Component {
        name: row.needed(FieldName::Name)?,
        value: row.needed(FieldName::Value)?,
        measured_by: row.text(FieldName::MeasuredBy)?,
        measured_at: row.moment(FieldName::MeasuredAt)?.at,
    })
}

pub(crate) fn login_link(row: &Reader<'_, '_>) -> Result<LoginLink, Unfit> {
    Ok(LoginLink {
        url: row.needed(FieldName::Url)?,
        // A link whose end cannot be read still works.
        expires_at: row.moment(FieldName::ExpiresAt).ok().and_then(|stamp| stamp.at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_a_share_of_something() {
        assert_eq!(percent(Some(15.0), Some(20.0)), Some(75.0));
        assert_eq!(percent(Some(0.0), Some(0.0)), None);
        assert_eq!(percent(None, Some(20.0)), None);
    }
}
