//! What a person types.

use system_tests::{Centre, seed_of_today};

#[test]
fn addresses_are_tidied_or_refused_with_a_sentence() {
    let centre = Centre::connected(seed_of_today(), 60);
    let url = centre.sandbox.bksb_url();
    let tidied = centre.try_json(&["connection", "set", "bksb", &format!("base_url=  {url}/ ")]);
    assert_eq!(
        tidied.code,
        Some(0),
        "a trailing slash and blanks do no harm: {}",
        tidied.stdout
    );
    for bad in [
        "http://example.org/api",
        "ftp://example.org",
        "example.org/api",
        "https://",
        "https://user:pass@example.org/api",
        "https://example.org/api?key=1",
    ] {
        let ran = centre.try_json(&["connection", "set", "bksb", &format!("base_url={bad}")]);
        assert_eq!(
            (ran.code, ran.fault().as_str()),
            (Some(1), "setting_refused"),
            "{bad:?}: {}",
            ran.stdout
        );
    }
    let report = centre.sync();
    assert!(report["matched"].as_u64() > Some(0), "the tidied address works");
}

#[test]
fn what_does_not_exist_is_refused_by_name() {
    let centre = Centre::connected(seed_of_today(), 60);
    let cases: [(&[&str], i32, &str); 9] = [
        (
            &["connection", "set", "bksb", "no_such_setting=1"],
            1,
            "setting_refused",
        ),
        (
            &["connection", "add", "no_such_system", "--name", "x"],
            1,
            "kind_unknown",
        ),
        (&["connection", "set", "nobody", "tail_days=3"], 1, "not_found"),
        (&["sync", "--connection", "nobody"], 1, "not_found"),
        (&["unmatched", "--connection", "nobody"], 1, "not_found"),
        (&["learner", "999999"], 1, "not_found"),
        (&["link", "999999", "999999", "--connection", "bksb"], 1, "not_found"),
        (&["confirm", "999999"], 1, "not_found"),
        (&["definition", "show", "no_such_system"], 1, "kind_unknown"),
    ];
    for (arguments, code, fault) in cases {
        let ran = centre.try_json(arguments);
        assert_eq!(
            (ran.code, ran.fault().as_str()),
            (Some(code), fault),
            "{arguments:?}: {}",
            ran.stdout
        );
    }
    assert_eq!(centre.cli.run(&["no-such-command"]).code, Some(2), "usage");
    assert_eq!(centre.cli.run(&["learner", "not-a-number"]).code, Some(2), "usage");
}

#[test]
fn an_overlay_with_an_error_names_file_key_and_remedy() {
    let centre = Centre::connected(seed_of_today(), 60);
    let _ = centre.sync();
    let overlays = centre.cli.folder().join("definitions");
    std::fs::create_dir_all(&overlays).unwrap();
    std::fs::write(
        overlays.join("bksb.toml"),
        "version = 1\n[operations.\"users.list\"]\npaht = \"users/find\"\n",
    )
    .unwrap();
    let ran = centre.try_json(&["sync"]);
    assert_eq!(ran.code, Some(1));
    let text = ran.stdout;
    assert!(
        text.contains("definition_invalid") && text.contains("bksb.toml") && text.contains("paht"),
        "{text}"
    );
    std::fs::remove_file(overlays.join("bksb.toml")).unwrap();
    let _ = centre.sync();
}

#[test]
fn names_of_any_script_and_length_are_kept() {
    let centre = Centre::connected(seed_of_today(), 60);
    let names = [
        "محمد",
        "李小龍",
        "Ζωή",
        "Łukasz",
        "O’Neil-Smyth",
        "👩‍🎓",
        &"x".repeat(4_000),
    ];
    let centre_id = centre.sandbox.customer().centres[0].id;
    for (at, name) in names.iter().enumerate() {
        let address = format!("script{at}@example.org");
        centre
            .sandbox
            .edit(|editor| editor.add_learner(sandbox::OnefileUser::learner(centre_id, name, name, &address)));
    }
    let _ = centre.sync();
    let learners = centre.cli.json(&["learners"]);
    for name in names {
        assert!(
            learners["learners"]
                .as_array()
                .unwrap()
                .iter()
                .any(|row| row["given_name"] == *name),
            "a name is as it was sent"
        );
    }
}

#[test]
fn decisions_stand_through_every_later_sync_and_can_be_undone() {
    let centre = Centre::connected(seed_of_today(), 150);
    let _ = centre.sync();
    let staging = centre.sandbox.customer().staging().unwrap();
    let learner = own_id(&centre, "learners", &staging.linked.learner_external_id);
    let user = own_id(&centre, "users", &staging.linked.user_external_id);

    let done = centre.try_json(&["unlink", &learner, &user, "--connection", "bksb"]);
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    let _ = centre.sync();
    assert_eq!(reason(&centre, &staging.linked.learner_external_id), "never_match");
    let done = centre.try_json(&["link", &learner, &user, "--connection", "bksb"]);
    assert_eq!(done.code, Some(0), "linking by hand undoes it: {}", done.stdout);
    let _ = centre.sync();
    let page = centre.cli.json(&["learner", &learner]);
    assert_eq!(page["links"][0]["rule"], "manual");
    assert!(!page["links"][0]["held"].as_bool().unwrap());

    let lonely = &staging.unknown_username.0;
    let own = own_id(&centre, "learners", lonely);
    assert_eq!(
        centre.try_json(&["never-match", &own, "--connection", "bksb"]).code,
        Some(0)
    );
    let _ = centre.sync();
    assert_eq!(reason(&centre, lonely), "never_match");
    assert_eq!(
        centre
            .try_json(&["never-match", &own, "--connection", "bksb", "--undo"])
            .code,
        Some(0)
    );
    assert_ne!(reason(&centre, lonely), "never_match");
}

#[test]
fn held_links_are_listed_and_decided_both_ways() {
    let centre = Centre::connected(seed_of_today(), 400);
    let first = centre.sync();
    let held = centre.cli.json(&["review"]);
    let held = held.as_array().unwrap();
    assert!(held.len() >= 2, "parents with a child's address");
    let decide = |row: &serde_json::Value, answer: &str| {
        let (learner, user) = (row["learner_id"].to_string(), row["user_id"].to_string());
        let ran = centre.try_json(&["review", &learner, &user, answer, "--connection", "bksb"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    };
    decide(&held[0], "yes");
    decide(&held[1], "no");
    let after = centre.sync();
    assert_eq!(
        after["matched"].as_u64(),
        first["matched"].as_u64().map(|n| n + 1),
        "yes takes effect, no does not"
    );
    assert_eq!(
        centre.cli.json(&["review"]).as_array().unwrap().len(),
        held.len() - 2,
        "both stand through a sync"
    );
}

fn own_id(centre: &Centre, table: &str, external_id: &str) -> String {
    let database = system_tests::open_database(centre.cli.folder(), centre.key());
    database
        .query_row(
            &format!("SELECT id FROM {table} WHERE external_id = ?"),
            [external_id],
            |row| row.get::<_, i64>(0),
        )
        .unwrap()
        .to_string()
}

fn reason(centre: &Centre, external_id: &str) -> String {
    let unmatched = centre.cli.json(&["unmatched", "--connection", "bksb"]);
    let rows = unmatched["learners"].as_array().unwrap();
    let row = rows.iter().find(|row| row["external_id"] == external_id);
    row.map(|row| row["reason"].as_str().unwrap().to_owned())
        .unwrap_or_default()
}
