//! How matters stand, put together from what the engine and the store say.

use std::collections::BTreeMap;

use domain::{ConnectionId, Fault};
use host::views;

use crate::open::Open;
use crate::wire::{ConnectionStatus, Status};

/// How matters stand.
///
/// # Errors
/// The store's own.
pub(crate) async fn of(open: &Open) -> Result<Status, Fault> {
    Ok(with_held(open).await?.0)
}

/// The same, with how many links wait for a person at each provider.
///
/// # Errors
/// The store's own.
pub(crate) async fn with_held(open: &Open) -> Result<(Status, BTreeMap<ConnectionId, i64>), Fault> {
    let host = open.host();
    let stands = host.engine().status().await?;
    let (to_decide, learners, tabs) = host
        .read(|r| {
            let learners = views::learners(r, None, Some(0), 0)?.total;
            Ok((views::to_decide(r)?, learners, views::unmatched_tabs(r)?))
        })
        .await?;
    let held = tabs.into_iter().map(|tab| (tab.connection_id, tab.held)).collect();
    let connections: Vec<ConnectionStatus> = stands
        .connections
        .into_iter()
        .map(|one| ConnectionStatus {
            system: open.systems().called(&one.kind.0),
            id: one.id,
            name: one.name,
            kind: one.kind.0,
            role: one.role,
            enabled: one.enabled,
            state: one.state,
            cause: one.cause,
            last_success_at: one.last_success_at,
            next_due_at: one.next_due_at,
            message: one.message,
        })
        .collect();
    let status = Status {
        state: stands.state,
        paused_until: stands.paused_until,
        last_success_at: connections.iter().filter_map(|one| one.last_success_at).max(),
        work: open.work(),
        connections,
        to_decide,
        learners,
        now: host.now(),
    };
    Ok((status, held))
}
