//! A running sandbox.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, RwLockReadGuard};
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::runtime::{Builder, Runtime};

use crate::calls::Calls;
use crate::customer::Customer;
use crate::edit::Editor;
use crate::faults::Faults;
use crate::handle::handle;
use crate::op::System;
use crate::options::{Keys, SandboxOptions};
use crate::rewrites::Rewrites;
use crate::state::{State, lock, read};
use crate::wire::{Scissors, Wire};

/// The imitated systems, served on loopback until stopped or dropped.
///
/// They run on a runtime of their own, so that stopping cuts every connection at once, as when a system goes away, and
/// so that a test that stops its own clock does not stop theirs.
pub struct Sandbox {
    state: Arc<State>,
    address: SocketAddr,
    runtime: Mutex<Option<Runtime>>,
}

impl Sandbox {
    /// Serves a customer.
    ///
    /// # Errors
    /// The port is taken, or the machine gives no thread.
    pub async fn start(customer: Customer, options: SandboxOptions) -> io::Result<Self> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let state = Arc::new(State::new(customer, options));
        let (address, runtime) = serve(Arc::clone(&state), wanted)?;
        Ok(Self {
            state,
            address,
            runtime: Mutex::new(Some(runtime)),
        })
    }

    /// Stops answering: the port closes and every connection with it. The records stay.
    pub async fn stop(&self) {
        let running = lock(&self.runtime).take();
        if let Some(runtime) = running {
            let stopping = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(Duration::from_secs(5)));
            // It fails only if shutting down panics, and then the port is closed as well.
            let _ = stopping.await;
        }
    }

    /// Answers again, at the same addresses, with the same records, keys and sessions.
    ///
    /// # Errors
    /// Somebody else took the port meanwhile.
    pub async fn restart(&self) -> io::Result<()> {
        self.stop().await;
        let (_, runtime) = serve(Arc::clone(&self.state), self.address)?;
        *lock(&self.runtime) = Some(runtime);
        Ok(())
    }

    /// The base URL of a system.
    #[must_use]
    pub fn url(&self, system: System) -> String {
        format!("http://{}{}", self.address, system.base_path())
    }

    /// The base URL of Onefile; it ends in `/api/v2.1`, as the real one does.
    #[must_use]
    pub fn onefile_url(&self) -> String {
        self.url(System::Onefile)
    }

    /// The base URL of bksb; it ends in `/api`, as the real one does.
    #[must_use]
    pub fn bksb_url(&self) -> String {
        self.url(System::Bksb)
    }

    /// What to sign in with.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.state.keys
    }

    /// Faults to ask for.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.state.faults.clone()
    }

    /// Facts to change.
    #[must_use]
    pub fn rewrites(&self) -> Rewrites {
        self.state.rewrites.clone()
    }

    /// What was called.
    #[must_use]
    pub fn calls(&self) -> Calls {
        self.state.calls.clone()
    }

    /// The records as they are now. Calls wait while this is held.
    pub fn customer(&self) -> RwLockReadGuard<'_, Customer> {
        read(&self.state.customer)
    }

    /// Changes records while they are served.
    pub fn edit<R>(&self, change: impl FnOnce(&mut Editor<'_>) -> R) -> R {
        self.state.edit(change)
    }

    /// Makes every call take at least so long.
    pub fn set_latency(&self, latency: Duration) {
        self.state.set_latency(latency);
    }

    /// Sets the servers' clock off from the machine's.
    pub fn set_clock_offset(&self, offset: TimeDelta) {
        self.state.clock.set_offset(offset);
    }

    /// What time it is at the servers.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }

    /// Ends all Onefile sessions.
    pub fn expire_sessions(&self) {
        self.state.onefile.expire_sessions();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(runtime) = lock(&self.runtime).take() {
            runtime.shutdown_background();
        }
    }
}

fn serve(state: Arc<State>, wanted: SocketAddr) -> io::Result<(SocketAddr, Runtime)> {
    let listener = TcpListener::bind(wanted)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("sandbox")
        .enable_all()
        .build()?;
    let wire = {
        let _inside = runtime.enter();
        Wire(tokio::net::TcpListener::from_std(listener)?)
    };
    let service = Router::new().fallback(handle).with_state(state);
    runtime.spawn(async move {
        // Serving ends only with the runtime; errors of single connections stay with them.
        let _ = axum::serve(wire, service.into_make_service_with_connect_info::<Scissors>()).await;
    });
    Ok((address, runtime))
}
