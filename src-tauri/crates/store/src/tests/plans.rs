//! How SQLite goes about what is done for each row or page: along an index, or a large centre waits for minutes.

use super::support::Place;
use crate::tables::{learners, results, users};
use crate::views;

/// The steps of a statement's plan.
fn plan(place: &Place, sql: &str) -> Vec<String> {
    place.store.with_writer(|connection| {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map(
            rusqlite::params_from_iter(vec![1; statement.parameter_count()]),
            |row| row.get(3),
        );
        steps.unwrap().map(Result::unwrap).collect()
    })
}

#[test]
fn a_row_that_arrives_is_compared_by_its_index() {
    let place = Place::new();
    for sql in [learners::STATEMENTS.find, users::STATEMENTS.find, results::FIND] {
        for step in plan(&place, sql) {
            assert!(step.starts_with("SEARCH"), "{step}");
        }
    }
}

#[test]
fn a_page_of_the_list_is_read_in_order_and_a_search_along_one_index() {
    let place = Place::new();
    for words in 0..3 {
        let steps = plan(&place, &views::learners::page_sql(words));
        assert!(steps[0].contains("USING INDEX learners_by_name"), "{steps:?}");
        assert!(
            !steps.iter().any(|step| step.contains("TEMP B-TREE")),
            "nothing is sorted: {steps:?}"
        );
        let counting = plan(&place, &views::learners::count_sql(words));
        assert!(counting[0].contains("COVERING INDEX"), "{counting:?}");
    }
}

#[test]
fn a_key_that_matching_compares_has_an_index() {
    let place = Place::new();
    for (table, keys) in [
        (
            "learners",
            ["email_key", "username_key", "uln_key", "reference"].as_slice(),
        ),
        ("users", &["email_key", "username_key", "uln_key", "reference"]),
        ("learner_ninos", &["number"]),
        ("user_ninos", &["number"]),
    ] {
        for key in keys {
            let and_valid = if table.ends_with("ninos") { " AND valid" } else { "" };
            let steps = plan(&place, &format!("SELECT * FROM {table} WHERE {key} = ?{and_valid}"));
            assert!(
                steps[0].starts_with("SEARCH") && steps[0].contains(key),
                "{table}.{key}: {steps:?}"
            );
        }
    }
}
