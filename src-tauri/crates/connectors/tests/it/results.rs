//! Results: what is fetched for whom, and what happens when something is not there.

use domain::ports::{NewUser, ResultsAsk, UserResults};
use domain::records::UserRef;
use domain::run::SkipReason;
use domain::{FaultCode, ResultKind, Subject};
use sandbox::{Fault, Op, Rewrite, What};
use serde_json::json;

use crate::support::{World, all, ask};

fn asks(world: &World) -> Vec<ResultsAsk> {
    world
        .sandbox
        .customer()
        .bksb
        .rows()
        .iter()
        .map(|user| ask(user.id))
        .collect()
}

fn someone(world: &World, with: impl Fn(&sandbox::BksbUser) -> bool) -> String {
    let customer = world.sandbox.customer();
    let user = customer.bksb.rows().iter().find(|user| with(user));
    user.expect("the customer has such an account").id.to_string()
}

async fn of_one(world: &World, id: &str) -> UserResults {
    all(world.bksb().results(vec![ask(id)])).await.whole().remove(0)
}

#[tokio::test]
async fn only_finished_sessions_without_stored_components_are_asked_about() {
    let world = World::new(60).await;
    let id = someone(&world, |user| {
        user.sessions
            .iter()
            .filter(|session| session.completed.is_some())
            .count()
            > 1
    });
    let sessions = world.sandbox.customer().account(&id).unwrap().sessions.clone();
    let finished: Vec<_> = sessions.iter().filter(|session| session.completed.is_some()).collect();
    of_one(&world, &id).await;
    assert_eq!(world.sandbox.calls().of(Op::BksbComponents), finished.len());
    world.sandbox.calls().reset();
    let mut again = ask(&id);
    again.detailed = finished
        .iter()
        .skip(1)
        .map(|session| session.session_id.to_string())
        .collect();
    let fetched = all(world.bksb().results(vec![again])).await.whole().remove(0);
    assert_eq!(world.sandbox.calls().of(Op::BksbComponents), 1, "the others are stored");
    assert_eq!(
        fetched
            .results
            .iter()
            .filter(|result| result.components.is_some())
            .count(),
        1
    );
}

#[tokio::test]
async fn no_more_calls_than_the_system_makes_necessary() {
    let world = World::new(60).await;
    let asks = asks(&world);
    let customer = world.sandbox.customer().clone();
    all(world.bksb().results(asks)).await.whole();
    let pages = |count: usize| count.div_ceil(20).max(1);
    let users = customer.bksb.rows();
    let calls = world.sandbox.calls();
    assert_eq!(
        calls.of(Op::BksbInitial),
        users.iter().map(|user| pages(user.initial.len())).sum::<usize>()
    );
    assert_eq!(
        calls.of(Op::BksbDiagnostic),
        users.iter().map(|user| pages(user.diagnostic.len())).sum::<usize>()
    );
    assert_eq!(calls.of(Op::BksbSessions), 2 * users.len());
}

#[tokio::test]
async fn a_user_who_was_merged_away_is_set_aside_and_the_others_are_fetched() {
    let world = World::new(60).await;
    let mut asks = asks(&world);
    asks.insert(2, ask(999_999_999));
    let count = asks.len();
    let listed = all(world.bksb().results(asks)).await;
    let rows = listed.whole();
    assert_eq!(rows.len(), count, "everybody asked for is answered for");
    assert_eq!(rows[2].skipped[0].reason, SkipReason::GoneMeanwhile);
    assert_eq!(rows[2].skipped[0].external_id.as_deref(), Some("999999999"));
    assert!(rows[2].results.is_empty());
    assert_eq!(
        world
            .sandbox
            .calls()
            .log()
            .iter()
            .filter(|call| call.status == 404)
            .count(),
        1
    );
}

#[tokio::test]
async fn users_come_in_the_order_asked_for_and_a_few_to_a_page() {
    let world = World::new(120).await;
    let asks = asks(&world);
    let ids: Vec<String> = asks.iter().map(|ask| ask.user.external_id.clone()).collect();
    let listed = all(world.bksb().results(asks)).await;
    assert!(listed.pages >= ids.len() / 25, "a page holds at most 25 users");
    assert!(listed.whole().iter().map(|row| &row.user.external_id).eq(&ids));
}

#[tokio::test]
async fn what_was_fetched_before_a_fault_is_passed_on() {
    let world = World::new(60).await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbDiagnostic, What::Status(400)).after(10));
    let listed = all(world.bksb().results(asks(&world))).await;
    assert!(
        listed.rows.len() >= 7,
        "at most those under way at once are lost, not the page"
    );
    assert_eq!(listed.failed().code, FaultCode::RequestRefused);
}

#[tokio::test]
async fn a_list_that_may_be_missing_is_empty_and_one_that_should_not_be_is_a_fault() {
    let world = World::new(60).await;
    let without = someone(&world, |user| {
        user.initial.is_empty() && user.diagnostic.is_empty() && user.sessions.is_empty()
    });
    assert!(of_one(&world, &without).await.results.is_empty());
    let with = someone(&world, |user| !user.initial.is_empty());
    world
        .sandbox
        .rewrites()
        .add(Rewrite::drop(Op::BksbInitial, "InitialAssessmentResults"));
    let fault = all(world.bksb().results(vec![ask(&with)])).await.failed();
    assert_eq!(fault.code, FaultCode::AnswerUnreadable);
    assert!(
        fault.sentence().contains("/InitialAssessmentResults"),
        "{}",
        fault.sentence()
    );
    world.sandbox.rewrites().clear();
    world
        .sandbox
        .rewrites()
        .add(Rewrite::drop(Op::BksbInitial, "Pagination"));
    assert!(
        of_one(&world, &without).await.results.is_empty(),
        "neither a list nor a total: nothing there"
    );
}

#[tokio::test]
async fn what_no_table_maps_is_kept_as_it_came() {
    let world = World::new(60).await;
    let id = someone(&world, |user| !user.initial.is_empty() && !user.sessions.is_empty());
    let rewrites = world.sandbox.rewrites();
    rewrites.add(Rewrite::map(Op::BksbInitial, "CourseSubject", |_| json!("Welsh")));
    rewrites.add(Rewrite::map(Op::BksbInitial, "CourseName", |_| json!("Cymraeg")));
    rewrites.add(Rewrite::map(Op::BksbInitial, "AssessmentName", |_| {
        json!("Welsh Initial")
    }));
    rewrites.add(Rewrite::map(Op::BksbInitial, "Result", |_| json!("Welsh 2.48")));
    rewrites.add(Rewrite::map(Op::BksbSessions, "AssessmentType", |_| json!(3)));
    let fetched = of_one(&world, &id).await;
    let initial = fetched
        .results
        .iter()
        .find(|result| result.kind == ResultKind::Initial)
        .unwrap();
    assert_eq!(
        (initial.subject, initial.subject_raw.as_deref()),
        (Subject::Other, Some("Welsh"))
    );
    assert_eq!(
        (initial.level, initial.level_raw.as_deref()),
        (None, Some("Welsh 2.48")),
        "a decimal is no level"
    );
    assert!(
        fetched
            .results
            .iter()
            .any(|result| result.kind == ResultKind::Other && result.kind_raw.as_deref() == Some("3"))
    );
    world.overlay(
        "bksb",
        "tables.subject.Welsh = \"other\"\ntables.kind.3 = \"diagnostic\"\ntables.level.\"Welsh 2.48\" = \"level_1\"",
    );
    let fetched = of_one(&world, &id).await;
    assert!(
        fetched.results.iter().all(|result| result.kind != ResultKind::Other),
        "an overlay maps it"
    );
}

#[tokio::test]
async fn a_second_session_list_that_breaks_names_its_place() {
    let world = World::new(60).await;
    let id = someone(&world, |user| !user.sessions.is_empty());
    world
        .sandbox
        .rewrites()
        .add(Rewrite::body(Op::BksbSessions, |_| json!({"Message": "no"})));
    let fault = all(world.bksb().results(vec![ask(&id)])).await.failed();
    assert_eq!(
        fault.code,
        FaultCode::AnswerUnreadable,
        "an error in place of a list is not an empty list"
    );
}

#[tokio::test]
async fn bad_results_are_set_aside_one_by_one() {
    let world = World::new(60).await;
    let id = someone(&world, |user| user.initial.len() > 1);
    world.sandbox.faults().add(Fault::on(
        Op::BksbInitial,
        What::BadRow(0, "ResultDate", Some(json!("04/03/2026"))),
    ));
    let fetched = of_one(&world, &id).await;
    assert_eq!(fetched.skipped.len(), 1);
    assert_eq!(fetched.skipped[0].field.as_deref(), Some("ResultDate"));
    let kept = fetched
        .results
        .iter()
        .filter(|result| result.kind == ResultKind::Initial && result.components.is_none());
    assert!(kept.count() >= 1, "the other one is kept");
}

#[tokio::test]
async fn a_sign_in_link_is_made_for_one_user() {
    let world = World::new(60).await;
    let id = world.sandbox.customer().bksb.rows()[0].id.to_string();
    let user = UserRef {
        external_id: id,
        username: None,
    };
    let link = world.bksb().login_link(&user).await.unwrap();
    assert!(link.url.starts_with("https://"));
    assert!(link.expires_at.is_some_and(|end| end > world.sandbox.now()));
}

fn new_user(username: &str) -> NewUser {
    NewUser {
        username: username.to_owned(),
        password: "First-Password-1".to_owned(),
        given_name: "Zoë".to_owned(),
        family_name: "O'Neill & Sons".to_owned(),
        email: "zoe+new@example.org".to_owned(),
        date_of_birth: chrono::NaiveDate::from_ymd_opt(2008, 2, 9),
        reference: None,
        auto_enrol: true,
    }
}

#[tokio::test]
async fn an_account_is_created_with_everything_that_was_given() {
    let world = World::new(60).await;
    let created = world.bksb().create_user(&new_user("zoe.oneill")).await.unwrap();
    assert_eq!(created.username.as_deref(), Some("zoe.oneill"));
    let customer = world.sandbox.customer();
    let account = customer.account(&created.external_id).unwrap();
    assert_eq!(account.family_name, "O'Neill & Sons", "forms are encoded");
    assert_eq!(account.email.as_deref(), Some("zoe+new@example.org"));
    assert_eq!(account.date_of_birth, chrono::NaiveDate::from_ymd_opt(2008, 2, 9));
}

#[tokio::test]
async fn creating_is_never_tried_twice() {
    let world = World::new(60).await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbCreateUser, What::DoneThenStatus(500)));
    let fault = world.bksb().create_user(&new_user("zoe.oneill")).await.err().unwrap();
    assert_eq!(fault.code, FaultCode::ServerError);
    assert_eq!(
        world.sandbox.calls().of(Op::BksbCreateUser),
        1,
        "a second try could create a second account"
    );
    assert!(!format!("{fault:?}{}", fault.sentence()).contains("First-Password"));
}
