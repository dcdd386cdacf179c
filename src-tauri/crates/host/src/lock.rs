//! The right to write to a data folder, against other processes.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{WriteGuard, WriteLock};
use domain::{Fault, FaultCode};

/// How often a waiting process asks again. File locks tell nobody that they are free.
const POLL: Duration = Duration::from_millis(50);

/// An advisory lock on a file. The system lets go of it when the process ends, however it ends.
///
/// It stands between processes only: whoever asks while this process already holds it shares the hold.
pub struct FolderLock {
    file: PathBuf,
    held: Mutex<Weak<Held>>,
}

/// The open file carries the lock; closing it lets go.
struct Held(#[expect(dead_code, reason = "it is open for as long as the lock is held")] File);

struct Guard(#[expect(dead_code, reason = "the last guard of this process lets go")] Arc<Held>);

impl WriteGuard for Guard {}

impl FolderLock {
    /// The lock that `file` carries.
    #[must_use]
    pub fn new(file: PathBuf) -> Self {
        Self {
            file,
            held: Mutex::new(Weak::new()),
        }
    }

    /// Takes the lock if nobody else has it.
    fn attempt(&self) -> Result<Option<Guard>, Fault> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = held.upgrade() {
            return Ok(Some(Guard(shared)));
        }
        let file = OpenOptions::new().create(true).append(true).open(&self.file);
        let file = file.map_err(|error| unusable(&error))?;
        match file.try_lock() {
            Ok(()) => {
                let fresh = Arc::new(Held(file));
                *held = Arc::downgrade(&fresh);
                Ok(Some(Guard(fresh)))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(unusable(&error)),
        }
    }
}

#[async_trait]
impl WriteLock for FolderLock {
    async fn acquire(&self, patience: Duration) -> Result<Box<dyn WriteGuard>, Fault> {
        let mut left = patience;
        loop {
            if let Some(guard) = self.attempt()? {
                return Ok(Box::new(guard));
            }
            if left.is_zero() {
                return Err(Fault::new(FaultCode::Busy, "another process holds the write lock"));
            }
            let pause = POLL.min(left);
            tokio::time::sleep(pause).await;
            left -= pause;
        }
    }
}

fn unusable(error: &std::io::Error) -> Fault {
    Fault::new(FaultCode::FolderReadOnly, format!("write lock: {}", error.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two of these on one file stand for two processes: each opens the file for itself.
    fn pair(folder: &tempfile::TempDir) -> (FolderLock, FolderLock) {
        let file = folder.path().join("write.lock");
        (FolderLock::new(file.clone()), FolderLock::new(file))
    }

    #[tokio::test]
    async fn a_second_process_is_told_that_the_first_is_at_work() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = pair(&folder);
        let guard = one.acquire(Duration::ZERO).await.unwrap();
        let refused = two.acquire(Duration::from_millis(120)).await.err();
        assert_eq!(refused.map(|fault| fault.code), Some(FaultCode::Busy));
        drop(guard);
        assert!(two.acquire(Duration::ZERO).await.is_ok(), "it is free again");
    }

    #[tokio::test]
    async fn waiting_ends_as_soon_as_the_lock_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = pair(&folder);
        let guard = one.acquire(Duration::ZERO).await.unwrap();
        let (second, ()) = tokio::join!(two.acquire(Duration::from_secs(5)), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            drop(guard);
        });
        assert!(second.is_ok(), "a short piece of work elsewhere is waited for");
    }

    #[tokio::test]
    async fn one_process_holds_it_until_its_last_guard_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = pair(&folder);
        let first = one.acquire(Duration::ZERO).await.unwrap();
        let second = one.acquire(Duration::ZERO).await.unwrap();
        drop(first);
        assert!(two.acquire(Duration::ZERO).await.is_err(), "another run still writes");
        drop(second);
        assert!(two.acquire(Duration::ZERO).await.is_ok());
    }
}
