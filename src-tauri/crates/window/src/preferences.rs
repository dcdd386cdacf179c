//! What a person prefers: what counts before they said anything, and how a change is taken in. Pure.

use domain::{Fault, FaultCode};

use crate::wire::{Preferences, PreferencesChange, Theme};

/// A page of a table has this many rows at least, and at most.
const ROWS: std::ops::RangeInclusive<u32> = 10..=500;
/// More columns than the Learners page has, and longer names than they have, are nobody's wish.
const MOST_COLUMNS: usize = 40;
const LONGEST_COLUMN: usize = 60;

/// What counts before a person said anything.
impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            keep_in_tray: true,
            start_at_login: false,
            notify_attention: true,
            notify_held: true,
            told_of_tray: false,
            learner_columns: None,
            rows: 50,
        }
    }
}

/// Preferences after a change.
///
/// # Errors
/// `SettingRefused` where the page asks for what no table has.
pub(crate) fn changed(before: Preferences, change: PreferencesChange) -> Result<Preferences, Fault> {
    if change.rows.is_some_and(|rows| !ROWS.contains(&rows)) {
        return Err(refused("rows", "a page has 10 to 500 rows", "choose another number."));
    }
    if change
        .learner_columns
        .iter()
        .flatten()
        .any(|columns| !are_columns(columns))
    {
        return Err(refused("learner_columns", "these are no columns", "choose them again."));
    }
    Ok(Preferences {
        theme: change.theme.unwrap_or(before.theme),
        keep_in_tray: change.keep_in_tray.unwrap_or(before.keep_in_tray),
        start_at_login: change.start_at_login.unwrap_or(before.start_at_login),
        notify_attention: change.notify_attention.unwrap_or(before.notify_attention),
        notify_held: change.notify_held.unwrap_or(before.notify_held),
        told_of_tray: change.told_of_tray.unwrap_or(before.told_of_tray),
        learner_columns: change.learner_columns.unwrap_or(before.learner_columns),
        rows: change.rows.unwrap_or(before.rows),
    })
}

fn are_columns(columns: &[String]) -> bool {
    columns.len() <= MOST_COLUMNS && columns.iter().all(|column| column.chars().count() <= LONGEST_COLUMN)
}

fn refused(key: &str, problem: &str, remedy: &str) -> Fault {
    Fault::new(FaultCode::SettingRefused, "a preference that cannot be")
        .with("key", key)
        .with("problem", problem)
        .with("remedy", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(json: &str) -> PreferencesChange {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_a_change_leaves_out_stays() {
        let after = changed(Preferences::default(), change(r#"{"theme":"dark","rows":100}"#)).unwrap();
        assert_eq!((after.theme, after.rows), (Theme::Dark, 100));
        assert!(after.keep_in_tray && after.notify_held, "nobody spoke of these");
    }

    #[test]
    fn columns_can_be_chosen_and_taken_back() {
        let chosen = changed(Preferences::default(), change(r#"{"learner_columns":["uln","tags"]}"#)).unwrap();
        assert_eq!(chosen.learner_columns.as_ref().map(Vec::len), Some(2));
        let kept = changed(chosen.clone(), change(r#"{"rows":25}"#)).unwrap();
        assert_eq!(kept.learner_columns, chosen.learner_columns, "left out is not null");
        let back = changed(chosen, change(r#"{"learner_columns":null}"#)).unwrap();
        assert_eq!(back.learner_columns, None);
    }

    #[test]
    fn what_an_older_version_kept_is_completed() {
        let kept: Preferences = serde_json::from_str(r#"{"theme":"light","gone":1}"#).unwrap();
        assert_eq!(kept.theme, Theme::Light);
        assert_eq!(kept.rows, Preferences::default().rows);
    }

    #[test]
    fn what_no_table_has_is_refused() {
        let long = "x".repeat(61);
        for wrong in [
            r#"{"rows":0}"#.to_owned(),
            r#"{"rows":4000000000}"#.to_owned(),
            format!(r#"{{"learner_columns":["{long}"]}}"#),
        ] {
            let fault = changed(Preferences::default(), change(&wrong)).unwrap_err();
            assert_eq!(fault.code, FaultCode::SettingRefused, "{wrong}");
            assert!(!fault.sentence().contains(&long), "what was asked is not repeated");
        }
    }
}
