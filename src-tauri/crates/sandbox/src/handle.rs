//! The way of a call: found, counted, delayed, limited, spoilt or answered, rewritten, sent.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::answer::{Answer, JSON};
use crate::broken;
use crate::call::{Call, Fields};
use crate::clock::http_date;
use crate::faults::{RetryAfter, View, What};
use crate::op::{Op, System};
use crate::row_faults::spoil;
use crate::state::State;
use crate::wire::Scissors;
use crate::{bksb, onefile};

const MAX_REQUEST: usize = 1024 * 1024;

/// Answers a request, whatever it is.
pub(crate) async fn handle(
    Shared(state): Shared<Arc<State>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let mut response = match state.rewrites.route(request.method(), request.uri().path()) {
        Some((op, captured)) => {
            let mut under_way = state.calls.begin(op);
            let response = answer(&state, &scissors, op, captured, request).await;
            under_way.answered(response.status().as_u16());
            response
        }
        None => whole(Answer::refusal(
            StatusCode::NOT_FOUND,
            "There is nothing at this address.",
        )),
    };
    set(&mut response, header::DATE, &http_date(state.clock.now()));
    response
}

async fn answer(
    state: &State,
    scissors: &Scissors,
    op: Op,
    captured: Vec<(String, String)>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_REQUEST).await.unwrap_or_default();
    let latency = state.latency();
    if !latency.is_zero() {
        // Even a sleep of nothing waits for the timer's next tick, which is a millisecond.
        tokio::time::sleep(latency).await;
    }
    if let Some(limit) = state.limiter(op.system()).refuses(state.clock.now()) {
        return refusal(state, 429, limit.retry_after);
    }
    let faults = state.faults.due(op);
    for fault in &faults {
        match fault {
            What::Edit(edit) => state.edit(|editor| edit(editor)),
            What::Hang => return std::future::pending().await,
            What::Reset => scissors.cut(),
            _ => {}
        }
    }
    if let Some(response) = faults.iter().find_map(|fault| instead(state, fault)) {
        return response;
    }
    let mut fields = Fields::read(captured, &parts.uri, &parts.headers, &body);
    state.rewrites.rename_params(op, &mut fields);
    let call = Call {
        op,
        fields,
        headers: parts.headers,
        view: View::of(&faults),
    };
    send(perform(state, &call, &faults), &faults)
}

fn perform(state: &State, call: &Call, faults: &[What]) -> Answer {
    if let Some(refusal) = state.rewrites.refusal(call.op) {
        return refusal;
    }
    let mut answer = match call.op.system() {
        System::Onefile => onefile::answer(state, call),
        System::Bksb => bksb::answer(state, call),
    };
    spoil(&mut answer, faults);
    state.rewrites.apply(call.op, &mut answer);
    answer
}

/// The response that a fault puts in the place of an answer.
fn instead(state: &State, fault: &What) -> Option<Response> {
    let json = |body| Answer {
        status: StatusCode::OK,
        content_type: JSON,
        body,
    };
    Some(match fault {
        What::Status(status) => refusal(state, *status, None),
        What::StatusRetryAfter(status, when) => refusal(state, *status, Some(*when)),
        What::Redirect(to) => {
            let mut response = refusal(state, 302, None);
            set(&mut response, header::LOCATION, to);
            response
        }
        What::Html => {
            let page = "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>";
            whole(Answer {
                content_type: "text/html; charset=utf-8",
                ..json(page.into())
            })
        }
        What::EmptyBody => whole(json(Vec::new())),
        What::MalformedJson => whole(json(br#"[{"ID":1,"UserId":1,"Na"#.to_vec())),
        What::Endless => streamed(broken::endless()),
        What::Oversized => streamed(broken::oversized()),
        What::GzipBomb => {
            let mut response = streamed(broken::gzip_bomb());
            set(&mut response, header::CONTENT_ENCODING, "gzip");
            response
        }
        What::Reset => streamed(Body::empty()),
        _ => return None,
    })
}

fn refusal(state: &State, status: u16, when: Option<RetryAfter>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = whole(Answer::refusal(status, "The service cannot answer this call."));
    match when {
        Some(RetryAfter::Seconds(seconds)) => set(&mut response, header::RETRY_AFTER, &seconds.to_string()),
        Some(RetryAfter::Date(seconds)) => {
            let then = state.clock.now() + chrono::TimeDelta::seconds(seconds.into());
            set(&mut response, header::RETRY_AFTER, &http_date(then));
        }
        None => {}
    }
    response
}

/// Sends an answer over a wire that may be at fault.
fn send(answer: Answer, faults: &[What]) -> Response {
    let length = answer.body.len();
    for fault in faults {
        match fault {
            What::DoneThenStatus(status) => {
                let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                return whole(Answer::refusal(status, "Something failed after the work was done."));
            }
            What::Truncated => {
                let mut response = with_body(answer.status, answer.content_type, broken::half(answer.body));
                set(&mut response, header::CONTENT_LENGTH, &length.to_string());
                return response;
            }
            What::SlowDrip(rate) => {
                return with_body(answer.status, answer.content_type, broken::drip(&answer.body, *rate));
            }
            What::WrongContentType => {
                return whole(Answer {
                    content_type: "image/png",
                    ..answer
                });
            }
            _ => {}
        }
    }
    whole(answer)
}

fn whole(answer: Answer) -> Response {
    with_body(answer.status, answer.content_type, Body::from(Bytes::from(answer.body)))
}

fn streamed(body: Body) -> Response {
    with_body(StatusCode::OK, JSON, body)
}

fn with_body(status: StatusCode, content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if status == StatusCode::UNAUTHORIZED {
        set(&mut response, header::WWW_AUTHENTICATE, "Basic");
    }
    if status != StatusCode::NO_CONTENT {
        set(&mut response, header::CONTENT_TYPE, content_type);
    }
    response
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
