//! Who has the database open. Everybody does so together; only who is alone may create, migrate or restore it.

use std::fs::{File, TryLockError};

use domain::{Fault, FaultCode};

use crate::error::io_fault;
use crate::folder::{Folder, private_file};

/// A lock on the presence file, until dropped. The system lets go of it when the process ends, however it ends.
pub(crate) struct Presence(File);

impl Presence {
    /// Among others; `None` while somebody is alone.
    pub(crate) fn among_others(folder: &Folder) -> Result<Option<Self>, Fault> {
        let file = open(folder)?;
        let locked = file.try_lock_shared();
        granted(locked).map(|yes| yes.then_some(Self(file)))
    }

    /// Alone; `None` while there are others.
    pub(crate) fn alone(folder: &Folder) -> Result<Option<Self>, Fault> {
        let file = open(folder)?;
        let locked = file.try_lock();
        granted(locked).map(|yes| yes.then_some(Self(file)))
    }

    /// Lets others in.
    pub(crate) fn share(self) -> Result<Self, Fault> {
        let shared = self.0.unlock().and_then(|()| self.0.lock_shared());
        shared.map_err(|error| io_fault("share the database", &error))?;
        Ok(self)
    }
}

fn open(folder: &Folder) -> Result<File, Fault> {
    private_file(&folder.presence()).map_err(|error| io_fault("open the presence file", &error))
}

fn granted(locked: Result<(), TryLockError>) -> Result<bool, Fault> {
    match locked {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        // A file system that cannot lock a file cannot keep a write-ahead log either.
        Err(TryLockError::Error(error)) => Err(Fault::new(
            FaultCode::FolderUnsuitable,
            format!("lock the presence file: {:?}", error.kind()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_may_be_present_and_one_may_be_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let first = Presence::among_others(&folder).unwrap();
        let second = Presence::among_others(&folder).unwrap();
        assert!(first.is_some() && second.is_some());
        assert!(Presence::alone(&folder).unwrap().is_none(), "others are present");
        drop((first, second));
        let alone = Presence::alone(&folder).unwrap().expect("nobody else is present");
        assert!(Presence::among_others(&folder).unwrap().is_none());
        let shared = alone.share().unwrap();
        assert!(Presence::among_others(&folder).unwrap().is_some());
        drop(shared);
    }
}
