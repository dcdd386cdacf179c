//! Everything as the systems have it.

use domain::ports::{FindKey, LearnerQuery, Listed};
use sandbox::Op;

use crate::support::{World, all, ask};

#[tokio::test]
async fn every_learner_of_every_centre_comes_with_details() {
    let world = World::new(120).await;
    let onefile = world.onefile();
    let centres = onefile.centres().await.unwrap();
    let mut read = 0;
    for centre in &centres {
        let query = LearnerQuery {
            centre: Some(centre.external_id.clone()),
            ..LearnerQuery::default()
        };
        for listed in all(onefile.learners(query)).await.whole() {
            let Listed::Whole(learner) = listed else {
                panic!("nothing is known, so all is fetched")
            };
            let customer = world.sandbox.customer();
            let truth = customer.onefile.get(learner.external_id.parse().unwrap()).unwrap();
            assert_eq!(learner.given_name, truth.given_name);
            assert_eq!(
                learner.email.as_deref(),
                truth.email.as_deref().filter(|email| !email.trim().is_empty())
            );
            assert_eq!(learner.email_verified, truth.email_verified);
            assert_eq!(learner.date_of_birth, truth.date_of_birth);
            assert_eq!(learner.archived, truth.archived);
            assert_eq!(learner.centre.as_deref(), Some(truth.centre_id.to_string().as_str()));
            read += 1;
        }
    }
    let learners = world
        .sandbox
        .customer()
        .onefile
        .rows()
        .iter()
        .filter(|user| user.role == 1)
        .count();
    assert_eq!(read, learners, "staff are not listed and nobody is left out");
}

#[tokio::test]
async fn every_account_comes_with_its_results() {
    let world = World::new(60).await;
    let bksb = world.bksb();
    let users = all(bksb.users()).await;
    assert_eq!(users.total, Some(world.sandbox.customer().bksb.rows().len() as u64));
    let users = users.whole();
    let asks = users.iter().map(|user| ask(&user.external_id)).collect();
    for fetched in all(bksb.results(asks)).await.whole() {
        let customer = world.sandbox.customer();
        let truth = customer.account(&fetched.user.external_id).unwrap();
        assert_eq!(
            fetched.results.len(),
            truth.initial.len() + truth.diagnostic.len() + truth.sessions.len(),
            "results of all three kinds"
        );
        for numbered in &truth.initial {
            let id = numbered.session_id.to_string();
            let result = fetched
                .results
                .iter()
                .find(|result| result.external_id == id && result.kind == domain::ResultKind::Initial)
                .unwrap();
            assert_eq!(result.level.map(domain::Level::code), numbered.level);
            assert_eq!(result.level_raw.as_deref(), Some(numbered.result.as_str()));
            assert_eq!(result.subject.code(), numbered.subject.unwrap_or("other"));
            assert_eq!(result.finished_at, Some(domain::uk_time::instant(numbered.result_date)));
        }
        for session in &truth.sessions {
            let id = session.session_id.to_string();
            let result = fetched.results.iter().find(|result| result.external_id == id).unwrap();
            assert_eq!(result.finished_at.is_some(), session.completed.is_some());
            assert_eq!(result.level, None, "a decimal never becomes a level");
            assert_eq!(result.subject.code(), session.course.subject());
            let values: Option<Vec<f64>> = result.components.as_ref().map(|components| {
                components
                    .iter()
                    .map(|component| component.value.parse().unwrap())
                    .collect()
            });
            let truth = session.completed.map(|_| {
                session
                    .components
                    .iter()
                    .map(|component| f64::from(component.ability_hundredths) / 100.0)
                    .collect()
            });
            assert_eq!(values, truth);
        }
    }
}

#[tokio::test]
async fn a_username_is_found_and_an_unknown_one_is_not() {
    let world = World::new(20).await;
    let known = world.sandbox.customer().bksb.rows()[0].username.clone();
    let keys = vec![known.clone(), "nobody-has-this".to_owned()];
    let found = all(world.bksb().find_users(FindKey::Username, keys)).await.whole();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].username.as_ref(), Some(&known));
    assert_eq!(world.sandbox.calls().of(Op::BksbUserId), 2);
}

#[tokio::test]
async fn everything_that_reads_answers_a_check() {
    let world = World::new(120).await;
    for report in [world.onefile().check().await, world.bksb().check().await] {
        assert!(report.is_good(), "{:#?}", report.operations);
    }
}
