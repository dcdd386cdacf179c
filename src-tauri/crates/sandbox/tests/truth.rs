//! The customer that is served, and what is said to be true of it.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use sandbox::{Case, Customer, CustomerOptions, ROLE_LEARNER, Truth};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn customer(seed: u64, learners: usize) -> Customer {
    Customer::generate(&CustomerOptions {
        learners,
        ..CustomerOptions::new(seed, today())
    })
}

/// The key by which the rules compare addresses, written anew here, for exactly the forms that the cases use.
fn key(address: Option<&String>) -> Option<String> {
    let lower = address?.trim().to_lowercase().replace("e\u{301}", "é");
    let international = [
        ("müller.example", "xn--mller-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ];
    let whole = international
        .iter()
        .fold(lower, |text, (written, idna)| text.replace(written, idna));
    (!whole.is_empty()).then_some(whole)
}

#[test]
fn the_same_seed_makes_the_same_customer_and_another_seed_another() {
    let (one, again, other) = (customer(7, 300), customer(7, 300), customer(8, 300));
    assert_eq!(one.truth, again.truth, "everything follows from the seed");
    let addresses = |customer: &Customer| -> Vec<Option<String>> {
        customer
            .onefile
            .rows()
            .iter()
            .map(|learner| learner.email.clone())
            .collect()
    };
    assert!(
        addresses(&one) == addresses(&again),
        "records follow from the seed as well"
    );
    assert!(addresses(&one) != addresses(&other), "another seed brings other people");
}

#[test]
fn every_case_and_every_reason_occurs_for_every_seed_and_size() {
    for seed in 0..15 {
        for size in [60, 61, 200, 1200] {
            let truth = customer(seed, size).truth;
            let reasons = |rows: &[sandbox::ExpectedUnmatched]| -> BTreeSet<&'static str> {
                rows.iter().map(|row| row.reason).collect()
            };
            let all = BTreeSet::from([
                "details_disagree",
                "email_missing",
                "email_shared",
                "email_unverified",
                "no_counterpart",
            ]);
            assert_eq!(
                reasons(&truth.unmatched_learners),
                all,
                "learners of seed {seed}, size {size}"
            );
            assert_eq!(
                reasons(&truth.unmatched_users),
                all,
                "users of seed {seed}, size {size}"
            );
            assert!(
                truth.scene(Case::StrangerInOtherCentre).is_some(),
                "cases in two centres occur too"
            );
        }
    }
}

#[test]
fn as_many_learners_are_listed_as_were_asked_for() {
    for size in [60, 99, 1200, 5000] {
        let customer = customer(3, size);
        let learners = customer
            .onefile
            .rows()
            .iter()
            .filter(|user| user.role == ROLE_LEARNER)
            .count();
        assert_eq!(learners, size, "staff come on top");
        assert!(
            customer.onefile.rows().len() > size,
            "there are staff who are no learners"
        );
    }
}

#[test]
fn everybody_in_scope_has_exactly_one_end() {
    for seed in 0..20 {
        let customer = customer(seed, 400);
        let truth = &customer.truth;
        let linked: HashSet<&str> = truth
            .in_effect()
            .map(|link| link.learner_external_id.as_str())
            .collect();
        for learner in customer.onefile.rows() {
            let id = learner.id.to_string();
            let in_scope = learner.role == ROLE_LEARNER && !learner.archived;
            let ends = usize::from(linked.contains(id.as_str())) + usize::from(truth.learner(&id).is_some());
            assert_eq!(ends, usize::from(in_scope), "learner {id} of seed {seed}");
        }
        let linked = truth.linked_users();
        for user in customer.bksb.rows() {
            let id = user.id.to_string();
            let ends = usize::from(linked.contains(id.as_str())) + usize::from(truth.user(&id).is_some());
            assert_eq!(ends, usize::from(user.active), "account {id} of seed {seed}");
        }
    }
}

type LearnersByAddress = HashMap<(u64, String), Vec<String>>;
type UsersByAddress = HashMap<String, Vec<String>>;

/// Ids of everybody in scope: learners by centre and address, accounts by address.
fn holders(customer: &Customer) -> (LearnersByAddress, UsersByAddress) {
    let mut learners = LearnersByAddress::new();
    for learner in customer
        .onefile
        .rows()
        .iter()
        .filter(|user| user.role == ROLE_LEARNER && !user.archived)
    {
        if let Some(key) = key(learner.email.as_ref()) {
            learners
                .entry((learner.centre_id, key))
                .or_default()
                .push(learner.id.to_string());
        }
    }
    let mut users = UsersByAddress::new();
    for user in customer.bksb.rows().iter().filter(|user| user.active) {
        if let Some(key) = key(user.email.as_ref()) {
            users.entry(key).or_default().push(user.id.to_string());
        }
    }
    (learners, users)
}

#[test]
fn addresses_are_shared_only_where_a_case_says_so() {
    for seed in 0..30 {
        let customer = customer(seed, 600);
        let (learners, users) = holders(&customer);
        let scene_of = scenes_by_record(&customer.truth);
        let together = |ids: &[String], side: char| {
            let scenes: BTreeSet<usize> = ids.iter().map(|id| scene_of[&(side, id.clone())]).collect();
            assert_eq!(
                scenes.len(),
                1,
                "seed {seed}: an address never reaches from one case into another"
            );
        };
        learners.values().for_each(|ids| together(ids, 'l'));
        users.values().for_each(|ids| together(ids, 'u'));
        for ((_, key), ids) in &learners {
            let opposite = users.get(key).map(Vec::as_slice).unwrap_or_default();
            for user in opposite {
                assert_eq!(
                    scene_of[&('l', ids[0].clone())],
                    scene_of[&('u', user.clone())],
                    "seed {seed}"
                );
            }
        }
    }
}

fn scenes_by_record(truth: &Truth) -> BTreeMap<(char, String), usize> {
    let mut scene_of = BTreeMap::new();
    for (index, scene) in truth.scenes.iter().enumerate() {
        let learners = scene.learners.iter().map(|id| ('l', id.clone()));
        for record in learners.chain(scene.users.iter().map(|id| ('u', id.clone()))) {
            assert!(scene_of.insert(record, index).is_none(), "a record belongs to one case");
        }
    }
    scene_of
}

#[test]
fn what_links_has_one_address_on_both_sides_and_nobody_else_has_it() {
    for seed in 0..20 {
        let customer = customer(seed, 400);
        let (learners, users) = holders(&customer);
        for link in &customer.truth.links {
            let learner = customer.learner(&link.learner_external_id).unwrap();
            let address = key(learner.email.as_ref()).unwrap();
            assert_eq!(learner.email_verified, Some(true), "only verified addresses link");
            assert_eq!(
                learners[&(learner.centre_id, address.clone())],
                [link.learner_external_id.as_str()]
            );
            assert_eq!(users[&address], [link.user_external_id.as_str()]);
        }
    }
}

#[test]
fn candidates_and_suggestions_name_listed_rows_of_the_other_side() {
    for seed in 0..20 {
        let truth = customer(seed, 400).truth;
        for row in &truth.unmatched_learners {
            assert_eq!(
                row.candidates.is_empty(),
                matches!(row.reason, "no_counterpart" | "email_missing")
            );
        }
        for suggestion in &truth.suggestions {
            let learner = truth.learner(&suggestion.learner_external_id).unwrap();
            let user = truth.user(&suggestion.user_external_id).unwrap();
            assert!(
                learner.candidates.is_empty() && user.candidates.is_empty(),
                "no key names either of them"
            );
        }
    }
}

#[test]
fn usernames_and_result_ids_are_unique() {
    let customer = customer(11, 3000);
    let (mut usernames, mut initial, mut diagnostic, mut sessions) =
        (HashSet::new(), HashSet::new(), HashSet::new(), HashSet::new());
    for user in customer.bksb.rows() {
        assert!(usernames.insert(user.username.to_lowercase()), "whatever their case");
        assert!(user.initial.iter().all(|result| initial.insert(result.session_id)));
        assert!(
            user.diagnostic
                .iter()
                .all(|result| diagnostic.insert(result.session_id))
        );
        assert!(user.sessions.iter().all(|session| sessions.insert(session.session_id)));
    }
    assert!(
        !initial.is_disjoint(&diagnostic),
        "an initial and a diagnostic assessment may share a number"
    );
}

#[test]
fn results_come_in_every_kind_that_the_design_speaks_of() {
    let customer = customer(2, 1200);
    let results: Vec<_> = customer
        .bksb
        .rows()
        .iter()
        .flat_map(sandbox::BksbUser::expected_results)
        .collect();
    let any = |what: &str, test: &dyn Fn(&sandbox::ExpectedResult) -> bool| {
        assert!(results.iter().any(test), "no result {what}");
    };
    any("whose level is no known one", &|result| {
        !result.session && result.level.is_none() && result.subject.is_some()
    });
    any("whose subject is no known one", &|result| result.subject.is_none());
    any("that is unfinished", &|result| {
        result.session && result.finished_at.is_none()
    });
    any("with components", &|result| !result.components.is_empty());
    any("in the hour that occurs twice", &|result| {
        result
            .finished_at
            .is_some_and(|at| at.to_rfc3339().starts_with("2026-10-25T00:"))
    });
    any("in the hour that never occurs", &|result| {
        result
            .finished_at
            .is_some_and(|at| at.to_rfc3339().starts_with("2026-03-29T01:"))
    });
    assert!(
        customer.bksb.rows().iter().any(|user| user.initial.len() > 20),
        "somebody has more than a page"
    );
}

#[test]
fn results_are_newest_first_and_in_the_past() {
    for user in customer(4, 1200).bksb.rows() {
        for results in [&user.initial, &user.diagnostic] {
            assert!(
                results
                    .windows(2)
                    .all(|pair| pair[0].result_date >= pair[1].result_date)
            );
            assert!(results.iter().all(|result| result.result_date.date() < today()));
        }
    }
}

#[test]
fn a_benchmark_customer_has_exactly_the_users_and_results_asked_for() {
    for (users, results) in [(100, 1000), (70, 333), (10, 0)] {
        let customer = Customer::generate(&CustomerOptions::benchmark(users, results, today()));
        let counted: usize = customer
            .bksb
            .rows()
            .iter()
            .map(|user| user.expected_results().len())
            .sum();
        assert_eq!((customer.bksb.rows().len(), counted), (users, results));
        assert_eq!(customer.truth.in_effect().count(), users, "everybody links");
        assert!(customer.truth.unmatched_learners.is_empty() && customer.truth.unmatched_users.is_empty());
    }
}

#[test]
fn people_to_stage_with_are_there_at_the_default_size() {
    for seed in 0..30 {
        let customer = customer(seed, 1200);
        let staging = customer.staging().unwrap();
        let centre = |id: &str| customer.learner(id).unwrap().centre_id;
        let (first, shared) = &staging.shared_username;
        assert_eq!(
            centre(first),
            centre(&shared.learner_external_id),
            "a username is shared within a centre"
        );
        assert!(customer.account_by_username(&staging.unknown_username.1).is_none());
        for staged in [&staging.by_username, &staging.linked_elsewhere, shared] {
            let account = customer.account_by_username(&staged.username).unwrap();
            assert_eq!(account.id.to_string(), staged.user_external_id);
        }
    }
}

#[test]
fn one_centre_is_enough_for_every_case_but_those_of_two() {
    let options = CustomerOptions {
        centres: 1,
        learners: 100,
        ..CustomerOptions::new(1, today())
    };
    let truth = Customer::generate(&options).truth;
    assert!(truth.scene(Case::TwoCentres).is_none() && truth.scene(Case::Twins).is_some());
}

#[test]
fn where_every_address_is_trusted_only_what_lacked_that_is_linked_besides() {
    for seed in 0..10 {
        let truth = customer(seed, 400).truth;
        let trusted = truth.if_trusted();
        let lacking = truth
            .unmatched_learners
            .iter()
            .filter(|row| row.reason == "email_unverified")
            .count();
        assert!(
            lacking > 0 && trusted.links.len() == truth.links.len() + lacking,
            "seed {seed}"
        );
        let rows = |truth: &Truth| truth.in_effect().count() + truth.unmatched_learners.len();
        assert_eq!(rows(&trusted), rows(&truth), "everybody still has exactly one end");
        let left = trusted.unmatched_learners.iter().chain(&trusted.unmatched_users);
        assert!(
            left.clone().all(|row| row.reason != "email_unverified"),
            "nothing is left that says so"
        );
    }
}

#[test]
fn where_no_address_is_verified_nothing_links_and_every_pair_says_why() {
    for seed in 0..10 {
        let truth = customer(seed, 400).truth;
        let none = truth.if_unverified();
        assert!(none.links.is_empty());
        let everybody: BTreeSet<&str> = truth
            .in_effect()
            .map(|link| link.learner_external_id.as_str())
            .chain(truth.unmatched_learners.iter().map(|row| row.external_id.as_str()))
            .collect();
        let listed: BTreeSet<&str> = none
            .unmatched_learners
            .iter()
            .map(|row| row.external_id.as_str())
            .collect();
        assert_eq!(
            (listed.len(), &listed),
            (none.unmatched_learners.len(), &everybody),
            "each once, seed {seed}"
        );
        for row in none
            .unmatched_users
            .iter()
            .filter(|row| row.reason == "email_unverified")
        {
            for candidate in &row.candidates {
                let learner = none.learner(&candidate.external_id).unwrap();
                assert_eq!(
                    learner.candidates[0].external_id, row.external_id,
                    "candidates name each other"
                );
            }
        }
        let shared = |truth: &Truth| {
            truth
                .unmatched_users
                .iter()
                .filter(|row| row.reason == "email_shared")
                .count()
        };
        assert_eq!(shared(&none), shared(&truth), "what is shared stays shared");
    }
}
