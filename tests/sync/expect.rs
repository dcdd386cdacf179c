//! What the truth of a customer looks like in the program's own shapes.

use std::collections::{BTreeMap, BTreeSet};

use sandbox::{ExpectedUnmatched, Truth};
use serde_json::Value;
use system_tests::Centre;

/// A link as both sides can say it: learner, account, rule, held. Ids are the systems' own.
pub(crate) type Link = (String, String, String, bool);

/// The links of the truth.
pub(crate) fn links(truth: &Truth) -> BTreeSet<Link> {
    truth
        .links
        .iter()
        .map(|link| {
            (
                link.learner_external_id.clone(),
                link.user_external_id.clone(),
                link.rule.to_owned(),
                link.held,
            )
        })
        .collect()
}

/// The links that the database holds.
pub(crate) fn stored_links(centre: &Centre) -> BTreeSet<Link> {
    let database = system_tests::open_database(centre.cli.folder(), centre.key());
    let mut query = database
        .prepare(
            "SELECT learners.external_id, users.external_id, links.rule, links.held IS NOT NULL
             FROM links JOIN learners ON learners.id = links.learner JOIN users ON users.id = links.user",
        )
        .unwrap();
    query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// Rows without a link: id, reason, and the candidates that keys name, each with its kind.
pub(crate) type Rows = BTreeMap<String, (String, BTreeSet<(String, String)>)>;

/// The rows of the truth.
pub(crate) fn rows(expected: &[ExpectedUnmatched]) -> Rows {
    expected
        .iter()
        .map(|row| {
            let candidates = row
                .candidates
                .iter()
                .map(|one| (one.external_id.clone(), one.kind.to_owned()))
                .collect();
            (row.external_id.clone(), (row.reason.to_owned(), candidates))
        })
        .collect()
}

/// One section of what `unmatched` prints, in the systems' own ids. Suggestions are left to the ranking's own tests.
pub(crate) fn printed_rows(unmatched: &Value, section: &str, opposite: &str, key: &str) -> Rows {
    let external = |section: &str| -> BTreeMap<i64, String> {
        unmatched[section]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                (
                    row["id"].as_i64().unwrap(),
                    row["external_id"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    };
    let known = external(opposite);
    let name = |id: i64| known.get(&id).cloned();
    unmatched[section]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let candidates = row["candidates"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["kind"] != "suggestion")
                .map(|one| {
                    let id = one[key].as_i64().unwrap();
                    (
                        name(id).unwrap_or_else(|| format!("listed nowhere: {id}")),
                        one["kind"].as_str().unwrap().to_owned(),
                    )
                })
                .collect();
            (
                row["external_id"].as_str().unwrap().to_owned(),
                (row["reason"].as_str().unwrap().to_owned(), candidates),
            )
        })
        .collect()
}
