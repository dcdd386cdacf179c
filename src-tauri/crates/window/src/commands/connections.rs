//! Connections: what can be connected, what is, and changing it. What is typed as a secret goes in and never comes out.

use std::collections::BTreeMap;

use domain::{Connection, Fault, Settings};
use host::checks::Checked;
use host::connections::Draft;
use host::secrets::{Typed, Whereabouts};
use host::systems::Definition;

use crate::open::Held;
use crate::problem::Problem;
use crate::sync;
use crate::wire::*;

pub(super) async fn systems(held: &Held, (): ()) -> Result<Vec<SystemSpec>, Problem> {
    let offered = held.host().systems_offered()?;
    Ok(offered.into_iter().map(spec).collect())
}

pub(super) async fn connections(held: &Held, (): ()) -> Result<Vec<ConnectionDetail>, Problem> {
    Ok(details(held).await?)
}

pub(super) async fn test_draft(held: &Held, ask: DraftAsk) -> Result<CheckReport, Problem> {
    let Drafted {
        draft,
        answers,
        trimmed,
    } = drafted(held, ask).await?;
    let report = held.host().test_draft(&draft, &answers).await?;
    Ok(told(Checked::of(&report, held.host().now()), trimmed))
}

pub(super) async fn add_connection(held: &Held, ask: DraftAsk) -> Result<Saved, Problem> {
    let _turn = held.changing().await;
    let Drafted {
        draft,
        answers,
        trimmed,
    } = drafted(held, ask).await?;
    let connection = held.host().add(draft, &answers).await?;
    held.announce().await;
    saved(held, connection, trimmed).await
}

pub(super) async fn change_connection(held: &Held, ask: ChangeConnection) -> Result<ConnectionDetail, Problem> {
    let _turn = held.changing().await;
    let host = held.host();
    // The name last: what is refused before it leaves the connection with the name that the person sees.
    if let Some(settings) = ask.settings {
        let changes: Vec<(String, String)> = settings.into_iter().collect();
        host.set(ask.id, &changes).await?;
    }
    if let Some(enabled) = ask.enabled {
        host.set_enabled(ask.id, enabled).await?;
    }
    if let Some(name) = ask.name {
        host.rename(ask.id, &name).await?;
    }
    held.announce().await;
    let connection = host.connection(ask.id).await?;
    Ok(detail(held, connection).await?)
}

pub(super) async fn replace_secret(held: &Held, ask: ReplaceSecret) -> Result<Saved, Problem> {
    let _turn = held.changing().await;
    let question = held.host().question(ask.id, &ask.key).await?;
    let typed = Typed::answering(&question, &ask.typed)?;
    held.host().replace(&question, &typed).await?;
    held.announce().await;
    let trimmed = typed.was_trimmed().then_some(question.label).into_iter().collect();
    let connection = held.host().connection(ask.id).await?;
    saved(held, connection, trimmed).await
}

pub(super) async fn remove_connection(held: &Held, ask: ConnectionAsk) -> Result<(), Problem> {
    let _turn = held.changing().await;
    // What is at work there ends first, so that it stores nothing for a connection that is gone.
    sync::stop_and_wait(held, ask.id).await;
    held.host().remove(ask.id).await?;
    held.announce().await;
    Ok(())
}

pub(super) async fn check(held: &Held, ask: ConnectionAsk) -> Result<CheckReport, Problem> {
    let (_, report) = held.host().check(ask.id).await?;
    Ok(told(Checked::of(&report, held.host().now()), Vec::new()))
}

/// Every connection as Settings shows it.
///
/// # Errors
/// The store's.
pub(super) async fn details(held: &Held) -> Result<Vec<ConnectionDetail>, Fault> {
    let mut details = Vec::new();
    for connection in held.host().connections().await? {
        details.push(detail(held, connection).await?);
    }
    Ok(details)
}

/// A draft with what was typed for it.
struct Drafted {
    draft: Draft,
    answers: Vec<Typed>,
    /// Labels of the secrets from which something was left out.
    trimmed: Vec<String>,
}

async fn drafted(held: &Held, ask: DraftAsk) -> Result<Drafted, Fault> {
    let draft = held.host().draft(&ask.kind, &ask.name, Settings(ask.settings)).await?;
    let typed: BTreeMap<String, String> = ask.secrets.into_iter().map(|one| (one.key, one.typed)).collect();
    let answers = draft.answers(&typed)?;
    let pairs = draft.questions().iter().zip(&answers);
    let trimmed = pairs.filter(|(_, answer)| answer.was_trimmed());
    Ok(Drafted {
        trimmed: trimmed.map(|(question, _)| question.label.clone()).collect(),
        draft,
        answers,
    })
}

async fn saved(held: &Held, connection: Connection, trimmed: Vec<String>) -> Result<Saved, Problem> {
    Ok(Saved {
        connection: detail(held, connection).await?,
        trimmed,
    })
}

async fn detail(held: &Held, connection: Connection) -> Result<ConnectionDetail, Fault> {
    let host = held.host();
    let view = host.view(&connection).await;
    let last_check = host.last_check(&connection).await?;
    let secrets = view.secrets.into_iter().map(|(key, found)| SecretAt {
        key,
        place: place(found),
    });
    Ok(ConnectionDetail {
        secrets: secrets.collect(),
        last_check: last_check.map(|found| told(found, Vec::new())),
        system: spec(host.system_of(&connection)?),
        id: connection.id,
        name: connection.name,
        enabled: connection.enabled,
        settings: connection.settings.0,
    })
}

const fn place(found: Option<Whereabouts>) -> SecretPlace {
    match found {
        Some(Whereabouts::Environment) => SecretPlace::Environment,
        Some(Whereabouts::Keyring) => SecretPlace::Keyring,
        Some(Whereabouts::OtherAddress) => SecretPlace::OtherAddress,
        Some(Whereabouts::Missing) => SecretPlace::Missing,
        None => SecretPlace::Unknown,
    }
}

fn told(found: Checked, trimmed: Vec<String>) -> CheckReport {
    CheckReport {
        checked_at: found.checked_at,
        answered: found.answered(),
        tried: found.tried(),
        operations: found.operations.into_iter().map(operation).collect(),
        trimmed,
    }
}

fn operation(one: host::checks::CheckedOperation) -> CheckedOperation {
    CheckedOperation {
        operation: one.operation,
        purpose: one.purpose,
        outcome: one.outcome,
        detail: one.detail,
        what_to_do: one.what_to_do,
    }
}

fn spec(system: Definition) -> SystemSpec {
    let settings = system.settings.into_iter().map(|one| SettingSpec {
        key: one.key,
        label: one.label,
        help: one.help,
        kind: one.kind,
        choices: one.choices,
        default: one.default,
        least: one.least,
        most: one.most,
        advanced: one.advanced,
    });
    let secrets = system.secrets.into_iter().map(|one| SecretSpec {
        key: one.key,
        label: one.label,
        help: one.help,
    });
    SystemSpec {
        kind: system.kind.0,
        name: system.full_name,
        role: system.role,
        needs: system.needs,
        settings: settings.collect(),
        secrets: secrets.collect(),
        where_to_find: system.where_to_find,
        warning: system.warning,
    }
}
