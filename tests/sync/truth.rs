//! Links and reasons equal the truth, whatever the customer.

use system_tests::{Centre, seed_of_today};

use crate::expect::{links, printed_rows, rows, stored_links};

#[test]
fn links_and_reasons_equal_the_truth_for_todays_customer() {
    equals_the_truth(seed_of_today(), 1_200);
}

#[test]
fn links_and_reasons_equal_the_truth_for_smaller_customers_of_other_seeds() {
    for offset in 1..=3 {
        equals_the_truth(seed_of_today() * 31 + offset, 150);
    }
}

fn equals_the_truth(seed: u64, learners: usize) {
    let centre = Centre::connected(seed, learners);
    let report = centre.sync();
    let truth = centre.sandbox.customer().truth.clone();

    let (found, expected) = (stored_links(&centre), links(&truth));
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "seed {seed}: missing {missing:?}, surplus {surplus:?}"
    );

    let unmatched = centre.cli.json(&["unmatched", "--connection", "bksb"]);
    for (section, opposite, key, truth) in [
        ("learners", "users", "user_id", &truth.unmatched_learners),
        ("users", "learners", "learner_id", &truth.unmatched_users),
    ] {
        let (mut found, expected) = (printed_rows(&unmatched, section, opposite, key), rows(truth));
        name_the_linked(&centre, opposite, &mut found);
        for (id, row) in &expected {
            assert_eq!(
                found.get(id),
                Some(row),
                "seed {seed}: {section} {id}, case {:?}",
                case_of(&centre, id)
            );
        }
        assert_eq!(
            found.len(),
            expected.len(),
            "seed {seed}: nobody else is listed under {section}"
        );
    }
    assert_eq!(
        report["matched"],
        truth.in_effect().count(),
        "held links are not in effect"
    );
    assert_eq!(report["unmatched_learners"], truth.unmatched_learners.len());
    assert_eq!(report["unmatched_users"], truth.unmatched_users.len());
}

/// Candidates that are linked elsewhere are in no section: their systems' ids are in the database.
fn name_the_linked(centre: &Centre, table: &str, rows: &mut crate::expect::Rows) {
    let database = system_tests::open_database(centre.cli.folder(), centre.key());
    for (_, candidates) in rows.values_mut() {
        *candidates = std::mem::take(candidates)
            .into_iter()
            .map(|(id, kind)| match id.strip_prefix("listed nowhere: ") {
                Some(own) => (external_id(&database, table, own), kind),
                None => (id, kind),
            })
            .collect();
    }
}

fn external_id(database: &rusqlite::Connection, table: &str, own: &str) -> String {
    database
        .query_row(&format!("SELECT external_id FROM {table} WHERE id = ?"), [own], |row| {
            row.get(0)
        })
        .unwrap()
}

fn case_of(centre: &Centre, id: &str) -> Option<sandbox::Case> {
    let customer = centre.sandbox.customer();
    let scenes = customer.truth.scenes.iter();
    scenes
        .filter(|scene| scene.learners.iter().chain(&scene.users).any(|one| one == id))
        .map(|scene| scene.case)
        .next()
}
