//! The way of a call: written, signed, held to its limits, sent, judged, tried again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ports::Clock;
use domain::{Fault, FaultCode};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, Response};
use secrecy::ExposeSecret;

use crate::definition::plan::Plan;
use crate::operation::Operation;
use crate::read::cell::Cell;
use crate::read::page::looks_like_web_page;
use crate::read::walk::walk;
use crate::secrets::Secrets;
use crate::template::Values;

use super::body;
use super::bounds::Bounds;
use super::fault::{Again, Failure, Label, Verdict, judge, too_long_a_pause};
use super::limits::Limits;
use super::request::{Unwritable, Written, headers};
use super::session::{Session, SignIn, Token, token};
use super::stopwatch::Stopwatch;

/// A longer pause is a mistake of the server's: nothing is reckoned with it.
const LONGEST_PAUSE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A connection to one system, with everything that its calls share.
pub(crate) struct Caller {
    /// The connection's name, for sentences.
    pub(crate) name: String,
    pub(crate) plan: Arc<Plan>,
    pub(crate) bounds: Bounds,
    pub(crate) base: String,
    pub(crate) secrets: Secrets,
    pub(crate) http: Client,
    pub(crate) limits: Limits,
    pub(crate) session: Session,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) calls: AtomicU64,
}

/// What a call brought.
pub(crate) struct Answer {
    /// `None` where the system said that nothing was found.
    pub(crate) body: Option<Vec<u8>>,
    /// The server's time.
    pub(crate) served_at: Option<DateTime<Utc>>,
}

enum Exchange {
    Answered(Answer),
    Unauthorised,
}

impl Caller {
    /// The label of an operation in faults.
    pub(crate) fn label<'a>(&'a self, operation: &'a Operation) -> Label<'a> {
        Label {
            connection: &self.name,
            operation,
        }
    }

    /// How many calls of a list are worth having under way.
    pub(crate) fn concurrency(&self) -> usize {
        self.limits.concurrency()
    }

    /// Calls an operation, trying again where that may help.
    pub(crate) async fn call(&self, operation: &Operation, values: &Values<'_>) -> Result<Answer, Fault> {
        let mut waits = self.bounds.backoff();
        let mut spent = Duration::ZERO;
        let mut unanswered = 0;
        loop {
            let failure = match self.attempt(operation, values, &mut spent).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let own = waits.next();
            let wait = match failure.again {
                Again::Pause(asked) => {
                    let asked = asked.unwrap_or(self.plan.pause);
                    let wait = asked.max(own.unwrap_or(self.bounds.longest_wait));
                    if spent + wait > self.bounds.retrying {
                        return Err(too_long_a_pause(failure, wait));
                    }
                    self.limits.pause(wait);
                    spent += wait;
                    continue;
                }
                Again::No => return Err(failure.fault),
                Again::Unanswered if unanswered == self.bounds.retries_unanswered => return Err(failure.fault),
                Again::Soon | Again::Unanswered if operation.writes => return Err(failure.fault),
                Again::Unanswered => {
                    unanswered += 1;
                    own
                }
                Again::Soon => own,
            };
            match wait {
                Some(wait) if spent + wait <= self.bounds.retrying => {
                    tokio::time::sleep(wait).await;
                    spent += wait;
                }
                _ => return Err(failure.fault),
            }
        }
    }

    /// One try; where the session is no longer good, a second with a new one.
    async fn attempt(
        &self,
        operation: &Operation,
        values: &Values<'_>,
        spent: &mut Duration,
    ) -> Result<Answer, Failure> {
        let mut session = self.session(None, spent).await?;
        if let Exchange::Answered(answer) = self.exchange(operation, values, session.as_ref(), spent).await? {
            return Ok(answer);
        }
        if session.is_some() {
            session = self.session(session.as_ref(), spent).await?;
            if let Exchange::Answered(answer) = self.exchange(operation, values, session.as_ref(), spent).await? {
                return Ok(answer);
            }
        }
        Err(final_failure(self.label(operation).keys_refused()))
    }

    async fn session(&self, refused: Option<&Token>, spent: &mut Duration) -> Result<Option<Token>, Failure> {
        let Some(sign_in) = &self.plan.sign_in else {
            return Ok(None);
        };
        let begin = async || self.sign_in(sign_in, spent).await;
        let now = self.clock.now();
        self.session.get(now, sign_in.lasts, refused, begin).await.map(Some)
    }

    async fn sign_in(&self, sign_in: &SignIn, spent: &mut Duration) -> Result<Token, Failure> {
        let label = self.label(&sign_in.operation);
        let values = self.secret_values();
        let answer = match self.exchange(&sign_in.operation, &values, None, spent).await {
            Ok(Exchange::Answered(answer)) => answer,
            Ok(Exchange::Unauthorised) => return Err(final_failure(label.keys_refused())),
            // Keys of the wrong form are refused as a wrong request by some (assumed).
            Err(failure)
                if matches!(
                    failure.fault.code,
                    FaultCode::PermissionRefused | FaultCode::RequestRefused
                ) =>
            {
                return Err(final_failure(label.keys_refused()));
            }
            Err(failure) => return Err(failure),
        };
        token(sign_in, answer.body.as_deref().unwrap_or_default()).ok_or_else(|| {
            let detail = "there is no session in it".to_owned();
            final_failure(label.misfit(crate::read::page::Misfit::Unreadable(detail)))
        })
    }

    /// Sends one request and judges what comes back.
    async fn exchange(
        &self,
        operation: &Operation,
        values: &Values<'_>,
        session: Option<&Token>,
        spent: &mut Duration,
    ) -> Result<Exchange, Failure> {
        let label = self.label(operation);
        let request = self.write(operation, values, session).map_err(|Unwritable(why)| {
            final_failure(label.fault(FaultCode::RequestRefused, why).with("status", why))
        })?;
        let _place = self.limits.enter().await;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let watch = Stopwatch::start();
        let sent = async {
            let response = request.builder(&self.http).send().await;
            let response = response.map_err(|error| label.unanswered(&error, false))?;
            self.judged(operation, response).await
        };
        // A later try has only what is left for trying again.
        let left = match *spent {
            Duration::ZERO => self.bounds.call,
            spent => self.bounds.retrying.saturating_sub(spent).min(self.bounds.call),
        };
        let result = tokio::time::timeout(left, sent)
            .await
            .unwrap_or_else(|_| Err(label.timed_out("no answer in time")));
        *spent += watch.elapsed();
        result
    }

    async fn judged(&self, operation: &Operation, response: Response) -> Result<Exchange, Failure> {
        let label = self.label(operation);
        let status = response.status().as_u16();
        let served_at = served_at(response.headers());
        let pause = pause(response.headers(), served_at.unwrap_or_else(|| self.clock.now()));
        tracing::debug!(operation = %operation.name, status, "answered");
        let verdict = judge(status, &operation.success, &operation.nothing, pause);
        let nothing = Answer { body: None, served_at };
        let wording = operation.nothing.text.as_deref();
        match verdict {
            Verdict::NothingFound => Ok(Exchange::Answered(nothing)),
            Verdict::Unauthorised => Ok(Exchange::Unauthorised),
            Verdict::Success => {
                let body = body::read(response, &self.bounds, label).await?;
                if wording.is_some_and(|wording| contains(&body, wording)) {
                    return Ok(Exchange::Answered(nothing));
                }
                self.envelope(operation, body, served_at, pause)
            }
            Verdict::Failed(code, again) => {
                if let Some(wording) = wording
                    && matches!(status, 400 | 404)
                    && contains(&body::read(response, &self.bounds, label).await?, wording)
                {
                    return Ok(Exchange::Answered(nothing));
                }
                Err(Failure {
                    fault: label.refused(status, code),
                    again,
                })
            }
        }
    }

    /// Judges the code within the body, for systems whose HTTP status is always 200. It counts as a status would.
    fn envelope(
        &self,
        operation: &Operation,
        body: Vec<u8>,
        served_at: Option<DateTime<Utc>>,
        pause: Option<Duration>,
    ) -> Result<Exchange, Failure> {
        let answered = |body| Ok(Exchange::Answered(Answer { body, served_at }));
        let code = operation.marks.code.as_ref().and_then(|mark| {
            let found = walk(&body, &operation.plan, |_| ()).ok()?;
            found.marks[mark.slot].map(|raw| match Cell::of(raw) {
                Cell::Text(text) => text.trim().to_owned(),
                _ => raw.to_owned(),
            })
        });
        // A body that cannot be walked, or has no code, is told by whoever reads its rows.
        let Some(code) = code else { return answered(Some(body)) };
        if operation.success_codes.contains(&code) {
            return answered(Some(body));
        }
        if operation.nothing.codes.contains(&code) {
            return answered(None);
        }
        let status = code.parse().unwrap_or(500);
        match judge(status, &[], &operation.nothing, pause) {
            Verdict::Unauthorised => Ok(Exchange::Unauthorised),
            Verdict::Failed(code, again) => Err(Failure {
                fault: self.label(operation).refused(status, code),
                again,
            }),
            Verdict::Success | Verdict::NothingFound => answered(None),
        }
    }

    fn write(
        &self,
        operation: &Operation,
        values: &Values<'_>,
        session: Option<&Token>,
    ) -> Result<Written, Unwritable> {
        let plan = &self.plan;
        let signing_in = plan
            .sign_in
            .as_ref()
            .is_some_and(|sign_in| sign_in.operation.name == operation.name);
        if signing_in {
            return Written::new(&self.base, &operation.request, values, &[], values);
        }
        let mut secrets = self.secret_values();
        if let Some(session) = session {
            secrets = secrets.with("session", &**session);
        }
        let mut request = Written::new(&self.base, &operation.request, values, &plan.query, &secrets)?;
        request.extend(plan.fixed_headers.clone());
        request.extend(headers(&plan.headers, &secrets)?);
        if let Some((username, password)) = &plan.basic {
            let plain = |template: &crate::template::Template| template.plain(&secrets).unwrap_or_default();
            request.extend(super::request::basic(&plain(username), &plain(password))?);
        }
        Ok(request)
    }

    fn secret_values(&self) -> Values<'_> {
        let secrets = self.secrets.0.iter();
        secrets.fold(Values::default(), |values, (key, secret)| {
            values.with(key, secret.expose_secret())
        })
    }
}

fn final_failure(fault: Fault) -> Failure {
    Failure {
        fault,
        again: Again::No,
    }
}

/// Whether the system says so itself. A web page says *not found*, too, and means the address.
fn contains(body: &[u8], wording: &str) -> bool {
    if looks_like_web_page(body) {
        return false;
    }
    let head = &body[..body.len().min(4096)];
    String::from_utf8_lossy(head)
        .to_lowercase()
        .contains(&wording.to_lowercase())
}

fn served_at(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = headers.get(DATE)?.to_str().ok()?;
    Some(DateTime::parse_from_rfc2822(date).ok()?.to_utc())
}

/// How long `Retry-After` asks to wait: seconds, or an HTTP date. What is in the past is no wait.
fn pause(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let asked = if let Ok(seconds) = text.parse() {
        Duration::from_secs(seconds)
    } else {
        let then = DateTime::parse_from_rfc2822(text).ok()?.to_utc();
        (then - now).max(TimeDelta::zero()).to_std().unwrap_or_default()
    };
    Some(asked.min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn a_pause_is_read_as_seconds_or_as_a_date_and_has_an_end() {
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        for (text, seconds) in [
            ("7", Some(7)),
            (" 120 ", Some(120)),
            ("Sun, 22 Nov 2026 10:01:00 GMT", Some(60)),
            ("Sun, 22 Nov 2026 09:00:00 GMT", Some(0)),
            ("18446744073709551615", Some(LONGEST_PAUSE.as_secs())),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(LONGEST_PAUSE.as_secs())),
            ("99999999999999999999", None),
            ("-1", None),
            ("soon", None),
        ] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]);
            assert_eq!(pause(&headers, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
