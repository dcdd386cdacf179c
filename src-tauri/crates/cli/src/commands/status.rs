//! `status`

use domain::Fault;
use host::engine::{State, Status};

use crate::output::{Answer, Table, instant};
use crate::session::Session;

/// Says how every connection is doing.
pub(crate) async fn run(session: &Session) -> Result<Answer, Fault> {
    let host = session.open().await?;
    let status = host.engine().status().await?;
    Ok(session.output.answer(&status, words))
}

fn words(status: &Status) -> String {
    if status.connections.is_empty() {
        return "There is no connection yet. Add one with `connection add`.\n".to_owned();
    }
    let mut table = Table::new(["Connection", "Kind", "State", "Last success", "Next due"]);
    for one in &status.connections {
        table.row([
            one.name.clone(),
            one.kind.to_string(),
            state(one.state),
            instant(one.last_success_at),
            instant(one.next_due_at),
        ]);
    }
    let messages = status.connections.iter().filter_map(|one| {
        let message = one.message.as_ref()?;
        Some(format!("{}: {message}\n", one.name))
    });
    format!(
        "All in all: {}\n{}{}",
        state(status.state),
        table.render(),
        messages.collect::<String>()
    )
}

fn state(state: State) -> String {
    state.code().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use domain::{ConnectionId, Role, SystemKind};
    use host::engine::{Cause, ConnectionStatus};

    use super::*;

    #[test]
    fn what_needs_a_person_is_said_below_the_table() {
        let status = Status {
            state: State::NeedsAttention,
            paused_until: None,
            connections: vec![ConnectionStatus {
                id: ConnectionId(1),
                name: "bksb".to_owned(),
                kind: SystemKind("bksb".to_owned()),
                role: Role::Assessments,
                enabled: true,
                state: State::NeedsAttention,
                last_success_at: None,
                next_due_at: None,
                cause: Some(Cause::Fault),
                message: Some("bksb did not accept the keys.".to_owned()),
            }],
        };
        assert_eq!(
            words(&status),
            "All in all: needs attention\n\
             Connection  Kind  State            Last success  Next due\n\
             bksb        bksb  needs attention  -             -\n\
             bksb: bksb did not accept the keys.\n"
        );
    }
}
