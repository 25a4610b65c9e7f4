//! Damage is told from a wrong key, and repair keeps what reads.

use crate::help::{Place, bytes_of};
use tanfang_store::{Store, StoreError};

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
