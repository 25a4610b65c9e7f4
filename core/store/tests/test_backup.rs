//! Backup and restore as one encrypted file.

use crate::help::{Place, T0};
use std::sync::Arc;
use tanfang_store::fakes::{MemorySecretStore, moment};
use tanfang_store::{Store, StoreError, backup_info};

const DAY: i64 = 86_400_000;

#[test]
fn a_backup_opens_on_another_device_with_the_code() {
    let mut place = Place::new();
    let (store, code) = place.create();
    store.set_setting("village", "石板村").unwrap();
    assert_eq!(store.days_since_backup(place.now.stamp).unwrap(), None);
    let file = place.folder.path().join("backup.tanfang");
    let info = store.backup(&file, &place.now).unwrap();
    assert_eq!(backup_info(&file).unwrap(), info);
    assert_eq!(
        store.days_since_backup(moment(T0 + 3 * DAY).stamp).unwrap(),
        Some(3)
    );
    let bytes = std::fs::read(&file).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("石板村"));

    let there = tempfile::tempdir().unwrap();
    let path = there.path().join("restored.db");
    let secrets = Arc::new(MemorySecretStore::default());
    let opened = Store::restore(
        &file,
        &path,
        &code,
        secrets.clone(),
        &place.now,
        &mut place.random,
    )
    .unwrap();
    assert_eq!(
        opened.store.setting("village").unwrap().as_deref(),
        Some("石板村")
    );
    assert_ne!(opened.store.instance().unwrap(), store.instance().unwrap());
    drop(opened);
    let again = Store::open(&path, secrets, &place.now, &mut place.random).unwrap();
    assert_eq!(again.notes, []);
    // Only the store and its meta lie there: no working copy is left.
    let names: Vec<_> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains("backup"))
        .collect();
    assert_eq!(names, ["backup.tanfang"]);
}

#[test]
fn a_backup_that_is_not_whole_is_refused_and_leaves_nothing() {
    let mut place = Place::new();
    let (store, code) = place.create();
    let file = place.folder.path().join("b");
    store.backup(&file, &place.now).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for bad in [
        &whole[..whole.len() - 1],
        &flipped,
        b"",
        b"PK\x03\x04 not ours",
    ] {
        std::fs::write(&file, bad).unwrap();
        let there = tempfile::tempdir().unwrap();
        let restored = Store::restore(
            &file,
            &there.path().join("r.db"),
            &code,
            Arc::new(MemorySecretStore::default()),
            &place.now,
            &mut place.random,
        );
        assert!(
            matches!(restored, Err(StoreError::BadBackup { .. })),
            "{restored:?}"
        );
        assert_eq!(std::fs::read_dir(there.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_wrong_code_or_a_name_that_is_taken_changes_nothing() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let (_, other) = Place::seeded(9).create();
    let file = place.folder.path().join("b");
    store.backup(&file, &place.now).unwrap();
    assert!(matches!(
        store.backup(&file, &place.now),
        Err(StoreError::AlreadyThere { .. })
    ));
    let there = tempfile::tempdir().unwrap();
    let to = there.path().join("r.db");
    let secrets = place.dyn_secrets();
    let wrong = Store::restore(
        &file,
        &to,
        &other,
        secrets.clone(),
        &place.now,
        &mut place.random,
    );
    assert!(matches!(wrong, Err(StoreError::WrongKey)));
    assert_eq!(std::fs::read_dir(there.path()).unwrap().count(), 0);
    let taken = Store::restore(
        &file,
        &place.path(),
        &other,
        secrets,
        &place.now,
        &mut place.random,
    );
    assert!(matches!(taken, Err(StoreError::AlreadyThere { .. })));
}
