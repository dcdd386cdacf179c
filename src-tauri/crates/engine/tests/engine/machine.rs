//! A rule machine: people edit, systems fail, syncs come in between. What must hold always is checked after each step.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::run::{RunState, Task};
use domain::{Fault, FaultCode, Next};
use proptest::prelude::*;
use store::{learners, users, views};

use crate::world::{World, learner, result, user};

/// One step.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A learner is added, or their name is edited.
    Learner { number: u32, edit: u8 },
    /// A learner leaves the record system.
    LearnerLeaves(u32),
    /// An account is added, or its name is edited.
    User { number: u32, edit: u8 },
    /// A result comes in, or its level is corrected.
    Result { user: u32, level: u8 },
    /// Time passes.
    Wait(i64),
    /// A call of a system from now on will fail.
    Fail { records: bool, call: u64, fault: u8 },
    /// A person syncs.
    Sync,
    /// The schedule looks at the clock.
    Look,
}

fn steps() -> impl Strategy<Value = Step> {
    let who = 1..=8u32;
    prop_oneof![
        3 => (who.clone(), 0..3u8).prop_map(|(number, edit)| Step::Learner { number, edit }),
        1 => who.clone().prop_map(Step::LearnerLeaves),
        2 => (who.clone(), 0..3u8).prop_map(|(number, edit)| Step::User { number, edit }),
        2 => (who, 0..3u8).prop_map(|(user, level)| Step::Result { user, level }),
        2 => (0..3000i64).prop_map(Step::Wait),
        3 => (any::<bool>(), 1..12u64, 0..4u8).prop_map(|(records, call, fault)| Step::Fail { records, call, fault }),
        3 => Just(Step::Sync),
        2 => Just(Step::Look),
    ]
}

fn fault(number: u8) -> Fault {
    match number {
        0 => Fault::new(FaultCode::AnswerCutOff, "cut"),
        1 => Fault::new(FaultCode::RateLimited, "429").then(Next::RetryLater(Some(std::time::Duration::from_secs(60)))),
        2 => Fault::new(FaultCode::KeysRefused, "401"),
        _ => Fault::new(FaultCode::AnswerUnreadable, "html"),
    }
}

async fn take(world: &World, step: Step) {
    match step {
        Step::Learner { number, edit } => {
            let mut row = learner(number, "c1");
            row.reference = Some(format!("edit {edit}"));
            world.put_learner(row);
        }
        Step::LearnerLeaves(number) => {
            // Never the last: an empty listing is held, which is another story.
            let records = world.remote("records");
            let mut remote = records.look();
            if remote.learners.len() > 1 {
                remote.learners.remove(&format!("L{number}"));
            }
        }
        Step::User { number, edit } => {
            let mut row = user(number);
            row.reference = Some(format!("edit {edit}"));
            world.put_user(row);
        }
        Step::Result { user, level } => {
            let row = result(&format!("R{user}"), &format!("English Level {level}"));
            let assess = world.remote("assess");
            assess.look().results.insert(format!("U{user}"), vec![row]);
        }
        Step::Wait(minutes) => world.clock.pass(TimeDelta::minutes(minutes)),
        Step::Fail {
            records,
            call,
            fault: which,
        } => {
            let name = if records { "records" } else { "assess" };
            world.fail(name, call, fault(which));
        }
        Step::Sync => _ = world.sync().await,
        Step::Look => _ = world.run_due().await,
    }
}

/// What must hold after every step, whatever failed.
fn check_always(world: &World) {
    let runs = world.store.read(|r| views::runs(r, 1000)).unwrap();
    for run in &runs {
        assert!(run.state.is_over(), "no run is left open: {run:?}");
        assert_eq!(
            run.fault.is_some(),
            matches!(run.state, RunState::Failed | RunState::Held),
            "a run tells its fault exactly where it has one: {run:?}"
        );
        assert!(
            run.task == Task::Match || run.read >= run.added,
            "nothing is added that was not read: {run:?}"
        );
    }
}

/// What must hold once everything could be read: what is stored is what is there.
fn check_in_step(world: &World) {
    let (records, assess) = (world.id("records"), world.id("assess"));
    let remote_learners: BTreeMap<String, Option<String>> = world
        .remote("records")
        .look()
        .learners
        .values()
        .map(|(row, _)| (row.external_id.clone(), row.reference.clone()))
        .collect();
    let known = world
        .store
        .read(|r| learners::known_ids(r, records, None, None))
        .unwrap();
    let mut present: Vec<&String> = known.iter().collect();
    present.sort();
    assert_eq!(
        present,
        remote_learners.keys().collect::<Vec<_>>(),
        "who is there is stored as present"
    );
    let accounts: Vec<String> = world.remote("assess").look().users.keys().cloned().collect();
    let count = world.store.read(|r| users::present_count(r, assess)).unwrap();
    assert_eq!(count, accounts.len() as u64);
    for id in remote_learners.keys() {
        let number = &id[1..];
        let account = format!("U{number}");
        let links = world.links(id);
        if accounts.contains(&account) {
            assert_eq!(links, [format!("email {account}")], "whose address agrees is linked");
            let remote = world
                .remote("assess")
                .look()
                .results
                .get(&account)
                .cloned()
                .unwrap_or_default();
            let page = world.learner(id);
            let levels: Vec<&str> = page["results"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|result| result["level_raw"].as_str())
                .collect();
            let expected: Vec<&str> = remote.iter().filter_map(|result| result.level_raw.as_deref()).collect();
            assert_eq!(levels, expected, "matched means visible, as the provider has it now");
        } else {
            assert!(links.is_empty());
        }
    }
}

/// Two syncs that nothing disturbs: the second says that nothing is left to do.
async fn settle(world: &World) {
    for name in ["records", "assess"] {
        world.remote(name).look().fail_in.clear();
    }
    // A listing that states no total takes two to tell who has gone.
    for _ in 0..2 {
        world.clock.pass(TimeDelta::hours(1));
        let report = world.sync().await;
        assert!(
            report.runs.iter().all(|run| run.state == RunState::Done),
            "nothing fails: {:?}",
            report.runs
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_a_sync_that_nothing_disturbs_brings_everything_in_step(
        steps in proptest::collection::vec(steps(), 1..25),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new();
            world.put_learner(learner(1, "c1"));
            world.put_user(user(1));
            for step in steps {
                take(&world, step).await;
                check_always(&world);
            }
            settle(&world).await;
            check_in_step(&world);
            world.take_asked();
            let quiet = world.sync().await;
            assert!(quiet.runs.iter().all(|run| run.added + run.changed == 0), "a sync without a change changes nothing");
        });
    }
}
