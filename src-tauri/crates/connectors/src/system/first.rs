//! An operation that another one calls first, for its one row's id.

use domain::Fault;

use crate::http::client::Caller;
use crate::operation::Operation;
use crate::read::page::Misfit;
use crate::template::Values;

use super::pages::Pager;
use super::records;

/// What fills `{first}` of an operation; `None` where it calls nothing first.
pub(crate) async fn first(caller: &Caller, operation: &Operation) -> Result<Option<String>, Fault> {
    let Some(before) = operation.first.as_deref().and_then(|name| caller.plan.operation(name)) else {
        return Ok(None);
    };
    let fetched = Pager::new(caller, before, Values::default())
        .next(|row, _| records::id(row))
        .await?;
    let id = fetched.and_then(|fetched| fetched.rows.into_iter().next());
    id.map(Some).ok_or_else(|| {
        let detail = "it has no id".to_owned();
        caller.label(before).misfit(Misfit::Unreadable(detail))
    })
}
