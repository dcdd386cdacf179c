//! What all calls share.

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use crate::calls::Calls;
use crate::clock::Clock;
use crate::customer::Customer;
use crate::edit::Editor;
use crate::faults::Faults;
use crate::limit::Limiter;
use crate::onefile::Onefile;
use crate::op::System;
use crate::options::{Keys, SandboxOptions};
use crate::rewrites::Rewrites;

/// The state of a sandbox.
pub(crate) struct State {
    pub(crate) customer: RwLock<Customer>,
    pub(crate) keys: Keys,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) rewrites: Rewrites,
    pub(crate) calls: Calls,
    pub(crate) options: SandboxOptions,
    pub(crate) onefile: Onefile,
    latency: Mutex<Duration>,
    limiters: [Limiter; 2],
}

impl State {
    pub(crate) fn new(customer: Customer, options: SandboxOptions) -> Self {
        Self {
            customer: RwLock::new(customer),
            keys: options.keys.clone().unwrap_or_else(Keys::random),
            clock: Clock::new(options.time.clone()),
            faults: Faults::default(),
            rewrites: Rewrites::default(),
            calls: Calls::default(),
            onefile: Onefile::default(),
            latency: Mutex::new(options.latency),
            limiters: [Limiter::new(options.onefile.limit), Limiter::new(options.bksb.limit)],
            options,
        }
    }

    pub(crate) fn limiter(&self, system: System) -> &Limiter {
        match system {
            System::Onefile => &self.limiters[0],
            System::Bksb => &self.limiters[1],
        }
    }

    pub(crate) fn latency(&self) -> Duration {
        *lock(&self.latency)
    }

    pub(crate) fn set_latency(&self, latency: Duration) {
        *lock(&self.latency) = latency;
    }

    pub(crate) fn edit<R>(&self, change: impl FnOnce(&mut Editor<'_>) -> R) -> R {
        let mut customer = write(&self.customer);
        let answer = change(&mut Editor::new(&mut customer, self.clock.now()));
        customer.index();
        self.onefile.forget_listings();
        answer
    }
}

/// A lock that a panicked test left behind is still good: the sandbox keeps no invariant across it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn read<T>(shared: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    shared.read().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn write<T>(shared: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    shared.write().unwrap_or_else(PoisonError::into_inner)
}
