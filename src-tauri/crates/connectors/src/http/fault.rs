//! What an answer, or the lack of one, means. The one place where a status becomes a fault.

use std::error::Error;
use std::io;
use std::time::Duration;

use domain::{Fault, FaultCode, Next};

use crate::operation::{Nothing, Operation};
use crate::read::page::Misfit;

use super::bounds::Bounds;

/// Whether a failed call is worth another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// It would fail the same way.
    No,
    /// After a wait of our own.
    Soon,
    /// Nobody answered: after a wait of our own, but not often.
    Unanswered,
    /// The system asked for a pause: so long, where it said.
    Pause(Option<Duration>),
}

/// A call that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) fault: Fault,
    pub(crate) again: Again,
}

/// What a status means to an operation.
pub(crate) enum Verdict {
    Success,
    NothingFound,
    /// The session or the keys are not good.
    Unauthorised,
    Failed(FaultCode, Again),
}

/// What is said about a call in faults: never more than this.
#[derive(Clone, Copy)]
pub(crate) struct Label<'a> {
    pub(crate) connection: &'a str,
    pub(crate) operation: &'a Operation,
}

/// What a status means, without a look at the body.
pub(crate) fn judge(status: u16, success: &[u16], nothing: &Nothing, pause: Option<Duration>) -> Verdict {
    if nothing.status.contains(&status) {
        return Verdict::NothingFound;
    }
    if success.contains(&status) {
        return Verdict::Success;
    }
    let (code, again) = match status {
        401 => return Verdict::Unauthorised,
        403 => (FaultCode::PermissionRefused, Again::No),
        404 | 410 => (FaultCode::OperationMissing, Again::No),
        408 => (FaultCode::TimedOut, Again::Soon),
        429 => (FaultCode::RateLimited, Again::Pause(pause)),
        503 if pause.is_some() => (FaultCode::RateLimited, Again::Pause(pause)),
        500..=599 => (FaultCode::ServerError, Again::Soon),
        300..=399 => (FaultCode::Redirected, Again::No),
        200..=299 => (FaultCode::AnswerUnreadable, Again::No),
        _ => (FaultCode::RequestRefused, Again::No),
    };
    Verdict::Failed(code, again)
}

impl Label<'_> {
    /// A fault with the blanks that every call has.
    pub(crate) fn fault(self, code: FaultCode, cause: &str) -> Fault {
        Fault::new(code, format!("{}: {cause}", self.operation.name))
            .with("connection", self.connection)
            .with("operation", &self.operation.purpose)
            .with("remedy", &self.operation.remedy)
            .with("entry", &self.operation.entry)
    }

    /// The fault for a status that is no success.
    pub(crate) fn refused(self, status: u16, code: FaultCode) -> Fault {
        let fault = self.fault(code, &format!("status {status}")).with("status", status);
        match code {
            FaultCode::AnswerUnreadable => fault.with("detail", format!("the answer has no content (status {status})")),
            _ => fault,
        }
    }

    /// The fault for keys that are not good.
    pub(crate) fn keys_refused(self) -> Fault {
        self.fault(FaultCode::KeysRefused, "the keys were not accepted")
    }

    /// The fault for an answer that is not what the definition says.
    pub(crate) fn misfit(self, misfit: Misfit) -> Fault {
        match misfit {
            Misfit::CutOff => self.fault(FaultCode::AnswerCutOff, "the answer ends in the middle"),
            Misfit::Unreadable(detail) => self.fault(FaultCode::AnswerUnreadable, &detail).with("detail", detail),
            Misfit::FieldMissing(name, theirs) => {
                let entry = format!("{}.fields.{name}", self.operation.entry);
                Fault::new(FaultCode::FieldMissing, format!("{entry} is in no row"))
                    .with("connection", self.connection)
                    .with("operation", &self.operation.purpose)
                    .with("field", theirs)
                    .with("entry", entry)
            }
        }
    }

    /// The fault for a call that got no answer, or not all of one.
    pub(crate) fn unanswered(self, error: &reqwest::Error, in_body: bool) -> Failure {
        let (code, again, cause) = if error.is_timeout() {
            (FaultCode::TimedOut, Again::Soon, "no answer in time")
        } else if is_tls(error) {
            (FaultCode::TlsFailed, Again::No, "no safe connection")
        } else if error.is_connect() {
            (FaultCode::Unreachable, Again::Unanswered, "no connection")
        } else if error.is_builder() {
            (FaultCode::RequestRefused, Again::No, "the request cannot be written")
        } else if error.is_decode() && !in_body {
            (FaultCode::AnswerUnreadable, Again::No, "the packing cannot be undone")
        } else if in_body {
            (FaultCode::AnswerCutOff, Again::Soon, "the body broke off")
        } else {
            (FaultCode::Unreachable, Again::Unanswered, "the connection broke off")
        };
        Failure {
            fault: self.fault(code, cause),
            again,
        }
    }

    /// The fault for a call that took too long.
    pub(crate) fn timed_out(self, cause: &str) -> Failure {
        Failure {
            fault: self.fault(FaultCode::TimedOut, cause),
            again: Again::Soon,
        }
    }

    /// The fault for a body beyond the bounds.
    pub(crate) fn too_large(self, bounds: &Bounds) -> Failure {
        let limit = format!("{} MiB", bounds.answer_bytes.div_ceil(1024 * 1024));
        Failure {
            fault: self
                .fault(FaultCode::AnswerTooLarge, "the body exceeds the bound")
                .with("limit", limit),
            again: Again::No,
        }
    }

    /// The fault for a list that does not end.
    pub(crate) fn too_many_pages(self, bounds: &Bounds) -> Fault {
        self.fault(FaultCode::TooManyPages, "the list does not end")
            .with("limit", bounds.pages)
    }
}

/// A pause too long to wait for ends the call, and says when to come back.
pub(crate) fn too_long_a_pause(mut failure: Failure, pause: Duration) -> Fault {
    failure.fault.next = Next::RetryLater(Some(pause));
    failure.fault
}

/// Whether a connection failed for want of trust. The library has no question for it: the errors below it are asked for
/// their names. What they say is not kept.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut tells_of_tls = false;
    let mut source = error.source();
    while let Some(error) = source {
        if error.downcast_ref::<io::Error>().is_some_and(is_a_broken_line) {
            return false;
        }
        let told = format!("{error:?}").to_ascii_lowercase();
        tells_of_tls |= ["certificate", "ssl", "tls", "handshake"]
            .iter()
            .any(|word| told.contains(word));
        source = error.source();
    }
    tells_of_tls
}

/// The line broke while the connection was made safe: that says nothing about trust, and another time it may hold.
fn is_a_broken_line(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::TimedOut
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, pause: Option<Duration>) -> String {
        let nothing = Nothing {
            status: vec![204],
            ..Nothing::default()
        };
        match judge(status, &[200, 201], &nothing, pause) {
            Verdict::Success => "success".to_owned(),
            Verdict::NothingFound => "nothing".to_owned(),
            Verdict::Unauthorised => "unauthorised".to_owned(),
            Verdict::Failed(code, again) => format!("{code} {again:?}"),
        }
    }

    #[test]
    fn every_status_has_one_meaning() {
        for (status, meaning) in [
            (200, "success"),
            (201, "success"),
            (204, "nothing"),
            (202, "answer_unreadable No"),
            (301, "redirected No"),
            (304, "redirected No"),
            (400, "request_refused No"),
            (401, "unauthorised"),
            (403, "permission_refused No"),
            (404, "operation_missing No"),
            (408, "timed_out Soon"),
            (410, "operation_missing No"),
            (422, "request_refused No"),
            (429, "rate_limited Pause(None)"),
            (500, "server_error Soon"),
            (503, "server_error Soon"),
            (599, "server_error Soon"),
            (999, "request_refused No"),
        ] {
            assert_eq!(told(status, None), meaning, "{status}");
        }
        let pause = Some(Duration::from_secs(7));
        assert_eq!(told(429, pause), "rate_limited Pause(Some(7s))");
        assert_eq!(
            told(503, pause),
            "rate_limited Pause(Some(7s))",
            "an overloaded server that says when"
        );
        assert_eq!(told(500, pause), "server_error Soon");
    }
}
