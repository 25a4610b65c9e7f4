//! Wiping: nothing is left, however it is cut short; what would be lost is said before.

use crate::help::{Place, T0, author};
use crate::random_ops::World;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tanfang_store::fakes::{MemorySecretStore, moment};
use tanfang_store::{FileSecretStore, Result, SecretStore, Store, StoreError};

fn left(place: &Place) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn filled() -> (Place, Store) {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut world = World::new(2);
    let ops = (0..20).map(|_| world.op()).collect();
    store
        .append(&author(), &place.now, &mut place.random, ops)
        .unwrap();
    store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    (place, store)
}

#[test]
fn nothing_of_a_wiped_store_is_left_in_its_folder_or_among_the_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("village.db");
    let keys = folder.path().join("keys");
    let secrets: Arc<dyn SecretStore> = Arc::new(FileSecretStore::new(&keys));
    let mut random = tanfang_store::fakes::SeededRandom::new(1);
    let now = moment(T0);
    let store = Store::create(&path, Arc::clone(&secrets), &now, &mut random)
        .unwrap()
        .store;
    store
        .append(&author(), &now, &mut random, vec![World::new(1).op()])
        .unwrap();
    drop(store);
    // What a repair or a crash left beside it goes, too; what is another's stays.
    for name in [
        "village.db.damaged-2026-11-20",
        "village.db.new",
        "village.db-journal",
    ] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    std::fs::write(folder.path().join("other.db"), "x").unwrap();
    Store::wipe(&path, secrets.as_ref()).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["keys", "other.db"]);
    assert_eq!(std::fs::read_dir(&keys).unwrap().count(), 0);
    // Wiping again is no error, and the place is free for another worker.
    Store::wipe(&path, secrets.as_ref()).unwrap();
    Store::create(&path, secrets, &now, &mut random).unwrap();
}

#[test]
fn what_would_be_lost_is_counted_before() {
    let (mut place, store) = filled();
    let look = store.wipe_look().unwrap();
    assert_eq!((look.ops, look.not_backed_up), (21, 21));
    assert_eq!((look.last_backup_ms, look.drafts), (None, 1));
    assert!(!look.handed_over);
    let file = place.folder.path().join("b");
    store.backup(&file, &place.now).unwrap();
    assert_eq!(store.wipe_look().unwrap().not_backed_up, 0);
    let op = World::new(9).op();
    store
        .append(&author(), &place.now, &mut place.random, vec![op])
        .unwrap();
    let look = store.wipe_look().unwrap();
    assert_eq!((look.not_backed_up, look.last_backup_ms), (1, Some(T0)));
}

/// Fails from the n-th deletion on, as a process that is killed does.
struct Killed {
    inner: Arc<MemorySecretStore>,
    left: AtomicU32,
}

impl SecretStore for Killed {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.inner.get(name)
    }
    fn set(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.inner.set(name, bytes)
    }
    fn delete(&self, name: &str) -> Result<()> {
        let one_less = |n: u32| n.checked_sub(1);
        let left = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less);
        if left.is_err() {
            return Err(StoreError::Secret {
                name: name.to_owned(),
                reason: "killed".to_owned(),
            });
        }
        self.inner.delete(name)
    }
}

#[test]
fn a_wipe_cut_short_is_finished_by_the_next_opening() {
    for deletions in 0..3 {
        let (mut place, store) = filled();
        drop(store);
        let killed = Killed {
            inner: place.secrets.clone(),
            left: AtomicU32::new(deletions),
        };
        assert!(Store::wipe(&place.path(), &killed).is_err());
        assert!(Store::is_being_wiped(&place.path()));
        let opened = place.open();
        assert!(
            matches!(opened, Err(StoreError::NotFound { .. })),
            "{opened:?}"
        );
        assert_eq!(left(&place), Vec::<String>::new());
        for name in ["village.kek", "village.keys", "village.head"] {
            assert_eq!(place.secrets.get(name).unwrap(), None);
        }
    }
}

#[test]
fn a_wipe_cut_short_between_the_files_is_finished_too() {
    // A store made in its place without opening the old one is not wiped with it.
    let (mut place, store) = filled();
    drop(store);
    std::fs::write(place.folder.path().join("village.db.wiping"), "").unwrap();
    drop(place.create());
    assert_eq!(place.open().unwrap().notes, []);
    for gone in ["village.db", "village.db.meta"] {
        let (mut place, store) = filled();
        drop(store);
        std::fs::write(place.folder.path().join("village.db.wiping"), "").unwrap();
        std::fs::remove_file(place.folder.path().join(gone)).unwrap();
        assert!(matches!(place.open(), Err(StoreError::NotFound { .. })));
        assert_eq!(left(&place), Vec::<String>::new());
    }
}
