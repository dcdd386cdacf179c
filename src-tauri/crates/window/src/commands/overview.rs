//! The Overview page.

use chrono::{DateTime, Days, Utc};
use domain::uk_time;
use host::engine::{Cause, State};
use host::views::{self, OverviewAsk, OverviewParts};

use crate::open::Held;
use crate::problem::Problem;
use crate::status;
use crate::wire::*;

/// How many days the bars show.
const DAYS: u32 = 14;

pub(super) async fn overview(held: &Held, (): ()) -> Result<Overview, Problem> {
    let status = status::of(held).await?;
    let ask = OverviewAsk {
        new_since: new_since(status.now),
        today: uk_time::day(status.now),
        days: DAYS,
    };
    let parts = held.host().read(move |r| views::overview(r, &ask)).await?;
    Ok(Overview {
        needs: needs(&status, &parts),
        learners: parts.learners,
        centres: parts.centres,
        record_counts: parts.record_counts,
        provider_counts: parts.provider_counts,
        new_since: ask.new_since,
        new_results: parts.new_results,
        new_total: parts.new_total,
        days: parts.days,
    })
}

/// Results are new since yesterday began, in the UK.
fn new_since(now: DateTime<Utc>) -> DateTime<Utc> {
    let today = uk_time::day(now);
    uk_time::start_of(today.checked_sub_days(Days::new(1)).unwrap_or(today))
}

/// What needs a person. In order: what stops data, what waits for a decision, unmatched, for information. Pure.
fn needs(status: &Status, parts: &OverviewParts) -> Vec<Need> {
    let ill = status.connections.iter().filter(|one| {
        let stops = matches!(one.state, State::Error | State::NeedsAttention | State::Offline);
        // What is held is told by itself, further down.
        one.enabled && stops && !matches!(one.cause, Some(Cause::HeldRun | Cause::HeldLinks))
    });
    let mut needs: Vec<Need> = ill
        .map(|one| Need::Connection {
            connection_id: one.id,
            connection: one.name.clone(),
            state: one.state,
            message: one.message.clone().unwrap_or_default(),
        })
        .collect();
    needs.extend(parts.held_runs.iter().map(|one| Need::HeldRun {
        connection_id: one.connection_id,
        connection: one.connection.clone(),
        run: one.run,
        message: one.message.clone(),
    }));
    let waiting = || parts.waiting.iter();
    needs.extend(waiting().filter(|one| one.held_links > 0).map(|one| Need::HeldLinks {
        connection_id: one.connection_id,
        connection: one.connection.clone(),
        count: one.held_links,
    }));
    needs.extend(
        waiting()
            .filter(|one| !one.unmatched.is_empty())
            .map(|one| Need::Unmatched {
                connection_id: one.connection_id,
                connection: one.connection.clone(),
                count: one.unmatched.iter().map(|reason| reason.count).sum(),
                reasons: one.unmatched.clone(),
            }),
    );
    needs.extend(waiting().filter(|one| one.unmapped > 0).map(|one| Need::Unmapped {
        connection_id: one.connection_id,
        connection: one.connection.clone(),
        count: one.unmapped,
    }));
    needs
}

#[cfg(test)]
mod tests {
    use domain::linking::Reason;
    use domain::{ConnectionId, RunId};
    use host::views::{HeldRun, Waiting};

    use super::*;
    use crate::tests::{a_connection, a_status, at};

    fn nothing() -> OverviewParts {
        OverviewParts {
            learners: 0,
            centres: 0,
            record_counts: Vec::new(),
            provider_counts: Vec::new(),
            new_results: Vec::new(),
            new_total: 0,
            days: Vec::new(),
            waiting: Vec::new(),
            held_runs: Vec::new(),
        }
    }

    fn waiting(id: i64) -> Waiting {
        Waiting {
            connection_id: ConnectionId(id),
            connection: format!("bksb {id}"),
            kind: "bksb".to_owned(),
            unmatched: vec![ReasonCount {
                reason: Reason::NoCounterpart,
                count: 3,
            }],
            held_links: 2,
            unmapped: 1,
        }
    }

    fn names(needs: &[Need]) -> Vec<String> {
        let needs = serde_json::to_value(needs).unwrap();
        let needs = needs.as_array().unwrap().iter();
        needs.map(|need| need["need"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn what_stops_data_comes_before_what_waits_and_that_before_what_is_good_to_know() {
        let mut refused = a_connection(1, State::NeedsAttention);
        refused.cause = Some(Cause::Fault);
        let mut parts = nothing();
        parts.waiting = vec![waiting(1), waiting(2)];
        parts.held_runs = vec![HeldRun {
            connection_id: ConnectionId(2),
            connection: "bksb 2".to_owned(),
            run: RunId(9),
            message: "bksb listed 0 of 60 stored rows.".to_owned(),
        }];
        let needs = needs(&a_status(vec![refused, a_connection(2, State::UpToDate)]), &parts);
        assert_eq!(
            names(&needs),
            [
                "connection",
                "held_run",
                "held_links",
                "held_links",
                "unmatched",
                "unmatched",
                "unmapped",
                "unmapped"
            ]
        );
    }

    #[test]
    fn what_is_held_is_told_once() {
        let mut held = a_connection(1, State::NeedsAttention);
        held.cause = Some(Cause::HeldLinks);
        let mut parts = nothing();
        parts.waiting = vec![waiting(1)];
        let told = names(&needs(&a_status(vec![held]), &parts));
        assert_eq!(
            told,
            ["held_links", "unmatched", "unmapped"],
            "not as a connection that is ill, too"
        );
    }

    #[test]
    fn a_connection_that_is_switched_off_or_paused_needs_nobody() {
        let mut off = a_connection(1, State::Error);
        off.enabled = false;
        let status = a_status(vec![
            off,
            a_connection(2, State::Paused),
            a_connection(3, State::Syncing),
        ]);
        assert_eq!(needs(&status, &nothing()), []);
    }

    #[test]
    fn results_are_new_since_yesterday_began_in_the_uk() {
        assert_eq!(new_since(at("2026-07-01T12:00:00Z")), at("2026-06-29T23:00:00Z"));
        assert_eq!(
            new_since(at("2026-07-01T23:30:00Z")),
            at("2026-06-30T23:00:00Z"),
            "it is the 2nd by then"
        );
    }
}
