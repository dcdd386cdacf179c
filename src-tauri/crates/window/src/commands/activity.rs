//! The Activity page: runs and audit.

use chrono::{DateTime, Utc};
use domain::{Fault, Next};
use host::views::{self, RunDetailParts};
use host::words::{self, Audited};

use super::bounds;
use crate::open::Held;
use crate::problem::Problem;
use crate::sync;
use crate::wire::*;

/// How many of the rows that a run set aside are listed.
const SKIPS: u32 = 200;

pub(super) async fn runs(held: &Held, ask: RunsAsk) -> Result<RunsPage, Problem> {
    let ask = RunsAsk {
        limit: bounds::rows(ask.limit),
        ..ask
    };
    Ok(held.host().read(move |r| views::runs_page(r, &ask)).await?)
}

pub(super) async fn run(held: &Held, ask: RunAsk) -> Result<RunDetail, Problem> {
    let parts = held.host().read(move |r| views::run_detail(r, ask.id, SKIPS)).await?;
    let retry_at = if is_retried(&parts) {
        next_turn(held, &parts).await?
    } else {
        None
    };
    Ok(detail(parts, retry_at))
}

/// Lets a held run take effect, and does what follows from it.
pub(super) async fn confirm(held: &Held, ask: ConfirmAsk) -> Result<(), Problem> {
    held.host().engine().confirm(ask.run).await?;
    sync::protect(held).await;
    Ok(())
}

pub(super) async fn audit(held: &Held, ask: AuditAsk) -> Result<AuditPage, Problem> {
    let limit = bounds::rows(ask.limit);
    let page = held
        .host()
        .read(move |r| views::audit_page(r, limit, ask.offset))
        .await?;
    let rows = page.rows.into_iter().map(|part| AuditRow {
        sentence: sentence(&part),
        part,
    });
    Ok(AuditPage {
        total: page.total,
        rows: rows.collect(),
    })
}

fn sentence(part: &AuditPart) -> String {
    let about = Audited {
        connection: part.connection.as_deref(),
        learner: part.learner_name.as_deref(),
        account: part.account.as_deref(),
    };
    words::audited(part.action, part.detail.as_deref(), about)
}

/// Whether the schedule tries a run again that failed, and has not yet done so with success.
fn is_retried(parts: &RunDetailParts) -> bool {
    let later = |next| matches!(next, Next::RetryLater(_));
    parts.worked_again_at.is_none() && parts.fault.as_ref().is_some_and(|fault| later(fault.next))
}

async fn next_turn(held: &Held, parts: &RunDetailParts) -> Result<Option<DateTime<Utc>>, Fault> {
    let turns = held.host().engine().schedule_rows().await?;
    let turn = turns
        .into_iter()
        .find(|turn| turn.connection_id == parts.run.connection_id && turn.task == parts.run.task);
    Ok(turn.and_then(|turn| turn.next_due_at))
}

fn detail(parts: RunDetailParts, retry_at: Option<DateTime<Utc>>) -> RunDetail {
    let skipped = parts.skipped.into_iter().map(|row| SkippedRow {
        sentence: words::skipped(row.reason, row.field.as_deref()),
        external_id: row.external_id,
        reason: row.reason,
        field: row.field,
    });
    RunDetail {
        problem: parts.fault.map(|fault| Problem::stored(fault.code, &fault.message)),
        skipped: skipped.collect(),
        skipped_total: parts.skipped_total,
        retry_at,
        worked_again_at: parts.worked_again_at,
        can_confirm: parts.can_confirm,
        missing: parts.missing,
        run: parts.run,
    }
}
