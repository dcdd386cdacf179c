//! How fast, how much at once, and how long to wait.

use std::time::Duration;

use domain::{FaultCode, Next};
use sandbox::{BksbOptions, Fault, Op, RateLimit, SandboxOptions, System, What};

use super::seen::see;
use crate::support::{World, all, ask};

#[tokio::test]
async fn how_long_to_wait_unasked_is_mended_by_one_line() {
    let world = World::new(60).await;
    for (kind, op) in [("onefile", Op::OnefileUsersList), ("bksb", Op::BksbUsersList)] {
        let base = see(&world, kind).await;
        world.sandbox.faults().add(Fault::on(op, What::Status(429)).times(1));
        let otherwise = see(&world, kind).await;
        assert!(
            otherwise.said.contains("asked for a pause"),
            "{kind}: a minute is longer than these bounds wait: {}",
            otherwise.said
        );
        assert!(otherwise.is_true_to(&base));
        world.overlay(kind, "limits.pause_seconds = 1");
        world.sandbox.faults().clear();
        world.sandbox.faults().add(Fault::on(op, What::Status(429)).times(1));
        let mended = see(&world, kind).await;
        assert!(mended.said.is_empty() && mended.is_all_of(&base), "{}", mended.said);
    }
}

#[tokio::test]
async fn a_lower_limit_of_bksb_is_told_and_kept_to_by_one_line() {
    let usual = World::new(120).await;
    let options = SandboxOptions {
        bksb: BksbOptions {
            limit: Some(RateLimit {
                calls_per_minute: 60,
                retry_after: None,
            }),
            ..BksbOptions::default()
        },
        ..SandboxOptions::default()
    };
    let mut world = usual.served(options).await;
    let asks: Vec<_> = {
        let customer = world.sandbox.customer();
        customer.bksb.rows().iter().take(20).map(|user| ask(user.id)).collect()
    };
    let listed = all(world.bksb().results(asks.clone())).await;
    let got = listed.rows.len();
    let fault = listed.failed();
    assert_eq!(fault.code, FaultCode::RateLimited);
    assert_eq!(fault.next, Next::RetryLater(Some(Duration::from_secs(60))));
    assert!(got > 0 && got < asks.len(), "what came before the limit is passed on");
    world.settings.clear();
    world.overlay("bksb", "limits.calls_per_minute = 60");
    world.sandbox.set_clock_offset(chrono::TimeDelta::minutes(2));
    world.sandbox.calls().reset();
    let begun = world.sandbox.now();
    let rest = all(world.bksb().results(asks[got..got + 2].to_vec())).await;
    assert_eq!(rest.whole().len(), 2, "the next run goes on from there");
    let calls = world.sandbox.calls().total();
    assert!(calls >= 8, "there have to be more calls than go at once");
    let least = Duration::from_secs(60) / 54 * u32::try_from(calls.saturating_sub(7)).unwrap();
    assert!(
        (world.sandbox.now() - begun).to_std().unwrap() >= least,
        "after six calls at once the rest come no faster than 54 a minute"
    );
    assert!(world.sandbox.calls().log().iter().all(|call| call.status != 429));
}

#[tokio::test]
async fn how_many_calls_are_made_at_once_is_changed_by_one_line() {
    let world = World::new(120).await;
    world.sandbox.set_latency(Duration::from_millis(3));
    for (kind, system) in [("onefile", System::Onefile), ("bksb", System::Bksb)] {
        let mut seen = Vec::new();
        for at_once in [4, 2] {
            world.overlay(kind, &format!("limits.concurrency = {at_once}"));
            world.sandbox.calls().reset();
            seen.push(see(&world, kind).await);
            assert_eq!(world.sandbox.calls().most_at_once(system), at_once, "{kind}");
        }
        assert!(seen[1].said.is_empty() && seen[1].is_all_of(&seen[0]));
    }
}
