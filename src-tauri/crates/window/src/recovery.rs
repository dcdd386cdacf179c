//! The recovery key as a file that a person keeps: it is theirs from then on, and lies where they chose.

use std::io::{self, Write as _};
use std::path::Path;

use domain::{Fault, FaultCode};
use zeroize::Zeroizing;

use crate::open::Held;

/// What the dialog suggests.
const FILE_NAME: &str = "Learner Sync recovery key.txt";

/// Asks where to, and saves it there. Whether a person chose a file.
///
/// # Errors
/// `FileFailed` where it cannot be written; the store's.
pub(crate) async fn save(held: &Held) -> Result<bool, Fault> {
    let Some(file) = held.app().desktop().choose_file(FILE_NAME).await else {
        return Ok(false);
    };
    let text = Zeroizing::new(page(&held.host().recovery_text(), &held.folder()));
    let place = file.clone();
    let written = tokio::task::spawn_blocking(move || write(&place, &text)).await;
    written
        .unwrap_or_else(|_| Err(io::Error::other("writing panicked")))
        .map_err(|error| unwritten(&file, &error))?;
    held.host().recovery_was_saved().await?;
    Ok(true)
}

fn page(key: &str, folder: &str) -> String {
    format!(
        "Learner Sync recovery key\n\n{key}\n\nIt opens the data in this folder, and its backups:\n{folder}\n\n\
         Keep it where only those can read it who may see every learner. Whoever has both can open the data.\n"
    )
}

/// For the person's own eyes, as far as the system lets a program say so.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn unwritten(file: &Path, error: &io::Error) -> Fault {
    Fault::new(FaultCode::FileFailed, format!("recovery key: {}", error.kind()))
        .with("file", file.display())
        .with("problem", "it cannot be written")
        .with("remedy", "choose another place.")
}
