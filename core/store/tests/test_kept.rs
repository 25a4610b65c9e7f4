//! Stores written by earlier releases open, and give what their operations give.

use std::path::Path;
use std::sync::Arc;
use tanfang_store::fakes::{SeededRandom, moment};
use tanfang_store::{FileSecretStore, RecoveryCode, Store, VERSION};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/stores");

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn every_kept_store_opens_and_equals_its_operations_rebuilt() {
    let mut seen = 0;
    for entry in std::fs::read_dir(KEPT).unwrap() {
        let kept = entry.unwrap();
        if !kept.path().is_dir() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        copy(&kept.path(), folder.path());
        let secrets = Arc::new(FileSecretStore::new(folder.path().join("secrets")));
        let path = folder.path().join("village.db");
        let now = moment(crate::help::T0);
        let opened = Store::open(&path, secrets, &now, &mut SeededRandom::new(1)).unwrap();
        let upgraded = opened.store.dump().unwrap();
        opened.store.rebuild().unwrap();
        assert_eq!(opened.store.dump().unwrap(), upgraded);
        crate::help::assert_sound(&opened.store);
        assert_eq!(opened.store.read(|s| s.drafts()).unwrap().len(), 1);
        assert_eq!(opened.store.read(|s| s.skipped()).unwrap(), []);
        let version: u32 = kept.file_name().to_str().unwrap()[1..].parse().unwrap();
        if version == VERSION {
            let then = std::fs::read_to_string(folder.path().join("dump.txt")).unwrap();
            assert_eq!(
                upgraded, then,
                "schema or projection changed without a new number"
            );
        }
        drop(opened);
        // The recovery code of then opens it, too.
        let code = std::fs::read_to_string(folder.path().join("recovery.txt")).unwrap();
        let code = RecoveryCode::parse(&code).unwrap();
        let fresh = Arc::new(FileSecretStore::new(folder.path().join("other")));
        Store::recover(&path, &code, fresh, &now, &mut SeededRandom::new(2)).unwrap();
        seen += 1;
    }
    assert_eq!(seen, VERSION, "each schema number has a kept store");
}
