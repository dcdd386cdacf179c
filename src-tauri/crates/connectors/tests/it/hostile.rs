//! Answers that mislead: a web page in the words of the system, totals that cannot be, ids that are none.

use std::sync::Arc;

use domain::ports::{FindKey, Provider};
use domain::{FaultCode, Settings};
use sandbox::{Fault, Op, What};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{World, all, small_bounds};

/// A provider whose server answers every call with the same bytes.
async fn answering(world: &World, answer: Vec<u8>) -> Arc<dyn Provider> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(&answer).await;
        }
    });
    at(world, &format!("http://{address}/api"))
}

fn at(world: &World, address: &str) -> Arc<dyn Provider> {
    let mut settings = Settings::default();
    settings.0.insert("base_url".to_owned(), address.to_owned());
    settings.0.insert("calls_per_minute".to_owned(), "600000".to_owned());
    let secrets = connectors::Secrets::from_iter([("access_key", "one".to_owned()), ("secret_key", "two".to_owned())]);
    let definition = world.definition("bksb");
    connectors::open_provider_within(
        small_bounds(),
        &definition,
        "Our bksb",
        &settings,
        secrets,
        world.clock(),
    )
    .unwrap()
}

fn page(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn a_web_page_that_says_not_found_is_no_unknown_username() {
    let world = World::new(60).await;
    let body = b"<html><title>404 - File or directory not found.</title></html>";
    for (status, code) in [
        ("404 Not Found", FaultCode::OperationMissing),
        ("200 OK", FaultCode::AnswerUnreadable),
    ] {
        let bksb = answering(&world, page(status, body)).await;
        let found = all(bksb.find_users(FindKey::Username, vec!["somebody".to_owned()])).await;
        assert_eq!(found.failed().code, code, "{status}");
    }
}

#[tokio::test]
async fn a_line_that_breaks_while_it_is_made_safe_is_tried_again_later() {
    let world = World::new(60).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let bksb = at(&world, &format!("https://{address}/api"));
    let fault = all(bksb.users()).await.failed();
    assert_eq!(fault.code, FaultCode::Unreachable, "{}", fault.cause);
    assert_eq!(
        fault.next,
        domain::Next::RetryLater(None),
        "a train in a tunnel must not rest until a person acts"
    );
}

#[tokio::test]
async fn an_answer_in_another_encoding_is_refused_whole() {
    let world = World::new(60).await;
    let body = b"{\"Users\":[{\"UserId\":1,\"Firstname\":\"Zo\xeb\"}],\"Pagination\":{\"TotalRecords\":1}}";
    let bksb = answering(&world, page("200 OK", body)).await;
    assert_eq!(all(bksb.users()).await.failed().code, FaultCode::AnswerUnreadable);
}

#[tokio::test]
async fn a_total_that_is_less_than_what_came_ends_no_list() {
    let world = World::new(300).await;
    let everybody = world.sandbox.customer().bksb.rows().len();
    assert!(everybody > 200, "there have to be several pages");
    for total in [0, 1, 99] {
        let by = total - i64::try_from(everybody).unwrap();
        world.sandbox.faults().clear();
        world
            .sandbox
            .faults()
            .add(Fault::on(Op::BksbUsersList, What::WrongTotal(by)));
        assert_eq!(
            all(world.bksb().users()).await.whole().len(),
            everybody,
            "a first page of 100 cannot be all where there are {total}"
        );
    }
}

#[tokio::test]
async fn an_id_that_cannot_be_read_names_nobody() {
    let world = World::new(60).await;
    for id in [json!({"Firstname": "Canary"}), json!(12.5), json!(true)] {
        world.sandbox.faults().clear();
        world
            .sandbox
            .faults()
            .add(Fault::on(Op::BksbUsersList, What::BadRow(1, "UserId", Some(id))));
        let listed = all(world.bksb().users()).await;
        assert_eq!(listed.skipped.len(), 1);
        assert_eq!(
            listed.skipped[0].external_id, None,
            "as an id of its own it would count as somebody, and who is behind it as gone"
        );
    }
}

#[tokio::test]
async fn a_correction_or_another_address_is_another_reading() {
    let world = World::new(60).await;
    let before = world.onefile().reading();
    assert_eq!(world.onefile().reading(), before, "it is the same from start to start");
    let elsewhere = world.served(sandbox::SandboxOptions::default()).await;
    assert_ne!(elsewhere.onefile().reading(), before, "ids mean other people there");
    world.overlay("onefile", "operations.\"learners.get\".fields.email = \"EmailAddress\"");
    assert_ne!(world.onefile().reading(), before);
}
