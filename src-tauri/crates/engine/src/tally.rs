//! What a listing amounts to: how many rows it had, and what it proves about those that it lacks. Pure.

use store::Wholeness;

/// From this many stored rows on, a listing that shrank much is implausible.
const FEWEST: u64 = 20;
/// The share of the stored rows that a plausible listing still has, in per cent.
const STILL_LISTED_PERCENT: u64 = 70;

/// What the pages of one listing had.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Different rows that are stored now.
    pub(crate) stored: u64,
    /// Different rows that were kept aside and are not stored.
    pub(crate) aside: u64,
    /// A row was kept aside whose id could not be read: it may be anybody.
    pub(crate) nameless: bool,
    total: Option<u64>,
    totals_differ: bool,
}

impl Tally {
    /// Notes the total that a page states.
    pub(crate) fn note_total(&mut self, total: Option<u64>) {
        let Some(total) = total else { return };
        self.totals_differ |= self.total.is_some_and(|before| before != total);
        self.total = Some(total);
    }

    /// Different rows in all.
    pub(crate) const fn listed(&self) -> u64 {
        self.stored + self.aside
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
    use super::*;

    fn tally(stored: u64, totals: &[Option<u64>]) -> Tally {
        let mut tally = Tally {
            stored,
            ..Tally::default()
        };
        for total in totals {
            tally.note_total(*total);
        }
        tally
    }

    #[test]
    fn a_listing_is_proof_only_where_its_total_is_met() {
        assert_eq!(tally(7, &[Some(7), Some(7)]).wholeness(), Some(Wholeness::Stated));
        assert_eq!(
            tally(6, &[Some(7), Some(7)]).wholeness(),
            Some(Wholeness::Unstated),
            "a row shifted between pages and came twice"
        );
        assert_eq!(
            tally(7, &[Some(8), Some(7)]).wholeness(),
            Some(Wholeness::Unstated),
            "somebody left while the pages were read"
        );
        assert_eq!(tally(7, &[None, None]).wholeness(), Some(Wholeness::Unstated));
    }

    #[test]
    fn a_row_kept_aside_counts_by_its_id_and_without_one_spoils_the_proof() {
        let mut aside = tally(6, &[Some(7)]);
        aside.aside = 1;
        assert_eq!(aside.wholeness(), Some(Wholeness::Stated));
        aside.nameless = true;
        assert_eq!(
            aside.wholeness(),
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
