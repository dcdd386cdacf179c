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
        let index = if words == 0 {
            "learners_in_order"
        } else {
            "learners_by_name"
        };
        assert!(steps[0].contains(&format!("USING INDEX {index}")), "{steps:?}");
        assert!(
            !steps.iter().any(|step| step.contains("TEMP B-TREE")),
            "nothing is sorted: {steps:?}"
        );
        let counting = plan(&place, &views::learners::count_sql(words));
        assert!(counting[0].contains("COVERING INDEX"), "{counting:?}");
    }
}

#[test]
fn what_the_window_reads_of_everybody_is_read_from_indexes_alone() {
    use views::learners_page::{order, which};
    use views::overview::{counts, waiting};
    use views::unmatched_page::accounts;
    let place = Place::new();
    let mut statements = vec![counts::scope_sql()];
    statements.extend((0..3).flat_map(|words| [order::names_sql(words), accounts::names_sql(words)]));
    statements.extend(
        [
            order::REFERENCES,
            order::CENTRES,
            which::OF_CENTRE,
            which::APPLICANTS,
            which::LINKED,
            which::HELD,
            counts::LINKED,
            waiting::UNMAPPED,
            users::IN_SCOPE_COUNT,
        ]
        .map(str::to_owned),
    );
    for sql in statements {
        let steps = plan(&place, &sql);
        assert!(steps[0].contains("COVERING INDEX"), "{sql}: {steps:?}");
        assert!(
            !steps.iter().any(|step| step.contains("TEMP B-TREE")),
            "{sql} sorts: {steps:?}"
        );
        for step in steps
            .iter()
            .skip(1)
            .filter(|step| step.contains("SEARCH") || step.contains("SCAN"))
        {
            let is_small =
                step.contains(" c USING INTEGER PRIMARY KEY") || step.contains(" k USING INTEGER PRIMARY KEY");
            assert!(is_small || step.contains("COVERING INDEX"), "{sql}: {steps:?}");
        }
    }
}

#[test]
fn held_links_are_found_without_looking_at_the_others() {
    let place = Place::new();
    let steps = plan(&place, views::review::SQL);
    assert!(steps.iter().any(|step| step.contains("links_held")), "{steps:?}");
    assert!(!steps.iter().any(|step| step.contains("SCAN k")), "{steps:?}");
}

#[test]
fn what_is_read_of_one_learner_is_found_by_an_index() {
    let place = Place::new();
    for sql in [
        views::learners_page::rows::RESULTS,
        views::learner_page::results::LIST,
        "SELECT max(at) FROM shown_results WHERE learner = ?",
        "SELECT learner FROM shown_accounts WHERE user = ?",
    ] {
        let steps = plan(&place, sql);
        let scans_a_table = |step: &&String| step.starts_with("SCAN") && *step != "SCAN s";
        assert!(!steps.iter().any(|step| scans_a_table(&step)), "{sql}: {steps:?}");
        if sql.contains("results e") {
            assert!(
                steps.iter().any(|step| step.contains("results_by_user")),
                "not along all results of a provider: {steps:?}"
            );
        }
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
