//! What must hold of a definition as a whole.

use domain::Role;

use crate::definition::problem::{Problem, operation_key};
use crate::definition::schema::File;

/// A record system lists learners; a provider lists or finds users, and lists results.
pub(crate) fn role_has_its_operations(file: &File) -> Result<(), Problem> {
    let has = |prefix: &str| file.operations.keys().any(|name| name.starts_with(prefix));
    let lacking = match file.role {
        Role::Records if !has("learners.list") => "learners.list",
        Role::Assessments if !has("users.list") && !has("users.find.") => "users.list",
        Role::Assessments if !has("results.list.") => "results.list.NAME",
        _ => return Ok(()),
    };
    Err(Problem::new(
        operation_key(lacking),
        "a definition of this role needs it",
        "add the operation",
    ))
}
