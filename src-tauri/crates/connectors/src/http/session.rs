//! A session with a system: begun once for all callers, renewed before it ends.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use crate::operation::Operation;
use crate::read::cell::Cell;
use crate::read::page::{looks_like_web_page, unquoted};
use crate::read::walk::walk;

/// How to sign in.
#[derive(Clone)]
pub(crate) struct SignIn {
    /// The call. Its marks are the places where the session may be.
    pub(crate) operation: Operation,
    /// Whether the whole body may be the session, as text.
    pub(crate) whole_body: bool,
    pub(crate) lasts: TimeDelta,
}

/// The session in use. The mutex is held while signing in, so that callers wait for one sign-in instead of each making
/// their own.
#[derive(Default)]
pub(crate) struct Session(Mutex<Option<Held>>);

struct Held {
    token: Token,
    until: DateTime<Utc>,
}

/// What proves a session. It is a secret: no Debug.
pub(crate) type Token = Arc<str>;

impl Session {
    /// The session in use, or a new one from `sign_in` where there is none that is good at `now`. `refused` is one that
    /// the system no longer accepts.
    pub(crate) async fn get<E>(
        &self,
        now: DateTime<Utc>,
        lasts: TimeDelta,
        refused: Option<&Token>,
        sign_in: impl AsyncFnOnce() -> Result<Token, E>,
    ) -> Result<Token, E> {
        let mut held = self.0.lock().await;
        if let Some(held) = held.as_ref()
            && now < held.until
            && refused.is_none_or(|refused| !Arc::ptr_eq(refused, &held.token))
        {
            return Ok(Arc::clone(&held.token));
        }
        *held = None;
        let token = sign_in().await?;
        *held = Some(Held {
            token: Arc::clone(&token),
            until: now + lasts,
        });
        Ok(token)
    }
}

/// The session in the answer to a sign-in.
pub(crate) fn token(sign_in: &SignIn, body: &[u8]) -> Option<Token> {
    if let Ok(found) = walk(body, &sign_in.operation.plan, |_| ())
        && let Some(token) = found.marks.iter().flatten().find_map(|raw| text(raw))
    {
        return Some(token);
    }
    if !sign_in.whole_body || looks_like_web_page(body) || body.trim_ascii().starts_with(b"{") {
        return None;
    }
    let text = unquoted(std::str::from_utf8(body).ok()?)?;
    text.bytes().all(|byte| byte.is_ascii_graphic()).then(|| text.into())
}

fn text(raw: &str) -> Option<Token> {
    match Cell::of(raw) {
        Cell::Text(text) if !text.trim().is_empty() => Some(text.trim().into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(places: &str, body: &str) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let over = format!("version = 1\nauthentication.session.token = {places}\n");
        std::fs::write(folder.path().join("onefile.toml"), over).unwrap();
        let definition = crate::load("onefile", Some(folder.path())).unwrap();
        let sign_in = definition.plan.sign_in.as_ref().unwrap();
        token(sign_in, body.as_bytes()).map(|token| token.to_string())
    }

    #[test]
    fn a_session_is_the_body_or_stands_within_it() {
        for (places, body) in [
            ("['']", " abc-1\n"),
            ("['']", "\"abc-1\""),
            ("['/token', '']", r#"{"token": "abc-1", "expires": 5}"#),
            ("['/token', '']", "abc-1"),
            ("['/data/session']", r#"{"data": {"session": "abc-1"}}"#),
        ] {
            assert_eq!(read(places, body).as_deref(), Some("abc-1"), "{places} of {body}");
        }
    }

    #[test]
    fn what_is_no_session_is_not_sent_as_one() {
        for (places, body) in [
            ("['']", ""),
            ("['']", "\"\""),
            ("['']", "<html>sign in</html>"),
            ("['']", r#"{"token": "abc-1"}"#),
            ("['']", "please try again"),
            ("['/token']", "abc-1"),
            ("['/token', '']", r#"{"token": null}"#),
        ] {
            assert_eq!(read(places, body), None, "{places} of {body}");
        }
    }
}
