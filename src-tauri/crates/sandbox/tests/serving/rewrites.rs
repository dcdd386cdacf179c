//! Any assumed fact can be changed in one line.

use sandbox::{Op, Rewrite};
use serde_json::json;

use crate::world::{World, get, rows, status};

#[tokio::test]
async fn fields_are_renamed_and_dropped_at_any_depth() {
    let world = World::start().await;
    let rewrites = world.sandbox.rewrites();
    rewrites.add(Rewrite::rename(Op::BksbUsersList, "Users", "Items"));
    rewrites.add(Rewrite::rename(Op::BksbUsersList, "TotalRecords", "Total"));
    rewrites.add(Rewrite::drop(Op::BksbUsersList, "Active"));
    let body = world.users(1, 20).await;
    assert!(body["Items"][0]["UserId"].is_u64() && body["Pagination"]["Total"].is_u64());
    assert_eq!((body.get("Users"), body["Items"][0].get("Active")), (None, None));
    rewrites.clear();
    assert!(
        world.users(1, 20).await["Users"][0]["Active"].is_boolean(),
        "all is as stated again"
    );
}

#[tokio::test]
async fn an_operation_moves_to_another_path() {
    let world = World::start().await;
    let id = world.busy_account();
    world
        .sandbox
        .rewrites()
        .add(Rewrite::path(Op::BksbInitial, "v2/{userId}/initials"));
    assert_eq!(
        status(world.bksb(&format!("results/initialAssessment/{id}/all"))).await,
        404,
        "the old path is gone"
    );
    let body = get(world.bksb(&format!("v2/{id}/initials"))).await;
    assert!(
        body["InitialAssessmentResults"].is_array(),
        "the new one names the user as well"
    );
}

#[tokio::test]
async fn an_operation_is_missing_or_not_permitted() {
    let world = World::start().await;
    world.sandbox.rewrites().add(Rewrite::status(Op::BksbUsersList, 403));
    world.sandbox.rewrites().add(Rewrite::status(Op::BksbLoginLink, 404));
    assert_eq!(status(world.bksb("users/search")).await, 403);
    assert_eq!(status(world.bksb("users/user/1/getAutoLoginLink")).await, 404);
    assert_eq!(
        status(world.bksb("users/isUsernameExists?username=x")).await,
        200,
        "the rest is permitted"
    );
}

#[tokio::test]
async fn parameters_have_other_names() {
    let world = World::start().await;
    world
        .sandbox
        .rewrites()
        .add(Rewrite::param(Op::BksbUsersList, "recordsPerPage", "limit"));
    let size = async |query: &str| rows(&get(world.bksb(&format!("users/search?{query}"))).await["Users"]).len();
    assert_eq!(size("page=1&limit=7").await, 7);
    assert_eq!(
        size("page=1&recordsPerPage=7").await,
        100,
        "the old name is not understood: the default holds"
    );
    world
        .sandbox
        .rewrites()
        .add(Rewrite::param(Op::OnefileUsersList, "OrganisationID", "CentreID"));
    let body = json!({ "CentreID": world.first_centre() });
    assert_eq!(
        status(world.onefile_post("User/Search/1/20", &body)).await,
        200,
        "in a JSON body as well"
    );
}

#[tokio::test]
async fn dates_have_other_formats_and_zones() {
    let world = World::start().await;
    let id = world.busy_account();
    let path = format!("results/initialAssessment/{id}/all");
    let local = get(world.bksb(&path)).await["InitialAssessmentResults"][0]["ResultDate"].clone();
    world
        .sandbox
        .rewrites()
        .add(Rewrite::in_utc(Op::BksbInitial, "ResultDate"));
    let utc = get(world.bksb(&path)).await["InitialAssessmentResults"][0]["ResultDate"].clone();
    let expected = sandbox::uk_instant(local.as_str().unwrap().parse().unwrap());
    assert_eq!(utc, json!(expected.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)));
    world
        .sandbox
        .rewrites()
        .add(Rewrite::date_format(Op::BksbUsersList, "DateOfBirth", "%d/%m/%Y"));
    let row = rows(&world.users(1, 100).await["Users"])
        .into_iter()
        .find(|row| row["DateOfBirth"].is_string())
        .unwrap();
    assert_eq!(
        row["DateOfBirth"]
            .as_str()
            .unwrap()
            .split('/')
            .map(str::len)
            .collect::<Vec<_>>(),
        [2, 2, 4]
    );
}

#[tokio::test]
async fn a_whole_body_and_single_values_are_other() {
    let world = World::start().await;
    world
        .sandbox
        .rewrites()
        .add(Rewrite::body(Op::OnefileUsersList, |rows| json!({ "Items": rows })));
    world
        .sandbox
        .rewrites()
        .add(Rewrite::map(Op::OnefileUserGet, "EmailVerified", |flag| {
            json!(if flag == &json!(true) { "Y" } else { "N" })
        }));
    let body = json!({ "OrganisationID": world.first_centre() });
    let page = get(world.onefile_post("User/Search/1/20", &body)).await;
    let whole = get(world.onefile(&format!("User/{}", page["Items"][0]["ID"]))).await;
    assert!(whole["EmailVerified"] == "Y" || whole["EmailVerified"] == "N");
}
