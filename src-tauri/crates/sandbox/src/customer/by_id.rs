//! Rows in order of id: found by id without looking at the others, and paged without counting.

/// Something with an id of its own.
pub trait HasId {
    /// The id.
    fn id(&self) -> u64;
    /// Gives it an id.
    fn set_id(&mut self, id: u64);
}

/// Rows in order of id.
#[derive(Clone)]
pub struct ById<T>(Vec<T>);

impl<T: HasId> ById<T> {
    pub(crate) fn new(mut rows: Vec<T>) -> Self {
        rows.sort_by_key(HasId::id);
        Self(rows)
    }

    /// All rows, in order of id.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.0
    }

    /// The row with an id.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<&T> {
        self.position(id).map(|at| &self.0[at])
    }

    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut T> {
        self.position(id).map(|at| &mut self.0[at])
    }

    /// Adds a row under the next free id, and answers that.
    pub(crate) fn add(&mut self, mut row: T) -> u64 {
        let id = self.0.last().map_or(1, |last| last.id() + 1);
        row.set_id(id);
        self.0.push(row);
        id
    }

    pub(crate) fn remove(&mut self, id: u64) -> Option<T> {
        self.position(id).map(|at| self.0.remove(at))
    }

    fn position(&self, id: u64) -> Option<usize> {
        self.0.binary_search_by_key(&id, HasId::id).ok()
    }
}
