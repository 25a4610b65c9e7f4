//! Damage is told from a wrong key, and repair keeps what reads.

use crate::help::{Place, all_ops, assert_sound, author, bytes_of};
use crate::random_ops::World;
use tanfang_store::{OpBytes, OpenNote, Repaired, Store, StoreError};

const PAGE: usize = 4096;

/// Flips one byte in the middle of a page (from 1), as a bad flash cell would.
pub(crate) fn damage(path: &std::path::Path, page: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[(page - 1) * PAGE + PAGE / 2] ^= 0x40;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_first_page_is_not_a_wrong_key() {
    let mut place = Place::new();
    drop(place.create());
    damage(&place.path(), 1);
    let before = bytes_of(place.folder.path());
    assert!(matches!(place.open(), Err(StoreError::Damaged { .. })));
    // Even without the meta file: the secret store keeps the key check, too.
    std::fs::remove_file(place.meta()).unwrap();
    assert!(matches!(place.open(), Err(StoreError::Damaged { .. })));
    // SQLite reads nothing without it, so repair leaves everything as it is.
    let repaired = Store::repair(
        &place.path(),
        place.dyn_secrets(),
        &place.now,
        &mut place.random,
    );
    assert!(matches!(repaired, Err(StoreError::Damaged { .. })));
    let after = bytes_of(place.folder.path());
    assert_eq!(after.first(), before.first());
}

/// A store with some hundred operations and a draft, closed, all in its one file.
fn filled(place: &mut Place) -> (Vec<OpBytes>, String) {
    let (store, _) = place.create();
    let mut world = World::new(21);
    for _ in 0..40 {
        let ops = (0..8).map(|_| world.op()).collect();
        store
            .append(&author(), &place.now, &mut place.random, ops)
            .unwrap();
    }
    store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    store.set_setting("kept", "yes").unwrap();
    (all_ops(&store), store.dump().unwrap())
}

/// The pages of each table and index, from SQLite itself.
fn pages_of(place: &mut Place, names: &[&str]) -> Vec<usize> {
    let store = place.open().unwrap().store;
    store.pages_for_tests(names).unwrap()
}

fn repair(place: &mut Place) -> Repaired {
    Store::repair(
        &place.path(),
        place.dyn_secrets(),
        &place.now,
        &mut place.random,
    )
    .unwrap()
}

#[test]
fn a_damaged_projection_is_made_again_and_nothing_is_missing() {
    let mut place = Place::new();
    let (ops, dump) = filled(&mut place);
    for page in pages_of(&mut place, &["p_field", "p_fact", "p_visit"]) {
        damage(&place.path(), page);
    }
    let store = place.open().unwrap().store;
    let found = store.check_pages().unwrap();
    assert!(
        found.tables.iter().all(|t| t.starts_with("p_")),
        "{found:?}"
    );
    assert!(!found.findings.is_empty());
    assert!(matches!(store.dump(), Err(StoreError::Damaged { .. })));
    drop(store);
    let repaired = repair(&mut place);
    assert_eq!(repaired.salvage.missing, []);
    assert_eq!(repaired.salvage.without_body, []);
    assert_eq!(repaired.salvage.ops, ops.len() as u64);
    let store = repaired.opened.store;
    assert_eq!(store.dump().unwrap(), dump);
    assert_eq!(all_ops(&store), ops);
    assert!(store.check_pages().unwrap().is_none());
    assert_sound(&store);
}

#[test]
fn damaged_operations_are_listed_and_everything_else_is_kept() {
    for table in ["op_log", "op_body"] {
        let mut place = Place::new();
        let (ops, _) = filled(&mut place);
        let before = std::fs::read(place.path()).unwrap();
        let pages = pages_of(&mut place, &[table]);
        // Leaves in the middle: the first page of a table may be the root of all others.
        for page in &pages[pages.len() / 2..pages.len() / 2 + 3] {
            damage(&place.path(), *page);
        }
        let repaired = repair(&mut place);
        let salvage = repaired.salvage;
        let lost = salvage.missing.len() + salvage.without_body.len();
        assert!(lost > 0 && lost < ops.len() / 2, "{table}: {salvage:?}");
        assert_eq!(
            table == "op_log",
            salvage.without_body.is_empty(),
            "{salvage:?}"
        );
        let store = repaired.opened.store;
        let kept = all_ops(&store);
        assert_eq!(kept.len() + salvage.missing.len(), ops.len());
        assert!(
            kept.iter()
                .all(|op| ops.iter().any(|o| o.envelope == op.envelope))
        );
        for (instance, seq) in &salvage.missing {
            let was = ops.iter().any(|op| {
                let envelope = op.envelope.read().unwrap();
                envelope.instance.as_str() == instance && envelope.seq == *seq
            });
            assert!(was, "{instance} {seq}");
        }
        // The draft and the settings are there, and writing goes on without a gap.
        assert_eq!(store.read(|s| s.drafts()).unwrap().len(), 1);
        assert_eq!(store.setting("kept").unwrap().as_deref(), Some("yes"));
        let mut world = World::new(22);
        store
            .append(&author(), &place.now, &mut place.random, vec![world.op()])
            .unwrap();
        let own = store.instance().unwrap();
        let reports = store.verify().unwrap();
        let ours = reports.iter().find(|r| r.instance == own).unwrap();
        assert!(ours.is_sound() || table == "op_body", "{:?}", ours.findings);
        // The damaged file is set aside, byte for byte.
        let aside = std::fs::read(salvage.set_aside.unwrap()).unwrap();
        assert_eq!(aside.len(), before.len());
        assert!(aside != before);
    }
}

#[test]
fn the_end_of_the_log_is_missed_even_if_no_page_of_it_is_left() {
    let mut place = Place::new();
    let (ops, _) = filled(&mut place);
    let pages = pages_of(&mut place, &["op_log"]);
    for page in &pages[pages.len() - 2..] {
        damage(&place.path(), *page);
    }
    let salvage = repair(&mut place).salvage;
    assert_eq!(salvage.ops + salvage.missing.len() as u64, ops.len() as u64);
    let last = salvage.missing.iter().map(|(_, seq)| *seq).max();
    assert_eq!(last, Some(ops.len() as u64));
}

#[test]
fn a_repair_cut_short_before_its_last_step_is_finished_at_the_next_opening() {
    let mut place = Place::new();
    let (ops, dump) = filled(&mut place);
    // As a crash leaves it: the new file is ready, the old one still has the name.
    let ready = place.folder.path().join("village.db.repaired");
    std::fs::copy(place.path(), &ready).unwrap();
    damage(&place.path(), 1);
    let opened = place.open().unwrap();
    assert_eq!(opened.notes, [OpenNote::RepairFinished]);
    assert_eq!(opened.store.dump().unwrap(), dump);
    assert_eq!(all_ops(&opened.store).len(), ops.len());
    assert!(!ready.exists());
}
