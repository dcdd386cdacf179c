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
