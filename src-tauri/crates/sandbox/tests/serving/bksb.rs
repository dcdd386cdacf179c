//! bksb answers as section 2 of `APIS.md` says.

use sandbox::{BksbOptions, SandboxOptions};
use serde_json::{Value, json};

use crate::world::{World, get, ids, options, rows, status};

#[tokio::test]
async fn wrong_keys_are_refused() {
    let world = World::start().await;
    let keys = world.sandbox.keys();
    let url = format!("{}/users/search", world.sandbox.bksb_url());
    for request in [
        world.http.get(&url),
        world.http.get(&url).basic_auth(&keys.access_key, Some("wrong")),
        world
            .http
            .get(&url)
            .basic_auth(&keys.secret_key, Some(&keys.access_key)),
    ] {
        assert_eq!(status(request).await, 401);
    }
    assert_eq!(status(world.bksb("nothing/here")).await, 404, "an unknown path");
}

#[tokio::test]
async fn users_are_paged_with_a_total() {
    let world = World::start().await;
    let total = world.sandbox.customer().bksb.rows().len();
    let mut listed = Vec::new();
    for page in 1..=total.div_ceil(60) {
        let body = world.users(page, 60).await;
        let stated = json!({ "CurrentPage": page, "TotalRecords": total, "RecordsPerPage": 60 });
        assert_eq!(body["Pagination"], stated);
        listed.extend(ids(&rows(&body["Users"]), "UserId"));
    }
    let expected: Vec<u64> = world
        .sandbox
        .customer()
        .bksb
        .rows()
        .iter()
        .map(|user| user.id)
        .collect();
    assert_eq!(listed, expected, "inactive accounts are listed too");
    assert!(rows(&world.users(999, 60).await["Users"]).is_empty());
}

#[tokio::test]
async fn a_user_has_the_fields_of_the_page() {
    let world = World::start().await;
    let row = rows(&world.users(1, 1).await["Users"]).remove(0);
    let names: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "Active",
            "DateOfBirth",
            "Email",
            "Firstname",
            "Lastname",
            "UserId",
            "Username"
        ]
    );
    let with_birth = world
        .sandbox
        .customer()
        .bksb
        .rows()
        .iter()
        .position(|user| user.date_of_birth.is_some());
    let row = rows(&world.users(1, 100).await["Users"]).remove(with_birth.unwrap());
    assert!(
        row["DateOfBirth"].as_str().unwrap().ends_with("T00:00:00"),
        "a local midnight without zone"
    );
}

#[tokio::test]
async fn usernames_are_looked_up_whatever_their_case() {
    let world = World::start().await;
    let (id, username) = {
        let customer = world.sandbox.customer();
        let user = &customer.bksb.rows()[5];
        (user.id, user.username.clone())
    };
    let text = async |path: &str, username: &str| {
        world
            .bksb(path)
            .query(&[("username", username)])
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    };
    assert_eq!(text("users/isUsernameExists", &username.to_uppercase()).await, "true");
    assert_eq!(text("users/isUsernameExists", "nobody").await, "false");
    assert_eq!(
        text("users/user/getUserId", &username).await,
        id.to_string(),
        "a bare number"
    );
    assert_eq!(
        text("users/user/getUserId", "no body").await,
        "A user with username 'no body' not found."
    );
}

#[tokio::test]
async fn numbered_results_are_paged_newest_first() {
    let world = World::start().await;
    let id = world.busy_account();
    let mut dates: Vec<String> = Vec::new();
    for page in 1..=2 {
        let path = format!("results/initialAssessment/{id}/all?page={page}&recordsPerPage=20");
        let body = get(world.bksb(&path)).await;
        assert_eq!(body["Pagination"]["TotalRecords"], 23);
        let rows = rows(&body["InitialAssessmentResults"]);
        dates.extend(rows.iter().map(|row| row["ResultDate"].as_str().unwrap().to_owned()));
    }
    assert_eq!(dates.len(), 23);
    assert!(
        dates.is_sorted_by(|newer, older| newer >= older),
        "newest first, across pages"
    );
    assert!(
        dates.iter().all(|date| date.len() == "2026-03-04T10:20:00".len()),
        "no zone, no fraction"
    );
}

#[tokio::test]
async fn a_diagnostic_has_a_percent_and_a_name_and_an_initial_has_none() {
    let world = World::start().await;
    let id = world.busy_account();
    let body = get(world.bksb(&format!("results/diagnosticAssessment/{id}/all"))).await;
    let row = &body["DiagnosticAssessmentResults"][0];
    assert!(row["PercentScore"].as_u64().unwrap() <= 100);
    assert!(row["AssessmentName"].as_str().unwrap().ends_with(" Diagnostic"));
    assert_eq!(
        rows(&body["DiagnosticAssessmentResults"]).len(),
        20,
        "20 a page unless asked otherwise"
    );
    let body = get(world.bksb(&format!("results/initialAssessment/{id}/all"))).await;
    assert_eq!(body["InitialAssessmentResults"][0].get("PercentScore"), None);
}

#[tokio::test]
async fn the_list_is_left_out_where_there_is_nothing() {
    let world = World::start().await;
    let empty = world
        .sandbox
        .customer()
        .bksb
        .rows()
        .iter()
        .find(|user| user.initial.is_empty())
        .unwrap()
        .id;
    let path = format!("results/initialAssessment/{empty}/all");
    let body = get(world.bksb(&path)).await;
    assert_eq!(body.get("InitialAssessmentResults"), None);
    assert_eq!(body["Pagination"]["TotalRecords"], 0);
    let bksb = BksbOptions {
        omit_empty_lists: false,
        ..BksbOptions::default()
    };
    let world = World::with(SandboxOptions { bksb, ..options() }).await;
    assert_eq!(
        get(world.bksb(&path)).await["InitialAssessmentResults"],
        json!([]),
        "or empty, by option"
    );
    assert_eq!(
        status(world.bksb("results/initialAssessment/1/all")).await,
        404,
        "an unknown user"
    );
}

#[tokio::test]
async fn sessions_come_by_course_and_their_components_by_session() {
    let world = World::start().await;
    let customer = world.sandbox.customer().clone();
    let user = customer
        .bksb
        .rows()
        .iter()
        .find(|user| user.counts().unfinished > 0)
        .unwrap();
    let mut found = 0;
    for course in ["ENG_NEW", "MATHS_NEW"] {
        let path = "assessmentSessions/getAssessmentSessionsForCourseV5";
        let query = [("courseSubject", course.to_owned()), ("userId", user.id.to_string())];
        for row in rows(&get(world.bksb(path).query(&query)).await) {
            let session = user
                .sessions
                .iter()
                .find(|session| row["SessionId"] == session.session_id.to_string());
            let session = session.expect("a session of this user");
            found += 1;
            assert_eq!(row["AssessmentType"], if session.diagnostic { 2 } else { 1 });
            let unfinished = row["DateCompleted"] == "0001-01-01T00:00:00";
            assert_eq!(unfinished, session.completed.is_none());
            assert_eq!(
                components(&world, user.id, &row["SessionId"]).await.len(),
                session.components.len()
            );
        }
    }
    assert_eq!(found, user.sessions.len(), "each session belongs to one course");
}

async fn components(world: &World, user: u64, session: &Value) -> Vec<Value> {
    let path = "assessmentSessions/GetEOAReportDataForAssessmentSessionV5";
    let query = [
        ("sessionId", session.as_str().unwrap().to_owned()),
        ("userId", user.to_string()),
    ];
    let data = rows(&get(world.bksb(path).query(&query)).await["AssessmentEOAData"]);
    for part in &data {
        assert!(part["AbilityMeasurement"].is_f64() && part["CourseComponentName"].is_string());
        assert!(part["MeasuringAssessmentName"].is_string() && part["MeasuredAt"].is_string());
    }
    data
}

const NEW_USER: [(&str, &str); 9] = [
    ("Username", "new.person"),
    ("Firstname", "Zoë"),
    ("Lastname", "O’Neill & Sons"),
    ("Password", "Correct horse 9"),
    ("Email", "new+person@example.org"),
    ("DateOfBirth[Year]", "2005"),
    ("DateOfBirth[Month]", "2"),
    ("DateOfBirth[Day]", "9"),
    ("AutoEnrolCourses", "true"),
];

#[tokio::test]
async fn an_account_is_really_created_once() {
    let world = World::start().await;
    let created = get(world.create_user(&NEW_USER)).await;
    assert_eq!(created["Username"], "new.person");
    {
        let customer = world.sandbox.customer();
        let account = customer.account(&created["UserId"].to_string()).unwrap();
        assert!(
            account.given_name == "Zoë" && account.family_name == "O’Neill & Sons",
            "text survives the form"
        );
        assert_eq!(account.email.as_deref(), Some("new+person@example.org"));
        assert_eq!(account.date_of_birth.unwrap().to_string(), "2005-02-09");
    }
    assert_eq!(status(world.create_user(&NEW_USER)).await, 400, "the username is taken");
    assert_eq!(
        status(world.create_user(&NEW_USER[1..])).await,
        400,
        "a username is needed"
    );
    let last = world.users(1, 1000).await["Users"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(last["UserId"], created["UserId"], "it is listed at once");
}

#[tokio::test]
async fn a_login_link_ends_soon() {
    let world = World::start().await;
    let id = world.busy_account();
    let link = get(world.bksb(&format!("users/user/{id}/getAutoLoginLink"))).await;
    assert!(link["Link"].as_str().unwrap().starts_with("https://"));
    assert_eq!(link["Expiry"], "2026-11-20T12:05:00Z");
}
