//! The few steps that one system alone needs, each a named function that a definition calls.

mod after_subject;

use super::tables::Table;

/// What a step may look at beside the text.
pub(crate) struct Around<'a> {
    /// The definition's table of subjects.
    pub(crate) subjects: &'a Table,
}

/// Takes from a text what does not belong to the value.
pub(crate) type Step = for<'t> fn(&'t str, &Around<'_>) -> &'t str;

/// Every step, by the name that definitions call it by.
pub(crate) const STEPS: [(&str, Step); 1] = [("after_subject", after_subject::after_subject)];
