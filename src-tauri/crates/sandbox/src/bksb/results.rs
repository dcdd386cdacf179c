//! `results/initialAssessment/{userId}/all` and its diagnostic sister.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::{Pagination, account, paging};
use crate::answer::Answer;
use crate::call::Call;
use crate::customer::NumberedResult;
use crate::op::Op;
use crate::state::{State, read};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row<'a> {
    session_id: u64,
    course_subject: &'a str,
    course_name: &'a str,
    result_date: NaiveDateTime,
    assessment_name: &'a str,
    #[serde(rename = "AssessmentID")]
    assessment_id: u64,
    result: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent_score: Option<u32>,
}

impl<'a> Row<'a> {
    fn of(result: &'a NumberedResult) -> Self {
        Self {
            session_id: result.session_id,
            course_subject: &result.course_subject,
            course_name: &result.course_subject,
            result_date: result.result_date,
            assessment_name: &result.assessment_name,
            assessment_id: result.assessment_id,
            result: &result.result,
            percent_score: result.percent,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Page<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_assessment_results: Option<Vec<Row<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostic_assessment_results: Option<Vec<Row<'a>>>,
    pagination: Pagination,
}

pub(super) fn numbered(state: &State, call: &Call) -> Answer {
    let (page, size) = paging(state, call, 20);
    let customer = read(&state.customer);
    let user = match account(&customer, call) {
        Ok(user) => user,
        Err(refusal) => return refusal,
    };
    let initial = call.op == Op::BksbInitial;
    let (rows, total) = call
        .view
        .page(if initial { &user.initial } else { &user.diagnostic }, page, size);
    let rows: Vec<Row<'_>> = rows.iter().map(Row::of).collect();
    let rows = (!rows.is_empty() || !state.options.bksb.omit_empty_lists).then_some(rows);
    let (initial, diagnostic) = if initial { (rows, None) } else { (None, rows) };
    Answer::json(&Page {
        initial_assessment_results: initial,
        diagnostic_assessment_results: diagnostic,
        pagination: Pagination {
            current_page: page,
            total_records: total,
            records_per_page: size,
        },
    })
}
