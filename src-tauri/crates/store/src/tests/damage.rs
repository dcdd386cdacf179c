//! Damaged and lost databases: kept, told, restored, and never replaced by an empty one.

use std::fs;
use std::path::Path;

use domain::FaultCode;
use tempfile::TempDir;

use super::support::{Place, day, key, open, wrong_key};
use crate::audit::{Act, Action};
use crate::{Restored, Store, audit, kv};

const DATABASE: &str = "learner-sync.db";

/// Ways in which a database file is damaged or lost.
type Damage = fn(&Path);

const DAMAGES: [(&str, Damage); 6] = [
    ("the first page is overwritten", |path| overwrite(path, 0, 64)),
    ("a page in the middle is overwritten", |path| {
        overwrite(path, 20 * 4096 + 100, 16)
    }),
    ("the last page is overwritten", |path| {
        overwrite(path, fs::metadata(path).unwrap().len() as usize - 50, 8)
    }),
    ("the file is cut", |path| {
        let whole = fs::read(path).unwrap();
        fs::write(path, &whole[..whole.len() / 2]).unwrap();
    }),
    ("the file is cut to nothing", |path| fs::write(path, "").unwrap()),
    ("the file is gone", |path| fs::remove_file(path).unwrap()),
];

fn overwrite(path: &Path, at: usize, length: usize) {
    let mut bytes = fs::read(path).unwrap();
    for byte in &mut bytes[at..at + length] {
        *byte ^= 0x5A;
    }
    fs::write(path, bytes).unwrap();
}

/// A closed store with a note in it, of which there is a backup from the day before, unless not.
fn stored(backups: i64) -> TempDir {
    let place = Place::new();
    for number in 0..backups {
        place
            .store
            .write(|w| kv::set(w, "note", Some(&format!("of day {number}"))))
            .unwrap();
        place.store.backup_now(day(number)).unwrap();
    }
    place.store.write(|w| kv::set(w, "note", Some("of now"))).unwrap();
    place.close()
}

fn restored(folder: &Path) -> (Store, Restored) {
    let opened = Store::open(folder, &key(), day(9)).unwrap();
    (
        opened.store,
        opened.restored.expect("it says that it restored a backup"),
    )
}

fn note(store: &Store) -> Option<String> {
    store.read(|r| kv::get(r, "note")).unwrap()
}

#[test]
fn a_damaged_database_is_kept_and_the_last_good_backup_restored() {
    for (what, damage) in DAMAGES {
        let folder = stored(2);
        damage(&folder.path().join(DATABASE));
        let damaged = fs::read(folder.path().join(DATABASE)).ok();
        let (store, told) = restored(folder.path());
        assert_eq!(note(&store).as_deref(), Some("of day 1"), "{what}");
        assert_eq!(told.backup_made_at, day(1), "{what}");
        let kept = told
            .damaged_kept_as
            .map(|name| fs::read(folder.path().join(name)).unwrap());
        assert!(kept == damaged, "{what}: the damaged file is kept as it was");
        drop(store);
        assert!(
            open(folder.path()).restored.is_none(),
            "{what}: the next start finds nothing wrong"
        );
    }
}

#[test]
fn without_a_backup_nothing_is_made_up_now_or_later() {
    for (what, damage) in DAMAGES {
        let folder = stored(0);
        damage(&folder.path().join(DATABASE));
        for start in 1..=2 {
            let fault = Store::open(folder.path(), &key(), day(9)).err().expect(what);
            assert_eq!(fault.code, FaultCode::DatabaseDamaged, "{what}, start {start}");
            assert!(
                !folder.path().join(DATABASE).exists(),
                "{what}: no empty database appears"
            );
            assert!(
                fault.sentence().contains(DATABASE),
                "the sentence names the file that was kept"
            );
        }
        assert!(Store::exists(folder.path()), "what was here still needs its key");
    }
}

#[test]
fn a_wrong_key_is_never_taken_for_damage() {
    for (what, damage) in DAMAGES {
        let folder = stored(1);
        damage(&folder.path().join(DATABASE));
        let before = fs::read_dir(folder.path()).unwrap().count();
        let fault = Store::open(folder.path(), &wrong_key(), day(9)).err().expect(what);
        assert_eq!(fault.code, FaultCode::WrongKey, "{what}");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            before,
            "{what}: nothing was moved"
        );
        restored(folder.path());
    }
}

#[test]
fn a_damaged_backup_is_passed_over_for_the_one_before() {
    let folder = stored(3);
    overwrite(&folder.path().join(DATABASE), 0, 64);
    let mut backups: Vec<_> = fs::read_dir(folder.path().join("backups"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    backups.sort();
    overwrite(&backups[2], 3 * 4096, 64);
    fs::write(&backups[1], "").unwrap();
    let (store, told) = restored(folder.path());
    assert_eq!(told.backup_made_at, day(0));
    assert_eq!(note(&store).as_deref(), Some("of day 0"));
}

#[test]
fn the_backups_vouch_for_the_key_where_the_fingerprint_is_gone() {
    let folder = stored(1);
    fs::remove_file(folder.path().join("learner-sync.db.key-id")).unwrap();
    overwrite(&folder.path().join(DATABASE), 0, 64);
    let fault = Store::open(folder.path(), &wrong_key(), day(9)).err().unwrap();
    assert_eq!(fault.code, FaultCode::WrongKey);
    let (store, _) = restored(folder.path());
    assert_eq!(note(&store).as_deref(), Some("of day 0"));
}

#[test]
fn a_restore_that_was_cut_off_is_done_again() {
    let folder = stored(1);
    fs::write(folder.path().join("learner-sync.db.restoring"), "half a copy").unwrap();
    fs::create_dir(folder.path().join("damaged-20260101-000000")).unwrap();
    fs::rename(
        folder.path().join(DATABASE),
        folder.path().join("damaged-20260101-000000").join(DATABASE),
    )
    .unwrap();
    let (store, _) = restored(folder.path());
    assert_eq!(note(&store).as_deref(), Some("of day 0"));
    assert!(!folder.path().join("learner-sync.db.restoring").exists());
}

#[test]
fn a_stale_log_never_joins_a_restored_database() {
    let folder = stored(1);
    fs::remove_file(folder.path().join(DATABASE)).unwrap();
    fs::write(folder.path().join("learner-sync.db-wal"), [7_u8; 9000]).unwrap();
    let (store, told) = restored(folder.path());
    assert_eq!(note(&store).as_deref(), Some("of day 0"));
    assert!(told.damaged_kept_as.is_some(), "the log was set aside");
}

#[test]
fn damage_is_not_repaired_under_the_feet_of_others() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("of now"))).unwrap();
    place.store.backup_now(day(0)).unwrap();
    overwrite(&place.path(DATABASE), 0, 64);
    fs::remove_file(place.path("learner-sync.db-wal")).unwrap();
    let fault = Store::open(place.folder.path(), &key(), day(9)).err().unwrap();
    assert_eq!(fault.code, FaultCode::Busy, "somebody has it open");
    assert!(place.path(DATABASE).exists(), "nothing was moved");
}

#[test]
fn damage_met_while_at_work_is_told_and_repaired_by_the_next_start() {
    let folder = stored(1);
    let opened = open(folder.path());
    overwrite(&folder.path().join(DATABASE), 4096, 64 * 4096);
    let read = opened
        .store
        .read(|r| r.one("SELECT count(*) FROM learners", [], |row| row.get::<_, i64>(0)));
    let checked = opened.store.check_integrity();
    assert!(
        read.is_err() || checked.is_err() || !checked.unwrap(),
        "the damage is noticed"
    );
    drop(opened);
    let (store, _) = restored(folder.path());
    assert_eq!(note(&store).as_deref(), Some("of day 0"));
}

/// A closed store with more in it than is looked at when it opens, damaged so that neither length nor time betray it.
fn damaged_unseen() -> TempDir {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("of day 0"))).unwrap();
    place.store.backup_now(day(0)).unwrap();
    lengthen(&place.store);
    let folder = place.close();
    damage_unseen(&folder.path().join(DATABASE));
    folder
}

/// Adds many pages at the end.
fn lengthen(store: &Store) {
    let long = "long ".repeat(100_000);
    let act = Act {
        detail: Some(&long),
        ..Act::new(Action::Exported)
    };
    store.write(|w| audit::record(w, &act, "clerk", day(0))).unwrap();
}

fn damage_unseen(path: &Path) {
    let before = fs::metadata(path).unwrap();
    overwrite(path, before.len() as usize - 10 * 4096 + 100, 16);
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
}

#[test]
fn damage_that_nothing_betrays_is_met_at_work_and_repaired_by_the_next_start() {
    let folder = damaged_unseen();
    let opened = Store::open(folder.path(), &key(), day(1)).unwrap();
    assert!(opened.restored.is_none(), "not every page was read");
    assert_eq!(
        note(&opened.store).as_deref(),
        Some("of day 0"),
        "what is sound can be read"
    );
    let fault = opened.store.read(|r| audit::list(r, 1)).unwrap_err();
    assert_eq!(
        fault.code,
        FaultCode::StoreFailed,
        "no page is believed that is not authentic"
    );
    drop(opened);
    let (store, told) = restored(folder.path());
    assert_eq!(told.backup_made_at, day(0));
    assert_eq!(note(&store).as_deref(), Some("of day 0"));
}

#[test]
fn the_daily_backup_meets_it_too() {
    let folder = damaged_unseen();
    let opened = Store::open(folder.path(), &key(), day(1)).unwrap();
    assert!(opened.store.backup_now(day(1)).is_err(), "it reads every page");
    assert_eq!(opened.store.backups().len(), 1, "and keeps no copy of damage");
    drop(opened);
    restored(folder.path());
}

#[test]
fn after_a_week_without_a_backup_every_page_is_read() {
    let folder = damaged_unseen();
    let opened = Store::open(folder.path(), &key(), day(7)).unwrap();
    assert!(opened.restored.is_some());
}

#[test]
fn a_backup_counts_as_having_read_every_page() {
    let folder = Place::new().close();
    let store = Store::open(folder.path(), &key(), day(6)).unwrap().store;
    lengthen(&store);
    store.backup_now(day(6)).unwrap();
    drop(store);
    damage_unseen(&folder.path().join(DATABASE));
    let opened = Store::open(folder.path(), &key(), day(12)).unwrap();
    assert!(opened.restored.is_none(), "a week has not passed since the backup");
}
