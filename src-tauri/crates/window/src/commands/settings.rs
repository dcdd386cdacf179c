//! The schedule, privacy, and looking at the installation.

use host::doctor;

use crate::open::Held;
use crate::problem::Problem;
use crate::recovery;
use crate::wire::*;

/// What this kind of computer calls its keyring.
const KEYRING: &str = if cfg!(windows) {
    "Credential Manager"
} else if cfg!(target_os = "macos") {
    "Keychain"
} else {
    "keyring"
};

pub(super) async fn schedule(held: &Held, (): ()) -> Result<Schedule, Problem> {
    let engine = held.host().engine();
    let window = engine.overnight().await?;
    let rows = engine.schedule_rows().await?;
    let rows = rows.into_iter().map(|row| ScheduleRow {
        connection_id: row.connection_id,
        connection: row.connection,
        task: row.task,
        how_often: row.how_often,
        when: row.when,
        next_due_at: row.next_due_at,
    });
    Ok(Schedule {
        overnight_from: window.from().format("%H:%M").to_string(),
        overnight_to: window.until().format("%H:%M").to_string(),
        rows: rows.collect(),
    })
}

pub(super) async fn set_overnight(held: &Held, ask: SetOvernight) -> Result<Schedule, Problem> {
    held.host().engine().set_overnight(&ask.from, &ask.to).await?;
    schedule(held, ()).await
}

pub(super) async fn privacy(held: &Held, (): ()) -> Result<Privacy, Problem> {
    let host = held.host();
    Ok(Privacy {
        folder: held.folder(),
        recovery_saved_at: host.recovery_saved_at().await?,
        keyring: KEYRING.to_owned(),
        backups: host.backups().into_iter().map(|backup| backup.made_at).collect(),
    })
}

pub(super) async fn recovery_key(held: &Held, (): ()) -> Result<RecoveryKey, Problem> {
    Ok(RecoveryKey {
        text: held.host().show_recovery_key().await?.to_string(),
    })
}

pub(super) async fn save_recovery_key(held: &Held, (): ()) -> Result<RecoverySaved, Problem> {
    let saved = recovery::save(held).await?;
    Ok(RecoverySaved { saved })
}

pub(super) async fn examine(held: &Held, (): ()) -> Result<Vec<Finding>, Problem> {
    let report = doctor::examine_open(held.host()).await;
    let findings = report.findings.into_iter().map(|one| Finding {
        about: one.about.to_owned(),
        health: one.health,
        sentence: one.sentence,
    });
    Ok(findings.collect())
}
