//! What a listing amounts to: how many rows it had, and what it proves about those that it lacks. Pure.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::ports::Page;
use store::Wholeness;

/// From this many stored rows on, a listing that shrank much is implausible.
const FEWEST: u64 = 20;
/// The share of the stored rows that a plausible listing still has, in per cent.
const STILL_LISTED_PERCENT: u64 = 70;

/// What the pages of one listing had.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// The different ids that came, kept aside or not. Hashed, because that is all it takes to count them: were two to
    /// fall together, the listing would prove less, never more.
    ids: HashSet<u64>,
    /// A row was kept aside whose id could not be read: it may be anybody.
    nameless: bool,
    total: Option<u64>,
    totals_differ: bool,
}

impl Tally {
    /// Notes what a page has; `id` is the system's id of a row.
    pub(crate) fn note<T>(&mut self, page: &Page<T>, id: impl Fn(&T) -> &str) {
        self.ids.extend(page.rows.iter().map(|row| hash(id(row))));
        for row in &page.skipped {
            match &row.external_id {
                Some(id) => _ = self.ids.insert(hash(id)),
                None => self.nameless = true,
            }
        }
        if let Some(total) = page.total {
            self.totals_differ |= self.total.is_some_and(|before| before != total);
            self.total = Some(total);
        }
    }

    /// Different rows in all.
    pub(crate) fn listed(&self) -> u64 {
        self.ids.len() as u64
    }

    /// What the listing proves about a row that it lacks; `None` where it proves nothing.
    ///
    /// A total that changes from page to page, or that is not the number of different rows that came, is the mark of
    /// rows that shifted between pages: it then counts as if no total had been stated.
    pub(crate) fn wholeness(&self) -> Option<Wholeness> {
        match self.total {
            _ if self.nameless => None,
            Some(total) if !self.totals_differ && total == self.listed() => Some(Wholeness::Stated),
            _ => Some(Wholeness::Unstated),
        }
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Whether a whole listing is implausible: it came back empty though rows are stored, or it lacks too many of them.
///
/// `stored` rows were stored as present, `still_listed` of them were in the listing, which had `listed` rows in all.
pub(crate) fn is_implausible(stored: u64, still_listed: u64, listed: u64) -> bool {
    let empty = listed == 0 && stored > 0;
    let shrunk = stored >= FEWEST && still_listed.saturating_mul(100) < stored.saturating_mul(STILL_LISTED_PERCENT);
    empty || shrunk
}

#[cfg(test)]
mod tests {
    use domain::run::{SkipReason, Skipped};

    use super::*;

    fn page(rows: &[&'static str], skipped: &[Option<&str>], total: Option<u64>) -> Page<&'static str> {
        Page {
            rows: rows.to_vec(),
            skipped: skipped
                .iter()
                .map(|id| Skipped {
                    external_id: id.map(str::to_owned),
                    reason: SkipReason::RowUnreadable,
                    field: None,
                })
                .collect(),
            total,
            served_at: None,
        }
    }

    fn wholeness(pages: &[Page<&'static str>]) -> Option<Wholeness> {
        let mut tally = Tally::default();
        for page in pages {
            tally.note(page, |id| id);
        }
        tally.wholeness()
    }

    #[test]
    fn a_listing_is_proof_only_where_its_total_is_met() {
        let whole = [page(&["a", "b"], &[], Some(3)), page(&["c"], &[], Some(3))];
        assert_eq!(wholeness(&whole), Some(Wholeness::Stated));
        let shifted = [page(&["a", "b"], &[], Some(3)), page(&["b"], &[], Some(3))];
        assert_eq!(
            wholeness(&shifted),
            Some(Wholeness::Unstated),
            "a row shifted between pages and came twice"
        );
        let left = [page(&["a", "b"], &[], Some(4)), page(&["c"], &[], Some(3))];
        assert_eq!(
            wholeness(&left),
            Some(Wholeness::Unstated),
            "somebody left while the pages were read"
        );
        assert_eq!(wholeness(&[page(&["a"], &[], None)]), Some(Wholeness::Unstated));
    }

    #[test]
    fn a_row_kept_aside_counts_by_its_id_and_without_one_spoils_the_proof() {
        let aside = [page(&["a"], &[Some("b")], Some(2))];
        assert_eq!(wholeness(&aside), Some(Wholeness::Stated));
        let nameless = [page(&["a"], &[None], Some(2))];
        assert_eq!(
            wholeness(&nameless),
            None,
            "whoever is missing may be the one that could not be read"
        );
    }

    #[test]
    fn an_empty_listing_is_implausible_as_soon_as_anything_is_stored() {
        assert!(is_implausible(1, 0, 0));
        assert!(!is_implausible(0, 0, 0), "a new centre without learners is plausible");
    }

    #[test]
    fn from_twenty_rows_on_seven_in_ten_have_to_be_there() {
        assert!(is_implausible(20, 13, 13));
        assert!(!is_implausible(20, 14, 14), "exactly 70 % is enough");
        assert!(!is_implausible(19, 1, 1), "of a few rows, many may leave in a day");
        assert!(
            is_implausible(100, 10, 500),
            "other rows do not make up for the ones that are missing"
        );
    }
}
