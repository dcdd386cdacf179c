//! What is to be done, as a value: from what a person asked for, or from what is due. Pure.

use domain::run::{RunReason, Task};
use domain::{Connection, ConnectionId, Fault, FaultCode, Role};

use crate::asks::PreviewedRun;

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct SyncAsk {
    /// Only these connections; `None` is every one that is switched on.
    pub connections: Option<Vec<ConnectionId>>,
    /// Only these tasks; `None` is all.
    pub tasks: Option<Vec<Task>>,
    /// Why.
    pub reason: RunReason,
}

/// Which results to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Results {
    /// Nobody's.
    None,
    /// Those of links that matching has just made.
    OfNewLinks,
    /// Those of every link in effect.
    OfAll(RunReason),
}

/// When to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    /// Not at all.
    Never,
    /// Only if learners or users changed on the way here.
    IfChanged,
    /// In any case.
    Always(RunReason),
}

/// A record system to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordsItem {
    pub(crate) connection: Connection,
    pub(crate) reason: RunReason,
    /// List everybody, rather than what changed.
    pub(crate) whole: bool,
}

/// What is to be done for a provider, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProviderItem {
    pub(crate) connection: Connection,
    pub(crate) users: Option<RunReason>,
    pub(crate) matching: Matching,
    pub(crate) results: Results,
}

/// Everything to be done: record systems first, then providers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Agenda {
    pub(crate) records: Vec<RecordsItem>,
    pub(crate) providers: Vec<ProviderItem>,
}

/// A task of a connection whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) connection: Connection,
    pub(crate) task: Task,
    pub(crate) reason: RunReason,
    /// For learners: list everybody, rather than what changed.
    pub(crate) whole: bool,
}

impl Agenda {
    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty() && self.providers.is_empty()
    }

    /// Every connection that it is about.
    pub(crate) fn connections(&self) -> Vec<ConnectionId> {
        let records = self.records.iter().map(|item| item.connection.id);
        records
            .chain(self.providers.iter().map(|item| item.connection.id))
            .collect()
    }

    /// The connections whose systems it calls for everything that they have.
    pub(crate) fn calling(&self) -> impl Iterator<Item = ConnectionId> {
        let records = self.records.iter().map(|item| item.connection.id);
        let calls = |item: &&ProviderItem| item.users.is_some() || matches!(item.results, Results::OfAll(_));
        records.chain(self.providers.iter().filter(calls).map(|item| item.connection.id))
    }

    /// The runs that it takes, in order, as far as they are known beforehand.
    pub(crate) fn runs(&self) -> Vec<PreviewedRun> {
        let run = |connection: &Connection, task| PreviewedRun {
            connection: connection.name.clone(),
            task,
        };
        let mut runs: Vec<PreviewedRun> = self
            .records
            .iter()
            .map(|item| run(&item.connection, Task::Learners))
            .collect();
        for item in &self.providers {
            runs.extend(item.users.map(|_| run(&item.connection, Task::Users)));
            runs.extend((item.matching != Matching::Never).then(|| run(&item.connection, Task::Match)));
            runs.extend(matches!(item.results, Results::OfAll(_)).then(|| run(&item.connection, Task::Results)));
        }
        runs
    }

    /// Learners and users of everything that is switched on, and nothing else.
    pub(crate) fn of_reading(connections: Vec<Connection>) -> Self {
        let enabled = connections.into_iter().filter(|one| one.enabled);
        let (records, providers): (Vec<_>, Vec<_>) = enabled.partition(|one| one.role == Role::Records);
        let records = records.into_iter().map(|connection| RecordsItem {
            connection,
            reason: RunReason::Asked,
            whole: true,
        });
        let providers = providers.into_iter().map(|connection| ProviderItem {
            connection,
            users: Some(RunReason::Asked),
            matching: Matching::Never,
            results: Results::None,
        });
        Self {
            records: records.collect(),
            providers: providers.collect(),
        }
    }

    /// Matching, and the results of new links, at those of the connections that are providers and switched on.
    pub(crate) fn of_matching(connections: Vec<Connection>, reason: RunReason) -> Self {
        let providers = connections
            .into_iter()
            .filter(|one| one.enabled && one.role == Role::Assessments)
            .map(|connection| ProviderItem {
                connection,
                users: None,
                matching: Matching::Always(reason),
                results: Results::OfNewLinks,
            })
            .collect();
        Self {
            records: Vec::new(),
            providers,
        }
    }

    /// What a person's wish comes to. Matching is local and cheap, so it follows whatever may have changed; results of
    /// new links follow matching unless the wish leaves results out.
    ///
    /// # Errors
    /// A connection that is not there or is switched off, named by the wish.
    pub(crate) fn asked(ask: &SyncAsk, connections: &[Connection]) -> Result<Self, Fault> {
        refuse_unusable(ask, connections)?;
        let wants = |task| ask.tasks.as_ref().is_none_or(|tasks| tasks.contains(&task));
        let named = |one: &Connection| ask.connections.as_ref().is_none_or(|ids| ids.contains(&one.id));
        let enabled = |role| connections.iter().filter(move |one| one.enabled && one.role == role);
        let records: Vec<RecordsItem> = enabled(Role::Records)
            .filter(|one| named(one) && wants(Task::Learners))
            .map(|one| RecordsItem {
                connection: one.clone(),
                reason: ask.reason,
                whole: true,
            })
            .collect();
        let providers = enabled(Role::Assessments)
            .map(|one| ProviderItem {
                connection: one.clone(),
                users: (named(one) && wants(Task::Users)).then_some(ask.reason),
                matching: match (named(one), wants(Task::Match), wants(Task::Users)) {
                    (true, true, _) => Matching::Always(ask.reason),
                    (true, false, true) => Matching::Always(RunReason::Changed),
                    _ if records.is_empty() => Matching::Never,
                    _ => Matching::Always(RunReason::Changed),
                },
                results: match (wants(Task::Results), named(one)) {
                    (true, true) => Results::OfAll(ask.reason),
                    (true, false) => Results::OfNewLinks,
                    (false, _) => Results::None,
                },
            })
            .filter(ProviderItem::does_anything)
            .collect();
        Ok(Self { records, providers })
    }

    /// What is due comes to: each connection once, record systems before providers, and matching wherever something
    /// may have changed. A provider that rests is not asked for the results of new links either.
    pub(crate) fn due(due: &[Due], connections: &[Connection], rests: impl Fn(&Connection) -> bool) -> Self {
        let find = |id: ConnectionId, task| {
            due.iter()
                .find(|one| one.connection.id == id && one.task == task)
                .map(|one| one.reason)
        };
        let records: Vec<RecordsItem> = due
            .iter()
            .filter(|one| one.task == Task::Learners)
            .map(|one| RecordsItem {
                connection: one.connection.clone(),
                reason: one.reason,
                whole: one.whole,
            })
            .collect();
        let providers = connections
            .iter()
            .filter(|one| one.enabled && one.role == Role::Assessments)
            .map(|one| ProviderItem {
                connection: one.clone(),
                users: find(one.id, Task::Users),
                matching: match find(one.id, Task::Match) {
                    Some(reason) => Matching::Always(reason),
                    None if records.is_empty() && find(one.id, Task::Users).is_none() => Matching::Never,
                    None => Matching::IfChanged,
                },
                results: match find(one.id, Task::Results) {
                    Some(RunReason::Linked) => Results::OfNewLinks,
                    Some(reason) => Results::OfAll(reason),
                    None if rests(one) => Results::None,
                    None => Results::OfNewLinks,
                },
            })
            .filter(|item| item.does_anything() || find(item.connection.id, Task::Results).is_some())
            .collect();
        Self { records, providers }
    }
}

impl ProviderItem {
    fn does_anything(&self) -> bool {
        self.users.is_some() || self.matching != Matching::Never || matches!(self.results, Results::OfAll(_))
    }
}

fn refuse_unusable(ask: &SyncAsk, connections: &[Connection]) -> Result<(), Fault> {
    for id in ask.connections.iter().flatten() {
        let Some(connection) = connections.iter().find(|one| one.id == *id) else {
            return Err(not_found("connection", format!("no connection {id}")));
        };
        if !connection.enabled {
            return Err(Fault::new(FaultCode::Refused, "the connection is switched off")
                .with("problem", format!("{} is switched off.", connection.name))
                .with("remedy", "enable it, then try again."));
        }
    }
    Ok(())
}

/// What a person named is not there.
fn not_found(what: &str, cause: impl Into<String>) -> Fault {
    Fault::new(FaultCode::NotFound, cause)
        .with("what", format!("{what} of that number"))
        .with("remedy", "check the number; lists and pages show it as id.")
}

#[cfg(test)]
mod tests;
