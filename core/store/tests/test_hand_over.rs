//! A file for a successor: taken over whole, or refused with nothing written.

use crate::help::{Place, all_ops, assert_sound, author, bytes_of};
use crate::random_ops::World;
use std::path::PathBuf;
use std::sync::Arc;
use tanfang_domain::event::{DataClass, Decoded, Event, GridAssigned, NewOp, Scope};
use tanfang_domain::role::Role;
use tanfang_store::fakes::{MemorySecretStore, SeededRandom};
use tanfang_store::{
    Author, Beginning, Created, HandedOver, RecoveryCode, SecretStore as _, Snapshot, Store,
    StoreError, VERSION, hand_over_check,
};
use tanfang_values::{Day, GridId, WorkerId};

type Result<T> = std::result::Result<T, StoreError>;

/// A store with records and a draft, and the file made of it.
fn handed_over() -> (Place, Store, PathBuf, HandedOver) {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut world = World::new(3);
    for _ in 0..10 {
        let ops = (0..5).map(|_| world.op()).collect();
        store
            .append(&author(), &place.now, &mut place.random, ops)
            .unwrap();
    }
    store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    store.set_setting("worker", "w1").unwrap();
    store.set_setting("grid", "g1").unwrap();
    let file = place.folder.path().join("to-zheng.tanfang");
    let made = store
        .hand_over(
            &file,
            "郑样例",
            &["worker"],
            &author(),
            &place.now,
            &mut place.random,
        )
        .unwrap();
    (place, store, file, made)
}

fn successor(folder: &tempfile::TempDir) -> (PathBuf, Arc<MemorySecretStore>, SeededRandom) {
    let path = folder.path().join("mine.db");
    (path, Arc::default(), SeededRandom::new(77))
}

fn mine() -> Author {
    Author {
        worker: WorkerId::new("w9"),
        ..author()
    }
}

/// The grid that the old store looked after goes to the successor.
fn begin(reads: &Snapshot<'_>) -> Result<Beginning> {
    let grid = reads.setting("grid")?.unwrap();
    let assigned = GridAssigned {
        grid: grid.as_str().into(),
        name: "石板村".to_owned(),
        division: "990101001001".to_owned(),
        worker: Some("w9".into()),
        role: Role::GridMember,
        from: Day::parse("2026-11-20").unwrap(),
        was: None,
    };
    let scope = Scope::new(GridId::new(grid), DataClass::Core);
    Ok(Beginning {
        author: mine(),
        ops: vec![NewOp::new(scope, Event::GridAssigned(assigned))],
        settings: vec![("worker".to_owned(), "w9".to_owned())],
    })
}

fn take(file: &std::path::Path, code: &RecoveryCode) -> (tempfile::TempDir, Result<Created>) {
    let folder = tempfile::tempdir().unwrap();
    let (path, secrets, mut random) = successor(&folder);
    let now = tanfang_store::fakes::moment(crate::help::T0 + 60_000);
    let taken = Store::take_over(file, &path, code, secrets, &now, &mut random, begin);
    (folder, taken)
}

#[test]
fn the_successor_has_every_record_with_its_worker_and_the_drafts() {
    let (place, old, file, made) = handed_over();
    let (folder, taken) = take(&file, &made.code);
    let Created { store, recovery } = taken.unwrap();
    assert_sound(&store);
    assert_eq!(store.read(|s| s.drafts()).unwrap().len(), 1);
    // The records are those of the old store up to its head, byte for byte.
    let (ours, theirs) = (all_ops(&store), all_ops(&old));
    let upto = theirs.len() - 1;
    assert_eq!(ours[..upto], theirs[..upto]);
    assert_eq!(upto as u64, made.upto.seq);
    // Who works on the new phone is the successor, from the first moment.
    assert_eq!(store.setting("worker").unwrap().as_deref(), Some("w9"));
    assert_eq!(store.setting("grid").unwrap().as_deref(), Some("g1"));
    let new = &ours[upto..];
    assert_eq!(new.len(), 2);
    let began = new[0].envelope.read().unwrap();
    let body = new[0].body.as_ref().unwrap().as_slice();
    let Decoded::Known(event) = Event::decode(&began.kind, began.v, body) else {
        panic!("it does not read")
    };
    let Event::InstanceBegan(began) = *event else {
        panic!("it does not say that it began")
    };
    assert_eq!(
        serde_json::to_value(began.why).unwrap(),
        serde_json::json!("successor")
    );
    assert_eq!(began.from_instance.unwrap().as_str(), made.upto.instance);
    assert_eq!(began.from_seq, Some(made.upto.seq));
    assert_eq!(began.from_leaf, Some(made.upto.leaf));
    let actors: std::collections::BTreeSet<String> = all_ops(&store)
        .iter()
        .map(|op| op.envelope.read().unwrap().actor.as_str().to_owned())
        .collect();
    assert_eq!(actors, ["w1", "w9"].map(str::to_owned).into());
    // Old and new exchange what each wrote since, without loss or doubling.
    old.ingest(&all_ops(&store), &place.now).unwrap();
    store.ingest(&all_ops(&old), &place.now).unwrap();
    assert_eq!(old.dump().unwrap(), store.dump().unwrap());
    // A key and a code of its own: the old ones open nothing here.
    drop(store);
    let path = folder.path().join("mine.db");
    let with = |code: &RecoveryCode| {
        let secrets = Arc::new(MemorySecretStore::default());
        Store::recover(&path, code, secrets, &place.now, &mut SeededRandom::new(6))
    };
    assert!(matches!(with(&made.code), Err(StoreError::WrongKey)));
    assert!(with(&recovery).is_ok());
}

#[test]
fn the_old_phone_goes_on_and_says_to_whom_it_was_handed() {
    let (place, old, file, made) = handed_over();
    // The random operations hold some of other instances.
    let mut said = old.read(|s| s.hand_overs()).unwrap();
    said.retain(|said| said.instance.as_str() == made.upto.instance);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].to_name, "郑样例");
    assert_eq!(
        (said[0].upto_seq, &said[0].upto_leaf),
        (made.upto.seq, &made.upto.leaf)
    );
    assert!(old.wipe_look().unwrap().handed_over);
    // Only the file is there: no working copy.
    let names: Vec<_> = bytes_of(place.folder.path())
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.starts_with("to-zheng"))
        .collect();
    assert_eq!(names, ["to-zheng.tanfang"]);
    // Both phones can show the same digits before the code is typed.
    assert_eq!(hand_over_check(&file).unwrap(), made.check);
    for group in &made.check.0 {
        assert!(group.len() == 4 && group.chars().all(|c| c.is_ascii_digit()));
    }
    let bytes = std::fs::read(&file).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("郑样例"));
    let codes = [made.code.groups().concat(), made.code.qr_text()];
    assert!(
        codes
            .iter()
            .all(|c| !String::from_utf8_lossy(&bytes).contains(c.as_str()))
    );
}

#[test]
fn a_wrong_code_or_a_file_that_is_not_whole_writes_nothing() {
    let (mut place, old, file, made) = handed_over();
    let (_, other) = Place::seeded(9).create();
    let (folder, taken) = take(&file, &other);
    assert!(matches!(taken, Err(StoreError::WrongHandOverCode)));
    assert_eq!(bytes_of(folder.path()), []);
    let whole = std::fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let backup = place.folder.path().join("backup");
    old.backup(&backup, &place.now).unwrap();
    let backup = std::fs::read(&backup).unwrap();
    for bad in [
        &whole[..whole.len() - 1],
        &whole[..40],
        &flipped,
        &backup,
        b"",
        b"PK\x03\x04 not ours",
    ] {
        std::fs::write(&file, bad).unwrap();
        let checked = hand_over_check(&file);
        assert!(
            matches!(checked, Err(StoreError::BadHandOver { .. })),
            "{checked:?}"
        );
        let (folder, taken) = take(&file, &made.code);
        assert!(
            matches!(taken, Err(StoreError::BadHandOver { .. })),
            "{taken:?}"
        );
        assert_eq!(bytes_of(folder.path()), []);
    }
    // Of a newer release.
    let newer = String::from_utf8_lossy(&whole[..whole.iter().position(|b| *b == b'\n').unwrap()])
        .replace(&format!("\"schema\":{VERSION}"), "\"schema\":99");
    std::fs::write(&file, newer + "\n").unwrap();
    let (folder, taken) = take(&file, &made.code);
    assert!(
        matches!(taken, Err(StoreError::Newer { found: 99, .. })),
        "{taken:?}"
    );
    assert_eq!(bytes_of(folder.path()), []);
    // A file for a successor is no backup either.
    std::fs::write(&file, &whole).unwrap();
    let restored = Store::restore(
        &file,
        &folder.path().join("r.db"),
        &made.code,
        Arc::new(MemorySecretStore::default()),
        &place.now,
        &mut place.random,
    );
    assert!(matches!(restored, Err(StoreError::BadBackup { .. })));
    // The old phone's store is as it was: it writes on.
    let op = World::new(1).op();
    old.append(&author(), &place.now, &mut place.random, vec![op])
        .unwrap();
    assert_sound(&old);
}

#[test]
fn a_name_that_is_taken_is_not_overwritten() {
    let (mut place, old, file, made) = handed_over();
    let again = old.hand_over(
        &file,
        "郑样例",
        &["worker"],
        &author(),
        &place.now,
        &mut place.random,
    );
    assert!(matches!(again, Err(StoreError::AlreadyThere { .. })));
    let secrets = place.dyn_secrets();
    let taken = Store::take_over(
        &file,
        &place.path(),
        &made.code,
        secrets,
        &place.now,
        &mut place.random,
        begin,
    );
    assert!(matches!(taken, Err(StoreError::AlreadyThere { .. })));
    // Who is not to begin leaves nothing behind.
    let folder = tempfile::tempdir().unwrap();
    let (path, secrets, mut random) = successor(&folder);
    let refused = |_: &Snapshot<'_>| Err(StoreError::NoKey);
    let now = &place.now;
    let taken = Store::take_over(
        &file,
        &path,
        &made.code,
        secrets.clone(),
        now,
        &mut random,
        refused,
    );
    assert!(matches!(taken, Err(StoreError::NoKey)));
    assert_eq!(bytes_of(folder.path()), []);
    assert_eq!(secrets.get("mine.kek").unwrap(), None);
}
