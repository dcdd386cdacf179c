//! Which operation a request is for.

use std::collections::HashMap;

use axum::http::Method;

use crate::op::Op;

/// The path of each operation, as it is at present.
pub(crate) struct Routes(HashMap<Op, Vec<String>>);

impl Default for Routes {
    fn default() -> Self {
        let mut routes = Self(HashMap::new());
        for op in Op::ALL {
            routes.serve_at(op, op.path());
        }
        routes
    }
}

impl Routes {
    pub(crate) fn serve_at(&mut self, op: Op, path: &str) {
        let whole = format!("{}/{path}", op.system().base_path());
        self.0.insert(op, whole.split('/').map(str::to_owned).collect());
    }

    /// The operation and what its path names. Where two fit (`users/user/{userId}` and a fixed word) the fixed one does.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Option<(Op, Vec<(String, String)>)> {
        let parts: Vec<&str> = path.split('/').collect();
        let fitting = self.0.iter().filter(|(op, _)| op.method() == *method);
        fitting
            .filter_map(|(op, template)| Some((*op, captures(template, &parts)?)))
            .min_by_key(|(_, captured)| captured.len())
    }
}

fn captures(template: &[String], parts: &[&str]) -> Option<Vec<(String, String)>> {
    if template.len() != parts.len() {
        return None;
    }
    let mut captured = Vec::new();
    for (wanted, part) in template.iter().zip(parts) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => captured.push((name.to_owned(), (*part).to_owned())),
            None if wanted == part => {}
            None => return None,
        }
    }
    Some(captured)
}
