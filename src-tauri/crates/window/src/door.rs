//! How data is opened. Tests bring a door of their own, to data that no keyring knows.

use std::path::PathBuf;

use async_trait::async_trait;
use domain::Fault;
use host::folders::DataFolder;
use host::{Host, Options};

/// The way to a person's own data.
#[async_trait]
pub(crate) trait Door: Send + Sync {
    /// Where it lies.
    fn folder(&self) -> Result<PathBuf, Fault>;

    /// Opens it.
    async fn open(&self) -> Result<Host, Fault>;

    /// Puts its key back into the keyring, from what a person wrote down.
    async fn recover(&self, typed: &str) -> Result<(), Fault>;
}

/// The door to the data of the person who is signed in.
pub(crate) struct OwnDoor {
    pub(crate) data_dir: Option<PathBuf>,
}

impl OwnDoor {
    fn options(&self) -> Options {
        Options {
            data_dir: self.data_dir.clone(),
        }
    }
}

#[async_trait]
impl Door for OwnDoor {
    fn folder(&self) -> Result<PathBuf, Fault> {
        DataFolder::open(self.data_dir.as_deref()).map(|folder| folder.path().to_owned())
    }

    async fn open(&self) -> Result<Host, Fault> {
        Host::open(self.options()).await
    }

    async fn recover(&self, typed: &str) -> Result<(), Fault> {
        Host::recover(self.options(), typed).await
    }
}
