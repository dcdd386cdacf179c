//! Every fault that spoils a whole answer does what it says.

use std::time::Duration;

use reqwest::Response;
use sandbox::{Fault, Op, RateLimit, RetryAfter, SandboxOptions, What};
use tokio::time::timeout;

use crate::world::{World, http, options, status};

/// Calls a list of users that is at fault once.
async fn at_fault(world: &World, what: What) -> reqwest::Result<Response> {
    world.sandbox.faults().clear();
    world.sandbox.faults().add(Fault::on(Op::BksbUsersList, what).times(1));
    world.bksb("users/search?recordsPerPage=20").send().await
}

#[tokio::test]
async fn a_fault_strikes_where_and_when_it_was_asked_for() {
    let world = World::start().await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbUsersList, What::Status(503)).after(2).times(2));
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(status(world.bksb("users/search")).await);
    }
    assert_eq!(
        seen,
        [200, 200, 503, 503, 200, 200],
        "two good calls, two bad ones, then good again"
    );
    assert_eq!(
        status(world.bksb("users/isUsernameExists?username=x")).await,
        200,
        "other operations are well"
    );
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbUsersList, What::Status(500)));
    assert_eq!(
        status(world.bksb("users/search")).await,
        500,
        "for good, unless told how often"
    );
    world.sandbox.faults().clear();
    assert_eq!(status(world.bksb("users/search")).await, 200);
}

#[tokio::test]
async fn a_status_comes_with_or_without_a_time_to_come_back() {
    let world = World::start().await;
    let retry_after = async |what| {
        let answer = at_fault(&world, what).await.unwrap();
        let header = answer
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), header)
    };
    assert_eq!(retry_after(What::Status(429)).await, (429, None));
    let seconds = What::StatusRetryAfter(429, RetryAfter::Seconds(7));
    assert_eq!(retry_after(seconds).await, (429, Some("7".to_owned())));
    let date = What::StatusRetryAfter(503, RetryAfter::Date(90));
    assert_eq!(
        retry_after(date).await,
        (503, Some("Fri, 20 Nov 2026 12:01:30 GMT".to_owned()))
    );
    for status in [401, 403, 500] {
        assert_eq!(retry_after(What::Status(status)).await, (status, None));
    }
}

#[tokio::test]
async fn a_redirect_names_another_host() {
    let world = World::start().await;
    let answer = at_fault(&world, What::Redirect("https://elsewhere.example/".to_owned()))
        .await
        .unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["location"]),
        (302, &"https://elsewhere.example/".parse().unwrap())
    );
}

#[tokio::test]
async fn bodies_can_be_of_the_wrong_kind() {
    let world = World::start().await;
    let kind = |answer: &Response| answer.headers()["content-type"].to_str().unwrap().to_owned();
    let html = at_fault(&world, What::Html).await.unwrap();
    assert!(kind(&html).starts_with("text/html"));
    assert!(html.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    let image = at_fault(&world, What::WrongContentType).await.unwrap();
    assert_eq!(kind(&image), "image/png");
    assert!(
        image.text().await.unwrap().starts_with('{'),
        "the right body under a wrong name"
    );
    assert_eq!(
        at_fault(&world, What::EmptyBody).await.unwrap().text().await.unwrap(),
        ""
    );
    let malformed = at_fault(&world, What::MalformedJson)
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&malformed).is_err());
}

#[tokio::test]
async fn a_truncated_body_is_shorter_than_promised() {
    let world = World::start().await;
    let answer = at_fault(&world, What::Truncated).await.unwrap();
    assert!(answer.content_length().unwrap() > 1000, "the header promises the whole");
    assert!(answer.bytes().await.is_err(), "the connection closes half way");
    assert_eq!(status(world.bksb("users/search")).await, 200, "the next call is well");
}

#[tokio::test]
async fn a_reset_connection_brings_no_answer() {
    let world = World::start().await;
    let error = at_fault(&world, What::Reset).await.unwrap_err();
    assert!(error.is_request(), "no status is seen");
    assert_eq!(
        status(world.bksb("users/search")).await,
        200,
        "the next connection is well"
    );
}

/// Reads until so many bytes have come.
async fn read(answer: &mut Response, enough: usize) -> usize {
    let mut total = 0;
    while total < enough {
        match answer.chunk().await.unwrap() {
            Some(chunk) => total += chunk.len(),
            None => break,
        }
    }
    total
}

#[tokio::test]
async fn endless_and_oversized_bodies_pass_every_bound() {
    let world = World::start().await;
    const MIB: usize = 1024 * 1024;
    let mut endless = at_fault(&world, What::Endless).await.unwrap();
    assert!(read(&mut endless, 50 * MIB).await >= 50 * MIB);
    let mut oversized = at_fault(&world, What::Oversized).await.unwrap();
    assert_eq!(
        read(&mut oversized, usize::MAX).await,
        40 * MIB + 2,
        "more than 32 MiB, and then it ends"
    );
    let mut bomb = at_fault(&world, What::GzipBomb).await.unwrap();
    assert!(
        read(&mut bomb, 64 * MIB).await >= 64 * MIB,
        "the client unpacks what was never sent"
    );
}

#[tokio::test]
async fn a_gzip_bomb_is_small_on_the_wire() {
    let world = World::start().await;
    #[expect(
        clippy::disallowed_methods,
        reason = "the sandbox is spoken to without the client that it is there to test"
    )]
    let plain = reqwest::Client::builder().no_proxy().no_gzip().build().unwrap();
    world.sandbox.faults().add(Fault::on(Op::BksbUsersList, What::GzipBomb));
    let mut answer = plain
        .get(format!("{}/users/search", world.sandbox.bksb_url()))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let total = read(&mut answer, usize::MAX).await;
    assert!((100_000..30_000_000).contains(&total), "2 GiB in {total} bytes");
}

#[tokio::test]
async fn a_drip_is_slow_and_a_hang_is_for_ever() {
    let world = World::start().await;
    let mut dripping = at_fault(&world, What::SlowDrip(10)).await.unwrap();
    assert_eq!(dripping.chunk().await.unwrap().unwrap().len(), 10);
    let more = timeout(Duration::from_millis(500), dripping.chunk()).await;
    assert!(more.is_err(), "the next piece takes a second");
    let answer = timeout(Duration::from_millis(500), at_fault(&world, What::Hang)).await;
    assert!(answer.is_err(), "no answer comes");
}

#[tokio::test]
async fn an_account_can_be_created_and_the_answer_lost() {
    let world = World::start().await;
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbCreateUser, What::DoneThenStatus(500)).times(1));
    let form = [
        ("Username", "lost"),
        ("Firstname", "A"),
        ("Lastname", "B"),
        ("Password", "p"),
    ];
    assert_eq!(status(world.create_user(&form)).await, 500);
    assert!(
        world.sandbox.customer().account_by_username("lost").is_some(),
        "the work was done all the same"
    );
}

#[tokio::test]
async fn a_limit_is_enforced_for_each_system_by_itself() {
    let mut limited = options();
    limited.bksb.limit = Some(RateLimit {
        calls_per_minute: 3,
        retry_after: Some(RetryAfter::Seconds(60)),
    });
    let world = World::with(SandboxOptions { ..limited }).await;
    for _ in 0..3 {
        assert_eq!(status(world.bksb("users/search")).await, 200);
    }
    let refused = world.bksb("users/search").send().await.unwrap();
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (429, &"60".parse().unwrap())
    );
    assert_eq!(
        status(world.onefile("Customer")).await,
        200,
        "Onefile has a limit of its own"
    );
    world.sandbox.set_clock_offset(chrono::TimeDelta::seconds(61));
    assert_eq!(
        status(world.bksb("users/search")).await,
        200,
        "a minute later there is room"
    );
}

#[tokio::test]
async fn latency_is_added_to_every_call() {
    let world = World::start().await;
    world.sandbox.set_latency(Duration::from_millis(300));
    let answer = timeout(Duration::from_millis(100), world.bksb("users/search").send()).await;
    assert!(answer.is_err(), "not before the latency is over");
    let unlimited = http().get(format!("{}/users/search", world.sandbox.bksb_url()));
    assert_eq!(
        timeout(Duration::from_secs(20), status(unlimited)).await,
        Ok(401),
        "and then it comes"
    );
}
