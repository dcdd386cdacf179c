//! A run at work: what its task needs to get on, to tell how far it is, and to stop when asked.

use std::future::Future;

use domain::ports::{Page, PageStream};
use domain::run::{Counts, SkipReason, Skipped};
use domain::{Connection, Fault, FaultCode, Next, RunId};
use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::events::{Event, Phase};
use crate::opened::System;

/// A run at work.
pub(crate) struct Work {
    pub(crate) engine: Engine,
    pub(crate) run: RunId,
    pub(crate) connection: Connection,
    pub(crate) counts: Counts,
    pub(crate) cancel: CancellationToken,
    meter: Option<(System, u64)>,
}

impl Work {
    pub(crate) fn new(engine: Engine, run: RunId, connection: Connection, cancel: CancellationToken) -> Self {
        Self {
            engine,
            run,
            connection,
            counts: Counts::default(),
            cancel,
            meter: None,
        }
    }

    /// Waits for something that a person may cut short. What is being stored is never waited for in this way: a page is
    /// stored whole.
    pub(crate) async fn wait<F: Future>(&self, waited_for: F) -> Result<F::Output, Fault> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Fault::new(FaultCode::Cancelled, "cancelled by a person")),
            output = waited_for => Ok(output),
        }
    }

    /// The next page of a list, or `None` at its end. Where a fault concerns one record only, the page has nothing but
    /// that record, kept aside.
    pub(crate) async fn next<T>(&self, pages: &mut PageStream<'_, T>) -> Result<Option<Page<T>>, Fault> {
        match self.wait(pages.next()).await?.transpose() {
            Err(fault) if fault.next == Next::SkipRecord => Ok(Some(page_without(fault.code))),
            next => next,
        }
    }

    /// Tells how far the run is. A total that is only expected is no less than what is done.
    pub(crate) fn progress(&self, phase: Phase, done: u64, total: Option<u64>) {
        self.engine.bus().tell(Event::Progress {
            run: self.run,
            phase,
            done,
            total: total.map(|total| total.max(done)),
        });
    }

    /// Begins to count the calls that the run makes.
    pub(crate) fn measure(&mut self, system: &System) {
        self.meter = Some((system.clone(), system.calls()));
    }

    /// What the run did, calls included.
    pub(crate) fn counts(&self) -> Counts {
        let calls = self
            .meter
            .as_ref()
            .map_or(0, |(system, before)| system.calls().saturating_sub(*before));
        Counts { calls, ..self.counts }
    }
}

fn page_without<T>(code: FaultCode) -> Page<T> {
    let reason = if code == FaultCode::NotFound {
        SkipReason::GoneMeanwhile
    } else {
        SkipReason::Refused
    };
    Page {
        rows: Vec::new(),
        skipped: vec![Skipped {
            external_id: None,
            reason,
            field: None,
        }],
        total: None,
        served_at: None,
    }
}
