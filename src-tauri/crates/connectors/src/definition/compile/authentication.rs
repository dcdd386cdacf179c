//! How calls are signed.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::definition::problem::Problem;
use crate::definition::schema::{AnswerKind, File, SignIn as WrittenSignIn};
use crate::http::session::SignIn;
use crate::operation::{Body, Marks, Nothing, Operation, RequestPlan};
use crate::read::fields::Fields;
use crate::read::pointer::Step;
use crate::read::walk::Plan;
use crate::template::{Template, Tree};

/// What signs calls.
pub(crate) struct Authentication {
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) query: Vec<(String, Tree)>,
    pub(crate) basic: Option<(Template, Template)>,
    pub(crate) sign_in: Option<SignIn>,
}

/// Compiles the authentication.
pub(crate) fn compile(file: &File) -> Result<Authentication, Problem> {
    let written = &file.authentication;
    let under = |problem: Problem| problem.under("authentication");
    let session = written.session.is_some();
    let basic = match &written.basic {
        Some(basic) => Some((
            template(file, "basic.username", &basic.username, session).map_err(under)?,
            template(file, "basic.password", &basic.password, session).map_err(under)?,
        )),
        None => None,
    };
    let query = templates(file, "query", &written.query, session).map_err(under)?;
    Ok(Authentication {
        headers: templates(file, "headers", &written.headers, session).map_err(under)?,
        query: query.into_iter().map(|(name, text)| (name, Tree::Text(text))).collect(),
        basic,
        sign_in: match &written.session {
            Some(session) => Some(sign_in(file, session).map_err(|problem| problem.under("authentication.session"))?),
            None => None,
        },
    })
}

fn templates(
    file: &File,
    key: &str,
    written: &BTreeMap<String, String>,
    session: bool,
) -> Result<Vec<(String, Template)>, Problem> {
    let entry = |(name, text): (&String, &String)| {
        let text = template(file, &format!("{key}.{name}"), text, session)?;
        Ok((name.clone(), text))
    };
    written.iter().map(entry).collect()
}

/// A text that may hold secrets, and the session where there is one.
fn template(file: &File, key: &str, text: &str, session: bool) -> Result<Template, Problem> {
    let template = Template::parse(text).map_err(|problem| Problem::new(key, problem, "correct the value"))?;
    let known = |name: &str| file.secrets.contains_key(name) || (session && name == "session");
    if let Some(name) = template.holes().find(|name| !known(name)) {
        return Err(Problem::new(
            key,
            format!("there is no secret {name}"),
            "name one of the definition's secrets",
        ));
    }
    Ok(template)
}

fn sign_in(file: &File, written: &WrittenSignIn) -> Result<SignIn, Problem> {
    let mut plan = Plan {
        // Marks are looked for beside rows: a step that no answer has keeps the walk going for them alone.
        path: vec![Step::Key(String::new())],
        ..Plan::default()
    };
    for pointer in written.token.iter().filter(|pointer| !pointer.is_empty()) {
        let path = pointer
            .strip_prefix('/')
            .ok_or_else(|| Problem::new("token", "a pointer begins with /", "write it as token = [\"/token\"]"))?;
        plan.marks.want(path, plan.mark_count);
        plan.mark_count += 1;
    }
    if written.token.is_empty() {
        return Err(Problem::new(
            "token",
            "it does not say where the session is",
            "write [\"\"] for the whole body, or a pointer",
        ));
    }
    let unfit = |problem| Problem::new("json", problem, "correct the value");
    let body = match &written.json {
        Some(json) => Body::Json(Tree::table(json).map_err(unfit)?),
        None => Body::None,
    };
    let operation = Operation {
        name: "authentication.session".to_owned(),
        entry: "authentication.session".to_owned(),
        writes: false,
        purpose: "sign in".to_owned(),
        remedy: format!("check the keys of {}.", file.name),
        request: RequestPlan {
            method: written.method,
            path: template(file, "path", &written.path, false)?,
            query: Vec::new(),
            headers: templates(file, "headers", &written.headers, false)?,
            body,
        },
        each: None,
        batch: 1,
        first: None,
        detail: None,
        complete_when: Vec::new(),
        whole: None,
        paging: None,
        answer: AnswerKind::Text,
        success: vec![200, 201],
        success_codes: Vec::new(),
        nothing: Nothing::default(),
        rows: String::new(),
        rows_may_be_missing: true,
        plan,
        marks: Marks::default(),
        fields: Fields::new(std::sync::Arc::default()),
    };
    Ok(SignIn {
        operation,
        whole_body: written.token.iter().any(String::is_empty),
        lasts: TimeDelta::minutes(written.lasts_minutes.into()),
    })
}
