use domain::{Settings, SystemKind};

use super::*;

fn connection(id: i64, role: Role) -> Connection {
    Connection {
        id: ConnectionId(id),
        name: format!("connection {id}"),
        kind: SystemKind("some".into()),
        role,
        enabled: true,
        settings: Settings::default(),
    }
}

/// Two record systems (1, 2) and two providers (3, 4).
fn four() -> Vec<Connection> {
    vec![
        connection(1, Role::Records),
        connection(2, Role::Records),
        connection(3, Role::Assessments),
        connection(4, Role::Assessments),
    ]
}

fn ask(connections: Option<&[i64]>, tasks: Option<&[Task]>) -> Agenda {
    let ask = SyncAsk {
        connections: connections.map(|ids| ids.iter().copied().map(ConnectionId).collect()),
        tasks: tasks.map(<[Task]>::to_vec),
        reason: RunReason::Asked,
    };
    Agenda::asked(&ask, &four()).unwrap()
}

fn provider(agenda: &Agenda, id: i64) -> Option<(bool, Matching, Results)> {
    agenda
        .providers
        .iter()
        .find(|item| item.connection.id == ConnectionId(id))
        .map(|item| (item.users.is_some(), item.matching, item.results))
}

const ASKED: RunReason = RunReason::Asked;

#[test]
fn a_sync_of_everything_reads_everything() {
    let agenda = ask(None, None);
    assert!(
        agenda.records.len() == 2 && agenda.records.iter().all(|item| item.whole),
        "asked for by a person, a listing is whole"
    );
    for id in [3, 4] {
        assert_eq!(
            provider(&agenda, id),
            Some((true, Matching::Always(ASKED), Results::OfAll(ASKED)))
        );
    }
}

#[test]
fn a_record_system_alone_is_followed_by_matching_and_the_results_of_new_links() {
    let agenda = ask(Some(&[1]), None);
    assert_eq!(agenda.records.len(), 1);
    assert_eq!(
        provider(&agenda, 3),
        Some((false, Matching::Always(RunReason::Changed), Results::OfNewLinks))
    );
}

#[test]
fn getting_users_also_matches_and_fetches_no_results() {
    let agenda = ask(Some(&[3]), Some(&[Task::Users]));
    assert!(agenda.records.is_empty());
    assert_eq!(
        provider(&agenda, 3),
        Some((true, Matching::Always(RunReason::Changed), Results::None))
    );
    assert_eq!(
        provider(&agenda, 4),
        None,
        "users of one provider change nothing for another"
    );
}

#[test]
fn getting_learners_alone_matches_without_fetching_results() {
    let agenda = ask(None, Some(&[Task::Learners]));
    assert_eq!(agenda.records.len(), 2);
    assert_eq!(
        provider(&agenda, 3),
        Some((false, Matching::Always(RunReason::Changed), Results::None))
    );
}

#[test]
fn results_alone_neither_list_nor_match() {
    let agenda = ask(None, Some(&[Task::Results]));
    assert!(agenda.records.is_empty());
    assert_eq!(
        provider(&agenda, 4),
        Some((false, Matching::Never, Results::OfAll(ASKED)))
    );
}

#[test]
fn a_connection_that_is_off_or_unknown_is_refused_by_name_and_left_out_otherwise() {
    let mut connections = four();
    connections[2].enabled = false;
    let asking = |ids: Option<Vec<ConnectionId>>| {
        let ask = SyncAsk {
            connections: ids,
            tasks: None,
            reason: ASKED,
        };
        Agenda::asked(&ask, &connections)
    };
    assert_eq!(provider(&asking(None).unwrap(), 3), None);
    let off = asking(Some(vec![ConnectionId(3)])).unwrap_err();
    assert_eq!(
        off.sentence(),
        "connection 3 is switched off. What to do: enable it, then try again."
    );
    let unknown = asking(Some(vec![ConnectionId(9)])).unwrap_err();
    assert_eq!(unknown.code, FaultCode::NotFound);
}

#[test]
fn what_is_due_comes_in_order_and_once() {
    let connections = four();
    let due = |index: usize, task| Due {
        connection: connections[index].clone(),
        task,
        reason: RunReason::CatchUp,
        whole: true,
    };
    let agenda = Agenda::due(
        &[due(0, Task::Learners), due(2, Task::Users), due(2, Task::Results)],
        &connections,
        |_| false,
    );
    assert_eq!(agenda.records.len(), 1);
    assert_eq!(
        provider(&agenda, 3),
        Some((true, Matching::IfChanged, Results::OfAll(RunReason::CatchUp)))
    );
    assert_eq!(
        provider(&agenda, 4),
        Some((false, Matching::IfChanged, Results::OfNewLinks)),
        "changed learners are matched at every provider"
    );
    assert!(
        Agenda::due(&[], &connections, |_| false).is_empty(),
        "nothing due is nothing to do"
    );
}

#[test]
fn a_provider_that_rests_is_matched_but_not_called() {
    let connections = four();
    let changed = Due {
        connection: connections[0].clone(),
        task: Task::Learners,
        reason: RunReason::Scheduled,
        whole: true,
    };
    let agenda = Agenda::due(&[changed], &connections, |one| one.id == ConnectionId(3));
    assert_eq!(provider(&agenda, 3), Some((false, Matching::IfChanged, Results::None)));
    assert_eq!(
        provider(&agenda, 4),
        Some((false, Matching::IfChanged, Results::OfNewLinks))
    );
}
