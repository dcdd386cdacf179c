//! What a window looks at and asks for: the first reading, runs at work, stopping them, suggestions, the schedule.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use domain::linking::Evidence;
use domain::run::{RunState, Task};
use domain::{FaultCode, Role};
use engine::{AtWork, Event, Named, Phase};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::world::{World, centre, cut_off, learner, told, user};

#[tokio::test]
async fn the_first_reading_links_nobody_and_fetches_no_results() {
    let world = World::peopled();
    let runs = world.engine.prepare(CancellationToken::new()).await.unwrap();
    let runs: Vec<String> = runs.iter().map(told).collect();
    assert_eq!(runs, ["records learners asked done", "assess users asked done"]);
    assert!(
        world.take_asked().iter().all(|call| !call.starts_with("results")),
        "results belong to links, and there are none"
    );
    assert!(world.links("L1").is_empty(), "a person looks first");
    let plan = world.engine.preview(world.id("assess")).await.unwrap();
    assert_eq!(plan.taking_effect().count(), 3, "and sees what would be linked");
    assert_eq!(plan.learners.len(), 1);
    let status = world.status().await;
    assert_eq!(status["state"], "needs_attention", "the results have still to be read");
}

#[tokio::test]
async fn a_reading_that_fails_for_one_connection_reads_the_others() {
    let world = World::peopled();
    world.fail("assess", 1, cut_off());
    let runs = world.engine.prepare(CancellationToken::new()).await.unwrap();
    let runs: Vec<String> = runs.iter().map(told).collect();
    assert_eq!(runs, ["records learners asked done", "assess users asked failed"]);
}

/// A world whose provider does not answer until it is let, with a sync under way there.
struct Stuck {
    world: World,
    gate: Arc<Semaphore>,
    sync: tokio::task::JoinHandle<Vec<String>>,
}

impl Stuck {
    async fn at(world: World, name: &str) -> Self {
        let gate = Arc::new(Semaphore::new(0));
        world.remote(name).look().gate = Some(gate.clone());
        let (engine, ask) = (world.engine.clone(), world.ask(None, None));
        let sync = tokio::spawn(async move {
            let report = engine.sync(ask, CancellationToken::new()).await.unwrap();
            report.runs.iter().map(told).collect()
        });
        let id = world.id(name);
        while !world
            .engine
            .at_work()
            .iter()
            .any(|work| work.connection == id && world.remote(name).look().under_way.0 > 0)
        {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Self { world, gate, sync }
    }

    async fn runs(self) -> (World, Vec<String>) {
        let runs = tokio::time::timeout(Duration::from_secs(5), self.sync).await;
        self.gate.add_permits(1000);
        (self.world, runs.expect("what is stopped ends soon").unwrap())
    }
}

#[tokio::test]
async fn a_run_at_work_is_seen_by_whoever_looks_in_the_middle() {
    let stuck = Stuck::at(World::peopled(), "assess").await;
    let work = stuck.world.engine.at_work();
    let since = work[0].since;
    assert_eq!(
        work,
        [AtWork {
            run: work[0].run,
            connection: stuck.world.id("assess"),
            task: Task::Users,
            reason: domain::run::RunReason::Asked,
            since,
            phase: Phase::Users,
            done: 0,
            total: None,
        }]
    );
    stuck.gate.add_permits(1000);
    let (world, _) = stuck.runs().await;
    assert!(world.engine.at_work().is_empty(), "and is gone when it is over");
}

#[tokio::test]
async fn progress_is_told_as_events_and_kept_for_whoever_missed_them() {
    let world = World::peopled();
    let mut events = world.engine.events();
    world.sync().await;
    let mut started = Vec::new();
    let mut progressed = Vec::new();
    let mut ended = Vec::new();
    while let Ok(event) = events.try_recv() {
        match event {
            Event::RunStarted { task, .. } => started.push(task),
            Event::Progress { phase, done, total, .. } if done > 0 => progressed.push((phase, done, total)),
            Event::RunEnded { state, .. } => ended.push(state),
            _ => {}
        }
    }
    assert_eq!(started, [Task::Learners, Task::Users, Task::Match, Task::Results]);
    assert_eq!(ended, [RunState::Done; 4]);
    assert!(progressed.contains(&(Phase::Users, 3, Some(3))), "{progressed:?}");
    assert!(progressed.contains(&(Phase::Results, 3, Some(3))), "{progressed:?}");
}

#[tokio::test]
async fn learners_of_several_centres_are_counted_together() {
    let world = World::peopled();
    world.remote("records").look().centres = vec![centre("c1"), centre("c2")];
    for number in 11..=17 {
        world.put_learner(learner(number, "c2"));
    }
    world.sync().await;
    world.clock.pass(TimeDelta::days(1));
    let mut events = world.engine.events();
    world.sync_of(None, Some(&[Task::Learners])).await;
    let mut last = None;
    while let Ok(event) = events.try_recv() {
        if let Event::Progress {
            phase: Phase::Learners,
            done,
            total: Some(total),
            ..
        } = event
        {
            assert!(done <= total, "{done} of {total}");
            last = Some((done, total));
        }
    }
    assert_eq!(last, Some((11, 11)));
}

#[tokio::test]
async fn stopping_a_connection_stops_its_run_and_what_was_to_follow_it_there() {
    let stuck = Stuck::at(World::peopled(), "assess").await;
    assert!(stuck.world.engine.stop(Some(stuck.world.id("assess"))));
    let (world, runs) = stuck.runs().await;
    assert_eq!(runs, ["records learners asked done", "assess users asked cancelled"]);
    assert!(
        !world.engine.stop(None),
        "what is over cannot be stopped, and nothing is left engaged"
    );
}

#[tokio::test]
async fn stopping_one_connection_leaves_the_others_at_work() {
    let world = World::peopled();
    let other = world.connect("other", "bksb", Role::Assessments);
    let stuck = Stuck::at(world, "assess").await;
    stuck.world.engine.stop(Some(stuck.world.id("assess")));
    let (_, runs) = stuck.runs().await;
    let of_other: Vec<&String> = runs.iter().filter(|run| run.starts_with("other")).collect();
    assert_eq!(
        of_other,
        [
            "other users asked done",
            "other match asked done",
            "other results asked done"
        ],
        "connection {other}"
    );
}

#[tokio::test]
async fn what_a_person_stopped_is_not_begun_again_at_the_next_look() {
    let world = World::peopled();
    let gate = Arc::new(Semaphore::new(0));
    world.remote("records").look().gate = Some(gate.clone());
    let engine = world.engine.clone();
    let sweep = tokio::spawn(async move { engine.run_due(&CancellationToken::new()).await.unwrap().len() });
    while world.remote("records").look().under_way.0 == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert!(world.engine.stop(None));
    assert_eq!(sweep.await.unwrap(), 1, "the provider's tasks are not begun either");
    gate.add_permits(1000);
    assert!(
        world.run_due().await.is_empty(),
        "half a minute later it would only be in the way again"
    );
    world.clock.pass(TimeDelta::days(-3));
    let back = world.run_due().await;
    assert_eq!(back.len(), 4, "a clock that was ahead keeps nothing stopped: {back:?}");
    assert!(world.run_due().await.is_empty(), "nor does it repeat anything");
    world.clock.pass(TimeDelta::days(1));
    assert_eq!(world.run_due().await.len(), 4, "at the next turn everything goes on");
}

#[tokio::test]
async fn what_the_end_of_the_program_cuts_short_is_taken_up_by_the_next_session() {
    let world = World::peopled();
    world.sync().await;
    let stuck = Stuck::at(world, "assess").await;
    stuck.world.engine.wind_down();
    let (mut world, runs) = stuck.runs().await;
    assert_eq!(runs, ["records learners asked done", "assess users asked interrupted"]);
    world.restart();
    assert_eq!(
        world.status().await["state"],
        "needs_attention",
        "nobody is going to see to it"
    );
    let cancel = CancellationToken::new();
    let (engine, until) = (world.engine.clone(), cancel.clone());
    let schedule = tokio::spawn(async move { engine.run_schedule(until).await });
    tokio::task::yield_now().await;
    while world
        .runs()
        .last()
        .is_none_or(|run| run != "assess users catch_up done")
    {
        let state = world.status().await["state"].clone();
        assert_ne!(state, "needs_attention", "a person has nothing to do about it");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    cancel.cancel();
    schedule.await.unwrap();
}

#[tokio::test]
async fn a_first_sync_shows_as_syncing_until_it_is_over() {
    let stuck = Stuck::at(World::peopled(), "assess").await;
    assert_eq!(
        stuck.world.status().await["state"],
        "syncing",
        "what was never read is being read"
    );
    stuck.gate.add_permits(1000);
    let (world, _) = stuck.runs().await;
    assert_eq!(world.status().await["state"], "up_to_date");
}

#[tokio::test]
async fn a_person_who_asks_again_takes_up_what_was_stopped() {
    let stuck = Stuck::at(World::peopled(), "assess").await;
    stuck.world.engine.stop(None);
    let (world, _) = stuck.runs().await;
    let report = world.sync().await;
    assert!(report.runs.iter().all(|run| run.state == RunState::Done));
    world.clock.pass(TimeDelta::days(1));
    assert_eq!(world.run_due().await.len(), 4);
}

#[tokio::test]
async fn suggestions_are_had_for_the_rows_of_a_page_and_follow_decisions() {
    let world = World::peopled();
    let mut moved = user(4);
    moved.external_id = "U9".into();
    moved.email = Some("person4@example.com".into());
    world.put_user(moved);
    world.sync().await;
    let (assess, l4, u9) = (world.id("assess"), world.learner_id("L4"), world.user_id("U9"));
    let row = |candidates| vec![Named { id: l4, candidates }];
    let found = world.engine.learner_suggestions(assess, row(vec![])).await.unwrap();
    assert_eq!((found[0].0, found[0].1[0].id), (l4, u9));
    assert_eq!(
        found[0].1[0].why,
        [Evidence::SameNameAndBirthDate, Evidence::EmailOtherDomain]
    );
    let of_user = vec![Named {
        id: u9,
        candidates: vec![],
    }];
    let found = world.engine.user_suggestions(assess, of_user).await.unwrap();
    assert_eq!((found[0].0, found[0].1[0].id), (u9, l4));
    let named = world.engine.learner_suggestions(assess, row(vec![u9])).await.unwrap();
    assert!(named.is_empty(), "whom the row names already is not suggested");
    world.engine.never_match(assess, l4, Some(u9), false).await.unwrap();
    let after = world.engine.learner_suggestions(assess, row(vec![])).await.unwrap();
    assert!(after.is_empty(), "what was decided is not suggested any more");
    let unknown = world
        .engine
        .learner_suggestions(domain::ConnectionId(99), row(vec![]))
        .await;
    assert_eq!(unknown.unwrap_err().code, FaultCode::NotFound);
}

#[tokio::test]
async fn the_schedule_is_told_in_the_order_in_which_it_runs() {
    let world = World::peopled();
    world.sync().await;
    let rows = world.engine.schedule_rows().await.unwrap();
    let told: Vec<(&str, Task, &str, &str)> = rows
        .iter()
        .map(|row| {
            (
                row.connection.as_str(),
                row.task,
                row.how_often.as_str(),
                row.when.as_str(),
            )
        })
        .collect();
    assert_eq!(told[0].1, Task::Learners);
    let moment: chrono::NaiveTime = told[0]
        .3
        .parse::<chrono::NaiveTime>()
        .or_else(|_| chrono::NaiveTime::parse_from_str(told[0].3, "%H:%M"))
        .unwrap();
    assert!(moment >= "02:00:00".parse().unwrap() && moment < "05:00:00".parse().unwrap());
    assert_eq!(
        &told[1..],
        [
            ("assess", Task::Users, "Daily", "After Get learners"),
            ("assess", Task::Match, "Daily and on change", "After Get users"),
            ("assess", Task::Results, "Daily", "After Match users"),
        ]
    );
    let due = rows[0].next_due_at.unwrap();
    assert!(
        rows.iter().all(|row| row.next_due_at == Some(due)),
        "one moment of the night for all"
    );
    assert_eq!(
        domain::uk_time::local(due).time().format("%H:%M").to_string(),
        told[0].3
    );
}

#[tokio::test]
async fn the_window_of_the_night_is_read_set_and_refused_in_words() {
    let world = World::new();
    assert_eq!(world.engine.overnight().await.unwrap().to_string(), "02:00-05:00");
    for (from, to, at) in [("2 am", "05:00", "from"), ("02:00", "", "to"), ("02:00", "02:00", "to")] {
        let refused = world.engine.set_overnight(from, to).await.unwrap_err();
        assert_eq!((refused.code, refused.at()), (FaultCode::SettingRefused, Some(at)));
        assert!(refused.sentence().contains("of the night"), "{}", refused.sentence());
    }
    world.engine.set_overnight(" 23:30 ", "01:00").await.unwrap();
    assert_eq!(world.engine.overnight().await.unwrap().to_string(), "23:30-01:00");
}

#[tokio::test]
async fn another_process_that_writes_keeps_a_pause_from_being_recorded() {
    let world = World::new();
    world
        .lock
        .held_elsewhere
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let until = "2026-11-22T11:00:00Z".parse().unwrap();
    assert_eq!(world.engine.pause(until).await.unwrap_err().code, FaultCode::Busy);
    assert_eq!(world.engine.resume().await.unwrap_err().code, FaultCode::Busy);
    let set = world.engine.set_overnight("01:00", "02:00").await;
    assert_eq!(set.unwrap_err().code, FaultCode::Busy);
    assert!(
        world.engine.paused_until().await.unwrap().is_none(),
        "nothing is half done"
    );
}
