//! The measured parts of results.

use domain::records::Component;
use rusqlite::params;

use crate::error::StoreError;
use crate::sql::At;
use crate::store::{Reader, Writer};

/// The components of a result as it is now, in the provider's order.
pub(crate) fn of(r: &Reader<'_>, result: i64) -> Result<Vec<Component>, StoreError> {
    r.all(
        "SELECT name, value, measured_by, measured_at FROM result_components WHERE result = ? ORDER BY position",
        [result],
        |row| {
            Ok(Component {
                name: row.get(0)?,
                value: row.get(1)?,
                measured_by: row.get(2)?,
                measured_at: row.get::<_, Option<At>>(3)?.map(|at| at.0),
            })
        },
    )
}

pub(crate) fn replace(w: &Writer<'_>, result: i64, new: &[Component]) -> Result<(), StoreError> {
    w.execute("DELETE FROM result_components WHERE result = ?", [result])?;
    for (position, component) in (1_i64..).zip(new) {
        w.execute(
            "INSERT INTO result_components (result, position, name, value, measured_by, measured_at)
             VALUES (?, ?, ?, ?, ?, ?)",
            params![
                result,
                position,
                component.name,
                component.value,
                component.measured_by,
                component.measured_at.map(At)
            ],
        )?;
    }
    Ok(())
}
