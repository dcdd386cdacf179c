//! Every fault within a list does what it says.

use std::sync::Arc;

use sandbox::{Fault, Op, What};
use serde_json::{Value, json};

use crate::world::{World, ids, rows};

fn add(world: &World, op: Op, what: What) {
    world.sandbox.faults().add(Fault::on(op, what));
}

async fn users(world: &World, page: usize) -> Vec<Value> {
    rows(&world.users(page, 20).await["Users"])
}

#[tokio::test]
async fn rows_come_twice() {
    let world = World::start().await;
    add(&world, Op::BksbUsersList, What::DuplicateRows);
    add(&world, Op::OnefileUsersList, What::DuplicateRows);
    let page = users(&world, 1).await;
    assert_eq!((page.len(), &page[0]), (21, &page[20]));
    let page = world.learners(1, 20, &json!({})).await;
    assert_eq!((page.len(), &page[0]), (21, &page[20]), "a bare array as well");
}

#[tokio::test]
async fn rows_shift_between_pages() {
    let world = World::start().await;
    let right = [
        ids(&users(&world, 1).await, "UserId"),
        ids(&users(&world, 2).await, "UserId"),
    ]
    .concat();
    add(&world, Op::BksbUsersList, What::ShiftRows(-1));
    assert_eq!(ids(&users(&world, 1).await, "UserId"), right[..20]);
    assert_eq!(
        ids(&users(&world, 2).await, "UserId"),
        right[19..39],
        "one row was inserted before it"
    );
    world.sandbox.faults().clear();
    add(&world, Op::BksbUsersList, What::ShiftRows(1));
    assert_eq!(
        ids(&users(&world, 2).await, "UserId")[..19],
        right[21..],
        "one row was removed before it"
    );
}

#[tokio::test]
async fn a_record_changes_between_two_pages() {
    let world = World::start().await;
    let right = [
        ids(&users(&world, 1).await, "UserId"),
        ids(&users(&world, 2).await, "UserId"),
    ]
    .concat();
    let gone = right[0].to_string();
    let edit = What::Edit(Arc::new(move |editor| {
        editor.remove_account(&gone);
    }));
    world
        .sandbox
        .faults()
        .add(Fault::on(Op::BksbUsersList, edit).after(1).times(1));
    assert_eq!(ids(&users(&world, 1).await, "UserId"), right[..20]);
    assert_eq!(
        ids(&users(&world, 2).await, "UserId")[..19],
        right[21..],
        "the row at the seam was never sent"
    );
}

#[tokio::test]
async fn ids_are_sent_as_text() {
    let world = World::start().await;
    add(&world, Op::BksbUsersList, What::IdsAsText);
    add(&world, Op::OnefileUsersList, What::IdsAsText);
    assert!(users(&world, 1).await.iter().all(|row| row["UserId"].is_string()));
    assert!(
        world
            .learners(1, 20, &json!({}))
            .await
            .iter()
            .all(|row| row["ID"].is_string())
    );
}

#[tokio::test]
async fn single_rows_have_fields_missing_extra_or_mistyped() {
    let world = World::start().await;
    add(&world, Op::BksbUsersList, What::BadRow(0, "UserId", None));
    add(
        &world,
        Op::BksbUsersList,
        What::BadRow(1, "Email", Some(json!({ "not": "text" }))),
    );
    add(
        &world,
        Op::BksbUsersList,
        What::BadRow(2, "Surprise", Some(json!([1, 2]))),
    );
    let page = users(&world, 1).await;
    assert_eq!(page[0].get("UserId"), None);
    assert!(page[1]["Email"].is_object() && page[2]["Surprise"].is_array());
    assert!(
        page[3..].iter().all(|row| row["UserId"].is_u64()),
        "the others are well"
    );
}

#[tokio::test]
async fn a_listing_is_empty_or_short_and_its_total_agrees() {
    let world = World::start().await;
    let whole = world.users(1, 1000).await["Pagination"]["TotalRecords"]
        .as_u64()
        .unwrap();
    add(&world, Op::BksbUsersList, What::KeepPercent(60));
    let short = world.users(1, 1000).await;
    assert_eq!(short["Pagination"]["TotalRecords"], whole * 60 / 100);
    assert_eq!(rows(&short["Users"]).len() as u64, whole * 60 / 100);
    world.sandbox.faults().clear();
    add(&world, Op::BksbUsersList, What::KeepPercent(0));
    add(&world, Op::OnefileUsersList, What::KeepPercent(0));
    let empty = world.users(1, 1000).await;
    assert_eq!(
        (rows(&empty["Users"]).len(), &empty["Pagination"]["TotalRecords"]),
        (0, &json!(0))
    );
    assert!(world.learners(1, 50, &json!({})).await.is_empty());
}

#[tokio::test]
async fn a_total_is_off() {
    let world = World::start().await;
    let right = world.users(1, 20).await["Pagination"]["TotalRecords"].as_i64().unwrap();
    add(&world, Op::BksbUsersList, What::WrongTotal(5));
    assert_eq!(world.users(1, 20).await["Pagination"]["TotalRecords"], right + 5);
}
