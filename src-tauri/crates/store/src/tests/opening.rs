//! Keys, versions, locks, backups.

use std::fs;
use std::path::Path;

use domain::FaultCode;
use domain::run::{Counts, RunState};

use super::support::{Place, day, key, open, wrong_key};
use crate::{DatabaseKey, Store, kv, migrations, runs};

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    found.sort();
    found
}

fn code_of(folder: &Path, key: &DatabaseKey) -> FaultCode {
    Store::open(folder, key, day(0)).err().expect("it must not open").code
}

#[test]
fn what_is_written_is_there_after_reopening() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("kept"))).unwrap();
    let folder = place.close();
    assert!(Store::exists(folder.path()));
    let again = open(folder.path());
    assert!(again.restored.is_none(), "nothing was damaged");
    let kept = again.store.read(|r| kv::get(r, "note")).unwrap();
    assert_eq!(kept.as_deref(), Some("kept"));
}

#[test]
fn a_wrong_key_says_so_and_touches_nothing() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("kept"))).unwrap();
    place.store.backup_now(day(0)).unwrap();
    let folder = place.close();
    let before = files(folder.path());
    assert_eq!(code_of(folder.path(), &wrong_key()), FaultCode::WrongKey);
    assert!(files(folder.path()) == before, "nothing was moved or changed");
    assert!(open(folder.path()).restored.is_none(), "the right key still opens it");
}

#[test]
fn a_missing_or_damaged_fingerprint_is_written_anew_by_the_key_that_opens() {
    for damage in [None, Some("")] {
        let folder = Place::new().close();
        let print = folder.path().join("learner-sync.db.key-id");
        let whole = fs::read(&print).unwrap();
        match damage {
            None => fs::remove_file(&print).unwrap(),
            Some(text) => fs::write(&print, text).unwrap(),
        }
        assert_eq!(
            code_of(folder.path(), &wrong_key()),
            FaultCode::WrongKey,
            "without a fingerprint nothing says that the file is damaged"
        );
        drop(open(folder.path()));
        assert_eq!(fs::read(&print).unwrap(), whole);
    }
}

#[test]
fn a_creation_that_was_cut_off_is_finished_by_the_next_start() {
    let cut_before_anything = tempfile::tempdir().unwrap();
    fs::write(cut_before_anything.path().join("learner-sync.db"), "").unwrap();
    drop(open(cut_before_anything.path()));

    let cut_before_the_schema = tempfile::tempdir().unwrap();
    drop(Store::open_with(cut_before_the_schema.path(), &key(), &[], day(0)).unwrap());
    fs::remove_file(cut_before_the_schema.path().join("learner-sync.db.key-id")).unwrap();
    let opened = open(cut_before_the_schema.path());
    assert!(opened.restored.is_none());
    assert_eq!(
        opened.store.read(|r| kv::get(r, "note")).unwrap(),
        None,
        "the schema is there"
    );
    assert!(cut_before_the_schema.path().join("learner-sync.db.key-id").exists());
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let place = Place::new();
    place
        .store
        .with_writer(|c| c.execute_batch("PRAGMA user_version = 99"))
        .unwrap();
    let folder = place.close();
    let before = files(folder.path());
    assert_eq!(code_of(folder.path(), &key()), FaultCode::DatabaseNewer);
    assert!(files(folder.path()) == before, "nothing was moved or changed");
}

#[test]
fn a_backup_is_made_before_a_migration() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("kept"))).unwrap();
    let folder = place.close();
    let next = "ALTER TABLE kv ADD COLUMN noted_at INTEGER";
    let list: Vec<&str> = migrations::ALL.iter().copied().chain([next]).collect();
    let opened = Store::open_with(folder.path(), &key(), &list, day(3)).unwrap();
    assert_eq!(opened.store.backups().len(), 1);
    assert_eq!(
        opened.store.read(|r| kv::get(r, "note")).unwrap().as_deref(),
        Some("kept")
    );
    drop(opened);
    assert_eq!(
        code_of(folder.path(), &key()),
        FaultCode::DatabaseNewer,
        "the older program refuses it"
    );
}

#[test]
fn a_migration_waits_for_those_who_have_the_database_open() {
    let place = Place::new();
    let list: Vec<&str> = migrations::ALL.iter().copied().chain(["SELECT 1"]).collect();
    let refused = Store::open_with(place.folder.path(), &key(), &list, day(3))
        .err()
        .unwrap();
    assert_eq!(refused.code, FaultCode::Busy);
    let folder = place.close();
    assert!(Store::open_with(folder.path(), &key(), &list, day(3)).is_ok());
}

#[test]
fn two_stores_on_one_folder_see_what_the_other_writes() {
    let place = Place::new();
    let other = open(place.folder.path()).store;
    place.store.write(|w| kv::set(w, "note", Some("one"))).unwrap();
    assert_eq!(other.read(|r| kv::get(r, "note")).unwrap().as_deref(), Some("one"));
    let seen_while_writing = place.store.write(|w| {
        kv::set(w, "note", Some("two"))?;
        Ok(other.read(|r| kv::get(r, "note")).unwrap())
    });
    assert_eq!(
        seen_while_writing.unwrap().as_deref(),
        Some("one"),
        "reading works, and sees what is committed"
    );
}

#[test]
fn a_read_is_one_snapshot() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("one"))).unwrap();
    let both = place.store.read(|r| {
        let before = kv::get(r, "note")?;
        place.store.write(|w| kv::set(w, "note", Some("two"))).unwrap();
        Ok((before, kv::get(r, "note")?))
    });
    let (before, after) = both.unwrap();
    assert_eq!(before, after, "what is written meanwhile is not seen");
}

#[test]
fn readers_cannot_write() {
    let place = Place::new();
    let refused = place
        .store
        .read(|r| r.one("INSERT INTO kv VALUES ('a', 'b') RETURNING 1", [], |_| Ok(())));
    assert!(refused.is_err());
}

#[test]
fn a_write_that_fails_leaves_nothing_behind() {
    let place = Place::new();
    let failed: Result<(), _> = place.store.write(|w| {
        kv::set(w, "note", Some("half"))?;
        Err(crate::StoreError::not_found("learner"))
    });
    assert_eq!(failed.unwrap_err().code, FaultCode::NotFound);
    assert_eq!(place.store.read(|r| kv::get(r, "note")).unwrap(), None);
    place.store.write(|w| kv::set(w, "note", Some("whole"))).unwrap();
}

#[test]
fn the_recovery_key_opens_the_database_and_its_backups() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("kept"))).unwrap();
    place.store.backup_now(day(0)).unwrap();
    let backup = place.store.backups()[0].path.clone();
    let folder = place.close();
    let typed = key().to_recovery_text().to_lowercase();
    let recovered = DatabaseKey::from_recovery_text(&typed).unwrap();
    assert!(Store::open(folder.path(), &recovered, day(0)).is_ok());
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(backup, elsewhere.path().join("learner-sync.db")).unwrap();
    let opened = Store::open(elsewhere.path(), &recovered, day(0)).unwrap();
    assert_eq!(
        opened.store.read(|r| kv::get(r, "note")).unwrap().as_deref(),
        Some("kept")
    );
}

#[test]
fn a_backup_is_due_once_a_day_and_seven_are_kept() {
    let place = Place::new();
    assert!(!place.store.backup_if_due(day(0)).unwrap(), "there is nothing to lose");
    place.connections();
    assert!(place.store.backup_if_due(day(0)).unwrap());
    assert!(!place.store.backup_if_due(day(0)).unwrap(), "there is one of today");
    for number in 1..10 {
        assert!(place.store.backup_if_due(day(number)).unwrap());
    }
    let kept = place.store.backups();
    assert_eq!(kept.len(), 7);
    assert_eq!((kept[0].made_at, kept[6].made_at), (day(9), day(3)), "the newest stay");
    assert!(
        place.store.backup_if_due(day(-30)).unwrap(),
        "a clock set back makes one due as well"
    );
    assert_eq!(
        fs::read_dir(place.path("backups")).unwrap().count(),
        7,
        "nothing else is left there"
    );
}

#[test]
fn backups_from_a_clock_that_was_ahead_neither_crowd_out_others_nor_come_first() {
    let (place, ids) = Place::with_connections();
    let year = 365;
    place.store.backup_now(day(year)).unwrap();
    let ended = |w: &crate::Writer<'_>| runs::finish(w, ids.run, RunState::Done, &Counts::default(), None, day(year));
    place.store.write(ended).unwrap();
    place.store.write(|w| kv::set(w, "note", Some("of today"))).unwrap();
    assert!(place.store.backup_if_due(day(1)).unwrap());
    assert!(
        !place.store.backup_if_due(day(1)).unwrap(),
        "one a day, though another lies ahead"
    );
    for number in 2..9 {
        assert!(place.store.backup_if_due(day(number)).unwrap());
        assert!(!place.store.backup_if_due(day(number)).unwrap());
    }
    let kept: Vec<_> = place.store.backups().iter().map(|one| one.made_at).collect();
    assert_eq!(
        (kept.len(), kept[0]),
        (7, day(8)),
        "in the end it goes like any old one"
    );
}

#[test]
fn a_backup_from_a_clock_that_was_ahead_is_not_restored_before_newer_ones() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("long ago"))).unwrap();
    place.store.backup_now(day(365)).unwrap();
    place.store.write(|w| kv::set(w, "note", Some("of day 1"))).unwrap();
    place.store.backup_now(day(1)).unwrap();
    let folder = place.close();
    fs::write(folder.path().join("learner-sync.db"), "damaged").unwrap();
    let opened = Store::open(folder.path(), &key(), day(2)).unwrap();
    assert_eq!(
        opened.store.read(|r| kv::get(r, "note")).unwrap().as_deref(),
        Some("of day 1")
    );
}

#[test]
fn the_first_run_that_brings_anything_is_backed_up_on_the_same_day() {
    let (place, ids) = Place::with_connections();
    assert!(place.store.backup_if_due(day(0)).unwrap());
    let later = day(0) + chrono::TimeDelta::minutes(5);
    let end = |run, state, at| {
        let ended = place
            .store
            .write(|w| runs::finish(w, run, state, &Counts::default(), None, at));
        ended.unwrap();
    };
    end(ids.run, RunState::Failed, later);
    assert!(
        !place.store.backup_if_due(later).unwrap(),
        "a failed run brought nothing"
    );
    end(place.run(ids.records), RunState::Done, later);
    assert!(place.store.backup_if_due(later).unwrap());
    end(
        place.run(ids.records),
        RunState::Done,
        later + chrono::TimeDelta::minutes(5),
    );
    let evening = later + chrono::TimeDelta::minutes(6);
    assert!(
        !place.store.backup_if_due(evening).unwrap(),
        "later ones wait for the next day"
    );
}

#[test]
fn what_was_written_survives_a_process_that_ends_without_a_word() {
    let place = Place::new();
    place.store.write(|w| kv::set(w, "note", Some("kept"))).unwrap();
    let left = tempfile::tempdir().unwrap();
    for (name, bytes) in files(place.folder.path()) {
        fs::write(left.path().join(name), bytes).unwrap();
    }
    assert!(left.path().join("learner-sync.db-wal").exists(), "it lies in the log");
    let opened = open(left.path());
    assert!(opened.restored.is_none());
    assert_eq!(
        opened.store.read(|r| kv::get(r, "note")).unwrap().as_deref(),
        Some("kept")
    );
}

#[test]
fn several_that_open_a_new_folder_at_once_make_one_database() {
    let folder = tempfile::tempdir().unwrap();
    let opened: Vec<Store> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| open(folder.path()).store)).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    for (number, store) in opened.iter().enumerate() {
        store.write(|w| kv::set(w, &number.to_string(), Some("here"))).unwrap();
    }
    let count = |r: &crate::Reader<'_>| r.one("SELECT count(*) FROM kv", [], |row| row.get::<_, i64>(0));
    assert_eq!(opened[0].read(count).unwrap(), 4, "all write to the same one");
}
