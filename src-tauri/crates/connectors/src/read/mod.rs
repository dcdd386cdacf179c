//! Reading answers: rows one by one along a pointer, and fields out of rows.

pub(crate) mod cell;
pub(crate) mod dates;
pub(crate) mod fields;
pub(crate) mod page;
pub(crate) mod pointer;
pub(crate) mod reader;
pub(crate) mod steps;
pub(crate) mod tables;
pub(crate) mod walk;
