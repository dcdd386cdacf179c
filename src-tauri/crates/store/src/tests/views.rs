//! The shapes that other programs rely on.

use domain::linking::{Decision, LinkChange, Plan, PlannedChange, Reason, Rule, Unmatched, Verdict};
use domain::ports::{Listed, UserResults};
use domain::records::{Component, LearnerKind, ResultRecord, UserRef};
use domain::run::RunState;
use domain::{Fault, FaultCode, Level, ResultKind, Subject};
use serde_json::{Value, json};

use super::support::{Ids, Place, day, learner, user, whole};
use crate::tables::matching::Applying;
use crate::{connections, decisions, matching, results, runs, views};

/// One learner with a link and a result, one without either.
fn filled() -> (Place, Ids) {
    let (place, ids) = Place::with_connections();
    let mut applicant = learner("2");
    applicant.kind = Some(LearnerKind::Applicant);
    applicant.nino = None;
    applicant.email_verified = Some(false);
    place.put(ids, &[whole("1"), Listed::Whole(applicant)]);
    place.put_users(ids, &[user("1"), user("2")]);
    let planned = PlannedChange {
        learner: place.learner_id(ids, "1"),
        user: place.user_id(ids, "1"),
        change: LinkChange::Make {
            rule: Rule::Email,
            held: None,
        },
    };
    let plan = Plan {
        changes: vec![planned],
        in_effect: 1,
        learners: vec![Unmatched {
            id: place.learner_id(ids, "2"),
            reason: Reason::NoCounterpart,
            candidates: Vec::new(),
        }],
        users: vec![Unmatched {
            id: place.user_id(ids, "2"),
            reason: Reason::EmailShared,
            candidates: Vec::new(),
        }],
    };
    let applying = Applying {
        run: None,
        actor: "matching",
        now: day(1),
    };
    place
        .store
        .write(|w| matching::apply(w, ids.provider, &plan, applying))
        .unwrap();
    let page = [UserResults {
        user: UserRef {
            external_id: "1".to_owned(),
            username: None,
        },
        results: vec![result()],
        skipped: Vec::new(),
    }];
    place
        .store
        .write(|w| results::put_page(w, ids.provider, &page, day(2)))
        .unwrap();
    (place, ids)
}

fn result() -> ResultRecord {
    let component = Component {
        name: "Reading".to_owned(),
        value: "2.48".to_owned(),
        measured_by: None,
        measured_at: None,
    };
    ResultRecord {
        external_id: "r1".to_owned(),
        subject: Subject::English,
        subject_raw: Some("English".to_owned()),
        kind: ResultKind::Initial,
        kind_raw: None,
        title: Some("English IA".to_owned()),
        level: Some(Level::Level1),
        level_raw: Some("Level 1".to_owned()),
        score: None,
        possible: None,
        percent: None,
        started_at: None,
        started_raw: None,
        finished_at: Some(day(-1)),
        finished_raw: None,
        components: Some(vec![component]),
    }
}

fn instant(number: i64) -> Value {
    serde_json::to_value(day(number)).unwrap()
}

#[test]
fn a_learner_is_shown_with_links_and_results() {
    let (place, ids) = filled();
    let id = place.learner_id(ids, "1");
    let shown = serde_json::to_value(place.store.read(|r| views::learner(r, id)).unwrap()).unwrap();
    let expected = json!({
        "id": 1, "external_id": "1", "record_system": "onefile", "centre": "North", "kind": "learner",
        "given_name": "Zoë", "family_name": "Sample1", "email": "Zoe.1@Example.org ", "email_verified": null,
        "nino": "••••••56C", "tags": [], "gone_at": null, "provider_username": null,
        "provider_username_edited": false,
        "links": [{
            "connection": "bksb", "provider": "bksb", "user": {"id": 1, "external_id": "1", "username": "zoe1"},
            "rule": "email", "since": instant(1), "held": false, "held_reason": null,
        }],
        "past_links": [],
        "results": [{
            "id": 1, "connection": "bksb", "external_id": "r1", "subject": "english", "subject_raw": "English",
            "kind": "initial", "kind_raw": null, "title": "English IA", "level": "level_1", "level_raw": "Level 1",
            "score": null, "possible": null, "percent": null, "started_at": null, "finished_at": instant(-1),
            "components": [{"name": "Reading", "value": "2.48", "measured_at": null}],
            "first_seen_at": instant(2), "revision": 1,
        }],
    });
    assert_eq!(shown, expected);
    assert!(
        shown["links"][0]["since"].as_str().unwrap().ends_with('Z'),
        "instants are in UTC"
    );
}

#[test]
fn results_of_a_held_link_are_not_shown() {
    let (place, ids) = filled();
    let id = place.learner_id(ids, "1");
    place
        .store
        .write(|w| w.execute("UPDATE links SET held = 'keys_disagree'", []))
        .unwrap();
    let shown = place.store.read(|r| views::learner(r, id)).unwrap();
    assert!(shown.results.is_empty(), "they may be another person's");
    assert!(shown.links[0].held && shown.links[0].held_reason == Some(Reason::KeysDisagree));
    let listed = place.store.read(|r| views::learners(r, None, None, 0)).unwrap();
    assert!(listed.learners[0].linked.is_empty());
}

#[test]
fn the_results_of_an_account_that_is_gone_stay_with_its_learner_until_a_person_parts_them() {
    let (place, ids) = filled();
    let (learner, user) = (place.learner_id(ids, "1"), place.user_id(ids, "1"));
    let apply = |change| {
        let plan = Plan {
            changes: vec![PlannedChange { learner, user, change }],
            ..Plan::default()
        };
        let applying = Applying {
            run: None,
            actor: "matching",
            now: day(4),
        };
        place
            .store
            .write(|w| matching::apply(w, ids.provider, &plan, applying))
            .unwrap();
    };
    let shown = || {
        let page = place.store.read(|r| views::learner(r, learner)).unwrap();
        (page.links.len(), page.past_links.len(), page.results.len())
    };
    place
        .store
        .write(|w| w.execute("UPDATE users SET gone_at = 1 WHERE id = 1", []))
        .unwrap();
    apply(LinkChange::Remove);
    assert_eq!(shown(), (0, 1, 1), "on record, though the link no longer stands");

    let (rule, held) = (Rule::Email, None);
    apply(LinkChange::Make { rule, held });
    assert_eq!(shown(), (1, 0, 1), "the account is back");

    apply(LinkChange::Remove);
    let decision = Decision {
        learner,
        user: Some(user),
        verdict: Verdict::Never,
    };
    place
        .store
        .write(|w| decisions::record(w, ids.provider, decision, "clerk", day(5)))
        .unwrap();
    assert_eq!(shown(), (0, 0, 0), "never this person's");
}

#[test]
fn a_list_of_learners_names_where_each_is_linked() {
    let (place, _) = filled();
    let shown = serde_json::to_value(place.store.read(|r| views::learners(r, None, None, 0)).unwrap()).unwrap();
    let expected = json!({"total": 2, "learners": [
        {"id": 1, "external_id": "1", "record_system": "onefile", "centre": "North", "kind": "learner",
         "given_name": "Zoë", "family_name": "Sample1", "email": "Zoe.1@Example.org ", "email_verified": null,
         "nino": "••••••56C", "tags": [], "linked": ["bksb"]},
        {"id": 2, "external_id": "2", "record_system": "onefile", "centre": "North", "kind": "applicant",
         "given_name": "Zoë", "family_name": "Sample2", "email": "Zoe.2@Example.org ", "email_verified": false,
         "nino": null, "tags": [], "linked": []},
    ]});
    assert_eq!(shown, expected);
}

#[test]
fn the_search_looks_into_names_address_reference_and_id() {
    let (place, ids) = Place::with_connections();
    let named = |id: &str, given: &str, family: &str, reference: &str| {
        let mut row = learner(id);
        (row.given_name, row.family_name) = (given.to_owned(), family.to_owned());
        row.email = Some(format!("mail{id}@example.org"));
        row.reference = Some(reference.to_owned());
        Listed::Whole(row)
    };
    place.put(
        ids,
        &[
            named("501", "Zoë-Anne", "O'Neil", "REF/1"),
            named("502", "Łukasz", "Żółw", "REF/2"),
            named("503", "Anne", "Abel", "X"),
            named("504", "100%", "Under_score", "Y"),
        ],
    );
    let found = |search: &str| {
        let page = place.store.read(|r| views::learners(r, Some(search), None, 0)).unwrap();
        assert_eq!(page.total, page.learners.len() as i64);
        page.learners.into_iter().map(|one| one.external_id).collect::<Vec<_>>()
    };
    assert_eq!(
        found("zoe oneil"),
        ["501"],
        "accents, case and hyphens do not matter, and each word counts"
    );
    assert_eq!(found("lukasz"), ["502"]);
    assert_eq!(found("anne"), ["503", "501"], "by family name");
    assert_eq!(found("mail502@EXAMPLE.org"), ["502"]);
    assert_eq!(found("ref/1"), ["501"]);
    assert_eq!(found("504"), ["504"]);
    assert_eq!(found("100%"), ["504"], "nothing is a wildcard");
    assert_eq!(found("nobody"), Vec::<String>::new());
    assert_eq!(found(" - "), found(""), "a search for nothing finds all");
}

#[test]
fn pages_of_learners_follow_each_other() {
    let (place, ids) = Place::with_connections();
    let rows: Vec<_> = ["4", "2", "5", "1", "3"].iter().map(|id| whole(id)).collect();
    place.put(ids, &rows);
    let page = |limit, offset| {
        let page = place
            .store
            .read(|r| views::learners(r, None, Some(limit), offset))
            .unwrap();
        assert_eq!(page.total, 5, "the total is that of all pages");
        page.learners.into_iter().map(|one| one.external_id).collect::<Vec<_>>()
    };
    assert_eq!([page(2, 0), page(2, 2), page(2, 4)].concat(), ["1", "2", "3", "4", "5"]);
    assert!(page(2, 6).is_empty());
}

#[test]
fn both_sections_of_the_unmatched_are_shown() {
    let (place, ids) = filled();
    let shown = || serde_json::to_value(place.store.read(|r| views::unmatched(r, ids.provider)).unwrap()).unwrap();
    let expected = json!({
        "connection": "bksb", "provider": "bksb", "users_available": true,
        "learners": [{"id": 2, "external_id": "2", "centre": "North", "given_name": "Zoë", "family_name": "Sample2",
                      "email": "Zoe.2@Example.org ", "reason": "no_counterpart", "candidates": []}],
        "users": [{"id": 2, "external_id": "2", "username": "zoe2", "given_name": "Zoe", "family_name": "Sample2",
                   "email": "zoe.2@example.org", "reason": "email_shared", "candidates": []}],
    });
    assert_eq!(shown(), expected);
    place
        .store
        .write(|w| connections::set_users_available(w, ids.provider, false))
        .unwrap();
    let without = shown();
    assert_eq!(
        (&without["users_available"], &without["users"]),
        (&json!(false), &json!([]))
    );
}

#[test]
fn a_row_that_is_never_to_be_matched_names_the_decision_that_says_so() {
    let (place, ids) = Place::with_connections();
    place.put(ids, &[whole("1"), whole("2")]);
    place.put_users(ids, &[user("1"), user("2")]);
    let [one, two] = ["1", "2"].map(|id| place.learner_id(ids, id));
    let [first, second] = ["1", "2"].map(|id| place.user_id(ids, id));
    let decided = [
        (one, Some(first), 1),
        (one, None, 2),
        (two, Some(first), 3),
        (two, Some(second), 4),
    ];
    let unmatched = |id| Unmatched {
        id,
        reason: Reason::NeverMatch,
        candidates: Vec::new(),
    };
    let plan = Plan {
        learners: [one, two].map(unmatched).to_vec(),
        users: vec![Unmatched {
            id: second,
            reason: Reason::NoCounterpart,
            candidates: Vec::new(),
        }],
        ..Plan::default()
    };
    let applying = Applying {
        run: None,
        actor: "matching",
        now: day(5),
    };
    place
        .store
        .write(|w| {
            for (learner, user, at) in decided {
                let verdict = Verdict::Never;
                decisions::record(w, ids.provider, Decision { learner, user, verdict }, "someone", day(at))?;
            }
            matching::apply(w, ids.provider, &plan, applying)
        })
        .unwrap();
    let shown = |side| {
        let ask = views::UnmatchedAsk {
            connection: ids.provider,
            side,
            reason: None,
            search: String::new(),
            limit: 10,
            offset: 0,
        };
        let page = place.store.read(|r| views::unmatched_page(r, &ask)).unwrap();
        let decided = page.rows.into_iter().map(|row| (row.decided_at, row.never));
        decided.collect::<Vec<_>>()
    };
    let never = |learner, user| Some(views::Never { learner, user });
    assert_eq!(
        shown(views::Side::Learners),
        [
            (Some(day(2)), never(one, None)),
            (Some(day(4)), never(two, Some(second)))
        ],
        "what is said of the whole learner goes before what is said of a pair, and the last pair before earlier ones"
    );
    assert_eq!(
        shown(views::Side::Users),
        [(None, None)],
        "a row with another reason names none, whatever was decided about a pair of it"
    );
    let on_page = |learner| {
        let page = place
            .store
            .read(|r| views::learner_page(r, learner, day(5).date_naive()))
            .unwrap();
        let parts = page.providers.into_iter();
        parts.map(|part| (part.decided_at, part.never)).collect::<Vec<_>>()
    };
    assert_eq!(
        [on_page(one), on_page(two)].concat(),
        shown(views::Side::Learners),
        "a learner's own page names the same decision"
    );
}

#[test]
fn a_run_is_shown_with_its_fault() {
    let (place, ids) = Place::with_connections();
    let fault = Fault::new(FaultCode::KeysRefused, "401").with("connection", "Onefile");
    place
        .store
        .write(|w| runs::finish(w, ids.run, RunState::Failed, &Default::default(), Some(&fault), day(1)))
        .unwrap();
    let shown = serde_json::to_value(place.store.read(|r| views::runs(r, 5)).unwrap()).unwrap();
    let expected = json!([{
        "id": 1, "connection": "Onefile", "task": "learners", "reason": "asked", "state": "failed",
        "started_at": instant(0), "finished_at": instant(1), "read": 0, "added": 0, "changed": 0, "unchanged": 0,
        "skipped": 0, "calls": 0, "fault": {"code": "keys_refused", "message": fault.sentence()},
    }]);
    assert_eq!(shown, expected);
}

#[test]
fn nothing_shown_holds_a_whole_number() {
    let (place, ids) = filled();
    let id = place.learner_id(ids, "1");
    let learner = place.store.read(|r| views::learner(r, id)).unwrap();
    let listed = place.store.read(|r| views::learners(r, None, None, 0)).unwrap();
    let unmatched = place.store.read(|r| views::unmatched(r, ids.provider)).unwrap();
    let all = [
        serde_json::to_string(&learner),
        serde_json::to_string(&listed),
        serde_json::to_string(&unmatched),
    ];
    for text in all.map(Result::unwrap) {
        assert!(
            !text.contains("123456"),
            "a National Insurance number shows its ending only"
        );
    }
}
