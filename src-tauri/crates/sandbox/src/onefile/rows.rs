//! Onefile's people as JSON.

use chrono::SecondsFormat;
use serde::Serialize;

use crate::customer::{OnefileUser, midnight};

/// What a listed row carries (documented).
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Bare<'a> {
    #[serde(rename = "ID")]
    id: u64,
    first_name: &'a str,
    last_name: &'a str,
    #[serde(rename = "MISID")]
    mis_id: Option<&'a str>,
}

impl<'a> Bare<'a> {
    pub(super) fn of(user: &'a OnefileUser) -> Self {
        Self {
            id: user.id,
            first_name: &user.given_name,
            last_name: &user.family_name,
            mis_id: user.mis_id.as_deref(),
        }
    }
}

/// What `GET /User/{id}` carries (seen in clients; `EmailVerified` and `Archived` are assumed).
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Whole<'a> {
    #[serde(flatten)]
    bare: Bare<'a>,
    username: &'a str,
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    #[serde(rename = "NINO")]
    nino: Option<&'a str>,
    #[serde(rename = "ULN")]
    uln: Option<&'a str>,
    #[serde(rename = "DOB")]
    date_of_birth: Option<String>,
    #[serde(rename = "OrganisationID")]
    centre_id: u64,
    role: u32,
    episode_name: &'static str,
    start_on: String,
    planned_end_date: String,
    #[serde(rename = "ClassroomID")]
    classroom_id: u64,
    #[serde(rename = "PlacementID")]
    placement_id: u64,
    #[serde(rename = "DefaultAssessorID")]
    default_assessor_id: Option<u64>,
    progress: u64,
    archived: bool,
    last_modified: String,
}

impl<'a> Whole<'a> {
    pub(super) fn of(user: &'a OnefileUser) -> Self {
        let zoned = |date| format!("{}.000Z", midnight(date));
        Self {
            bare: Bare::of(user),
            username: &user.username,
            email: user.email.as_deref(),
            email_verified: user.email_verified,
            nino: user.nino.as_deref(),
            uln: user.uln.as_deref(),
            date_of_birth: user.date_of_birth.map(zoned),
            centre_id: user.centre_id,
            role: user.role,
            episode_name: "Level 3 Apprenticeship",
            start_on: zoned(user.start_on),
            planned_end_date: zoned(user.planned_end),
            classroom_id: 900 + user.id % 20,
            placement_id: 300 + user.id % 30,
            default_assessor_id: None,
            progress: user.id % 101,
            archived: user.archived,
            last_modified: user.last_modified.to_rfc3339_opts(SecondsFormat::Millis, true),
        }
    }
}
