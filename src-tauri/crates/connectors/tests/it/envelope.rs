//! Forms of answers that the built-in definitions do not have yet, put on by corrections.

use domain::FaultCode;
use sandbox::{Op, Rewrite};
use serde_json::{Value, json};

use crate::support::{World, all};

const WITH_CODE: &str = r#"operations."users.list".success.code = { at = "/code", is = ["200"] }
operations."users.list".nothing_found.code = ["404"]"#;

async fn answering(code: Value) -> World {
    let world = World::new(60).await;
    world.overlay("bksb", WITH_CODE);
    world
        .sandbox
        .rewrites()
        .add(Rewrite::body(Op::BksbUsersList, move |body| {
            let mut body = body.clone();
            body["code"] = code.clone();
            body
        }));
    world
}

#[tokio::test]
async fn a_code_in_the_body_counts_as_a_status_would() {
    for code in [json!(200), json!("200")] {
        let world = answering(code).await;
        assert!(!all(world.bksb().users()).await.whole().is_empty());
    }
    let world = answering(json!(404)).await;
    assert!(all(world.bksb().users()).await.whole().is_empty(), "nothing matched");
    for (code, fault, calls) in [
        (401, FaultCode::KeysRefused, 1),
        (403, FaultCode::PermissionRefused, 1),
        (500, FaultCode::ServerError, 4),
    ] {
        let world = answering(json!(code)).await;
        assert_eq!(all(world.bksb().users()).await.failed().code, fault);
        assert_eq!(world.sandbox.calls().of(Op::BksbUsersList), calls, "{code}");
    }
}

#[tokio::test]
async fn rows_may_be_keyed_by_what_they_belong_to() {
    let world = World::new(60).await;
    let plain = all(world.bksb().users()).await.whole();
    world.sandbox.rewrites().add(Rewrite::body(Op::BksbUsersList, |body| {
        let mut keyed = serde_json::Map::new();
        for row in body["Users"].as_array().into_iter().flatten() {
            let mut row = row.clone();
            let name = row["Username"].take().as_str().unwrap_or_default().to_owned();
            row.as_object_mut().unwrap().remove("Username");
            keyed.insert(name, json!([row]));
        }
        json!({ "data": keyed, "Pagination": body["Pagination"] })
    }));
    world.overlay(
        "bksb",
        "operations.\"users.list\".rows = \"/data/{username}/*\"\noperations.\"users.list\".fields.username = \"{username}\"",
    );
    let mut keyed = all(world.bksb().users()).await.whole();
    let mut plain = plain;
    keyed.sort_by(|one, other| one.external_id.cmp(&other.external_id));
    plain.sort_by(|one, other| one.external_id.cmp(&other.external_id));
    assert!(keyed == plain, "the captured key is the username");
}
