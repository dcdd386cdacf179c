//! New connections: looked at, tried, and added whole or not at all.

use std::collections::BTreeMap;

use domain::ports::CheckReport;
use domain::{Connection, ConnectionId, Fault, FaultCode, Role, Settings, SystemKind};
use store::connections::{self, NewConnection};

use crate::names;
use crate::secrets::Typed;
use crate::systems::{Needed, wanted};
use crate::wiring::Host;

/// A connection that is good to be added as soon as its secrets are known.
pub struct Draft {
    name: String,
    kind: SystemKind,
    role: Role,
    settings: Settings,
    needed: Vec<Needed>,
}

impl Draft {
    /// The secrets that have to be typed, in this order: those that the environment does not have.
    #[must_use]
    pub fn questions(&self) -> &[Needed] {
        &self.needed
    }

    /// What was typed, by key, as answers to the questions in their order.
    ///
    /// # Errors
    /// `Refused`, naming the secret, where nothing was typed for one or what was typed cannot be one.
    pub fn answers(&self, typed: &BTreeMap<String, String>) -> Result<Vec<Typed>, Fault> {
        let answer =
            |question: &Needed| Typed::answering(question, typed.get(&question.key).map_or("", String::as_str));
        self.needed.iter().map(answer).collect()
    }
}

impl Host {
    /// Looks at everything about a new connection that can be wrong before a secret is asked for.
    ///
    /// # Errors
    /// `KindUnknown`, `DefinitionInvalid`, `SettingRefused`, `Refused` for the name.
    pub async fn draft(&self, kind: &str, name: &str, settings: Settings) -> Result<Draft, Fault> {
        let definition = self.systems().definition(kind)?;
        let name = names::checked(name, &self.connections().await?)?;
        let settings = definition.validate(&settings)?;
        let mut needed = wanted(&definition, &name, &settings)?;
        needed.retain(|secret| !self.systems().secrets().is_in_environment(&name, &secret.key));
        Ok(Draft {
            name,
            kind: definition.kind.clone(),
            role: definition.role,
            settings,
            needed,
        })
    }

    /// Tries every operation that reads of a connection that does not exist yet, with what was typed for its questions, in
    /// their order. Nothing is stored anywhere.
    ///
    /// # Errors
    /// What stands in the way of opening the system at all.
    pub async fn test_draft(&self, draft: &Draft, typed: &[Typed]) -> Result<CheckReport, Fault> {
        draft.refuse_miscounted(typed)?;
        let connection = Connection {
            id: ConnectionId(0),
            name: draft.name.clone(),
            kind: draft.kind.clone(),
            role: draft.role,
            enabled: true,
            settings: draft.settings.clone(),
        };
        let keys = draft.needed.iter().map(|secret| secret.key.as_str());
        let typed: BTreeMap<&str, &Typed> = keys.zip(typed).collect();
        let report = self.systems().check_with(&connection, &typed).await;
        report.map_err(|fault| fault.with("connection", &draft.name))
    }

    /// Adds a connection with what was typed for its questions, in their order: all of it or nothing.
    ///
    /// # Errors
    /// The keyring's, before anything is stored; `Refused` where the name was taken meanwhile; `Busy`; the store's.
    pub async fn add(&self, draft: Draft, typed: &[Typed]) -> Result<Connection, Fault> {
        draft.refuse_miscounted(typed)?;
        let _writing = self.writing().await?;
        names::checked(&draft.name, &self.connections().await?)?;
        let added = match self.keep(&draft.needed, typed).await {
            Ok(()) => self.insert(&draft).await,
            Err(fault) => Err(fault),
        };
        if added.is_err() {
            // What was kept for it is of no use. The fault that ended it says more than one about this would.
            let _ = self.forget(&draft.needed).await;
        }
        added
    }

    async fn insert(&self, draft: &Draft) -> Result<Connection, Fault> {
        let (name, kind, settings) = (draft.name.clone(), draft.kind.clone(), draft.settings.clone());
        let (role, now) = (draft.role, self.now());
        self.write(move |w| {
            let new = NewConnection {
                name: &name,
                kind: &kind,
                role,
                settings: &settings,
            };
            let id = connections::insert(w, &new, now)?;
            connections::by_id(w, id)
        })
        .await
    }

    async fn keep(&self, needed: &[Needed], typed: &[Typed]) -> Result<(), Fault> {
        for (secret, typed) in needed.iter().zip(typed) {
            self.systems().secrets().put(secret.as_ref(), typed).await?;
        }
        Ok(())
    }

    pub(super) async fn forget(&self, needed: &[Needed]) -> Result<(), Fault> {
        for secret in needed {
            self.systems().secrets().remove(&secret.connection, &secret.key).await?;
        }
        Ok(())
    }
}

impl Draft {
    fn refuse_miscounted(&self, typed: &[Typed]) -> Result<(), Fault> {
        if typed.len() == self.needed.len() {
            Ok(())
        } else {
            Err(Fault::new(FaultCode::Internal, "not as many secrets as questions"))
        }
    }
}
