//! The sample: invented people of imitated systems, served in this process, in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use domain::{Fault, FaultCode, Settings};
use host::Host;
use sandbox::{Customer, CustomerOptions, Sandbox, SandboxOptions};

/// How many learners the sample has. The welcome page names the number.
const LEARNERS: usize = 1_200;
/// Always the same people.
const SEED: u64 = 42;
/// Imitated systems do not limit how often they are called.
const NO_LIMIT: (&str, &str) = ("calls_per_minute", "1000000");
/// The sample's folder inside the data folder, so that nothing is written elsewhere.
const FOLDER: &str = "sample";

/// What goes with the sample's data: it ends with it.
pub(crate) struct Sample {
    sandbox: Sandbox,
    folder: PathBuf,
}

impl Sample {
    /// Opens the sample beside the data in `own`, made anew, with both systems connected.
    ///
    /// # Errors
    /// What is wrong with the folder; `Internal` where the systems cannot be served.
    pub(crate) async fn open(own: &Path, today: NaiveDate) -> Result<(Host, Self), Fault> {
        let folder = own.join(FOLDER);
        // The app may have been ended by force in the middle of a sample.
        throw_away(&folder).await?;
        let sandbox = serve(today).await?;
        let host = Host::open_sample(folder.clone()).await?;
        connect(&host, &sandbox).await?;
        Ok((host, Self { sandbox, folder }))
    }

    /// Ends the systems and throws the folder away. Whoever calls this has let go of the data in it.
    pub(crate) async fn end(self) {
        self.sandbox.stop().await;
        if let Err(fault) = throw_away(&self.folder).await {
            // The next sample tries again.
            tracing::warn!(cause = fault.cause, "the sample's folder is still there");
        }
    }
}

async fn serve(today: NaiveDate) -> Result<Sandbox, Fault> {
    let options = CustomerOptions {
        learners: LEARNERS,
        ..CustomerOptions::new(SEED, today)
    };
    let customer = tokio::task::spawn_blocking(move || Customer::generate(&options)).await;
    let customer = customer.map_err(|_| Fault::new(FaultCode::Internal, "inventing people panicked"))?;
    let served = Sandbox::start(customer, SandboxOptions::default()).await;
    served.map_err(|error| Fault::new(FaultCode::Internal, format!("the sample's systems: {}", error.kind())))
}

async fn connect(host: &Host, sandbox: &Sandbox) -> Result<(), Fault> {
    let keys = sandbox.keys();
    let onefile = [("customer_token", &keys.customer_token)];
    let bksb = [("access_key", &keys.access_key), ("secret_key", &keys.secret_key)];
    add(host, "onefile", "Onefile", sandbox.onefile_url(), &onefile).await?;
    add(host, "bksb", "bksb", sandbox.bksb_url(), &bksb).await
}

async fn add(host: &Host, kind: &str, name: &str, url: String, secrets: &[(&str, &String)]) -> Result<(), Fault> {
    let (key, value) = NO_LIMIT;
    let settings = BTreeMap::from([("base_url".to_owned(), url), (key.to_owned(), value.to_owned())]);
    let draft = host.draft(kind, name, Settings(settings)).await?;
    let typed: BTreeMap<String, String> = secrets
        .iter()
        .map(|(key, secret)| ((*key).to_owned(), (*secret).clone()))
        .collect();
    let answers = draft.answers(&typed)?;
    host.add(draft, &answers).await?;
    Ok(())
}

async fn throw_away(folder: &Path) -> Result<(), Fault> {
    match tokio::fs::remove_dir_all(folder).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::new(
            FaultCode::FileFailed,
            format!("remove the sample: {}", error.kind()),
        )
        .with("file", folder.display())
        .with("problem", "it cannot be removed")
        .with("remedy", "close whatever has it open, then try again.")),
        _ => Ok(()),
    }
}
