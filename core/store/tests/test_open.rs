//! Each way an opening can go, told apart from every other.

use crate::help::{Place, bytes_of};
use std::sync::Arc;
use tanfang_store::fakes::MemorySecretStore;
use tanfang_store::{FileSecretStore, OpenNote, SecretStore, Store, StoreError, VERSION};

#[test]
fn a_store_opens_again_with_what_was_kept() {
    let mut place = Place::new();
    let (store, _) = place.create();
    store.set_setting("village", "石板村").unwrap();
    let instance = store.instance().unwrap();
    drop(store);
    let opened = place.open().unwrap();
    assert_eq!(opened.notes, []);
    assert_eq!(
        opened.store.setting("village").unwrap().as_deref(),
        Some("石板村")
    );
    assert_eq!(opened.store.instance().unwrap(), instance);
}

#[test]
fn the_file_is_encrypted_from_its_first_byte() {
    let mut place = Place::new();
    let (store, _) = place.create();
    store.set_setting("canary", "CANARY-VALUE").unwrap();
    drop(store);
    for (name, bytes) in bytes_of(place.folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("CANARY"), "{name}");
        assert!(!text.contains("SQLite format"), "{name}");
    }
}

#[test]
fn every_code_of_an_error_is_in_the_list_once() {
    let unique: std::collections::BTreeSet<&str> = StoreError::CODES.iter().copied().collect();
    assert_eq!(unique.len(), StoreError::CODES.len());
    let source = include_str!("../src/error.rs");
    let arms = source.matches("=> \"store_").count();
    assert_eq!(
        arms,
        StoreError::CODES.len(),
        "a variant without a listed code"
    );
    for code in [StoreError::NoKey.code(), StoreError::DiskFull.code()] {
        assert!(unique.contains(code), "{code}");
    }
}

#[test]
fn nothing_there_is_not_found() {
    let mut place = Place::new();
    assert!(matches!(place.open(), Err(StoreError::NotFound { .. })));
    assert!(bytes_of(place.folder.path()).is_empty());
}

#[test]
fn creating_never_overwrites() {
    let mut place = Place::new();
    drop(place.create());
    let before = bytes_of(place.folder.path());
    let again = Store::create(
        &place.path(),
        place.dyn_secrets(),
        &place.now,
        &mut place.random,
    );
    assert!(matches!(again, Err(StoreError::AlreadyThere { .. })));
    assert_eq!(bytes_of(place.folder.path()), before);
}

#[test]
fn a_wrong_key_is_told_and_touches_nothing() {
    let mut place = Place::new();
    drop(place.create());
    let before = bytes_of(place.folder.path());
    place.secrets.set("village.kek", &[7; 32]).unwrap();
    assert!(matches!(place.open(), Err(StoreError::WrongKey)));
    assert_eq!(bytes_of(place.folder.path()), before);
}

#[test]
fn another_stores_key_is_a_wrong_key() {
    let mut place = Place::new();
    drop(place.create());
    let mut other = Place::seeded(2);
    drop(other.create());
    // Its key is whole and its check agrees, but this file's meta names another.
    let before = std::fs::read(place.path()).unwrap();
    let wrong = Store::open(
        &place.path(),
        other.dyn_secrets(),
        &place.now,
        &mut place.random,
    );
    assert!(matches!(wrong, Err(StoreError::WrongKey)), "{wrong:?}");
    assert_eq!(std::fs::read(place.path()).unwrap(), before);
}

#[test]
fn a_device_without_the_key_asks_for_the_code() {
    let mut place = Place::new();
    let (store, code) = place.create();
    store.set_setting("village", "石板村").unwrap();
    let first = store.instance().unwrap();
    drop(store);
    place.secrets = Arc::new(MemorySecretStore::default());
    assert!(matches!(place.open(), Err(StoreError::NoKey)));
    let opened = Store::recover(
        &place.path(),
        &code,
        place.dyn_secrets(),
        &place.now,
        &mut place.random,
    )
    .unwrap();
    assert_eq!(
        opened.store.setting("village").unwrap().as_deref(),
        Some("石板村")
    );
    assert_ne!(opened.store.instance().unwrap(), first);
    drop(opened);
    assert_eq!(place.open().unwrap().notes, []);
}

#[test]
fn a_code_of_another_store_is_a_wrong_key() {
    let mut place = Place::new();
    let (store, old) = place.create();
    let new = store.new_recovery_code(&mut place.random).unwrap();
    drop(store);
    let before = bytes_of(place.folder.path());
    let with = |code, place: &mut Place| {
        Store::recover(
            &place.path(),
            code,
            Arc::new(MemorySecretStore::default()),
            &place.now,
            &mut place.random,
        )
    };
    assert!(matches!(with(&old, &mut place), Err(StoreError::WrongKey)));
    assert_eq!(bytes_of(place.folder.path()), before);
    assert!(with(&new, &mut place).is_ok());
}

#[test]
fn a_torn_or_missing_meta_is_written_anew() {
    let mut place = Place::new();
    drop(place.create());
    let whole = std::fs::read(place.meta()).unwrap();
    for torn in [&whole[..whole.len() / 2], b"", b"\xff\xff"] {
        std::fs::write(place.meta(), torn).unwrap();
        assert_eq!(place.open().unwrap().notes, [OpenNote::MetaWasTorn]);
        assert_eq!(std::fs::read(place.meta()).unwrap(), whole);
    }
    std::fs::remove_file(place.meta()).unwrap();
    assert_eq!(place.open().unwrap().notes, [OpenNote::MetaWasMissing]);
    assert_eq!(std::fs::read(place.meta()).unwrap(), whole);
    assert_eq!(place.open().unwrap().notes, []);
}

#[test]
fn without_meta_and_without_secrets_nothing_is_guessed() {
    let mut place = Place::new();
    drop(place.create());
    std::fs::remove_file(place.meta()).unwrap();
    place.secrets = Arc::new(MemorySecretStore::default());
    let before = bytes_of(place.folder.path());
    assert!(matches!(place.open(), Err(StoreError::Unreadable)));
    assert_eq!(bytes_of(place.folder.path()), before);
}

#[test]
fn a_store_from_the_future_is_refused_untouched() {
    let mut place = Place::new();
    let (store, _) = place.create();
    store.with_schema_for_tests(VERSION + 1).unwrap();
    drop(store);
    // Once with the meta that says so, once by the file alone.
    for meta in [true, false] {
        if !meta {
            std::fs::remove_file(place.meta()).unwrap();
        }
        let before = bytes_of(place.folder.path());
        match place.open() {
            Err(StoreError::Newer { found, known }) => {
                assert_eq!((found, known), (VERSION + 1, VERSION));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(bytes_of(place.folder.path()), before);
    }
}

#[test]
fn a_meta_that_cannot_be_written_is_no_failed_save() {
    let mut place = Place::new();
    let (store, _) = place.create();
    // A folder in the way of the new file makes every write of meta fail.
    std::fs::create_dir(place.folder.path().join("village.db.meta.part")).unwrap();
    let result = store.set_setting("a", "b");
    assert!(result.is_ok());
    store.touch_meta_for_tests();
    assert!(store.meta_is_behind());
    std::fs::remove_dir(place.folder.path().join("village.db.meta.part")).unwrap();
    store.touch_meta_for_tests();
    assert!(!store.meta_is_behind());
}

#[test]
fn secrets_on_a_desktop_are_files_for_the_owner_only() {
    let place = Place::new();
    let folder = place.folder.path().join("keys");
    let secrets = FileSecretStore::new(&folder);
    assert_eq!(secrets.get("a.kek").unwrap(), None);
    secrets.set("a.kek", b"1").unwrap();
    secrets.set("a.kek", b"2").unwrap();
    assert_eq!(secrets.get("a.kek").unwrap().as_deref(), Some(&b"2"[..]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("a.kek")), 0o600);
    }
    secrets.delete("a.kek").unwrap();
    secrets.delete("a.kek").unwrap();
    assert_eq!(secrets.get("a.kek").unwrap(), None);
    for bad in ["", "../x", ".hidden", "a/b", "名"] {
        assert!(secrets.set(bad, b"").is_err(), "{bad}");
    }
}
