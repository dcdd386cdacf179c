//! A list, page by page.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::Fault;
use domain::ports::Page;
use domain::run::Skipped;

use crate::definition::schema::Until;
use crate::http::client::Caller;
use crate::operation::Operation;
use crate::read::page::{Misfit, Sheet, missing_field, read_page};
use crate::read::reader::{Reader, Unfit};
use crate::read::walk::Row;
use crate::template::{Value, Values};

/// Fetches a list. Rows that come again (because others moved between two pages) are yielded once.
pub(crate) struct Pager<'c> {
    caller: &'c Caller,
    operation: &'c Operation,
    values: Values<'c>,
    page: u64,
    /// The marks of all ids so far: eight bytes a row, which no page needs to keep.
    ids: HashSet<u64>,
    without_id: u64,
    last_ids: Vec<u64>,
    /// The slots that held something in some row so far.
    pub(crate) seen: u64,
    is_over: bool,
}

/// One page as it came.
pub(crate) struct Fetched<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) total: Option<u64>,
    pub(crate) served_at: Option<DateTime<Utc>>,
}

impl<'c> Pager<'c> {
    pub(crate) fn new(caller: &'c Caller, operation: &'c Operation, values: Values<'c>) -> Self {
        Self {
            caller,
            operation,
            values,
            page: 0,
            ids: HashSet::new(),
            without_id: 0,
            last_ids: Vec::new(),
            seen: 0,
            is_over: false,
        }
    }

    /// The next page; `None` after the last. The first is there even where nothing was found.
    pub(crate) async fn next<T>(
        &mut self,
        map: impl FnMut(&Reader<'_, '_>, &Row<'_, '_>) -> Result<T, Unfit>,
    ) -> Result<Option<Fetched<T>>, Fault> {
        if self.is_over {
            return Ok(None);
        }
        let label = self.caller.label(self.operation);
        if self.page >= self.caller.bounds.pages {
            return Err(label.too_many_pages(&self.caller.bounds));
        }
        if let Some(paging) = &self.operation.paging {
            self.values.set("page", Value::Number(paging.first + self.page));
            self.values.set("page_size", Value::Number(paging.size));
        }
        let answer = self.caller.call(self.operation, &self.values).await?;
        let is_first = self.page == 0;
        self.page += 1;
        let mut sheet = match &answer.body {
            Some(body) => {
                read_page(self.operation, body, &self.values, is_first, map).map_err(|misfit| label.misfit(misfit))?
            }
            None if is_first => Sheet::empty(),
            None => {
                self.is_over = true;
                return Ok(None);
            }
        };
        self.check(&sheet).map_err(|misfit| label.misfit(misfit))?;
        self.keep_new(&mut sheet);
        self.is_over = self.was_last(&sheet);
        Ok(Some(Fetched {
            rows: sheet.rows.into_iter().map(|(_, row)| row).collect(),
            skipped: sheet.skipped,
            total: sheet.total,
            served_at: answer.served_at,
        }))
    }

    /// Nothing is passed on that would put blanks over what is stored, or that goes round in a circle.
    fn check<T>(&mut self, sheet: &Sheet<T>) -> Result<(), Misfit> {
        self.seen |= sheet.seen;
        if sheet.has_rows()
            && let Some(misfit) = missing_field(&self.operation.fields, self.seen)
        {
            return Err(misfit);
        }
        if !sheet.ids.is_empty() && sheet.ids == self.last_ids {
            let detail = format!("page {} repeats the page before it", self.page);
            return Err(Misfit::Unreadable(detail));
        }
        Ok(())
    }

    fn keep_new<T>(&mut self, sheet: &mut Sheet<T>) {
        self.without_id += sheet.count.saturating_sub(sheet.ids.len() as u64);
        let ids = &mut self.ids;
        sheet.rows.retain(|(id, _)| *id == 0 || ids.insert(*id));
        ids.extend(&sheet.ids);
        self.last_ids = std::mem::take(&mut sheet.ids);
    }

    fn was_last<T>(&self, sheet: &Sheet<T>) -> bool {
        let Some(paging) = &self.operation.paging else {
            return true;
        };
        if sheet.count == 0 {
            return true;
        }
        let so_far = self.ids.len() as u64 + self.without_id;
        // A total that is less than what came says nothing.
        match (sheet.total.filter(|total| *total >= so_far), paging.until) {
            (Some(total), _) => so_far == total,
            (None, Until::ShortPage) => sheet.count < paging.size,
            (None, Until::EmptyPage) => false,
        }
    }
}

impl<T> From<Fetched<T>> for Page<T> {
    fn from(fetched: Fetched<T>) -> Self {
        Self {
            rows: fetched.rows,
            skipped: fetched.skipped,
            total: fetched.total,
            served_at: fetched.served_at,
        }
    }
}
