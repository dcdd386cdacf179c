//! What a connection may be called.

use domain::{Connection, Fault, FaultCode};

use crate::secrets::plain;

/// Long enough for "bksb, Northern Region, apprentices", short enough for a table and for every keyring.
const LONGEST: usize = 60;

/// A name without the blanks around it, if a new connection may have it beside these others.
///
/// # Errors
/// `Refused`, with what is wrong with it.
pub(crate) fn checked(name: &str, others: &[Connection]) -> Result<String, Fault> {
    let name = name.trim();
    if name.is_empty() {
        return Err(refused("A connection needs a name."));
    }
    if name.chars().count() > LONGEST {
        return Err(refused(&format!(
            "A connection's name has at most {LONGEST} characters."
        )));
    }
    if name.contains('/') || name.chars().any(char::is_control) {
        return Err(refused(
            "A connection's name has no slash and no control character in it.",
        ));
    }
    // Their secrets would be looked up in the same variable of the environment.
    match others.iter().find(|other| plain(&other.name) == plain(name)) {
        Some(other) => Err(refused(&format!(
            "There is already a connection called {}.",
            other.name
        ))),
        None => Ok(name.to_owned()),
    }
}

fn refused(problem: &str) -> Fault {
    Fault::new(FaultCode::Refused, "the name cannot be used")
        .with("at", "name")
        .with("problem", problem)
        .with("remedy", "choose another name.")
}

#[cfg(test)]
mod tests {
    use domain::{ConnectionId, Role, Settings, SystemKind};

    use super::*;

    fn other(name: &str) -> Connection {
        Connection {
            id: ConnectionId(1),
            name: name.to_owned(),
            kind: SystemKind("bksb".to_owned()),
            role: Role::Assessments,
            enabled: true,
            settings: Settings::default(),
        }
    }

    fn problem(name: &str) -> String {
        checked(name, &[other("bksb North")]).unwrap_err().sentence()
    }

    #[test]
    fn a_name_in_any_script_is_good() {
        for name in ["bksb", " Coleg Gŵyr ", "学习", "bksb South"] {
            assert_eq!(checked(name, &[other("bksb North")]).unwrap(), name.trim());
        }
    }

    #[test]
    fn empty_endless_and_steering_names_are_refused() {
        assert!(problem(" \t").contains("needs a name"));
        assert!(problem(&"x".repeat(61)).contains("at most 60"));
        assert!(problem("a\u{1b}[2J").contains("control"));
        assert!(problem("a/b").contains("slash"), "it divides names in the keyring");
    }

    #[test]
    fn two_names_that_share_their_variables_are_one_too_many() {
        for name in ["bksb North", "BKSB north", "bksb-north"] {
            assert!(
                problem(name).contains("already a connection called bksb North"),
                "each would be sent the other's secrets"
            );
        }
    }
}
