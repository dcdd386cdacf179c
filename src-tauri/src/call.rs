//! The one command of the page.

use std::sync::Arc;

use serde_json::Value;
use tauri::State;
use tauri::ipc::Response;
use window::Problem;

use crate::shell::Shell;

/// Asks the app: `command` names what is asked for, `ask` says what of it. What may be asked, and what comes back, is declared
/// once, by the part that the window stands on.
#[tauri::command]
pub(crate) async fn call(shell: State<'_, Arc<Shell>>, command: String, ask: Value) -> Result<Response, Problem> {
    shell.ask(&command, &ask).await.map(Response::new)
}
