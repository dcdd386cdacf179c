//! Definitions: what is built in, what corrections may do, and what is said about mistakes.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use connectors::{Secrets, check_file, kinds, load, open_provider, open_record_system};
use domain::linking::Policy;
use domain::ports::Clock;
use domain::{Fault, FaultCode, Role, Settings};

struct Epoch;

impl Clock for Epoch {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

fn settings(pairs: &[(&str, &str)]) -> Settings {
    Settings(
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn with_overlay(kind: &str, text: &str) -> Result<connectors::Definition, Fault> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(format!("{kind}.toml")), text).unwrap();
    load(kind, Some(folder.path()))
}

#[test]
fn every_built_in_definition_loads_and_shows_as_it_is_written() {
    for kind in kinds() {
        let definition = load(kind, None).unwrap();
        assert_eq!(definition.kind.0, *kind);
        assert!(
            definition.to_toml().contains("# Standing of each entry"),
            "the standing of entries is shown too"
        );
        assert!(definition.overlay.is_none() && !definition.overlay_is_older());
    }
}

/// The parts of a definition that state facts, each with the lines of all its tables.
fn parts(written: &str) -> std::collections::BTreeMap<String, String> {
    let mut parts = std::collections::BTreeMap::new();
    let mut part = String::new();
    for line in written.lines() {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.split(']').next().unwrap();
            // An operation is one part with its tables; so is the authentication.
            part = match header.split_once('"') {
                Some((_, name)) => format!("operations.{}", name.split('"').next().unwrap()),
                None if header.starts_with("authentication") => "authentication".to_owned(),
                None => header.to_owned(),
            };
        }
        parts
            .entry(part.clone())
            .or_insert_with(String::new)
            .push_str(&format!("{line}\n"));
    }
    parts
}

#[test]
fn every_part_tells_how_well_it_is_known() {
    const STANDING: [&str; 3] = ["documented", "seen", "assumed"];
    for kind in kinds() {
        let written = load(kind, None).unwrap().to_toml();
        for (part, lines) in parts(&written) {
            let is_asked_for = part.is_empty() || part.starts_with("settings.") || part.starts_with("secrets.");
            let comments = lines
                .lines()
                .filter_map(|line| Some(line.split_once('#')?.1.to_lowercase()));
            let tells = comments
                .into_iter()
                .any(|comment| STANDING.iter().any(|word| comment.contains(word)));
            assert!(is_asked_for || tells, "{kind}: [{part}] does not tell its standing");
            for line in lines.lines().filter(|line| line.starts_with("path = ")) {
                let tells = STANDING.iter().any(|word| line.contains(word));
                assert!(tells, "{kind}: a path does not tell its standing: {line}");
            }
        }
    }
}

#[test]
fn names_that_programs_rely_on_stay() {
    let keys = |kind: &str| -> Vec<String> {
        load(kind, None)
            .unwrap()
            .secrets
            .iter()
            .map(|secret| secret.key.clone())
            .collect()
    };
    assert_eq!(keys("onefile"), ["customer_token"]);
    assert_eq!(keys("bksb"), ["access_key", "secret_key"]);
    let bksb = load("bksb", None).unwrap();
    assert_eq!(bksb.role, Role::Assessments);
    let policy = Policy {
        username: true,
        nino: false,
        email: true,
    };
    assert_eq!(bksb.policy, policy, "bksb knows no National Insurance numbers");
    let address = |kind: &str| {
        let definition = load(kind, None).unwrap();
        let spec = definition.settings.into_iter().find(|spec| spec.key == "base_url");
        spec.unwrap().default.unwrap()
    };
    assert_eq!(address("onefile"), "https://wsapi.onefile.co.uk/api/v2.1");
    assert_eq!(address("bksb"), "https://live2api.bksblive2.co.uk/api");
}

#[test]
fn everything_that_a_person_is_asked_for_has_words() {
    for kind in kinds() {
        let definition = load(kind, None).unwrap();
        let secrets = definition.secrets.iter().map(|spec| (&spec.label, &spec.help));
        let settings = definition.settings.iter().map(|spec| (&spec.label, &spec.help));
        for (label, help) in secrets.chain(settings) {
            assert!(!label.is_empty() && help.len() > 20, "{kind}: {label}");
        }
    }
}

#[test]
fn a_kind_that_nobody_knows_is_told_with_those_that_are() {
    let fault = load("moodle", None).unwrap_err();
    assert_eq!(fault.code, FaultCode::KindUnknown);
    assert!(fault.sentence().contains("bksb, onefile"), "{}", fault.sentence());
}

#[test]
fn mistakes_are_told_with_file_key_and_remedy() {
    for (line, key, problem) in [
        ("operations.\"users.list\".path = ", "line 2", "string"),
        ("colour = \"blue\"", "top level", "colour"),
        ("operations.\"users.list\".rowz = \"/x\"", "users.list", "rowz"),
        ("operations.\"users.list\".path = 5", "users.list", "string"),
        (
            "operations.\"users.list\".path = \"https://evil.example/\"",
            "\"users.list\".path",
            "below",
        ),
        (
            "operations.\"users.list\".path = \"/users\"",
            "\"users.list\".path",
            "below",
        ),
        (
            "operations.\"users.list\".path = \"users/{nobody}\"",
            "\"users.list\".path",
            "{nobody}",
        ),
        (
            "operations.\"users.list\".path = \"users/{secret_key}\"",
            "\"users.list\".path",
            "{secret_key}",
        ),
        (
            "operations.\"users.list\".query.page = \"1\"",
            "\"users.list\".paging",
            "{page}",
        ),
        (
            "operations.\"users.list\".paging.size = 0",
            "\"users.list\".paging.size",
            "never ends",
        ),
        (
            "operations.\"users.list\".paging.total = \"Total\"",
            "\"users.list\".paging.total",
            "pointer",
        ),
        (
            "operations.\"users.list\".rows = \"Users\"",
            "\"users.list\".rows",
            "begins with /",
        ),
        (
            "operations.\"users.list\".fields.shoe_size = \"Shoe\"",
            "\"users.list\".fields.shoe_size",
            "no such field",
        ),
        (
            "operations.\"users.list\".fields.active.type = \"date\"",
            "\"users.list\".fields.active.type",
            "flag",
        ),
        (
            "operations.\"users.list\".fields.date_of_birth.format = \"none\"",
            "\"users.list\".fields.date_of_birth.format",
            "formats",
        ),
        (
            "operations.\"users.list\".fields.email = \"{nobody}\"",
            "\"users.list\".fields.email.from",
            "{nobody}",
        ),
        (
            "operations.\"users.steal\" = { purpose = \"x\", path = \"x\" }",
            "\"users.steal\"",
            "no such operation",
        ),
        ("tables.level.\"2.48\" = \"level_9\"", "fields.level.table", "level_9"),
        (
            "operations.\"results.list.initial\".fields.kind.constant = \"final\"",
            "fields.kind.constant",
            "final",
        ),
        (
            "operations.\"results.list.initial\".fields.level.step = \"magic\"",
            "fields.level.step",
            "magic",
        ),
        (
            "operations.\"results.list.sessions\".detail = \"results.more\"",
            "sessions\".detail",
            "results.more",
        ),
        (
            "formats.moment.patterns = [\"DD/MM\"]",
            "formats.moment.patterns",
            "DD/MM",
        ),
        ("formats.moment.patterns = []", "formats.moment.patterns", "no pattern"),
        ("limits.concurrency = 0", "limits", "no call"),
        (
            "authentication.headers.X-Key = \"{unknown}\"",
            "authentication.headers.X-Key",
            "unknown",
        ),
        (
            "settings.base_url.default = \"http://evil.example/\"",
            "settings.base_url.default",
            "http",
        ),
        ("kind = \"onefile\"", "kind", "bksb"),
    ] {
        let fault = with_overlay("bksb", &format!("version = 1\n{line}\n")).expect_err(line);
        let told = fault.sentence();
        assert_eq!(fault.code, FaultCode::DefinitionInvalid, "{line}");
        assert!(told.contains("bksb.toml: "), "the file is named: {told}");
        assert!(told.contains(key), "{key} is named for {line}: {told}");
        assert!(told.contains(problem), "{problem} is told for {line}: {told}");
        let remedy = told.split("What to do: ").nth(1).unwrap();
        assert!(remedy.len() > 10, "a remedy is told: {told}");
        assert!(told.ends_with('.') && !told.ends_with(".."), "it is a sentence: {told}");
    }
}

#[test]
fn corrections_name_the_version_that_they_were_written_against() {
    let fault = with_overlay("bksb", "limits.concurrency = 2\n").unwrap_err();
    assert!(
        fault.sentence().contains("add the line version = 1"),
        "{}",
        fault.sentence()
    );
    let older = with_overlay("bksb", "version = 0\nlimits.concurrency = 2\n").unwrap();
    assert!(
        older.overlay_is_older(),
        "somebody should look whether they are still needed"
    );
    assert_eq!(older.version, 1, "the built-in version stays what it is");
    let current = with_overlay("bksb", "version = 1\nlimits.concurrency = 2\n").unwrap();
    assert!(!current.overlay_is_older());
    assert!(current.to_toml().contains("concurrency = 2") && current.to_toml().contains("laid over"));
}

#[test]
fn another_host_for_secrets_is_told() {
    let moved = with_overlay(
        "bksb",
        "version = 1\nsettings.base_url.default = \"https://other.example/api\"\n",
    )
    .unwrap();
    assert!(moved.overlay_changes_host());
    assert_eq!(
        moved.secrets_host(&Settings::default()).as_deref(),
        Some("other.example")
    );
    let same = "version = 1\nsettings.base_url.default = \"https://live2api.bksblive2.co.uk/api/v2\"\n";
    assert!(
        !with_overlay("bksb", same).unwrap().overlay_changes_host(),
        "another path is no other host"
    );
    let typed = settings(&[("base_url", "https://live2api.bksblive2.com.au:8443/api/")]);
    assert_eq!(
        moved.secrets_host(&typed).as_deref(),
        Some("live2api.bksblive2.com.au:8443")
    );
}

#[test]
fn a_file_is_checked_before_it_is_put_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bksb.toml");
    std::fs::write(&file, "version = 0\nlimits.concurrency = 2\n").unwrap();
    let checked = check_file(&file).unwrap();
    assert_eq!(
        (checked.kind.as_str(), checked.is_older, checked.changes_host),
        ("bksb", true, false)
    );
    std::fs::write(&file, "version = 1\nlimits.concurency = 2\n").unwrap();
    assert!(check_file(&file).unwrap_err().sentence().contains("concurency"));
    let other = folder.path().join("our corrections.toml");
    std::fs::write(&other, "kind = \"onefile\"\nversion = 1\n").unwrap();
    assert_eq!(check_file(&other).unwrap().kind, "onefile");
    std::fs::write(&other, "version = 1\n").unwrap();
    assert_eq!(check_file(&other).unwrap_err().code, FaultCode::KindUnknown);
    assert_eq!(
        check_file(Path::new("no-such-file.toml")).unwrap_err().code,
        FaultCode::FileFailed
    );
}

#[test]
fn a_definition_as_it_is_shown_can_be_laid_over_itself() {
    for kind in kinds() {
        let shown = load(kind, None).unwrap().to_toml();
        assert!(
            with_overlay(kind, &shown).is_ok(),
            "whoever edits what `definition show` prints is not refused"
        );
    }
}

#[test]
fn settings_are_known_typed_and_tidied() {
    let bksb = load("bksb", None).unwrap();
    let kept = bksb
        .validate(&settings(&[
            ("base_url", " https://host.example/api/ "),
            ("learner_tags", "one,, two ,"),
            ("concurrency", "08"),
            ("calls_per_minute", ""),
        ]))
        .unwrap();
    let tidy = settings(&[
        ("base_url", "https://host.example/api"),
        ("learner_tags", "one, two"),
        ("concurrency", "8"),
    ]);
    assert_eq!(kept, tidy);
    for (key, value, told) in [
        ("colour", "blue", "base_url, calls_per_minute"),
        ("concurrency", "0", "from 1 to 64"),
        ("concurrency", "many", "from 1 to 64"),
        ("calls_per_minute", "-1", "from 1"),
        ("base_url", "http://host.example/api", "https"),
    ] {
        let fault = bksb.validate(&settings(&[(key, value)])).unwrap_err();
        assert_eq!(fault.code, FaultCode::SettingRefused, "{key}");
        assert!(
            fault.sentence().contains(key) && fault.sentence().contains(told),
            "{}",
            fault.sentence()
        );
    }
    let onefile = load("onefile", None).unwrap();
    assert!(onefile.validate(&settings(&[("email_verified", "trust")])).is_ok());
    let fault = onefile.validate(&settings(&[("email_verified", "maybe")])).unwrap_err();
    assert!(fault.sentence().contains("trust, require"), "{}", fault.sentence());
}

#[test]
fn a_system_opens_only_with_its_secrets_and_in_its_role() {
    let bksb = load("bksb", None).unwrap();
    let clock = || Arc::new(Epoch);
    let some = || Secrets::from_iter([("access_key", "a")]);
    let fault = open_provider(&bksb, "Ours", &Settings::default(), some(), clock())
        .err()
        .unwrap();
    assert_eq!(fault.code, FaultCode::KeysMissing);
    assert!(
        fault.sentence().contains("API Secret Key"),
        "the vendor's own name: {}",
        fault.sentence()
    );
    let fault = open_record_system(&bksb, "Ours", &Settings::default(), some(), clock())
        .err()
        .unwrap();
    assert_eq!(fault.code, FaultCode::NotOffered);
}

#[test]
fn every_system_says_what_is_needed_and_where_to_find_it() {
    for kind in kinds() {
        let definition = load(kind, None).unwrap();
        assert!(
            definition.needs.starts_with("You need") && !definition.needs.ends_with('.'),
            "{kind}: {}",
            definition.needs
        );
        assert!(!definition.where_to_find.is_empty(), "{kind} says where its keys are");
        let told = definition.where_to_find.iter().chain(&definition.warning);
        for step in told {
            assert!(step.ends_with('.'), "{kind}: a step is a sentence: {step}");
            assert_eq!(step.matches("**").count() % 2, 0, "{kind}: labels are closed: {step}");
        }
        let main = definition.settings.iter().filter(|setting| !setting.advanced);
        assert!(
            main.count() < definition.settings.len(),
            "{kind}: not everything is put before everybody"
        );
        for setting in &definition.settings {
            let words = format!("{} {}", setting.label, setting.help).to_lowercase();
            assert!(!words.contains("e-mail"), "{kind}: the window says email: {words}");
        }
    }
    assert!(
        load("bksb", None)
            .unwrap()
            .warning
            .is_some_and(|warning| warning.contains("**Databridge State**")),
        "results would arrive twice"
    );
}

#[test]
fn a_correction_may_change_what_is_said_and_take_a_warning_away() {
    let corrected = with_overlay(
        "bksb",
        "version = 1\nname = 'BKSB Live'\nneeds = 'You need two keys'\nwhere_to_find = ['Ask **IT**.']\nwarning = ''\n[settings.base_url]\nadvanced = true\n",
    )
    .unwrap();
    assert_eq!(
        corrected.full_name, "BKSB Live",
        "where nothing else is given, the name is the whole name"
    );
    assert_eq!(corrected.needs, "You need two keys");
    assert_eq!(corrected.where_to_find, ["Ask **IT**."]);
    assert_eq!(corrected.warning, None);
    let base_url = corrected
        .settings
        .iter()
        .find(|setting| setting.key == "base_url")
        .unwrap();
    assert!(base_url.advanced);
    assert!(corrected.to_toml().contains("Ask **IT**."), "what is in force is shown");
    let wrong = with_overlay("bksb", "version = 1\nwhere_to_find = 'one step'\n").unwrap_err();
    assert_eq!(wrong.code, FaultCode::DefinitionInvalid);
    assert!(wrong.sentence().contains("where_to_find"), "{}", wrong.sentence());
}
