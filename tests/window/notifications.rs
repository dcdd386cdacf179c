//! The place of a desktop where notifications are shown.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zbus::blocking::{Connection, connection};
use zbus::zvariant::OwnedValue;

use crate::desk::Desk;
use crate::wait_for;

const NAME: &str = "org.freedesktop.Notifications";
const OBJECT: &str = "/org/freedesktop/Notifications";

/// Shows nothing, and keeps what it was to show.
pub(crate) struct Notifications {
    bus: Connection,
    shown: Shown,
}

/// Title and body of each.
type Shown = Arc<Mutex<Vec<(String, String)>>>;

struct Service(Shown);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[expect(clippy::too_many_arguments, reason = "the desktop's specification has them all")]
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        title: String,
        body: String,
        _actions: Vec<String>,
        _hints: std::collections::HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut shown = lock(&self.0);
        shown.push((title, body));
        u32::try_from(shown.len()).unwrap()
    }

    fn get_capabilities(&self) -> Vec<&str> {
        vec!["actions", "body"]
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("kept", "tests", "1", "1.2")
    }

    fn close_notification(&self, _id: u32) {}
}

impl Notifications {
    /// Takes the place in a session.
    pub(crate) fn new(desk: &Desk) -> Self {
        let shown = Shown::default();
        let builder = connection::Builder::address(desk.bus_address()).unwrap();
        let builder = builder.serve_at(OBJECT, Service(shown.clone())).unwrap();
        let bus = builder.name(NAME).unwrap().build().unwrap();
        Self { bus, shown }
    }

    /// Waits for a notification with this title, and answers its body and its number.
    pub(crate) fn wait_for(&self, title: &str) -> (String, u32) {
        wait_for(&format!("the notification \"{title}\""), || {
            let shown = lock(&self.shown);
            let at = shown.iter().position(|(said, _)| said == title)?;
            Some((shown[at].1.clone(), u32::try_from(at).unwrap() + 1))
        })
    }

    /// Clicks a notification.
    pub(crate) fn click(&self, number: u32) {
        let said = (number, "default");
        self.bus
            .emit_signal(None::<&str>, OBJECT, NAME, "ActionInvoked", &said)
            .unwrap();
    }
}

fn lock(shown: &Shown) -> MutexGuard<'_, Vec<(String, String)>> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}
