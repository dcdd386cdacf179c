//! What is done with what is found in the data folder.

use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{Fault, FaultCode};
use rusqlite::Connection;

use crate::error::StoreError;
use crate::folder::Folder;
use crate::key::DatabaseKey;
use crate::key_id::{self, KeyId};
use crate::presence::Presence;
use crate::restore::{Restored, restore};
use crate::{backup, migrations, seal, sqlite};

/// How often, and how long apart, it is tried to be alone with a database that has to be made, migrated or restored.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);

/// An open database.
pub(crate) struct Open {
    pub(crate) writer: Connection,
    /// When every page was last read and found sound.
    pub(crate) checked_at: DateTime<Utc>,
    pub(crate) presence: Presence,
    pub(crate) restored: Option<Restored>,
}

/// What lies in the folder.
enum Found {
    /// Nothing, and nothing ever did.
    Nothing,
    /// A sound database of this version, and when every page of it was last read.
    Ready(Connection, DateTime<Utc>),
    /// A sound database of an earlier version; 0 where its creation was cut off.
    Older(Connection, usize),
    /// A damaged database, or none where there was one.
    Damaged,
}

struct Opening<'a> {
    folder: &'a Folder,
    key: &'a DatabaseKey,
    migrations: &'a [&'a str],
    now: DateTime<Utc>,
}

/// Opens the database, making, migrating or restoring it if needed.
pub(crate) fn open(folder: &Folder, key: &DatabaseKey, migrations: &[&str], now: DateTime<Utc>) -> Result<Open, Fault> {
    let opening = Opening {
        folder,
        key,
        migrations,
        now,
    };
    for _ in 0..TRIES {
        if let Some(open) = opening.attempt()? {
            return Ok(open);
        }
        thread::sleep(BETWEEN_TRIES);
    }
    Err(Fault::new(FaultCode::Busy, "another process has the database open"))
}

impl Opening<'_> {
    /// `None` where others have to let go first.
    fn attempt(&self) -> Result<Option<Open>, Fault> {
        let Some(presence) = Presence::among_others(self.folder)? else {
            return Ok(None);
        };
        if let Found::Ready(writer, checked_at) = self.look()? {
            return Ok(Some(Open {
                writer,
                checked_at,
                presence,
                restored: None,
            }));
        }
        drop(presence);
        let Some(presence) = Presence::alone(self.folder)? else {
            return Ok(None);
        };
        // Somebody may have been faster between the two.
        let (writer, restored) = self.put_right(self.look()?)?;
        let presence = presence.share()?;
        Ok(Some(Open {
            writer,
            checked_at: self.now,
            presence,
            restored,
        }))
    }

    fn look(&self) -> Result<Found, Fault> {
        let key_id = key_id::read(self.folder, self.key)?;
        if key_id == KeyId::Differs {
            return Err(wrong_key());
        }
        if !self.folder.has_data() {
            return self.look_where_nothing_is(&key_id);
        }
        match self.examine() {
            // The fingerprint comes after the schema, so this is not what was left here.
            Ok(Found::Older(_, 0)) if key_id == KeyId::Agrees => Ok(Found::Damaged),
            Ok(found) => {
                // The key opened it, so its fingerprint may be mended.
                if key_id != KeyId::Agrees && !matches!(found, Found::Older(_, 0)) {
                    key_id::write(self.folder, self.key)?;
                }
                Ok(found)
            }
            Err(error) if !error.is_damage() => Err(error.into()),
            Err(_) if key_id == KeyId::Agrees || backup::any_opens(self.folder, self.key) => Ok(Found::Damaged),
            // Nothing says that the key is right: it is the error that touches nothing.
            Err(_) => Err(wrong_key()),
        }
    }

    /// An empty place is new only if nothing says that there was something.
    fn look_where_nothing_is(&self, key_id: &KeyId) -> Result<Found, Fault> {
        let backups = !backup::list(self.folder).is_empty();
        match key_id {
            KeyId::Missing if !backups && !self.folder.had_data() => Ok(Found::Nothing),
            KeyId::Missing | KeyId::Unreadable if backups && !backup::any_opens(self.folder, self.key) => {
                Err(wrong_key())
            }
            _ => Ok(Found::Damaged),
        }
    }

    fn examine(&self) -> Result<Found, StoreError> {
        // Before there is a connection, which makes a log.
        let sealed = seal::checked_at(self.folder, self.now);
        let connection = sqlite::open_writer(&self.folder.database(), self.key)?;
        let version = migrations::version(&connection)?;
        if version > self.migrations.len() {
            sqlite::trust(&connection)?;
            return Err(migrations::newer(version).into());
        }
        // What is to be migrated is read whole, whatever its seal says.
        let sealed = sealed.filter(|_| version == self.migrations.len());
        if sealed.is_none() && !sqlite::is_sound(&connection)? {
            return Ok(Found::Damaged);
        }
        sqlite::trust(&connection)?;
        Ok(if version == self.migrations.len() {
            Found::Ready(connection, sealed.unwrap_or(self.now))
        } else {
            Found::Older(connection, version)
        })
    }

    fn put_right(&self, found: Found) -> Result<(Connection, Option<Restored>), Fault> {
        match found {
            Found::Ready(writer, _) => Ok((writer, None)),
            Found::Nothing => {
                let writer = sqlite::open_writer(&self.folder.database(), self.key)?;
                sqlite::trust(&writer)?;
                Ok((self.migrate(writer, 0)?, None))
            }
            Found::Older(writer, version) => Ok((self.migrate(writer, version)?, None)),
            Found::Damaged => {
                let restored = restore(self.folder, self.key, self.migrations.len(), self.now)?;
                match self.look()? {
                    Found::Ready(writer, _) => Ok((writer, Some(restored))),
                    Found::Older(writer, version) => Ok((self.migrate(writer, version)?, Some(restored))),
                    Found::Nothing | Found::Damaged => Err(unsound()),
                }
            }
        }
    }

    /// The fingerprint comes last and before anything is stored: a start that was cut off in between finds an empty
    /// database that the key opens.
    fn migrate(&self, mut writer: Connection, from: usize) -> Result<Connection, Fault> {
        if from > 0 {
            backup::write(&writer, self.folder, self.key, self.now)?;
        }
        migrations::migrate(&mut writer, self.migrations)?;
        if key_id::read(self.folder, self.key)? != KeyId::Agrees {
            key_id::write(self.folder, self.key)?;
        }
        Ok(writer)
    }
}

fn wrong_key() -> Fault {
    Fault::new(FaultCode::WrongKey, "the key's fingerprint is another")
}

fn unsound() -> Fault {
    Fault::new(FaultCode::StoreFailed, "a restored backup did not open")
}
