//! The tray icon, as the desktop sees it over the session bus.

use std::collections::HashMap;

use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedValue, Structure, Value};

use crate::desk::Desk;
use crate::wait_for;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ICON: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// The app's icon in the tray of a session.
pub(crate) struct Tray {
    bus: Connection,
    /// Who answers for it on the bus, and where.
    owner: String,
    object: String,
}

/// An item of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    id: i32,
    pub(crate) words: String,
    pub(crate) enabled: bool,
}

impl Tray {
    /// The one icon in the tray, once it is there. The session needs a panel: see [`Desk::start_panel`].
    pub(crate) fn find(desk: &Desk) -> Self {
        let bus = desk.bus();
        let watcher = Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER).unwrap();
        let item = wait_for("an icon in the tray", || {
            let items: Vec<String> = uncached(&watcher, "RegisteredStatusNotifierItems")?;
            assert!(items.len() < 2, "one app has one icon: {items:?}");
            items.into_iter().next()
        });
        let at = item
            .find('/')
            .expect("the watcher names an icon by its owner and its object");
        let (owner, object) = item.split_at(at);
        Self {
            owner: owner.to_owned(),
            object: object.to_owned(),
            bus,
        }
    }

    /// The file that the icon is drawn from.
    pub(crate) fn icon(&self) -> String {
        uncached(&self.of(&self.object, ICON), "IconName").expect("an icon has a picture")
    }

    /// The items of the menu from top to bottom, without the lines between them.
    pub(crate) fn items(&self) -> Vec<Item> {
        type Layout = (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>));
        let asked = self.menu().call("GetLayout", &(0_i32, -1_i32, Vec::<&str>::new()));
        let (_, (_, _, children)): Layout = asked.unwrap();
        children.iter().filter_map(|child| item(child)).collect()
    }

    /// The words of the items from top to bottom.
    pub(crate) fn words(&self) -> Vec<String> {
        self.items().into_iter().map(|item| item.words).collect()
    }

    /// Waits until the menu has an item of these words.
    pub(crate) fn wait_for(&self, words: &str) -> Item {
        wait_for(&format!("\"{words}\" in the tray's menu"), || {
            self.items().into_iter().find(|item| item.words == words)
        })
    }

    /// Presses the item of these words, once it can be.
    pub(crate) fn press(&self, words: &str) {
        let item = wait_for(&format!("\"{words}\" to be pressed"), || {
            self.items()
                .into_iter()
                .find(|item| item.words == words && item.enabled)
        });
        let event = (item.id, "clicked", Value::I32(0), 0_u32);
        // The app may end before it answers: *Quit* does.
        let _ = self.menu().call_method("Event", &event);
    }

    fn menu(&self) -> Proxy<'_> {
        let icon = self.of(&self.object, ICON);
        let path: zbus::zvariant::OwnedObjectPath = uncached(&icon, "Menu").expect("an icon has a menu");
        self.of(path.as_str(), MENU)
    }

    fn of(&self, object: &str, interface: &str) -> Proxy<'_> {
        Proxy::new(&self.bus, self.owner.clone(), object.to_owned(), interface.to_owned()).unwrap()
    }
}

/// An item from its id, its properties and its children; a line between items has no words.
fn item(child: &Value<'_>) -> Option<Item> {
    let whole = child.downcast_ref::<&Structure<'_>>().ok()?;
    let [id, properties, _] = whole.fields() else {
        return None;
    };
    let Value::Dict(properties) = properties else {
        return None;
    };
    Some(Item {
        id: id.downcast_ref().ok()?,
        words: properties.get::<_, &str>(&"label").ok()??.to_owned(),
        enabled: properties.get::<_, bool>(&"enabled").ok()?.unwrap_or(true),
    })
}

/// A property as it is now: nobody says when it changes.
fn uncached<T: TryFrom<OwnedValue>>(of: &Proxy<'_>, property: &str) -> Option<T> {
    let arguments = (of.interface().as_str(), property);
    let properties = Proxy::new(
        of.connection(),
        of.destination().to_owned(),
        of.path().to_owned(),
        "org.freedesktop.DBus.Properties",
    );
    let value: OwnedValue = properties.ok()?.call("Get", &arguments).ok()?;
    T::try_from(value).ok()
}
