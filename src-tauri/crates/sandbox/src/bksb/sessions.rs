//! Sessions of the fifth version of the assessments, and what they measured.

use axum::http::StatusCode;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use uuid::Uuid;

use super::account;
use crate::answer::Answer;
use crate::call::Call;
use crate::customer::{Component, Session};
use crate::state::{State, read};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    session_id: Uuid,
    assessment_type: u32,
    date_started: NaiveDateTime,
    date_completed: NaiveDateTime,
}

impl Row {
    fn of(session: &Session) -> Self {
        Self {
            session_id: session.session_id,
            assessment_type: if session.diagnostic { 2 } else { 1 },
            date_started: session.started,
            date_completed: session.completed.unwrap_or_else(unfinished),
        }
    }
}

/// bksb's way of saying *never*: the first instant of the year 1.
fn unfinished() -> NaiveDateTime {
    NaiveDate::from_yo_opt(1, 1).unwrap_or_default().into()
}

pub(super) fn list(state: &State, call: &Call) -> Answer {
    let customer = read(&state.customer);
    let user = match account(&customer, call) {
        Ok(user) => user,
        Err(refusal) => return refusal,
    };
    let Some(course) = call.fields.text("courseSubject") else {
        return Answer::refusal(StatusCode::BAD_REQUEST, "courseSubject is missing.");
    };
    let sessions = user.sessions.iter().filter(|session| session.course.wire() == course);
    Answer::json(&sessions.map(Row::of).collect::<Vec<_>>())
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Measured {
    course_component_name: &'static str,
    ability_measurement: f64,
    measuring_assessment_name: String,
    measured_at: NaiveDateTime,
}

impl Measured {
    fn of(component: &Component) -> Self {
        Self {
            course_component_name: component.name,
            ability_measurement: f64::from(component.ability_hundredths) / 100.0,
            measuring_assessment_name: format!("{} Assessment", component.name),
            measured_at: component.measured,
        }
    }
}

#[derive(Serialize)]
struct Report {
    #[serde(rename = "AssessmentEOAData")]
    data: Vec<Measured>,
}

pub(super) fn components(state: &State, call: &Call) -> Answer {
    let customer = read(&state.customer);
    let user = match account(&customer, call) {
        Ok(user) => user,
        Err(refusal) => return refusal,
    };
    let wanted = call.fields.text("sessionId").and_then(|id| id.parse::<Uuid>().ok());
    match user.sessions.iter().find(|session| Some(session.session_id) == wanted) {
        Some(session) => Answer::json(&Report {
            data: session.components.iter().map(Measured::of).collect(),
        }),
        None => Answer::refusal(StatusCode::NOT_FOUND, "The user has no session with this id."),
    }
}
