//! Backup and restore as one encrypted file.

use crate::help::{Place, T0, all_ops, assert_sound, author};
use crate::random_ops::World;
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

#[test]
fn two_phones_restored_from_one_backup_are_two_instances_that_lose_and_double_nothing() {
    let mut place = Place::new();
    let (store, code) = place.create();
    let mut world = World::new(4);
    let ops = (0..20).map(|_| world.op()).collect();
    store
        .append(&author(), &place.now, &mut place.random, ops)
        .unwrap();
    let file = place.folder.path().join("b");
    store.backup(&file, &place.now).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut phones = Vec::new();
    for n in 0..2 {
        let mut random = tanfang_store::fakes::SeededRandom::new(100 + n);
        let opened = Store::restore(
            &file,
            &folder.path().join(format!("phone{n}.db")),
            &code,
            Arc::new(MemorySecretStore::default()),
            &place.now,
            &mut random,
        )
        .unwrap();
        // At the same moment, of the same homes.
        let ops = (0..10).map(|_| world.op()).collect();
        opened
            .store
            .append(&author(), &place.now, &mut random, ops)
            .unwrap();
        phones.push(opened.store);
    }
    let instances: std::collections::BTreeSet<String> = [&store, &phones[0], &phones[1]]
        .into_iter()
        .map(|s| s.instance().unwrap().as_str().to_owned())
        .collect();
    assert_eq!(instances.len(), 3);
    let before = all_ops(&store).len();
    // Each wrote that it began, and ten more.
    let whole = before + 2 * 11;
    for _ in 0..2 {
        let given: Vec<_> = phones.iter().map(all_ops).collect();
        for phone in &phones {
            for ops in &given {
                assert_eq!(phone.ingest(ops, &place.now).unwrap().refused, []);
            }
        }
        for phone in &phones {
            assert_eq!(all_ops(phone).len(), whole);
            assert_sound(phone);
        }
    }
    assert_eq!(phones[0].dump().unwrap(), phones[1].dump().unwrap());
    // The old phone, which was not lost after all, takes both in.
    store.ingest(&all_ops(&phones[0]), &place.now).unwrap();
    assert_eq!(store.dump().unwrap(), phones[0].dump().unwrap());
}
