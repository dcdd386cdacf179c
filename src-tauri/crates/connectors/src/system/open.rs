//! Opening a system.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use domain::ports::{Clock, Page, PageStream, Provider, RecordSystem};
use domain::{Fault, FaultCode, Role, Settings};
use futures::stream::{self, StreamExt};
use reqwest::Client;
use reqwest::redirect::Policy;
use secrecy::ExposeSecret;

use crate::definition::Definition;
use crate::http::bounds::Bounds;
use crate::http::client::Caller;
use crate::http::limits::Limits;
use crate::http::session::Session;
use crate::secrets::Secrets;

use super::provider::Assessments;
use super::record_system::Records;

/// Opens a record system. Nothing is called yet. `name` is the connection's, for sentences.
///
/// # Errors
/// `SettingRefused`, `KeysMissing`; `NotOffered` where the definition is of a provider.
pub fn open_record_system(
    definition: &Definition,
    name: &str,
    settings: &Settings,
    secrets: Secrets,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn RecordSystem>, Fault> {
    open_record_system_within(Bounds::default(), definition, name, settings, secrets, clock)
}

/// The same within other bounds than every connector has.
///
/// # Errors
/// As [`open_record_system`].
pub fn open_record_system_within(
    bounds: Bounds,
    definition: &Definition,
    name: &str,
    settings: &Settings,
    secrets: Secrets,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn RecordSystem>, Fault> {
    is_of(definition, Role::Records, name, "list learners")?;
    let caller = caller(bounds, definition, name, settings, secrets, clock)?;
    let reading = reading(definition, &caller.base);
    Ok(Arc::new(Records { caller, reading }))
}

/// Stands for a definition in force at an address. That another release of the app may reckon it otherwise costs one listing
/// with all details.
fn reading(definition: &Definition, base: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (definition.to_toml(), base).hash(&mut hasher);
    hasher.finish()
}

/// Opens a provider. Nothing is called yet. `name` is the connection's, for sentences.
///
/// # Errors
/// `SettingRefused`, `KeysMissing`; `NotOffered` where the definition is of a record system.
pub fn open_provider(
    definition: &Definition,
    name: &str,
    settings: &Settings,
    secrets: Secrets,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn Provider>, Fault> {
    open_provider_within(Bounds::default(), definition, name, settings, secrets, clock)
}

/// The same within other bounds than every connector has.
///
/// # Errors
/// As [`open_provider`].
pub fn open_provider_within(
    bounds: Bounds,
    definition: &Definition,
    name: &str,
    settings: &Settings,
    secrets: Secrets,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn Provider>, Fault> {
    is_of(definition, Role::Assessments, name, "list users and results")?;
    let caller = caller(bounds, definition, name, settings, secrets, clock)?;
    Ok(Arc::new(Assessments {
        caller,
        policy: definition.policy,
    }))
}

fn is_of(definition: &Definition, role: Role, name: &str, purpose: &str) -> Result<(), Fault> {
    if definition.role == role {
        return Ok(());
    }
    Err(Fault::new(FaultCode::NotOffered, "the definition is of the other role")
        .with("connection", name)
        .with("operation", purpose))
}

fn caller(
    bounds: Bounds,
    definition: &Definition,
    name: &str,
    settings: &Settings,
    secrets: Secrets,
    clock: Arc<dyn Clock>,
) -> Result<Caller, Fault> {
    let settings = definition.validate(settings)?;
    let base = definition.base_url(&settings)?;
    for spec in &definition.secrets {
        let secret = secrets.0.get(&spec.key);
        if secret.is_none_or(|secret| secret.expose_secret().trim().is_empty()) {
            return Err(Fault::new(FaultCode::KeysMissing, format!("{} is not there", spec.key))
                .with("secret", &spec.label)
                .with("connection", name));
        }
    }
    let plan = Arc::clone(&definition.plan);
    let calls_per_minute = definition.number(&settings, "calls_per_minute", plan.calls_per_minute)?;
    let concurrency = definition.number(&settings, "concurrency", plan.concurrency)?;
    Ok(Caller {
        name: name.to_owned(),
        http: client(base.is_loopback())?,
        base: base.as_text().to_owned(),
        limits: Limits::new(calls_per_minute, concurrency),
        plan,
        bounds,
        secrets,
        session: Session::default(),
        clock,
        calls: AtomicU64::new(0),
    })
}

/// The one HTTP client: the OS trust store and the system's proxy, and no redirect is followed, because the keys would go
/// along. What is on this computer needs no proxy.
fn client(is_loopback: bool) -> Result<Client, Fault> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the connectors' client that others must not make"
    )]
    let builder = Client::builder();
    let builder = builder
        .redirect(Policy::none())
        .referer(false)
        .user_agent(concat!("learner-sync/", env!("CARGO_PKG_VERSION")));
    let builder = if is_loopback { builder.no_proxy() } else { builder };
    builder
        .build()
        .map_err(|_| Fault::new(FaultCode::TlsFailed, "the trust store cannot be opened"))
}

/// A list that a system does not have.
pub(crate) fn not_offered<'a, T: Send + 'a>(caller: &Caller, purpose: &str) -> PageStream<'a, T> {
    let fault = Fault::new(FaultCode::NotOffered, "the definition has no such operation")
        .with("connection", &caller.name)
        .with("operation", purpose);
    stream::once(async move { Err::<Page<T>, _>(fault) }).boxed()
}
