//! Learners in order. By name they are read along an index. Every other order is that one, sorted by a number for each learner.

use std::collections::HashMap;
use std::ops::Range;

use rusqlite::params_from_iter;

use crate::error::StoreError;
use crate::store::Reader;
use crate::views::learners_page::ask::LearnerSort;
use crate::views::learners_page::filters::centres_by_name;
use crate::views::search;

/// The ids of the learners who are present, and found by every word, by family and given name.
pub(in crate::views) fn by_name(r: &Reader<'_>, words: &[String], mut each: impl FnMut(i64)) -> Result<(), StoreError> {
    let mut statement = r.prepare(&names_sql(words.len()))?;
    let mut rows = statement.query(params_from_iter(words))?;
    while let Some(row) = rows.next()? {
        each(row.get(0)?);
    }
    Ok(())
}

pub(crate) fn names_sql(words: usize) -> String {
    format!(
        "SELECT id FROM learners INDEXED BY {} WHERE gone_at IS NULL{}
         ORDER BY family_folded, given_folded, id",
        search::learners_index(words),
        search::holds("search", words)
    )
}

/// The part of the list from `offset` on, once it is put into an order. The list comes in order of names, and so stay those
/// who are alike in what it is sorted by. Who lacks that comes last, whichever way round.
pub(super) fn page(
    r: &Reader<'_>,
    by_name: &[i64],
    sort: LearnerSort,
    descending: bool,
    page: Range<usize>,
) -> Result<Vec<i64>, StoreError> {
    let keys = match sort {
        LearnerSort::Name if descending => return Ok(slice(by_name.iter().rev(), page)),
        LearnerSort::Name => return Ok(slice(by_name.iter(), page)),
        LearnerSort::Reference => references(r)?,
        LearnerSort::Centre => centres(r)?,
        LearnerSort::LatestResult => latest(r)?,
    };
    let mut keyed: Vec<(i64, usize)> = by_name.iter().map(|id| keys.of(*id, descending)).zip(0..).collect();
    Ok(smallest(&mut keyed, page)
        .iter()
        .map(|(_, place)| by_name[*place])
        .collect())
}

fn slice<'a>(ids: impl Iterator<Item = &'a i64>, page: Range<usize>) -> Vec<i64> {
    ids.skip(page.start).take(page.len()).copied().collect()
}

/// What would lie in a range if all were sorted. Only what lies there is.
fn smallest<T: Ord>(all: &mut [T], range: Range<usize>) -> &[T] {
    let end = range.end.min(all.len());
    let start = range.start.min(end);
    if end < all.len() {
        all.select_nth_unstable(end);
    }
    if start < end {
        all[..end].select_nth_unstable(start);
    }
    all[start..end].sort_unstable();
    &all[start..end]
}

/// By what each learner is sorted, by id.
#[derive(Default)]
struct Keys(Vec<Option<i64>>);

impl Keys {
    fn put(&mut self, id: i64, key: i64) {
        let Ok(index) = usize::try_from(id) else { return };
        if index >= self.0.len() {
            self.0.resize(index + 1, None);
        }
        self.0[index] = Some(key);
    }

    fn of(&self, id: i64, descending: bool) -> i64 {
        let key = usize::try_from(id).ok().and_then(|index| *self.0.get(index)?);
        key.map_or(i64::MAX, |key| if descending { -key } else { key })
    }
}

pub(crate) const REFERENCES: &str = "SELECT id, reference FROM learners WHERE reference IS NOT NULL ORDER BY reference";
pub(crate) const CENTRES: &str = "SELECT id, centre FROM learners ORDER BY centre";
const LATEST: &str = "SELECT learner, at FROM latest_results";

/// References by the place that each has among all. Learners of several centres may have the same.
fn references(r: &Reader<'_>) -> Result<Keys, StoreError> {
    let (mut keys, mut place, mut last) = (Keys::default(), 0, String::new());
    let mut statement = r.prepare(REFERENCES)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let reference = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if reference != last {
            place += 1;
            reference.clone_into(&mut last);
        }
        keys.put(row.get(0)?, place);
    }
    Ok(keys)
}

/// Centres by the place that the name of each has among all.
fn centres(r: &Reader<'_>) -> Result<Keys, StoreError> {
    let centres = centres_by_name(r)?.into_iter().map(|centre| centre.id);
    let places: HashMap<i64, i64> = centres.zip(0..).collect();
    let mut keys = Keys::default();
    let mut statement = r.prepare(CENTRES)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(place) = places.get(&row.get(1)?) {
            keys.put(row.get(0)?, *place);
        }
    }
    Ok(keys)
}

fn latest(r: &Reader<'_>) -> Result<Keys, StoreError> {
    let mut keys = Keys::default();
    let mut statement = r.prepare(LATEST)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        keys.put(row.get(0)?, row.get(1)?);
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_page_is_what_sorting_everybody_would_put_there(
            keys in prop::collection::vec(0..20_i64, 0..60), start in 0_usize..70, length in 0_usize..20,
        ) {
            let all: Vec<(i64, usize)> = keys.into_iter().zip(0..).collect();
            let mut sorted = all.clone();
            sorted.sort_unstable();
            let expected: Vec<_> = sorted.into_iter().skip(start).take(length).collect();
            let mut all = all;
            prop_assert_eq!(smallest(&mut all, start..start + length), expected);
        }
    }
}
