//! Runs that brought nothing new fold into one entry a day: which runs make which entry.

use std::collections::HashMap;
use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::uk_time;

/// A run, as far as folding looks at it. `Kind` is what runs of one entry have in common.
pub(super) struct Folded<Kind> {
    pub(super) id: i64,
    pub(super) kind: Kind,
    pub(super) began_at: i64,
    /// Whether it ended well and brought nothing new.
    pub(super) quiet: bool,
    /// Whether it is to be shown. One that is not still parts those before it from those after it.
    pub(super) shown: bool,
}

/// An entry: one run, or several from `first` to `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) count: i64,
}

/// Takes runs, the latest first, and keeps the entries of one page.
pub(super) struct Folding<Sequence, Kind> {
    page: Range<i64>,
    folds: bool,
    entries: Vec<Entry>,
    total: i64,
    /// The entry that may still grow, of each sequence of runs.
    open: HashMap<Sequence, Open<Kind>>,
    day: Day,
}

struct Open<Kind> {
    position: i64,
    kind: Kind,
    day: NaiveDate,
}

impl<Sequence: Eq + std::hash::Hash, Kind: PartialEq> Folding<Sequence, Kind> {
    pub(super) fn new(page: Range<i64>, folds: bool) -> Self {
        Self {
            page,
            folds,
            entries: Vec::new(),
            total: 0,
            open: HashMap::new(),
            day: Day::default(),
        }
    }

    /// Takes the next run of a sequence.
    pub(super) fn take(&mut self, sequence: Sequence, run: Folded<Kind>) {
        if !self.folds || !run.quiet {
            self.open.remove(&sequence);
            if run.shown {
                self.push(run.id);
            }
            return;
        }
        let day = self.day.of(run.began_at);
        match self.open.get(&sequence) {
            Some(open) if open.day == day && open.kind == run.kind => self.grow(open.position, run.id),
            _ if run.shown => {
                let (position, kind) = (self.total, run.kind);
                self.push(run.id);
                self.open.insert(sequence, Open { position, kind, day });
            }
            _ => {
                self.open.remove(&sequence);
            }
        }
    }

    fn push(&mut self, id: i64) {
        if self.page.contains(&self.total) {
            self.entries.push(Entry {
                first: id,
                last: id,
                count: 1,
            });
        }
        self.total += 1;
    }

    fn grow(&mut self, position: i64, id: i64) {
        let place = usize::try_from(position - self.page.start).ok();
        if let Some(entry) = place.and_then(|place| self.entries.get_mut(place)) {
            entry.first = id;
            entry.count += 1;
        }
    }

    /// The entries of the page, and how many there are on all pages.
    pub(super) fn finish(self) -> (Vec<Entry>, i64) {
        (self.entries, self.total)
    }
}

/// The day in the UK at one instant after another: most are of the day of the one before.
#[derive(Default)]
struct Day {
    day: NaiveDate,
    millis: Range<i64>,
}

impl Day {
    fn of(&mut self, millis: i64) -> NaiveDate {
        if !self.millis.contains(&millis) {
            let at = DateTime::<Utc>::from_timestamp_millis(millis).unwrap_or_default();
            self.day = uk_time::day(at);
            let next = self.day.checked_add_days(Days::new(1)).unwrap_or(self.day);
            self.millis = uk_time::start_of(self.day).timestamp_millis()..uk_time::start_of(next).timestamp_millis();
        }
        self.day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn run(id: i64, began_at: i64, quiet: bool) -> Folded<&'static str> {
        Folded {
            id,
            kind: "scheduled",
            began_at,
            quiet,
            shown: true,
        }
    }

    fn folded(runs: Vec<(&'static str, Folded<&'static str>)>, page: Range<i64>) -> (Vec<Entry>, i64) {
        let mut folding = Folding::new(page, true);
        for (sequence, run) in runs {
            folding.take(sequence, run);
        }
        folding.finish()
    }

    const fn entry(first: i64, last: i64, count: i64) -> Entry {
        Entry { first, last, count }
    }

    #[test]
    fn quiet_runs_of_one_sequence_fold_though_others_ran_in_between() {
        let runs = vec![
            ("polls", run(5, 5, true)),
            ("match", run(4, 4, false)),
            ("polls", run(3, 3, true)),
            ("polls", run(2, 2, true)),
        ];
        assert_eq!(folded(runs, 0..9), (vec![entry(2, 5, 3), entry(4, 4, 1)], 2));
    }

    #[test]
    fn a_run_that_brought_something_parts_those_before_from_those_after() {
        let runs = vec![
            ("polls", run(5, 5, true)),
            ("polls", run(4, 4, false)),
            ("polls", run(3, 3, true)),
        ];
        let (entries, total) = folded(runs, 0..9);
        assert_eq!((entries.len(), total), (3, 3));
    }

    #[test]
    fn one_that_is_not_shown_parts_them_too() {
        let hidden = Folded {
            shown: false,
            ..run(4, 4, false)
        };
        let runs = vec![
            ("polls", run(5, 5, true)),
            ("polls", hidden),
            ("polls", run(3, 3, true)),
        ];
        assert_eq!(folded(runs, 0..9), (vec![entry(5, 5, 1), entry(3, 3, 1)], 2));
    }

    #[test]
    fn each_day_has_an_entry_of_its_own() {
        let runs = vec![("polls", run(2, DAY, true)), ("polls", run(1, DAY / 2, true))];
        assert_eq!(
            folded(runs, 0..9).1,
            2,
            "1970 was an hour ahead: the day began at 23:00"
        );
    }

    #[test]
    fn an_entry_that_begins_on_the_page_grows_and_one_before_it_does_not() {
        let runs = || {
            vec![
                ("users", run(6, 6, true)),
                ("polls", run(5, 5, true)),
                ("users", run(4, 4, true)),
                ("polls", run(3, 3, true)),
            ]
        };
        assert_eq!(folded(runs(), 1..2), (vec![entry(3, 5, 2)], 2));
        assert_eq!(folded(runs(), 0..1), (vec![entry(4, 6, 2)], 2));
    }
}
