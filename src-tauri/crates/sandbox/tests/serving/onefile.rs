//! Onefile answers as section 1 of `APIS.md` says.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sandbox::{OnefileOptions, ROLE_LEARNER, SandboxOptions};
use serde_json::json;

use crate::world::{World, get, ids, noon, options, rows, status};

#[tokio::test]
async fn a_session_is_text_and_every_other_call_needs_one() {
    let world = World::start().await;
    let answer = world.sign_in_with(&world.sandbox.keys().customer_token).await;
    assert_eq!(
        answer.headers()["date"],
        "Fri, 20 Nov 2026 12:00:00 GMT",
        "the Date header is the server's clock"
    );
    let session = answer.text().await.unwrap();
    assert!(
        !session.is_empty() && !session.contains('"'),
        "bare text unless asked otherwise"
    );
    assert_eq!(
        world.sign_in_with("wrong").await.status(),
        401,
        "a wrong token is refused"
    );
    let unsigned = world.http.get(format!("{}/Customer", world.sandbox.onefile_url()));
    assert_eq!(status(unsigned).await, 401, "no session, no answer");
}

#[tokio::test]
async fn a_session_may_come_in_quotes() {
    let onefile = OnefileOptions {
        session_in_quotes: true,
        ..OnefileOptions::default()
    };
    let world = World::with(SandboxOptions { onefile, ..options() }).await;
    let text = world
        .sign_in_with(&world.sandbox.keys().customer_token)
        .await
        .text()
        .await
        .unwrap();
    assert!(text.starts_with('"') && text.ends_with('"'));
    assert_eq!(
        status(world.onefile("Customer")).await,
        200,
        "without its quotes it is good"
    );
}

#[tokio::test]
async fn a_session_ends_after_its_lifetime_and_can_be_renewed() {
    let mut world = World::start().await;
    world
        .sandbox
        .set_clock_offset(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(status(world.onefile("Customer")).await, 200, "a second before the end");
    world.sandbox.set_clock_offset(TimeDelta::hours(24));
    assert_eq!(status(world.onefile("Customer")).await, 401, "at the end");
    world.sign_in().await;
    assert_eq!(status(world.onefile("Customer")).await, 200, "after signing in anew");
    world.sandbox.expire_sessions();
    assert_eq!(
        status(world.onefile("Customer")).await,
        401,
        "sessions can be ended at will"
    );
}

#[tokio::test]
async fn the_customer_has_centres() {
    let world = World::start().await;
    let customer = get(world.onefile("Customer")).await;
    let centres = get(world.onefile_post("Organisation/Search", &json!({ "CustomerID": customer["ID"] }))).await;
    assert_eq!(ids(&rows(&centres), "ID").len(), 2);
    assert_eq!(
        status(world.onefile_post("Organisation/Search", &json!({}))).await,
        400,
        "CustomerID is required"
    );
}

#[tokio::test]
async fn pages_hold_every_learner_of_a_centre_once_and_then_nothing() {
    let world = World::start().await;
    let mut listed = Vec::new();
    for page in 1.. {
        let rows = world.learners(page, 30, &json!({})).await;
        listed.extend(ids(&rows, "ID"));
        if rows.len() < 30 {
            break;
        }
    }
    let centre = world.first_centre();
    let expected: Vec<u64> = world
        .sandbox
        .customer()
        .onefile
        .rows()
        .iter()
        .filter(|user| user.centre_id == centre && user.role == ROLE_LEARNER)
        .map(|user| user.id)
        .collect();
    assert_eq!(listed, expected, "staff and other centres are not among them");
    assert!(
        world.learners(99, 30, &json!({})).await.is_empty(),
        "beyond the end: 204"
    );
}

#[tokio::test]
async fn rows_are_bare_and_a_user_is_whole() {
    let world = World::start().await;
    let row = world.learners(1, 1, &json!({})).await.remove(0);
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<String>>();
    assert_eq!(
        keys(&row),
        ["FirstName", "ID", "LastName", "MISID"].map(str::to_owned).into()
    );
    let whole = get(world.onefile(&format!("User/{}", row["ID"]))).await;
    let more = "Archived ClassroomID DOB DefaultAssessorID Email EmailVerified EpisodeName LastModified NINO \
                OrganisationID PlacementID PlannedEndDate Progress Role StartOn ULN Username";
    let expected: BTreeSet<String> = keys(&row)
        .into_iter()
        .chain(more.split_whitespace().map(str::to_owned))
        .collect();
    assert_eq!(keys(&whole), expected);
    assert_eq!(whole["FirstName"], row["FirstName"]);
    assert!(
        whole["StartOn"].as_str().unwrap().ends_with("T00:00:00.000Z"),
        "milliseconds and Z"
    );
    assert_eq!(status(world.onefile("User/1")).await, 404, "an unknown id");
}

#[tokio::test]
async fn rows_may_carry_all_fields() {
    let onefile = OnefileOptions {
        full_rows: true,
        ..OnefileOptions::default()
    };
    let world = World::with(SandboxOptions { onefile, ..options() }).await;
    let row = world.learners(1, 1, &json!({})).await.remove(0);
    assert_eq!(row, get(world.onefile(&format!("User/{}", row["ID"]))).await);
}

#[tokio::test]
async fn pages_have_a_largest_size_and_refusals_a_message() {
    let world = World::start().await;
    let body = json!({ "OrganisationID": world.first_centre() });
    let refused = world.onefile_post("User/Search/1/51", &body).send().await.unwrap();
    assert_eq!(refused.status(), 400);
    assert!(refused.text().await.unwrap().contains("message"));
    assert_eq!(
        status(world.onefile_post("User/Search/1/50", &json!({}))).await,
        400,
        "OrganisationID is required"
    );
    assert_eq!(
        status(world.onefile_post("User/Search/0/50", &body)).await,
        400,
        "pages count from 1"
    );
    let onefile = OnefileOptions {
        max_page_size: 100,
        ..OnefileOptions::default()
    };
    let other = World::with(SandboxOptions { onefile, ..options() }).await;
    assert_eq!(
        status(other.onefile_post("User/Search/1/100", &body)).await,
        200,
        "the size is an option"
    );
}

#[tokio::test]
async fn lists_are_narrowed_by_name_reference_and_change() {
    let world = World::start().await;
    let everybody = world.learners(1, 50, &json!({})).await;
    let one = &everybody[3];
    let named = world
        .learners(
            1,
            50,
            &json!({ "FirstName": one["FirstName"], "LastName": one["LastName"] }),
        )
        .await;
    assert!(named.contains(one) && named.len() < everybody.len());
    let changed = json!({ "LastModified": "2026-11-20T11:00:00Z" });
    assert!(
        world.learners(1, 50, &changed).await.is_empty(),
        "what is seeded changed days ago"
    );
    let id = one["ID"].to_string();
    world
        .sandbox
        .edit(|editor| editor.learner(&id, |learner| learner.family_name.push('e')));
    let rows = world.learners(1, 50, &changed).await;
    assert_eq!(
        ids(&rows, "ID"),
        [one["ID"].as_u64().unwrap()],
        "an edit counts as a change, now"
    );
    let whole = get(world.onefile(&format!("User/{id}"))).await;
    assert_eq!(
        whole["LastModified"],
        noon().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
    );
}

#[tokio::test]
async fn archived_learners_may_be_missing_from_the_list() {
    let onefile = OnefileOptions {
        list_archived: false,
        ..OnefileOptions::default()
    };
    let (all, present) = (
        World::start().await,
        World::with(SandboxOptions { onefile, ..options() }).await,
    );
    let count = async |world: &World| {
        let mut count = 0;
        for page in 1..6 {
            count += world.learners(page, 50, &json!({})).await.len();
        }
        count
    };
    let centre = all.first_centre();
    let archived = all
        .sandbox
        .customer()
        .onefile
        .rows()
        .iter()
        .filter(|user| user.archived && user.centre_id == centre)
        .count();
    assert_eq!(count(&all).await - count(&present).await, archived);
}
