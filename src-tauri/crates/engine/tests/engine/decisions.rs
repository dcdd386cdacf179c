//! What people decide, and what follows at once.

use domain::run::RunReason;
use domain::{Fault, FaultCode};
use engine::Decided;
use store::audit;

use crate::world::{World, learner, result, told, user};

/// L4 and U9 are one person whom no rule links; U9 has a result.
async fn apart() -> World {
    let world = World::peopled();
    let mut other = user(9);
    other.email = Some("elsewhere@example.org".into());
    world.put_user(other);
    world.put_result(9, result("R9", "Maths Level 2"));
    world.sync().await;
    world
}

fn runs(decided: &Decided) -> Vec<String> {
    decided.runs.iter().map(told).collect()
}

#[tokio::test]
async fn a_link_by_hand_has_its_results_at_once_and_stands_through_every_sync() {
    let world = apart().await;
    let (assess, l4, u9) = (world.id("assess"), world.learner_id("L4"), world.user_id("U9"));
    world.take_asked();
    let decided = world.engine.acting_as("office").link(assess, l4, u9).await.unwrap();
    assert_eq!(
        runs(&decided),
        ["assess match changed done", "assess results linked done"]
    );
    assert_eq!(world.take_asked(), ["results U9"], "nobody else's results are fetched");
    assert_eq!(world.results("L4"), ["R9"]);
    world.sync().await;
    assert_eq!(world.links("L4"), ["manual U9"]);
    let audited = world.store.read(|r| audit::list(r, 2)).unwrap();
    assert!(
        audited.iter().all(|entry| entry.actor == "office"),
        "the audit names who decided"
    );
}

#[tokio::test]
async fn results_that_cannot_be_fetched_do_not_undo_the_link() {
    let world = apart().await;
    let unreachable = Fault::new(FaultCode::Unreachable, "no route");
    world.remote("assess").look().broken.insert("results", unreachable);
    let decided = world
        .engine
        .link(world.id("assess"), world.learner_id("L4"), world.user_id("U9"))
        .await
        .unwrap();
    assert_eq!(decided.fault.unwrap().code, FaultCode::Unreachable);
    assert_eq!(world.links("L4"), ["manual U9"]);
    world.remote("assess").look().broken.clear();
    world.clock.pass(chrono::TimeDelta::minutes(1));
    world.run_due().await;
    assert_eq!(world.results("L4"), ["R9"], "the schedule makes up for it");
}

#[tokio::test]
async fn unlinking_is_never_for_the_pair_until_it_is_taken_back() {
    let world = apart().await;
    let (assess, l1, u1) = (world.id("assess"), world.learner_id("L1"), world.user_id("U1"));
    world.engine.unlink(assess, l1, u1).await.unwrap();
    world.sync().await;
    assert!(world.links("L1").is_empty());
    let twice = world.engine.unlink(assess, l1, u1).await.unwrap_err();
    assert_eq!(twice.code, FaultCode::Refused);
    world.engine.never_match(assess, l1, Some(u1), true).await.unwrap();
    assert_eq!(world.links("L1"), ["email U1"]);
    let nothing = world.engine.never_match(assess, l1, Some(u1), true).await.unwrap_err();
    assert!(nothing.sentence().starts_with("Nobody said that"));
}

#[tokio::test]
async fn a_learner_who_is_never_matched_is_not_linked_by_hand_either() {
    let world = apart().await;
    let (assess, l1) = (world.id("assess"), world.learner_id("L1"));
    world.engine.never_match(assess, l1, None, false).await.unwrap();
    assert!(world.links("L1").is_empty());
    let refused = world.engine.link(assess, l1, world.user_id("U9")).await.unwrap_err();
    assert!(
        refused.sentence().contains("never to be matched"),
        "{}",
        refused.sentence()
    );
    world.engine.never_match(assess, l1, None, true).await.unwrap();
    assert_eq!(world.links("L1"), ["email U1"]);
}

#[tokio::test]
async fn what_is_not_here_or_elsewhere_is_refused_and_nothing_recorded() {
    let world = apart().await;
    let (records, assess) = (world.id("records"), world.id("assess"));
    let (l4, u9) = (world.learner_id("L4"), world.user_id("U9"));
    let runs_before = world.runs().len();
    let code = |fault: Result<Decided, Fault>| fault.err().map(|fault| fault.code);
    let engine = &world.engine;
    assert_eq!(
        code(engine.link(assess, domain::LearnerId(999), u9).await),
        Some(FaultCode::NotFound)
    );
    assert_eq!(
        code(engine.link(assess, l4, domain::UserId(999)).await),
        Some(FaultCode::NotFound)
    );
    assert_eq!(code(engine.link(records, l4, u9).await), Some(FaultCode::Refused));
    assert_eq!(
        code(engine.review(assess, l4, u9, true).await),
        Some(FaultCode::Refused)
    );
    assert_eq!(
        world.runs().len(),
        runs_before,
        "a decision that is refused leaves no trace"
    );
}

#[tokio::test]
async fn linking_by_hand_to_another_account_moves_the_link() {
    let world = apart().await;
    let (assess, l4) = (world.id("assess"), world.learner_id("L4"));
    world.engine.link(assess, l4, world.user_id("U9")).await.unwrap();
    let mut other = user(8);
    other.email = Some("another@example.org".into());
    world.put_user(other);
    world.sync().await;
    world.engine.link(assess, l4, world.user_id("U8")).await.unwrap();
    assert_eq!(world.links("L4"), ["manual U8"], "the last choice stands");
    world.sync().await;
    assert_eq!(world.links("L4"), ["manual U8"]);
}

/// L5's address is that of an account of another name and birth date.
async fn in_doubt() -> World {
    let world = World::peopled();
    let mut child = learner(5, "c1");
    child.given_name = "Somebody".into();
    child.date_of_birth = "2008-01-01".parse().ok();
    world.put_learner(child);
    world.put_user(user(5));
    world.put_result(5, result("R5", "Maths Level 2"));
    world.sync().await;
    world
}

#[tokio::test]
async fn a_held_link_takes_effect_when_a_person_says_yes() {
    let world = in_doubt().await;
    assert_eq!(world.links("L5"), ["email U5 held"]);
    assert!(
        !world.take_asked().contains(&"results U5".to_owned()),
        "held is not linked"
    );
    let (assess, l5, u5) = (world.id("assess"), world.learner_id("L5"), world.user_id("U5"));
    let decided = world.engine.review(assess, l5, u5, true).await.unwrap();
    assert_eq!(runs(&decided)[1], "assess results linked done");
    world.sync().await;
    assert_eq!(world.links("L5"), ["email U5"], "the rule stays what it was");
    assert_eq!(world.results("L5"), ["R5"]);
}

#[tokio::test]
async fn a_held_link_ends_when_a_person_says_no() {
    let world = in_doubt().await;
    let (assess, l5, u5) = (world.id("assess"), world.learner_id("L5"), world.user_id("U5"));
    world.engine.review(assess, l5, u5, false).await.unwrap();
    world.sync().await;
    assert!(world.links("L5").is_empty());
}

#[tokio::test]
async fn a_preview_changes_nothing_and_is_what_matching_then_does() {
    let world = World::peopled();
    world.sync_of(None, Some(&[domain::run::Task::Results])).await;
    let ask = world.ask(None, None);
    let preview = world.engine.preview_sync(&ask).await.unwrap();
    let runs: Vec<String> = preview
        .runs
        .iter()
        .map(|run| format!("{} {}", run.connection, run.task))
        .collect();
    assert_eq!(
        runs,
        ["records learners", "assess users", "assess match", "assess results"]
    );
    assert_eq!(preview.plans[0].1.changes.len(), 0, "nothing is stored yet");
    world.sync_of(None, Some(&[domain::run::Task::Learners])).await;
    world.sync_of(None, Some(&[domain::run::Task::Users])).await;
    let (l1, u1) = (world.learner_id("L1"), world.user_id("U1"));
    world.engine.unlink(world.id("assess"), l1, u1).await.unwrap();
    let before = world.runs().len();
    let plan = world.engine.preview(world.id("assess")).await.unwrap();
    assert_eq!((plan.in_effect, plan.changes.len()), (2, 0));
    assert_eq!(world.runs().len(), before);
    let report = world
        .engine
        .rematch(world.id("assess"), RunReason::Asked)
        .await
        .unwrap();
    assert_eq!(report.matched, plan.in_effect);
}

#[tokio::test]
async fn results_of_links_made_without_them_are_fetched_soon_after() {
    let world = World::peopled();
    let tasks = [
        domain::run::Task::Learners,
        domain::run::Task::Users,
        domain::run::Task::Match,
    ];
    world.run_due().await;
    world.put_user(user(4));
    world.put_result(4, result("R4", "Maths Level 1"));
    world.sync_of(None, Some(&tasks)).await;
    assert_eq!(world.links("L4"), ["email U4"]);
    assert!(world.results("L4").is_empty(), "the person left results out");
    world.take_asked();
    assert_eq!(world.run_due().await, ["assess results linked done"]);
    assert_eq!(world.take_asked(), ["results U4"], "of the new link alone");
    assert_eq!(world.results("L4"), ["R4"], "matched means visible");
    assert!(world.run_due().await.is_empty());
}

#[tokio::test]
async fn results_that_were_refused_for_good_wait_for_the_night() {
    let world = apart().await;
    let unreadable = Fault::new(FaultCode::AnswerUnreadable, "html");
    world.remote("assess").look().broken.insert("results", unreadable);
    world
        .engine
        .link(world.id("assess"), world.learner_id("L4"), world.user_id("U9"))
        .await
        .unwrap();
    assert!(
        world.run_due().await.is_empty(),
        "asking again at once would be of no use"
    );
    assert_eq!(world.status().await["state"], "error");
    world.remote("assess").look().broken.clear();
    world.clock.set("2026-11-23T05:00:00Z");
    world.run_due().await;
    assert_eq!(world.results("L4"), ["R9"]);
    assert_eq!(world.status().await["state"], "up_to_date");
}

#[tokio::test]
async fn a_username_typed_in_the_app_links_and_survives_every_sync() {
    let world = apart().await;
    let l4 = world.learner_id("L4");
    let report = world.engine.edit_username(l4, Some("USER9".into())).await.unwrap();
    assert_eq!(report.matched, 4);
    assert_eq!(world.links("L4"), ["username U9"]);
    assert_eq!(world.results("L4"), ["R9"]);
    world.sync().await;
    assert_eq!(world.links("L4"), ["username U9"]);
    let unknown = world
        .engine
        .edit_username(domain::LearnerId(999), None)
        .await
        .unwrap_err();
    assert_eq!(unknown.code, FaultCode::NotFound);
}
