//! `connection …`

use domain::{Connection, Fault, Settings};
use host::Host;
use host::connections::ConnectionView;
use host::secrets::{Whereabouts, variable};
use host::systems::Needed;

use super::check;
use crate::args::{Assignment, ConnectionCommand};
use crate::input::{self, Question};
use crate::output::{Answer, Table, tell};
use crate::session::Session;
use crate::stop;

/// Carries out a `connection` command.
pub(crate) async fn run(session: &Session, command: ConnectionCommand) -> Result<Answer, Fault> {
    let host = session.open().await?;
    match command {
        ConnectionCommand::Add { kind, name, settings } => add(session, &host, &kind, &name, settings).await,
        ConnectionCommand::Set { name, settings } => set(session, &host, &name, &settings).await,
        ConnectionCommand::Secret { name, key } => secret(session, &host, &name, &key).await,
        ConnectionCommand::Enable { name } => switch(session, &host, &name, true).await,
        ConnectionCommand::Disable { name } => switch(session, &host, &name, false).await,
        ConnectionCommand::List => list(session, &host).await,
        ConnectionCommand::Check { name, shape } => check::run(session, &host, &name, shape.as_deref()).await,
        ConnectionCommand::Remove { name } => remove(session, &host, &name).await,
    }
}

async fn add(
    session: &Session,
    host: &Host,
    kind: &str,
    name: &str,
    settings: Vec<Assignment>,
) -> Result<Answer, Fault> {
    let draft = host.draft(kind, name, Settings(settings.into_iter().collect())).await?;
    let questions = draft.questions().iter().map(question).collect();
    let typed = stop::or_cancelled(session.cancel(), input::secrets(questions)).await?;
    let connection = host.add(draft, &typed).await?;
    say(session, host, &connection, "added").await
}

fn question(needed: &Needed) -> Question {
    Question {
        label: needed.label.clone(),
        help: needed.help.clone(),
    }
}

async fn set(session: &Session, host: &Host, name: &str, changes: &[Assignment]) -> Result<Answer, Fault> {
    let connection = host.set(name, changes).await?;
    let view = host.view(&connection).await;
    if view
        .secrets
        .values()
        .any(|place| *place == Some(Whereabouts::OtherAddress))
    {
        tell(
            "The address changed, so secrets that are kept in the keyring have to be typed again: use `connection secret`.",
        );
    }
    say(session, host, &connection, "changed").await
}

async fn secret(session: &Session, host: &Host, name: &str, key: &str) -> Result<Answer, Fault> {
    let needed = host.question(name, key).await?;
    let typed = stop::or_cancelled(session.cancel(), input::secrets(vec![question(&needed)])).await?;
    for typed in &typed {
        host.replace(&needed, typed).await?;
    }
    let connection = host.connection(name).await?;
    let view = host.view(&connection).await;
    if view.secrets.get(key) == Some(&Some(Whereabouts::Environment)) {
        let variable = variable(&connection.name, key);
        tell(&format!("It is kept, but {variable} is set and is used instead."));
    }
    Ok(session.output.answer(&view, |view| {
        format!("The {} of {} is kept.\n", needed.label, view.name)
    }))
}

async fn switch(session: &Session, host: &Host, name: &str, enabled: bool) -> Result<Answer, Fault> {
    let connection = host.set_enabled(name, enabled).await?;
    say(session, host, &connection, if enabled { "enabled" } else { "disabled" }).await
}

async fn say(session: &Session, host: &Host, connection: &Connection, done: &str) -> Result<Answer, Fault> {
    let view = host.view(connection).await;
    Ok(session
        .output
        .answer(&view, |view| format!("{} ({}) is {done}.\n", view.name, view.kind)))
}

async fn remove(session: &Session, host: &Host, name: &str) -> Result<Answer, Fault> {
    let connection = host.remove(name).await?;
    let removed = serde_json::json!({ "removed": connection.name });
    Ok(session.output.answer(&removed, |_| {
        format!(
            "{} is removed, with what was read through it and its secrets.\n",
            connection.name
        )
    }))
}

async fn list(session: &Session, host: &Host) -> Result<Answer, Fault> {
    let mut views = Vec::new();
    for connection in host.connections().await? {
        views.push(host.view(&connection).await);
    }
    Ok(session.output.answer(&views, |views| table(views)))
}

fn table(views: &[ConnectionView]) -> String {
    if views.is_empty() {
        return "There is no connection yet. Add one with `connection add`.\n".to_owned();
    }
    let mut table = Table::new(["Name", "Kind", "State", "Secrets", "Settings"]);
    for view in views {
        let secrets = view
            .secrets
            .iter()
            .map(|(key, place)| format!("{key}: {}", whereabouts(*place)));
        let settings = view.settings.0.iter().map(|(key, value)| format!("{key}={value}"));
        table.row([
            view.name.clone(),
            view.kind.to_string(),
            if view.enabled { "enabled" } else { "disabled" }.to_owned(),
            secrets.collect::<Vec<_>>().join(", "),
            settings.collect::<Vec<_>>().join(" "),
        ]);
    }
    table.render()
}

const fn whereabouts(place: Option<Whereabouts>) -> &'static str {
    match place {
        Some(Whereabouts::Environment) => "environment",
        Some(Whereabouts::Keyring) => "keyring",
        Some(Whereabouts::OtherAddress) => "typed for another address",
        Some(Whereabouts::Missing) => "missing",
        None => "keyring does not answer",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{Role, SystemKind};

    use super::*;

    #[test]
    fn the_list_shows_where_secrets_are_and_never_what() {
        let view = ConnectionView {
            name: "bksb North".to_owned(),
            kind: SystemKind("bksb".to_owned()),
            role: Role::Assessments,
            enabled: false,
            settings: Settings(BTreeMap::from([("concurrency".to_owned(), "2".to_owned())])),
            secrets: BTreeMap::from([
                ("access_key".to_owned(), Some(Whereabouts::Environment)),
                ("secret_key".to_owned(), None),
            ]),
        };
        let lines: Vec<String> = table(&[view]).lines().map(str::to_owned).collect();
        assert!(
            lines[0].starts_with("Name        Kind  State     Secrets"),
            "{}",
            lines[0]
        );
        assert_eq!(
            lines[1],
            "bksb North  bksb  disabled  access_key: environment, secret_key: keyring does not answer  concurrency=2"
        );
        assert!(table(&[]).contains("connection add"), "an empty list says what to do");
    }
}
