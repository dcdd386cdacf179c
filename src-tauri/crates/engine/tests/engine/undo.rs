//! Taking decisions back: whatever was decided, undoing it leads to what stood before.

use domain::{FaultCode, LearnerId, UserId};
use engine::{Decided, Undo};
use proptest::prelude::*;
use store::{audit, decisions, links, views};

use crate::world::{World, learner, result, user};

/// Everything that decisions are about: the decisions, the links with when and how they were made, and who is unmatched.
fn stands(world: &World) -> (Vec<String>, Vec<serde_json::Value>, serde_json::Value) {
    let assess = world.id("assess");
    let store = &world.store;
    let decided = store.read(|r| decisions::list(r, assess)).unwrap();
    let everybody = store.read(|r| views::learners(r, None, None, 0)).unwrap();
    let pages = everybody.learners.iter().map(|row| {
        let page = store.read(|r| views::learner(r, row.id)).unwrap();
        serde_json::to_value(page.links).unwrap()
    });
    let unmatched = store.read(|r| views::unmatched(r, assess)).unwrap();
    (
        decided.iter().map(|one| format!("{one:?}")).collect(),
        pages.collect(),
        serde_json::to_value(unmatched).unwrap(),
    )
}

/// Takes a decision back and says what stands then.
async fn taken_back(world: &World, decided: &Decided) -> Decided {
    let undo = decided.undo.as_ref().expect("it changed something");
    // It travels through the page, which reads nothing in it.
    let travelled = serde_json::to_string(undo).unwrap();
    let undo: Undo = serde_json::from_str(&travelled).unwrap();
    world.clock.pass(chrono::TimeDelta::minutes(1));
    world.engine.take_back(&undo).await.unwrap()
}

/// L1 to L3 are linked by email; L4 has no account, U9 nobody.
async fn apart() -> (World, LearnerId, LearnerId, UserId, UserId) {
    let world = World::peopled();
    let mut other = user(9);
    other.email = Some("elsewhere@example.org".into());
    world.put_user(other);
    world.put_result(9, result("R9", "Maths Level 2"));
    world.sync().await;
    let ids = (world.learner_id("L1"), world.learner_id("L4"));
    let users = (world.user_id("U1"), world.user_id("U9"));
    (world, ids.0, ids.1, users.0, users.1)
}

#[tokio::test]
async fn a_link_by_hand_ends_when_it_is_taken_back() {
    let (world, _, l4, _, u9) = apart().await;
    let before = stands(&world);
    let decided = world.engine.link(world.id("assess"), l4, u9).await.unwrap();
    assert_eq!((decided.linked, decided.unlinked), (1, 0));
    let back = taken_back(&world, &decided).await;
    assert_eq!((back.linked, back.unlinked), (0, 1));
    assert!(
        back.undo.is_none(),
        "what is taken back is not offered to be taken back"
    );
    assert_eq!(stands(&world), before);
    world.sync().await;
    assert!(world.links("L4").is_empty(), "and stays so");
}

#[tokio::test]
async fn unlinking_a_link_by_hand_is_taken_back_to_the_link_by_hand() {
    let (world, _, l4, _, u9) = apart().await;
    let assess = world.id("assess");
    world.engine.link(assess, l4, u9).await.unwrap();
    let before = stands(&world);
    let decided = world.engine.unlink(assess, l4, u9).await.unwrap();
    taken_back(&world, &decided).await;
    assert_eq!(stands(&world), before, "the same link, by hand, since the same moment");
    world.sync().await;
    assert_eq!(world.links("L4"), ["manual U9"]);
}

#[tokio::test]
async fn a_link_by_hand_over_a_never_is_taken_back_to_the_never() {
    let (world, l1, _, u1, _) = apart().await;
    let assess = world.id("assess");
    world.engine.never_match(assess, l1, Some(u1), false).await.unwrap();
    let before = stands(&world);
    let decided = world.engine.link(assess, l1, u1).await.unwrap();
    assert_eq!(world.links("L1"), ["manual U1"]);
    taken_back(&world, &decided).await;
    assert_eq!(stands(&world), before);
}

#[tokio::test]
async fn a_link_that_moved_goes_back_to_where_it_was() {
    let (world, l1, _, _, u9) = apart().await;
    let assess = world.id("assess");
    let before = stands(&world);
    let decided = world.engine.link(assess, l1, u9).await.unwrap();
    assert_eq!((decided.linked, decided.unlinked), (1, 1), "from U1 to U9");
    taken_back(&world, &decided).await;
    assert_eq!(stands(&world), before);
}

#[tokio::test]
async fn a_link_that_no_rule_would_make_any_more_comes_back_all_the_same() {
    let (world, l1, _, u1, _) = apart().await;
    let assess = world.id("assess");
    let mut moved = learner(1, "c1");
    moved.email = Some("new.address@example.org".into());
    world.put_learner(moved);
    world.sync().await;
    assert_eq!(world.links("L1"), ["email U1"], "a standing link stays");
    let before = stands(&world);
    let decided = world.engine.unlink(assess, l1, u1).await.unwrap();
    taken_back(&world, &decided).await;
    assert_eq!(stands(&world), before, "lifting the decision alone would have lost it");
}

#[tokio::test]
async fn an_answer_to_a_held_link_is_taken_back_to_the_question() {
    let (world, ..) = apart().await;
    let assess = world.id("assess");
    let mut child = learner(5, "c1");
    child.given_name = "Somebody".into();
    child.date_of_birth = "2008-01-01".parse().ok();
    world.put_learner(child);
    world.put_user(user(5));
    world.sync().await;
    let (l5, u5) = (world.learner_id("L5"), world.user_id("U5"));
    let before = stands(&world);
    for answer in [true, false] {
        let decided = world.engine.review(assess, l5, u5, answer).await.unwrap();
        taken_back(&world, &decided).await;
        assert_eq!(stands(&world), before, "the link waits for an answer again");
    }
}

#[tokio::test]
async fn without_a_token_the_decision_that_stands_is_lifted() {
    let (world, l1, ..) = apart().await;
    let assess = world.id("assess");
    world.engine.never_match(assess, l1, None, false).await.unwrap();
    let page: Undo = serde_json::from_value(serde_json::json!({ "connection": assess, "learner": l1, "user": null }))
        .expect("a page may make one for a decision of long ago");
    world.engine.take_back(&page).await.unwrap();
    assert_eq!(world.links("L1"), ["email U1"]);
    let nothing = world.engine.take_back(&page).await.unwrap_err();
    assert_eq!(nothing.code, FaultCode::Refused);
    assert!(
        nothing.sentence().contains("Nothing was decided"),
        "{}",
        nothing.sentence()
    );
}

#[tokio::test]
async fn what_was_decided_since_is_not_overridden() {
    let (world, l1, _, u1, _) = apart().await;
    let assess = world.id("assess");
    let unlinked = world.engine.unlink(assess, l1, u1).await.unwrap();
    world.engine.link(assess, l1, u1).await.unwrap();
    let before = stands(&world);
    let refused = world.engine.take_back(&unlinked.undo.unwrap()).await.unwrap_err();
    assert!(
        refused.sentence().contains("Something else has been decided"),
        "{}",
        refused.sentence()
    );
    assert_eq!(stands(&world), before, "nothing is half taken back");
}

#[tokio::test]
async fn a_decision_that_changes_nothing_offers_nothing_to_take_back() {
    let (world, l1, _, u1, _) = apart().await;
    let assess = world.id("assess");
    world.engine.never_match(assess, l1, Some(u1), false).await.unwrap();
    let again = world.engine.never_match(assess, l1, Some(u1), false).await.unwrap();
    assert!(again.undo.is_none());
    assert_eq!((again.linked, again.unlinked), (0, 0));
}

#[tokio::test]
async fn taking_back_is_audited_under_the_persons_name() {
    let (world, l1, _, u1, _) = apart().await;
    let assess = world.id("assess");
    let decided = world.engine.unlink(assess, l1, u1).await.unwrap();
    let engine = world.engine.acting_as("office");
    engine.take_back(&decided.undo.unwrap()).await.unwrap();
    let told: Vec<String> = world
        .store
        .read(|r| audit::list(r, 2))
        .unwrap()
        .iter()
        .map(|entry| format!("{} {}", entry.actor, entry.action))
        .collect();
    assert_eq!(told, ["office linked", "office decision_lifted"], "newest first");
}

#[tokio::test]
async fn an_account_that_has_gone_meanwhile_is_not_linked_again() {
    let (world, l1, _, u1, _) = apart().await;
    let assess = world.id("assess");
    let decided = world.engine.unlink(assess, l1, u1).await.unwrap();
    world.remote("assess").look().users.remove("U1");
    world.sync().await;
    let back = taken_back(&world, &decided).await;
    assert_eq!(back.linked, 0, "matching has the last word");
    assert!(world.store.read(|r| links::of_pair(r, l1, u1)).unwrap().is_none());
}

/// What a person may do to a learner and an account, by their numbers.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Link(u32, u32),
    Unlink(u32, u32),
    Never(u32, Option<u32>),
    NeverNoMore(u32, Option<u32>),
    Review(u32, u32, bool),
}

fn deeds() -> impl Strategy<Value = Deed> {
    let (who, account) = (1..=6u32, 1..=6u32);
    let pair = (who.clone(), account.clone());
    let maybe = (who, proptest::option::weighted(0.7, account));
    prop_oneof![
        4 => pair.clone().prop_map(|(learner, user)| Deed::Link(learner, user)),
        3 => pair.clone().prop_map(|(learner, user)| Deed::Unlink(learner, user)),
        3 => maybe.clone().prop_map(|(learner, user)| Deed::Never(learner, user)),
        2 => maybe.prop_map(|(learner, user)| Deed::NeverNoMore(learner, user)),
        2 => (pair, any::<bool>()).prop_map(|((learner, user), yes)| Deed::Review(learner, user, yes)),
    ]
}

/// People with addresses in common, so that one link that ends lets another begin.
async fn entangled() -> World {
    let world = World::new();
    for number in 1..=6 {
        let mut row = learner(number, "c1");
        row.email = Some(format!("person{}@example.org", number.min(4)));
        row.given_name = if number == 3 { "Another".into() } else { row.given_name };
        row.date_of_birth = if number == 3 {
            "1990-01-01".parse().ok()
        } else {
            row.date_of_birth
        };
        world.put_learner(row);
        let mut row = user(number);
        row.email = Some(format!("person{}@example.org", number.max(2)));
        world.put_user(row);
    }
    world.sync().await;
    world
}

async fn decide(world: &World, deed: Deed) -> Option<Decided> {
    let (assess, engine) = (world.id("assess"), &world.engine);
    let learner = |number: u32| world.learner_id(&format!("L{number}"));
    let user = |number: u32| world.user_id(&format!("U{number}"));
    let decided = match deed {
        Deed::Link(one, other) => engine.link(assess, learner(one), user(other)).await,
        Deed::Unlink(one, other) => engine.unlink(assess, learner(one), user(other)).await,
        Deed::Never(one, other) => engine.never_match(assess, learner(one), other.map(user), false).await,
        Deed::NeverNoMore(one, other) => engine.never_match(assess, learner(one), other.map(user), true).await,
        Deed::Review(one, other, yes) => engine.review(assess, learner(one), user(other), yes).await,
    };
    decided.ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_decided_can_be_taken_back_to_exactly_what_stood_before(
        deeds in proptest::collection::vec(deeds(), 1..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = entangled().await;
            for deed in deeds {
                let before = stands(&world);
                if let Some(decided) = decide(&world, deed).await
                    && decided.undo.is_some()
                {
                    taken_back(&world, &decided).await;
                    assert_eq!(stands(&world), before, "{deed:?} is taken back");
                    decide(&world, deed).await.expect("what could be decided can be decided again");
                }
            }
        });
    }
}
