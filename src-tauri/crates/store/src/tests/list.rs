//! The list of learners: every order and filter against looking at each learner.

use domain::linking::Reason;
use domain::records::LearnerKind;
use domain::{CentreId, ConnectionId, Level, ResultKind, Subject};

use super::centre::{Centre, result};
use super::support::day;
use crate::connections;
use crate::views::{self, LearnerRow, LearnerSort, LearnersAsk, LinkFilter, LinkState};

const ALL: LearnersAsk = LearnersAsk {
    search: String::new(),
    centre: None,
    provider: None,
    link: LinkFilter::Any,
    kind: None,
    no_initial: false,
    sort: LearnerSort::Name,
    descending: false,
    limit: 100,
    offset: 0,
};

/// Learner 1 is linked at both providers, 2 held at one, 3 archived, 4 unmatched at one and linked at the other,
/// 5 unmatched at both, 6 linked without results.
fn centre() -> Centre {
    let centre = Centre::new();
    let (first, second) = (centre.ids.provider, centre.second);
    let held = Some(Reason::KeysDisagree);
    let alone = |number| (number, Reason::NoCounterpart);
    centre.matched(
        first,
        &[("1", None), ("2", held), ("6", None)],
        &[alone("2"), alone("4"), alone("5")],
    );
    centre.matched(
        second,
        &[("1", None), ("4", None)],
        &[alone("2"), alone("5"), alone("6")],
    );
    let initial = |id, at| result(id, ResultKind::Initial, Level::Entry3, day(at));
    let diagnostic = |id, at| result(id, ResultKind::Diagnostic, Level::Level1, day(at));
    centre.fetched(first, "1", &[initial("a", -30), diagnostic("b", -10)], day(2));
    centre.fetched(first, "2", &[initial("c", -1)], day(2));
    centre.fetched(second, "4", &[diagnostic("d", -10)], day(2));
    centre
}

fn page(centre: &Centre, ask: &LearnersAsk) -> (u64, Vec<LearnerRow>) {
    let page = centre.place.store.read(|r| views::learners_page(r, ask)).unwrap();
    (page.total, page.rows)
}

fn ids(centre: &Centre, ask: &LearnersAsk) -> Vec<i64> {
    let (total, rows) = page(centre, ask);
    assert_eq!(total, rows.len() as u64, "the page holds all of them");
    rows.into_iter().map(|row| row.id.0).collect()
}

/// Whether a learner, as the list shows them, stands as a filter wants.
fn stands(row: &LearnerRow, link: LinkFilter, provider: Option<ConnectionId>) -> bool {
    let mut here = row
        .providers
        .iter()
        .filter(|one| provider.is_none_or(|id| id == one.connection_id));
    match link {
        LinkFilter::Any => true,
        LinkFilter::Linked => here.any(|one| one.link == LinkState::Linked),
        LinkFilter::Held => here.any(|one| one.link == LinkState::Held),
        // The archived one is in no scope.
        LinkFilter::NotLinked => here.any(|one| one.link == LinkState::NotLinked) && row.id.0 != 3,
    }
}

fn assessed(row: &LearnerRow, provider: Option<ConnectionId>) -> bool {
    let mut here = row
        .providers
        .iter()
        .filter(|one| provider.is_none_or(|id| id == one.connection_id));
    here.any(|one| one.has_initial)
}

#[test]
fn every_filter_lets_through_whom_looking_at_each_learner_would() {
    let centre = centre();
    let everybody = page(&centre, &ALL).1;
    let providers = [None, Some(centre.ids.provider), Some(centre.second)];
    let kinds = [None, Some(LearnerKind::Learner), Some(LearnerKind::Applicant)];
    let centres = [
        (None, ""),
        (Some(centre.ids.centre), "North"),
        (Some(centre.aston), "aston"),
    ];
    for (provider, kind) in providers.into_iter().flat_map(|one| kinds.map(|kind| (one, kind))) {
        for ((of, name), link) in centres
            .into_iter()
            .flat_map(|one| LinkFilter::ALL.iter().map(move |link| (one, *link)))
        {
            for no_initial in [false, true] {
                let expected = everybody.iter().filter(|row| {
                    kind.is_none_or(|kind| kind == row.kind)
                        && (of.is_none() || row.centre == name)
                        && stands(row, link, provider)
                        && !(no_initial && assessed(row, provider))
                });
                let expected: Vec<_> = expected.map(|row| row.id.0).collect();
                let ask = LearnersAsk {
                    centre: of,
                    provider,
                    kind,
                    link,
                    no_initial,
                    ..ALL
                };
                assert_eq!(
                    ids(&centre, &ask),
                    expected,
                    "{provider:?} {kind:?} {name} {link} {no_initial}"
                );
            }
        }
    }
}

#[test]
fn learners_are_listed_in_every_order_with_whoever_lacks_it_last() {
    let centre = centre();
    let by = |sort, descending| {
        ids(
            &centre,
            &LearnersAsk {
                sort,
                descending,
                ..ALL
            },
        )
    };
    assert_eq!(by(LearnerSort::Name, false), [5, 1, 2, 4, 3, 6], "Å is an A");
    assert_eq!(by(LearnerSort::Name, true), [6, 3, 4, 2, 1, 5]);
    assert_eq!(
        by(LearnerSort::Reference, false),
        [3, 5, 1, 2, 4, 6],
        "5 and 1 have the same, and are in order of name"
    );
    assert_eq!(by(LearnerSort::Reference, true), [5, 1, 3, 2, 4, 6]);
    assert_eq!(
        by(LearnerSort::Centre, false),
        [5, 6, 1, 2, 4, 3],
        "case does not part centres"
    );
    assert_eq!(by(LearnerSort::Centre, true), [1, 2, 4, 3, 5, 6]);
    let latest = [1, 4, 5, 2, 3, 6];
    assert_eq!(
        by(LearnerSort::LatestResult, true),
        latest,
        "a held link's result does not count"
    );
    assert_eq!(
        by(LearnerSort::LatestResult, false),
        latest,
        "1 and 4 had theirs at the same time"
    );
}

#[test]
fn pages_follow_each_other_in_every_order() {
    let centre = centre();
    for sort in LearnerSort::ALL.iter().copied() {
        for descending in [false, true] {
            let ask = LearnersAsk {
                sort,
                descending,
                ..ALL
            };
            let whole = ids(&centre, &ask);
            let pages = (0..4).flat_map(|number| {
                let ask = LearnersAsk {
                    limit: 2,
                    offset: number * 2,
                    ..ask.clone()
                };
                let (total, rows) = page(&centre, &ask);
                assert_eq!(total, 6, "of all pages");
                rows.into_iter().map(|row| row.id.0)
            });
            assert_eq!(pages.collect::<Vec<_>>(), whole, "by {sort}");
        }
    }
}

#[test]
fn a_search_looks_for_each_word_and_goes_with_every_order() {
    let centre = centre();
    let found = |search: &str, sort| {
        ids(
            &centre,
            &LearnersAsk {
                search: search.to_owned(),
                sort,
                ..ALL
            },
        )
    };
    assert_eq!(found("ASHGROVE", LearnerSort::Name), [2, 4]);
    assert_eq!(found("ash  dai", LearnerSort::Name), [4]);
    assert_eq!(found("akerlind", LearnerSort::Name), [1], "without its accent");
    assert_eq!(found("mv-2", LearnerSort::Name), [5, 1]);
    assert_eq!(found("a", LearnerSort::LatestResult), [1, 4, 5, 2, 3, 6]);
    assert!(
        found("away", LearnerSort::Name).is_empty(),
        "whoever is gone is in no list"
    );
    assert_eq!(
        found(" - ", LearnerSort::Name).len(),
        6,
        "there is nothing in it to look for"
    );
}

#[test]
fn a_row_tells_levels_by_subject_and_whether_they_rose() {
    let centre = centre();
    let first = centre.ids.provider;
    let maths = |id, level, at| result(id, ResultKind::Diagnostic, level, day(at));
    let mut rose = [
        maths("m1", Level::Level1, -9),
        maths("m2", Level::Entry3, -8),
        maths("m3", Level::Level2, -7),
    ];
    for one in &mut rose {
        one.subject = Subject::Maths;
    }
    // What nothing maps is told as it came, and nobody knows whether it is higher.
    (rose[2].level, rose[2].level_raw) = (None, Some("Working towards".to_owned()));
    let mut other = [maths("o1", Level::Entry1, -5), maths("o2", Level::Level2, -4)];
    for one in &mut other {
        one.subject = Subject::Other;
    }
    let mut without = maths("x", Level::Level3, -1);
    (without.level, without.level_raw) = (None, None);
    centre.fetched(first, "1", &rose, day(3));
    centre.fetched(first, "1", &other, day(3));
    centre.fetched(first, "1", &[without], day(3));
    let row = page(
        &centre,
        &LearnersAsk {
            search: "akerlind".to_owned(),
            ..ALL
        },
    )
    .1
    .remove(0);
    let told: Vec<_> = row.providers[0]
        .levels
        .iter()
        .map(|one| (one.subject, one.level, one.level_raw.as_deref(), one.higher))
        .collect();
    assert_eq!(
        told,
        [
            (Subject::English, Some(Level::Level1), Some("level_1"), true),
            (Subject::Maths, None, Some("Working towards"), false),
            (Subject::Other, Some(Level::Level2), Some("level_2"), false),
        ],
        "a result that states no level tells none"
    );
    assert_eq!(row.latest_result_at, Some(day(-1)), "though it is the latest");
}

#[test]
fn results_of_a_held_link_stay_out_of_the_list() {
    let centre = centre();
    let row = page(
        &centre,
        &LearnersAsk {
            search: "ashgrove ben".to_owned(),
            ..ALL
        },
    )
    .1
    .remove(0);
    let at = &row.providers[0];
    assert_eq!(at.link, LinkState::Held);
    assert!(!at.has_initial && at.levels.is_empty() && row.latest_result_at.is_none());
}

#[test]
fn the_filters_offer_what_there_is() {
    let centre = centre();
    let offered = || centre.place.store.read(views::learner_filters).unwrap();
    let filters = offered();
    let centres: Vec<_> = filters
        .centres
        .iter()
        .map(|one| (CentreId(one.id), one.name.as_str()))
        .collect();
    assert_eq!(centres, [(centre.aston, "aston"), (centre.ids.centre, "North")]);
    let providers: Vec<_> = filters.providers.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(providers, ["bksb", "skills_forward"]);
    assert_eq!(
        (filters.learners, filters.no_initial, filters.has_applicants),
        (6, 5, true)
    );

    let store = &centre.place.store;
    store
        .write(|w| connections::set_enabled(w, centre.second, false))
        .unwrap();
    assert_eq!(offered().providers.len(), 1, "one that is switched off is not offered");
    let row = page(&centre, &ALL).1.remove(0);
    assert_eq!(row.providers.len(), 1, "and has no columns");
    let linked = LearnersAsk {
        link: LinkFilter::Linked,
        ..ALL
    };
    assert_eq!(
        ids(&centre, &linked),
        [1, 6],
        "4 is linked only where it is switched off"
    );
}
