//! Which lists of learners a run takes, so that it fetches what changed and nothing twice. Pure.

use chrono::{DateTime, TimeDelta, Utc};

/// How far before the start of a listing its cursor lies: changes that the system recorded late are seen again.
pub(crate) const OVERLAP: TimeDelta = TimeDelta::minutes(10);

/// Where the listing of one centre stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// All changes before this instant of the server's clock are stored.
    pub(crate) cursor: Option<DateTime<Utc>>,
    /// A listing begun at this instant (less the overlap) was never completed. What it stored is as new as that.
    pub(crate) pending_since: Option<DateTime<Utc>>,
}

/// Whose details need no fetching. What the run itself fetched never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nobody's.
    Nobody,
    /// Those stored in the listing that was never completed, or since.
    SincePending,
    /// Everybody's who is stored.
    Everybody,
}

/// One list to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pass {
    /// Only those changed since; `None` is a whole listing.
    pub(crate) changed_since: Option<DateTime<Utc>>,
    /// Whose details are not fetched.
    pub(crate) known: Known,
}

/// The lists that a run takes of one centre, in order.
///
/// What an unfinished listing stored may have changed since, so that is asked first; then what changed since the last
/// finished one; then, where the run is to be whole or never was, everybody, of whom only strangers are fetched.
pub(crate) fn passes(tells_changes: bool, standing: Standing, whole: bool) -> Vec<Pass> {
    if !tells_changes {
        return vec![Pass {
            changed_since: None,
            known: Known::Nobody,
        }];
    }
    let changed = |since, known| Pass {
        changed_since: Some(since),
        known,
    };
    let stored_since = standing.pending_since.map_or(Known::Nobody, |_| Known::SincePending);
    let mut passes = Vec::new();
    passes.extend(standing.pending_since.map(|since| changed(since, Known::Nobody)));
    passes.extend(standing.cursor.map(|cursor| changed(cursor, stored_since)));
    if whole || standing.cursor.is_none() {
        passes.push(Pass {
            changed_since: None,
            known: standing.cursor.map_or(stored_since, |_| Known::Everybody),
        });
    }
    passes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u32) -> DateTime<Utc> {
        format!("2026-11-22T10:{minute:02}:00Z").parse().unwrap()
    }

    fn pass(changed_since: Option<DateTime<Utc>>, known: Known) -> Pass {
        Pass { changed_since, known }
    }

    #[test]
    fn the_first_listing_fetches_everybody() {
        assert_eq!(
            passes(true, Standing::default(), false),
            [pass(None, Known::Nobody)],
            "without a cursor a listing is whole even where only changes were asked for"
        );
    }

    #[test]
    fn a_first_listing_that_was_cut_goes_on_where_it_stood() {
        let standing = Standing {
            cursor: None,
            pending_since: Some(at(1)),
        };
        assert_eq!(
            passes(true, standing, true),
            [pass(Some(at(1)), Known::Nobody), pass(None, Known::SincePending)],
            "what is stored is fetched again only where it changed since"
        );
    }

    #[test]
    fn a_whole_listing_fetches_changes_and_strangers() {
        let standing = Standing {
            cursor: Some(at(1)),
            pending_since: None,
        };
        assert_eq!(
            passes(true, standing, true),
            [pass(Some(at(1)), Known::Nobody), pass(None, Known::Everybody)]
        );
        assert_eq!(
            passes(true, standing, false),
            [pass(Some(at(1)), Known::Nobody)],
            "asking for changes lists nobody else"
        );
    }

    #[test]
    fn a_later_listing_that_was_cut_keeps_what_it_stored() {
        let standing = Standing {
            cursor: Some(at(1)),
            pending_since: Some(at(30)),
        };
        assert_eq!(
            passes(true, standing, true),
            [
                pass(Some(at(30)), Known::Nobody),
                pass(Some(at(1)), Known::SincePending),
                pass(None, Known::Everybody)
            ]
        );
    }

    #[test]
    fn a_system_that_does_not_tell_changes_is_listed_whole() {
        let standing = Standing {
            cursor: Some(at(1)),
            pending_since: Some(at(2)),
        };
        assert_eq!(passes(false, standing, false), [pass(None, Known::Nobody)]);
    }
}
