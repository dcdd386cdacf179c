//! The computer's keyring: real, locked, absent.
//!
//! Each test has a bus and a keyring of its own, so that locking one disturbs nobody. Where no keyring can be had
//! (other systems than Linux, or a machine that was not set up by `cargo xtask test`) they say so and end.
#![cfg(target_os = "linux")]

use std::fs;
use std::process::Command;

use sandbox::{Customer, CustomerOptions, SandboxOptions};
use serde_json::Value;
use system_tests::{Centre, Program, seed_of_today, today};

#[test]
fn secrets_and_the_database_key_live_in_the_keyring_and_a_locked_one_loses_nothing() {
    let Some(desk) = Desk::new() else { return };
    let ran = desk.run(&format!(
        "{UNLOCK}
         printf '%s\\n' \"$TOKEN\" | {{cli}} connection add onefile --name Onefile --set base_url=\"$ONEFILE\" --set calls_per_minute=1000000 || exit 10
         printf '%s\\n%s\\n' \"$ACCESS\" \"$SECRET\" | {{cli}} connection add bksb --name bksb --set base_url=\"$BKSB\" --set calls_per_minute=1000000 || exit 11
         {{cli}} --json sync > \"$OUT/first.json\" || exit 12
         {LOCK}
         {{cli}} --json sync > \"$OUT/locked.json\"; echo $? > \"$OUT/locked.code\"
         {UNLOCK}
         {{cli}} --json sync > \"$OUT/second.json\" || exit 13"
    ));
    assert_eq!(ran, Some(0), "the numbers are the steps of the script");
    assert_eq!(desk.said("locked.json")["error"]["code"], "keyring_locked");
    assert_eq!(
        fs::read_to_string(desk.centre.scratch().join("locked.code"))
            .unwrap()
            .trim(),
        "1"
    );
    let (first, second) = (desk.said("first.json"), desk.said("second.json"));
    assert_eq!(
        first["matched"],
        desk.centre.sandbox.customer().truth.in_effect().count()
    );
    assert_eq!(
        second["matched"], first["matched"],
        "unlocked, everything is still there"
    );
    assert!(
        second["runs"].as_array().unwrap().iter().all(|run| run["added"] == 0),
        "nothing had to be fetched again"
    );
}

#[test]
fn without_a_keyring_nothing_is_created() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let ran = Program::on(&data)
        .with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .run(&["--json", "connection", "list"]);
    assert_eq!(
        (ran.code, ran.fault().as_str()),
        (Some(1), "keyring_missing"),
        "{}",
        ran.stdout
    );
    assert!(
        !data.join("learner-sync.db").exists(),
        "never a plain file in its place"
    );
}

#[test]
fn data_whose_key_is_gone_from_the_keyring_is_left_alone() {
    let Some(desk) = Desk::new() else { return };
    let ran = desk.run(&format!(
        "{UNLOCK}
         {{cli}} --json connection list > /dev/null || exit 10
         {LOCK}
         rm -rf \"$XDG_DATA_HOME/keyrings\"
         {UNLOCK}
         {{cli}} --json connection list > \"$OUT/lost.json\"; echo $? > \"$OUT/lost.code\""
    ));
    assert_eq!(ran, Some(0));
    assert_eq!(desk.said("lost.json")["error"]["code"], "database_key_missing");
    assert!(
        desk.centre.cli.folder().join("learner-sync.db").exists(),
        "the data is kept for its recovery key"
    );
}

const UNLOCK: &str =
    "printf 'x\\n' | gnome-keyring-daemon --replace --unlock --components=secrets > /dev/null 2>&1; sleep 1";
/// A daemon that was started without the password serves what it holds, locked.
const LOCK: &str = "gnome-keyring-daemon --replace --components=secrets > /dev/null 2>&1; sleep 1";

/// A session with a bus and a keyring of its own.
struct Desk {
    centre: Centre,
}

impl Desk {
    fn new() -> Option<Self> {
        if std::env::var_os("LEARNER_SYNC_TEST_KEYRING").is_none() {
            println!("no keyring to test with: `cargo xtask test` brings one");
            return None;
        }
        let options = CustomerOptions {
            learners: 60,
            ..CustomerOptions::new(seed_of_today(), today())
        };
        Some(Self {
            centre: Centre::serving(Customer::generate(&options), SandboxOptions::default()),
        })
    }

    fn run(&self, script: &str) -> Option<i32> {
        let (scratch, keys) = (self.centre.scratch(), self.centre.sandbox.keys());
        let folder = |name: &str| {
            let folder = scratch.join(name);
            fs::create_dir_all(&folder).unwrap();
            folder
        };
        let runtime = folder("runtime");
        fs::set_permissions(&runtime, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let program = format!("\"$CLI\" --data-dir \"{}\"", self.centre.cli.folder().display());
        let status = Command::new("dbus-run-session")
            .args(["--", "sh", "-c", &script.replace("{cli}", &program)])
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", folder("home"))
            .env("XDG_DATA_HOME", folder("share"))
            .env("XDG_RUNTIME_DIR", runtime)
            .env("CLI", system_tests::binary("learner-sync-cli"))
            .env("OUT", scratch)
            .env("TOKEN", &keys.customer_token)
            .env("ACCESS", &keys.access_key)
            .env("SECRET", &keys.secret_key)
            .env("ONEFILE", self.centre.sandbox.onefile_url())
            .env("BKSB", self.centre.sandbox.bksb_url())
            .status()
            .expect("dbus-run-session is installed");
        status.code()
    }

    fn said(&self, name: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.centre.scratch().join(name)).unwrap()).unwrap()
    }
}
