//! Faults on request: which operation, when, how often, and what goes wrong.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::edit::Editor;
use crate::op::Op;
use crate::state::lock;

/// How a refusal says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// `Retry-After: 7`.
    Seconds(u32),
    /// The HTTP date that lies so many seconds ahead by the server's clock.
    Date(u32),
}

/// What an edit does.
pub type EditFn = Arc<dyn Fn(&mut Editor<'_>) + Send + Sync>;

/// What goes wrong.
#[derive(Clone)]
pub enum What {
    /// This status instead of the answer, with a JSON `message`.
    Status(u16),
    /// The same with a `Retry-After` header.
    StatusRetryAfter(u16, RetryAfter),
    /// 302 to another place.
    Redirect(String),
    /// 200 with a web page.
    Html,
    /// 200 with no body.
    EmptyBody,
    /// Half the body, though the header promises all; then the connection closes.
    Truncated,
    /// JSON that breaks off and still counts as whole.
    MalformedJson,
    /// Rows without end.
    Endless,
    /// The right body, so many bytes each second.
    SlowDrip(usize),
    /// Never an answer.
    Hang,
    /// The right body, said to be an image.
    WrongContentType,
    /// A small gzip body that unpacks to 2 GiB.
    GzipBomb,
    /// A JSON body of 40 MiB, unpacked and honest.
    Oversized,
    /// The connection is reset instead of an answer.
    Reset,
    /// The operation is carried out, and then answered with this status.
    DoneThenStatus(u16),
    /// Something changes at the system just before the call is answered.
    Edit(EditFn),
    /// The first row of the answer comes twice.
    DuplicateRows,
    /// From the second page on, lists start so many rows later (or earlier, where negative): a row was removed or
    /// inserted between two pages.
    ShiftRows(i64),
    /// Numeric ids are sent as text.
    IdsAsText,
    /// One row of the answer (from 0) has a field missing (`None`), extra or mistyped (`Some`).
    BadRow(usize, &'static str, Option<Value>),
    /// The list shows only this percent of its rows, and its total agrees; 0 is an empty listing.
    KeepPercent(u8),
    /// The stated total is off by so many.
    WrongTotal(i64),
}

/// A fault that was asked for.
#[derive(Clone)]
pub struct Fault {
    on: Op,
    after: u32,
    times: u32,
    what: What,
    seen: u32,
}

impl Fault {
    /// Something that goes wrong on every call of an operation from now on.
    #[must_use]
    pub const fn on(on: Op, what: What) -> Self {
        Self {
            on,
            after: 0,
            times: u32::MAX,
            what,
            seen: 0,
        }
    }

    /// Not before so many calls have gone well.
    #[must_use]
    pub const fn after(mut self, calls: u32) -> Self {
        self.after = calls;
        self
    }

    /// Only so many times.
    #[must_use]
    pub const fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Counts a call of the operation; whether it goes wrong.
    fn strikes(&mut self) -> bool {
        let position = self.seen;
        self.seen = self.seen.saturating_add(1);
        position >= self.after && position - self.after < self.times
    }
}

/// The faults of a sandbox. Clones share them.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    /// Asks for a fault. Several on one operation act together, those that replace the answer first.
    pub fn add(&self, fault: Fault) {
        lock(&self.0).push(fault);
    }

    /// Everything goes well again.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    pub(crate) fn due(&self, op: Op) -> Vec<What> {
        lock(&self.0)
            .iter_mut()
            .filter_map(|fault| (fault.on == op && fault.strikes()).then(|| fault.what.clone()))
            .collect()
    }
}

/// How faults bend what a list shows.
#[derive(Clone, Copy)]
pub(crate) struct View {
    keep_percent: usize,
    shift: i64,
}

impl View {
    pub(crate) fn of(faults: &[What]) -> Self {
        let mut view = Self {
            keep_percent: 100,
            shift: 0,
        };
        for fault in faults {
            match fault {
                What::KeepPercent(percent) => view.keep_percent = usize::from(*percent),
                What::ShiftRows(by) => view.shift = *by,
                _ => {}
            }
        }
        view
    }

    /// The page (from 1) of a list, and the total to state.
    pub(crate) fn page<'a, T>(&self, rows: &'a [T], page: usize, size: usize) -> (&'a [T], usize) {
        let total = rows.len() * self.keep_percent / 100;
        let shift = if page > 1 { self.shift } else { 0 };
        let start = page
            .saturating_sub(1)
            .saturating_mul(size)
            .saturating_add_signed(shift as isize)
            .min(total);
        let end = start.saturating_add(size).min(total);
        (&rows[start..end], total)
    }
}
