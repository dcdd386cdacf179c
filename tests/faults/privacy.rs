//! No secret, number or name anywhere but in the encrypted database and in what was asked for.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use sandbox::{BksbUser, Fault, Keys, OnefileUser, Op, SandboxOptions, What};
use system_tests::{Centre, seed_of_today, today};

const GIVEN: &str = "Qanaryella";
const FAMILY: &str = "Qanarywick";
const ADDRESS: &str = "qanary.address@example.org";
const NINO: &str = "AB987654C";

#[test]
fn canaries_are_found_in_no_file_log_or_output_that_did_not_ask_for_them() {
    let keys = Keys {
        customer_token: "qanary-token-1111".to_owned(),
        access_key: "qanary-access-2222".to_owned(),
        secret_key: "qanary-secret-3333".to_owned(),
    };
    let options = sandbox::CustomerOptions {
        learners: 60,
        ..sandbox::CustomerOptions::new(seed_of_today(), today())
    };
    let served = SandboxOptions {
        keys: Some(keys),
        ..SandboxOptions::default()
    };
    let mut centre = Centre::serving(sandbox::Customer::generate(&options), served);
    centre.cli = centre.cli.clone().with("RUST_LOG", "trace");
    centre.connect();
    plant(&centre);

    let mut said = String::new();
    let mut run = |arguments: &[&str]| {
        let ran = centre.cli.run(arguments);
        said.push_str(&ran.stdout);
        said.push_str(&ran.stderr);
    };
    run(&["sync"]);
    for what in [
        What::Html,
        What::MalformedJson,
        What::Status(500),
        What::Status(403),
        What::BadRow(0, "Email", Some(serde_json::json!({"a": ADDRESS}))),
    ] {
        centre
            .sandbox
            .faults()
            .add(Fault::on(Op::OnefileUserGet, what.clone()).times(3));
        centre.sandbox.faults().add(Fault::on(Op::BksbUsersList, what).times(3));
        centre.sandbox.edit(|editor| {
            let id = editor.customer().onefile.rows()[0].id.to_string();
            editor.learner(&id, |_| ());
        });
        run(&["sync"]);
        centre.sandbox.faults().clear();
    }
    let shape = centre.scratch().join("shape.json");
    run(&["--json", "sync"]);
    run(&["connection", "check", "bksb", "--shape", &shape.to_string_lossy()]);
    run(&["connection", "list"]);
    run(&["status"]);
    run(&["--json", "runs"]);
    run(&["doctor"]);
    run(&["definition", "show", "bksb"]);
    run(&["unlink", "999999", "1", "--connection", "bksb"]);
    assert!(said.contains("bksb"), "something was said at all");

    let canaries = [GIVEN, FAMILY, ADDRESS, NINO, "qanary", centre.key()];
    for canary in canaries {
        assert!(
            !lower(&said).contains(&lower(canary)),
            "a canary was printed or logged: number {}",
            position(&canaries, canary)
        );
    }
    let mut searched = 0;
    search(centre.scratch(), &canaries, &mut searched);
    assert!(searched > 2, "the database, its backups and the shape were searched");
    let shown = centre
        .cli
        .clone()
        .without("RUST_LOG")
        .json(&["learners", "--search", FAMILY]);
    assert_eq!(shown["learners"][0]["given_name"], GIVEN, "what was asked for is shown");
    assert_eq!(
        shown["learners"][0]["nino"], "••••••54C",
        "and of the number only its ending"
    );
}

fn plant(centre: &Centre) {
    let centre_id = centre.sandbox.customer().centres[0].id;
    centre.sandbox.edit(|editor| {
        let mut learner = OnefileUser::learner(centre_id, GIVEN, FAMILY, ADDRESS);
        learner.nino = Some(NINO.to_owned());
        learner.date_of_birth = NaiveDate::from_ymd_opt(2001, 2, 3);
        editor.add_learner(learner);
        editor.add_account(BksbUser::new("qanary.user", GIVEN, FAMILY, ADDRESS));
    });
}

fn search(folder: &Path, canaries: &[&str], searched: &mut usize) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            search(&path, canaries, searched);
            continue;
        }
        let text = lower(&String::from_utf8_lossy(&fs::read(&path).unwrap()));
        for canary in canaries {
            assert!(
                !text.contains(&lower(canary)),
                "canary {} lies in {}",
                position(canaries, canary),
                path.display()
            );
        }
        *searched += 1;
    }
}

fn position(canaries: &[&str], canary: &str) -> usize {
    canaries.iter().position(|one| *one == canary).unwrap_or(usize::MAX)
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}
