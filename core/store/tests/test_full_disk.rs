//! A full disk: the save fails and says so, what was saved stays.

use crate::help::Place;
use tanfang_store::{Store, StoreError};

#[test]
fn a_full_file_fails_the_save_and_nothing_else() {
    let mut place = Place::new();
    let (store, _) = place.create();
    store.set_setting("kept", "yes").unwrap();
    store.limit_pages_for_tests().unwrap();
    let long = "x".repeat(400_000);
    assert!(matches!(
        store.set_setting("a", &long),
        Err(StoreError::DiskFull)
    ));
    assert_eq!(store.setting("kept").unwrap().as_deref(), Some("yes"));
    assert_eq!(store.setting("a").unwrap(), None);
    drop(store);
    let store = place.open().unwrap().store;
    assert_eq!(store.setting("kept").unwrap().as_deref(), Some("yes"));
    assert!(store.check_pages().unwrap().is_none());
}

/// The real thing: a small file system in memory, filled up. Needs root.
#[test]
fn a_full_file_system_fails_the_save_and_nothing_else() {
    let mut place = Place::new();
    let disk = place.folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mount = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
        .arg(&disk)
        .output();
    if !mount.is_ok_and(|m| m.status.success()) {
        eprintln!("skipped: no right to mount a small file system here");
        return;
    }
    let _unmount = Unmount(disk.clone());
    let path = disk.join("village.db");
    let created = Store::create(&path, place.dyn_secrets(), &place.now, &mut place.random);
    let store = created.unwrap().store;
    let piece = "x".repeat(10_000);
    let mut saved = 0;
    let error = loop {
        match store.set_setting(&format!("n{saved}"), &piece) {
            Ok(()) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 10_000, "2 MB never fill");
    };
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert!(saved > 10);
    drop(store);
    let store = match place.open_at(&path) {
        Ok(opened) => opened.store,
        Err(StoreError::DiskFull) => {
            panic!("a full disk must not keep a store from opening")
        }
        Err(other) => panic!("{other:?}"),
    };
    for n in 0..saved {
        assert_eq!(
            store.setting(&format!("n{n}")).unwrap().as_deref(),
            Some(&*piece),
            "{n}"
        );
    }
    assert!(store.check_pages().unwrap().is_none());
}

struct Unmount(std::path::PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(&self.0)
            .status();
    }
}
