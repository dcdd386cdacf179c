//! What systems are called in sentences: by their own names, not by what an administrator called the connection.

use std::collections::BTreeMap;

use domain::{Connection, Fault, Role};
use host::Host;

/// Where there are several record systems, or none, a sentence about all of them speaks of this.
const ANY_RECORD_SYSTEM: &str = "the record system";

/// The systems' own names, by kind.
pub(crate) struct SystemNames(BTreeMap<String, String>);

impl SystemNames {
    /// # Errors
    /// `Internal` where a built-in definition cannot be read.
    pub(crate) fn of(host: &Host) -> Result<Self, Fault> {
        let offered = host.systems_offered()?.into_iter();
        Ok(Self(offered.map(|system| (system.kind.0, system.name)).collect()))
    }

    /// A system's own name, such as `Onefile`; its kind where this version does not know it.
    pub(crate) fn called(&self, kind: &str) -> String {
        self.0.get(kind).cloned().unwrap_or_else(|| kind.to_owned())
    }

    /// What learners' homes are called: by name where there is one only.
    pub(crate) fn record_system(&self, connections: &[Connection]) -> String {
        let mut kinds = connections
            .iter()
            .filter(|one| one.role == Role::Records)
            .map(|one| &one.kind);
        match (kinds.next(), kinds.all(|_| false)) {
            (Some(only), true) => self.called(&only.0),
            _ => ANY_RECORD_SYSTEM.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{ConnectionId, Settings, SystemKind};

    use super::*;

    fn connection(kind: &str, role: Role) -> Connection {
        Connection {
            id: ConnectionId(1),
            name: format!("our {kind}"),
            kind: SystemKind(kind.to_owned()),
            role,
            enabled: true,
            settings: Settings::default(),
        }
    }

    #[test]
    fn learners_come_from_the_one_record_system_or_from_any() {
        let names = SystemNames(BTreeMap::from([("onefile".to_owned(), "Onefile".to_owned())]));
        let (onefile, bksb) = (
            connection("onefile", Role::Records),
            connection("bksb", Role::Assessments),
        );
        assert_eq!(names.record_system(&[onefile.clone(), bksb.clone()]), "Onefile");
        assert_eq!(names.record_system(&[onefile.clone(), onefile]), "the record system");
        assert_eq!(names.record_system(&[bksb]), "the record system");
        assert_eq!(
            names.called("next_year"),
            "next_year",
            "a newer definition is not unknown"
        );
    }
}
