//! The data folder: other keys, damage, newer versions, full disks.

use std::fs;
use std::path::PathBuf;

use system_tests::{Centre, Program, seed_of_today};

#[test]
fn a_wrong_key_is_told_from_damage_and_nothing_is_touched() {
    let centre = synced();
    let before = files(&centre);
    let ran = centre
        .cli
        .clone()
        .with("LEARNER_SYNC_DATABASE_KEY", &"ab".repeat(32))
        .run(&["--json", "status"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.fault(), "wrong_key");
    assert_eq!(names(&before), names(&files(&centre)), "nothing was moved");
    let ran = centre
        .cli
        .clone()
        .with("LEARNER_SYNC_DATABASE_KEY", "not a key")
        .run(&["--json", "status"]);
    assert_eq!(ran.fault(), "database_key_unreadable");
    let _ = centre.cli.json(&["status"]);
}

#[test]
fn a_damaged_database_is_set_aside_and_the_last_backup_restored() {
    let centre = synced();
    let backups: Vec<_> = fs::read_dir(centre.cli.folder().join("backups")).unwrap().collect();
    assert!(!backups.is_empty(), "there is a backup of the day");
    damage(&centre);
    let ran = centre.cli.run(&["--json", "status"]);
    assert_eq!(ran.code, Some(0), "restored: {}", ran.stdout);
    assert!(ran.stderr.contains("backup"), "and said: {}", ran.stderr);
    let report = centre.sync();
    assert_eq!(report["matched"], centre.sandbox.customer().truth.in_effect().count());
}

#[test]
fn a_damaged_database_without_a_backup_is_kept_and_no_empty_one_takes_its_place() {
    let centre = synced();
    fs::remove_dir_all(centre.cli.folder().join("backups")).unwrap();
    damage(&centre);
    for _ in 0..2 {
        let ran = centre.try_json(&["status"]);
        assert_eq!(ran.code, Some(1), "the second time as well");
        assert_eq!(ran.fault(), "database_damaged");
    }
}

#[test]
fn data_of_a_newer_version_is_refused_and_left_alone() {
    let centre = synced();
    let database = rusqlite::Connection::open(database(&centre)).unwrap();
    database
        .pragma_update(None, "key", format!("x'{}'", centre.key()))
        .unwrap();
    database.pragma_update(None, "user_version", 9_999).unwrap();
    drop(database);
    let ran = centre.try_json(&["status"]);
    assert_eq!((ran.code, ran.fault().as_str()), (Some(1), "database_newer"));
}

#[test]
fn a_data_folder_that_cannot_be_is_said_so() {
    let centre = Centre::connected(seed_of_today(), 60);
    let file = centre.scratch().join("a-file");
    fs::write(&file, "in the way").unwrap();
    let ran = Program::on(&file.join("data"))
        .with("LEARNER_SYNC_DATABASE_KEY", centre.key())
        .run(&["--json", "connection", "list"]);
    assert_eq!(
        (ran.code, ran.fault().as_str()),
        (Some(1), "folder_read_only"),
        "{}",
        ran.stdout
    );
}

/// A full disk is a small file system of its own: it takes the right to mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_sync_with_a_sentence_and_loses_nothing() {
    let centre = Centre::connected(seed_of_today(), 400);
    let folder = centre.scratch().join("small");
    fs::create_dir(&folder).unwrap();
    let data = folder.join("data");
    let script = format!(
        "mount -t tmpfs -o size=1600k none {0} && cp -r {1} {2} && \"$@\"; code=$?; cp -r {2} {3}; exit $code",
        folder.display(),
        centre.cli.folder().display(),
        data.display(),
        centre.scratch().join("after").display(),
    );
    let sync = Program::on(&data).command(&["--json", "sync"]);
    let mut command = std::process::Command::new("unshare");
    command
        .args(["--mount", "--map-root-user", "sh", "-c", &script, "sh"])
        .arg(sync.get_program())
        .args(sync.get_args());
    for (key, value) in centre.cli.command(&[]).get_envs() {
        if let Some(value) = value {
            command.env(key, value);
        }
    }
    let output = command.output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{report}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(report.contains("disk_full"), "{report}");
    let after = Program::on(&centre.scratch().join("after")).with("LEARNER_SYNC_DATABASE_KEY", centre.key());
    assert_eq!(
        after.json(&["connection", "list"]).as_array().map(Vec::len),
        Some(2),
        "what was stored is safe"
    );
}

/// A read-only folder is a mount: permissions alone do not keep a superuser out.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_told_and_left_as_it_is() {
    let centre = synced();
    let before = centre.tables();
    let script = format!(
        "mount --bind {0} {0} && mount -o remount,ro,bind {0} && \"$@\"",
        centre.cli.folder().display()
    );
    for arguments in [&["--json", "sync"], &["--json", "status"]] {
        let program = centre.cli.command(arguments);
        let mut command = std::process::Command::new("unshare");
        command
            .args(["--mount", "--map-root-user", "sh", "-c", &script, "sh"])
            .arg(program.get_program())
            .args(program.get_args());
        for (key, value) in program.get_envs() {
            if let Some(value) = value {
                command.env(key, value);
            }
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("folder_read_only"), "{said}");
    }
    assert!(before == centre.tables(), "nothing was written");
}

fn synced() -> Centre {
    let centre = Centre::connected(seed_of_today(), 60);
    let _ = centre.sync();
    centre
}

fn database(centre: &Centre) -> PathBuf {
    centre.cli.folder().join("learner-sync.db")
}

/// Overwrites the beginning and the middle; what lies in the write-ahead log is folded in first.
fn damage(centre: &Centre) {
    let file = database(centre);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[..512].fill(0xA5);
    bytes[middle..middle + 4_096].fill(0x5A);
    fs::write(&file, bytes).unwrap();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(file.with_file_name(format!("learner-sync.db{ending}")));
    }
}

fn files(centre: &Centre) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(centre.cli.folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

fn names(files: &[PathBuf]) -> Vec<&PathBuf> {
    files
        .iter()
        .filter(|file| !file.to_string_lossy().contains("learner-sync.db-"))
        .collect()
}
