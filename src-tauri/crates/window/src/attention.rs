//! Which notifications are due: something needs a person that did not a moment ago. Pure.

use std::collections::{BTreeMap, BTreeSet};

use domain::ConnectionId;
use host::engine::{Cause, State};

use crate::wire::{Preferences, Status};

/// What needed a person at some moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attention {
    /// Connections that do not go on by themselves.
    connections: BTreeSet<ConnectionId>,
    /// Links that wait for a person, by provider.
    held: BTreeMap<ConnectionId, i64>,
}

/// A notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) title: String,
    pub(crate) body: String,
}

impl Attention {
    /// What needs a person now.
    pub(crate) fn of(status: &Status, held: BTreeMap<ConnectionId, i64>) -> Self {
        // What a person stopped themselves, or has not begun, is no news to them; held links are counted by themselves.
        let by_itself = |cause| matches!(cause, Some(Cause::Fault | Cause::HeldRun));
        let stopped = status
            .connections
            .iter()
            .filter(|one| one.enabled && one.state == State::NeedsAttention && by_itself(one.cause));
        Self {
            connections: stopped.map(|one| one.id).collect(),
            held,
        }
    }
}

/// The notifications that are due after `before` became `after`, of which `status` tells. What was there before was told
/// before; what has gone and come back is told again.
pub(crate) fn due(before: &Attention, after: &Attention, status: &Status, wanted: &Preferences) -> Vec<Notice> {
    let mut notices = Vec::new();
    let newly = |id: &ConnectionId| after.connections.contains(id) && !before.connections.contains(id);
    if wanted.notify_attention {
        let connections = status.connections.iter().filter(|one| newly(&one.id));
        notices.extend(connections.map(|one| {
            Notice {
                title: format!("{} needs attention", one.name),
                body: one
                    .message
                    .clone()
                    .unwrap_or_else(|| "Open Learner Sync to see why.".to_owned()),
            }
        }));
    }
    let more: i64 = after
        .held
        .iter()
        .map(|(provider, count)| (count - before.held.get(provider).unwrap_or(&0)).max(0))
        .sum();
    if wanted.notify_held && more > 0 {
        notices.push(held(more));
    }
    notices
}

fn held(count: i64) -> Notice {
    let (title, body) = if count == 1 {
        (
            "A link waits for you",
            "Say on Unmatched whether the two are one person.",
        )
    } else {
        (
            "Links wait for you",
            "Say on Unmatched whether each two are one person.",
        )
    };
    Notice {
        title: title.to_owned(),
        body: body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{a_connection, a_status};

    fn status(state: State) -> Status {
        let mut connection = a_connection(1, state);
        connection.cause = Some(Cause::Fault);
        connection.message = Some("bksb did not accept the keys.".to_owned());
        a_status(vec![connection])
    }

    fn attention(state: State, held: i64) -> Attention {
        Attention::of(&status(state), BTreeMap::from([(ConnectionId(1), held)]))
    }

    #[test]
    fn what_newly_needs_a_person_is_told_once() {
        let (well, ill) = (attention(State::Syncing, 0), attention(State::NeedsAttention, 0));
        let now = status(State::NeedsAttention);
        let told = due(&well, &ill, &now, &Preferences::default());
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].title, "bksb 1 needs attention");
        assert_eq!(told[0].body, "bksb did not accept the keys.");
        assert_eq!(due(&ill, &ill, &now, &Preferences::default()), [], "it was told before");
        assert_eq!(
            due(&ill, &well, &status(State::Syncing), &Preferences::default()),
            [],
            "all is well again"
        );
    }

    #[test]
    fn being_offline_or_failing_for_a_moment_is_nothing_that_a_person_can_mend() {
        let (well, offline) = (attention(State::UpToDate, 0), attention(State::Offline, 0));
        assert_eq!(
            due(&well, &offline, &status(State::Offline), &Preferences::default()),
            []
        );
    }

    #[test]
    fn what_a_person_stopped_is_no_news_to_them() {
        let mut stopped = status(State::NeedsAttention);
        stopped.connections[0].cause = Some(Cause::Unfinished);
        let (before, after) = (attention(State::Syncing, 0), Attention::of(&stopped, BTreeMap::new()));
        assert_eq!(due(&before, &after, &stopped, &Preferences::default()), []);
    }

    #[test]
    fn links_that_are_newly_held_are_told_together() {
        let (before, after) = (attention(State::UpToDate, 1), attention(State::UpToDate, 3));
        let now = status(State::UpToDate);
        let told = due(&before, &after, &now, &Preferences::default());
        assert_eq!(
            told.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(),
            ["Links wait for you"]
        );
        assert_eq!(
            due(&after, &before, &now, &Preferences::default()),
            [],
            "fewer are no news"
        );
    }

    #[test]
    fn nobody_is_told_who_does_not_want_to_be() {
        let silent = Preferences {
            notify_attention: false,
            notify_held: false,
            ..Preferences::default()
        };
        let (before, after) = (attention(State::UpToDate, 0), attention(State::NeedsAttention, 3));
        assert_eq!(due(&before, &after, &status(State::NeedsAttention), &silent), []);
    }
}
