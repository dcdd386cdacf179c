//! One operation of a definition, ready to be called.

use crate::definition::schema::{AnswerKind, Method, Until};
use crate::read::fields::{FieldName, Fields};
use crate::read::walk::Plan;
use crate::template::{Template, Tree};

/// One operation of a definition.
#[derive(Clone)]
pub(crate) struct Operation {
    /// Its name in the definition.
    pub(crate) name: String,
    /// Its key in the definition file.
    pub(crate) entry: String,
    /// Calling it twice does something twice.
    pub(crate) writes: bool,
    /// What it does, in words that end the sentence "asks it to …".
    pub(crate) purpose: String,
    /// What to do where the keys lack its permission.
    pub(crate) remedy: String,
    pub(crate) request: RequestPlan,
    /// One call for each value of a placeholder.
    pub(crate) each: Option<(String, Vec<String>)>,
    /// How many keys one call asks for.
    pub(crate) batch: usize,
    pub(crate) first: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) complete_when: Vec<FieldName>,
    /// The detail's fields, read from a listed row that is whole.
    pub(crate) whole: Option<Fields>,
    pub(crate) paging: Option<Paging>,
    pub(crate) answer: AnswerKind,
    pub(crate) success: Vec<u16>,
    /// Codes within the body that mean success.
    pub(crate) success_codes: Vec<String>,
    pub(crate) nothing: Nothing,
    pub(crate) rows: String,
    pub(crate) rows_may_be_missing: bool,
    pub(crate) plan: Plan,
    pub(crate) marks: Marks,
    pub(crate) fields: Fields,
}

/// What is sent.
#[derive(Clone)]
pub(crate) struct RequestPlan {
    pub(crate) method: Method,
    pub(crate) path: Template,
    pub(crate) query: Vec<(String, Tree)>,
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) body: Body,
}

/// The body of a request.
#[derive(Clone)]
pub(crate) enum Body {
    None,
    Form(Vec<(String, Tree)>),
    Json(Tree),
}

/// What an answer looks like that found nothing.
#[derive(Clone, Default)]
pub(crate) struct Nothing {
    pub(crate) status: Vec<u16>,
    pub(crate) text: Option<String>,
    pub(crate) codes: Vec<String>,
}

/// Where the values of the answer itself were put.
#[derive(Clone, Default)]
pub(crate) struct Marks {
    pub(crate) total: Option<Mark>,
    pub(crate) code: Option<Mark>,
}

/// One value of the answer itself.
#[derive(Clone)]
pub(crate) struct Mark {
    pub(crate) slot: usize,
    pub(crate) pointer: String,
}

/// How a list comes in pages.
#[derive(Clone)]
pub(crate) struct Paging {
    pub(crate) first: u64,
    pub(crate) size: u64,
    pub(crate) until: Until,
}

impl RequestPlan {
    /// Whether a placeholder is sent.
    pub(crate) fn uses(&self, placeholder: &str) -> bool {
        self.placeholders().iter().any(|name| name == placeholder)
    }

    /// Every placeholder that is sent in path, query or body.
    pub(crate) fn placeholders(&self) -> Vec<String> {
        let mut names: Vec<String> = self.path.holes().map(str::to_owned).collect();
        self.query.iter().for_each(|(_, tree)| tree.holes(&mut names));
        match &self.body {
            Body::None => {}
            Body::Json(tree) => tree.holes(&mut names),
            Body::Form(entries) => entries.iter().for_each(|(_, tree)| tree.holes(&mut names)),
        }
        names
    }
}
