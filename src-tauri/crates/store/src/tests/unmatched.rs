//! Both sides of Unmatched, and what is needed to decide.

use domain::linking::{Candidate, CandidateKind, Evidence, Plan, Reason, Unmatched};

use super::centre::Centre;
use crate::connections;
use crate::views::{self, Side, UnmatchedAsk, UnmatchedPageParts};

fn ask(centre: &Centre, side: Side, search: &str, reason: Option<Reason>) -> UnmatchedPageParts {
    let ask = UnmatchedAsk {
        connection: centre.ids.provider,
        side,
        reason,
        search: search.to_owned(),
        limit: 2,
        offset: 0,
    };
    centre.place.store.read(|r| views::unmatched_page(r, &ask)).unwrap()
}

fn row<Own, Other>(id: Own, reason: Reason, candidates: Vec<Candidate<Other>>) -> Unmatched<Own, Other> {
    Unmatched { id, reason, candidates }
}

/// Learners 1, 2, 4 and 5 are unmatched, and so are accounts 2 and 3.
fn centre() -> Centre {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    let candidate = |user| Candidate {
        id: user,
        kind: CandidateKind::Ambiguous,
        why: vec![Evidence::SameEmail, Evidence::SameName],
    };
    let shared = [3, 2]
        .map(|number| candidate(centre.user(provider, &number.to_string())))
        .to_vec();
    let plan = Plan {
        learners: vec![
            row(centre.id("1"), Reason::NoCounterpart, Vec::new()),
            row(centre.id("2"), Reason::EmailShared, shared),
            row(centre.id("4"), Reason::NoCounterpart, Vec::new()),
            row(centre.id("5"), Reason::EmailMissing, Vec::new()),
        ],
        users: vec![
            row(centre.user(provider, "2"), Reason::EmailShared, Vec::new()),
            row(
                centre.user(provider, "3"),
                Reason::NoCounterpart,
                vec![Candidate {
                    id: centre.id("2"),
                    kind: CandidateKind::Ambiguous,
                    why: Vec::new(),
                }],
            ),
        ],
        ..Plan::default()
    };
    centre.apply(provider, &plan);
    centre
}

fn counts(page: &UnmatchedPageParts) -> Vec<(Reason, i64)> {
    page.reasons.iter().map(|one| (one.reason, one.count)).collect()
}

#[test]
fn learners_are_listed_by_name_and_counted_by_reason() {
    let centre = centre();
    let page = ask(&centre, Side::Learners, "", None);
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    assert_eq!((page.total, page.all, ids), (4, 4, vec![5, 1]), "the first two of four");
    let all = [
        (Reason::NoCounterpart, 2),
        (Reason::EmailShared, 1),
        (Reason::EmailMissing, 1),
    ];
    assert_eq!(
        counts(&page),
        all,
        "the most frequent first, of those alike the strongest"
    );

    let narrowed = ask(&centre, Side::Learners, "", Some(Reason::NoCounterpart));
    let ids: Vec<_> = narrowed.rows.iter().map(|row| row.id).collect();
    assert_eq!((narrowed.total, narrowed.all, ids), (2, 4, vec![1, 4]));
    assert_eq!(counts(&narrowed), all, "whatever the reason that was asked for");

    let found = ask(&centre, Side::Learners, "ashgrove", None);
    assert_eq!(
        counts(&found),
        [(Reason::EmailShared, 1), (Reason::NoCounterpart, 1)],
        "of those whom the search finds"
    );
    assert_eq!(
        ask(&centre, Side::Learners, "zimmer", None).all,
        0,
        "6 is not unmatched"
    );
}

#[test]
fn candidates_are_told_by_name_best_first() {
    let centre = centre();
    let shared = ask(&centre, Side::Learners, "ben", None).rows.remove(0);
    let told: Vec<_> = shared
        .candidates
        .iter()
        .map(|one| (one.family_name.as_str(), one.username.as_deref(), one.why.join(" ")))
        .collect();
    let why = || "same_email same_name".to_owned();
    assert_eq!(
        told,
        [("Sample3", Some("zoe3"), why()), ("Sample2", Some("zoe2"), why())]
    );
    assert_eq!(shared.centre.as_deref(), Some("North"));

    let account = ask(&centre, Side::Users, "", None).rows.remove(1);
    assert_eq!(
        (account.id, account.username.as_deref(), account.centre),
        (3, Some("zoe3"), None)
    );
    assert_eq!(account.candidates[0].given_name, "Ben");
    assert!(account.candidates[0].why.is_empty());
}

#[test]
fn accounts_of_another_provider_are_not_among_them() {
    let centre = centre();
    let found = ask(&centre, Side::Users, "sample", None);
    assert_eq!(found.all, 2);
    let elsewhere = UnmatchedAsk {
        connection: centre.second,
        side: Side::Users,
        reason: None,
        search: String::new(),
        limit: 9,
        offset: 0,
    };
    assert_eq!(
        centre
            .place
            .store
            .read(|r| views::unmatched_page(r, &elsewhere))
            .unwrap()
            .all,
        0
    );
}

#[test]
fn tabs_count_what_waits_at_each_provider_and_a_decision_counts_once() {
    let centre = centre();
    let provider = centre.ids.provider;
    let held = Some(Reason::KeysDisagree);
    centre.matched(
        provider,
        &[("2", held), ("3", held)],
        &[("2", Reason::KeysDisagree), ("4", Reason::NoCounterpart)],
    );
    let store = &centre.place.store;
    store
        .write(|w| connections::set_users_available(w, centre.second, false))
        .unwrap();
    let tabs = store.read(views::unmatched_tabs).unwrap();
    let told: Vec<_> = tabs
        .iter()
        .map(|tab| (tab.kind.as_str(), tab.learners, tab.users, tab.held))
        .collect();
    assert_eq!(
        told,
        [("bksb", 2, Some(0), 2), ("skills_forward", 0, None, 0)],
        "what is not known is not none"
    );
    assert_eq!(
        store.read(views::to_decide).unwrap(),
        3,
        "2 is unmatched because their link is held"
    );

    store.write(|w| connections::set_enabled(w, provider, false)).unwrap();
    assert_eq!(store.read(views::to_decide).unwrap(), 0);
    assert_eq!(store.read(views::unmatched_tabs).unwrap().len(), 1);
}

#[test]
fn held_links_are_listed_by_name_and_say_whether_they_were_in_effect() {
    let centre = Centre::new();
    let links = [
        ("4", Some(Reason::DetailsDisagree)),
        ("1", Some(Reason::KeysDisagree)),
        ("6", None),
    ];
    centre.matched(centre.ids.provider, &links, &[]);
    let held = centre
        .place
        .store
        .read(|r| views::held_links(r, centre.ids.provider))
        .unwrap();
    let told: Vec<_> = held
        .iter()
        .map(|one| (one.learner_family.as_str(), one.standing))
        .collect();
    assert_eq!(told, [("Åkerlind", true), ("Ashgrove", false)]);
    assert!(
        centre
            .place
            .store
            .read(|r| views::held_links(r, centre.second))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn accounts_are_found_by_any_of_their_words_and_told_whose_they_are() {
    let centre = Centre::new();
    let provider = centre.ids.provider;
    centre.matched(provider, &[("1", None), ("2", Some(Reason::KeysDisagree))], &[]);
    let store = &centre.place.store;
    store
        .write(|w| w.execute("UPDATE users SET staff = 1 WHERE id = 3", []))
        .unwrap();
    store
        .write(|w| w.execute("UPDATE users SET gone_at = 1 WHERE id = 4", []))
        .unwrap();
    let find = |text: &str, limit| store.read(|r| views::accounts(r, provider, text, limit)).unwrap();
    let all: Vec<_> = find("zoe sample", 9)
        .into_iter()
        .map(|one| (one.user_id.0, one.active, one.linked_to))
        .collect();
    let name = |text: &str| Some(text.to_owned());
    assert_eq!(
        all,
        [
            (1, true, name("Zoë Åkerlind")),
            (2, true, name("Ben Ashgrove")),
            (3, false, None),
            (5, true, None),
            (6, true, None)
        ],
        "whoever is gone cannot be linked"
    );
    assert_eq!(find("", 2).len(), 2);
    assert_eq!(find("ZOE5", 9)[0].external_id, "5", "by username");
    assert!(find("zoe nobody", 9).is_empty());
}
