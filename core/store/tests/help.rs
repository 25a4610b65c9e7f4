//! What the tests share: a store in a folder of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tanfang_store::fakes::{MemorySecretStore, SeededRandom, moment};
use tanfang_store::{
    Author, Created, Moment, OpBytes, Opened, RecoveryCode, SecretStore, Store, StoreError,
};

/// 2026-11-20, nine in the morning in China.
pub(crate) const T0: i64 = 1_795_136_400_000;

pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) secrets: Arc<MemorySecretStore>,
    pub(crate) random: SeededRandom,
    pub(crate) now: Moment,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::seeded(1)
    }

    pub(crate) fn seeded(seed: u64) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            secrets: Arc::new(MemorySecretStore::default()),
            random: SeededRandom::new(seed),
            now: moment(T0),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("village.db")
    }

    pub(crate) fn meta(&self) -> PathBuf {
        self.folder.path().join("village.db.meta")
    }

    pub(crate) fn create(&mut self) -> (Store, RecoveryCode) {
        let Created { store, recovery } = Store::create(
            &self.path(),
            self.secrets.clone(),
            &self.now,
            &mut self.random,
        )
        .unwrap();
        (store, recovery)
    }

    pub(crate) fn open(&mut self) -> Result<Opened, StoreError> {
        self.open_at(&self.path())
    }

    pub(crate) fn open_at(&mut self, path: &Path) -> Result<Opened, StoreError> {
        Store::open(path, self.secrets.clone(), &self.now, &mut self.random)
    }

    pub(crate) fn dyn_secrets(&self) -> Arc<dyn SecretStore> {
        self.secrets.clone()
    }
}

/// Every file of a folder with its bytes, to see that nothing was touched.
pub(crate) fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap())
        .filter(|f| !f.file_name().to_string_lossy().ends_with("-shm"))
        .map(|f| {
            (
                f.file_name().into_string().unwrap(),
                std::fs::read(f.path()).unwrap(),
            )
        })
        .filter(|(name, bytes)| !(name.ends_with("-wal") && bytes.is_empty()))
        .collect();
    files.sort();
    files
}

pub(crate) fn author() -> Author {
    Author {
        worker: "w1".into(),
        software: "tanfang test".to_owned(),
        public_key: None,
    }
}

/// Every operation a store holds.
pub(crate) fn all_ops(store: &Store) -> Vec<OpBytes> {
    store
        .export_ops(None, &std::collections::BTreeMap::new())
        .unwrap()
}

pub(crate) fn assert_sound(store: &Store) {
    for report in store.verify().unwrap() {
        assert!(report.is_sound(), "{:?}", report.findings);
    }
}
