//! Edits, counters, and a system that goes away and comes back.

use std::time::Duration;

use sandbox::{BksbUser, Fault, Keys, LoggedCall, OnefileUser, Op, Sandbox, SandboxOptions, System, What};
use serde_json::json;

use crate::world::{World, customer, get, options, rows, status};

#[tokio::test]
async fn edits_are_seen_by_the_next_call() {
    let world = World::start().await;
    let centre = world.first_centre();
    let before = world.users(1, 1).await["Pagination"]["TotalRecords"].as_u64().unwrap();
    let (learner, account) = world.sandbox.edit(|editor| {
        let learner = editor.add_learner(OnefileUser::learner(centre, "Ada", "Byron", "ada@example.org"));
        (
            learner,
            editor.add_account(BksbUser::new("ada", "Ada", "Byron", "ada@example.org")),
        )
    });
    assert_eq!(
        get(world.onefile(&format!("User/{learner}"))).await["Email"],
        "ada@example.org"
    );
    let found = world
        .learners(1, 50, &json!({ "FirstName": "Ada", "LastName": "Byron" }))
        .await;
    assert_eq!(found.len(), 1, "the list has the new learner too");
    assert_eq!(world.users(1, 1).await["Pagination"]["TotalRecords"], before + 1);
    world.sandbox.edit(|editor| {
        assert!(editor.learner(&learner, |learner| learner.archived = true));
        assert!(editor.account(&account, |account| account.active = false));
        assert!(!editor.account("1", |_| ()), "what does not exist cannot be changed");
    });
    assert_eq!(get(world.onefile(&format!("User/{learner}"))).await["Archived"], true);
    world
        .sandbox
        .edit(|editor| assert!(editor.remove_learner(&learner) && editor.remove_account(&account)));
    assert_eq!(status(world.onefile(&format!("User/{learner}"))).await, 404);
    assert!(
        world.sandbox.customer().account_by_username("ada").is_none(),
        "the username is free again"
    );
}

#[tokio::test]
async fn results_can_be_changed_and_added() {
    let world = World::start().await;
    let id = world.busy_account();
    let path = format!("results/initialAssessment/{id}/all");
    world.sandbox.edit(|editor| {
        editor.account(&id.to_string(), |account| {
            account.initial.truncate(1);
            account.initial[0].result = "English Level 2".to_owned();
            let mut newer = account.initial[0].clone();
            newer.session_id = 42;
            account.initial.insert(0, newer);
        })
    });
    let results = rows(&get(world.bksb(&path)).await["InitialAssessmentResults"]);
    assert_eq!(results.len(), 2);
    assert_eq!(
        (&results[0]["SessionId"], &results[1]["Result"]),
        (&json!(42), &json!("English Level 2"))
    );
}

#[tokio::test]
async fn calls_are_counted_and_logged_without_what_they_asked() {
    let world = World::start().await;
    world.users(1, 20).await;
    world.users(2, 20).await;
    status(world.bksb("users/user/1/getAutoLoginLink")).await;
    status(world.onefile("Customer")).await;
    let calls = world.sandbox.calls();
    assert_eq!(
        (
            calls.of(Op::BksbUsersList),
            calls.of_system(System::Bksb),
            calls.total()
        ),
        (2, 3, 4)
    );
    assert_eq!(
        calls.log()[2],
        LoggedCall {
            op: Op::BksbLoginLink,
            status: 404
        }
    );
    calls.reset();
    assert_eq!((calls.total(), calls.log()), (0, Vec::new()));
}

#[tokio::test]
async fn the_most_calls_at_once_are_remembered() {
    let world = World::start().await;
    world.sandbox.set_latency(Duration::from_millis(200));
    let call = || world.users(1, 1);
    tokio::join!(call(), call(), call());
    assert_eq!(world.sandbox.calls().most_at_once(System::Bksb), 3);
    assert_eq!(
        world.sandbox.calls().most_at_once(System::Onefile),
        0,
        "each system by itself"
    );
}

#[tokio::test]
async fn a_system_goes_away_and_comes_back_at_the_same_address() {
    let world = World::start().await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbUsersList, What::Hang).times(1));
    let hanging = tokio::spawn(world.bksb("users/search").send());
    while world.sandbox.calls().most_at_once(System::Bksb) == 0 {
        tokio::task::yield_now().await;
    }
    world.sandbox.stop().await;
    assert!(hanging.await.unwrap().is_err(), "calls under way are cut off");
    world.sandbox.faults().clear();
    assert!(
        world.bksb("users/search").send().await.unwrap_err().is_connect(),
        "nobody is there"
    );
    world.sandbox.restart().await.unwrap();
    assert_eq!(status(world.bksb("users/search")).await, 200);
    assert_eq!(status(world.onefile("Customer")).await, 200, "sessions outlive it");
}

#[tokio::test]
async fn keys_are_random_unless_fixed_and_base_urls_end_as_the_real_ones() {
    let (one, other) = (World::start().await, World::start().await);
    assert!(
        one.sandbox.keys() != other.sandbox.keys(),
        "each start has keys of its own"
    );
    let keys = Keys {
        customer_token: "t".into(),
        access_key: "a".into(),
        secret_key: "s".into(),
    };
    let fixed = SandboxOptions {
        keys: Some(keys.clone()),
        ..options()
    };
    let sandbox = Sandbox::start(customer(), fixed).await.unwrap();
    assert!(*sandbox.keys() == keys, "or those that were given");
    assert!(sandbox.onefile_url().ends_with("/api/v2.1") && sandbox.bksb_url().ends_with("/api"));
    let port = sandbox.bksb_url().split(['/', ':']).nth(4).unwrap().parse().unwrap();
    let taken = Sandbox::start(customer(), SandboxOptions { port, ..options() }).await;
    assert!(taken.is_err(), "a taken port is an error");
}
