//! Opening: which store, its keys, and what is kept between calls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tanfang_log::SoftwareKey;
use tanfang_store::{FileSecretStore, OpenNote, RecoveryCode, Salvage, Store, StoreError};

use super::db::Db;
use super::errors;
use super::kit::{Kit, Pack};
use super::roster::Look;
use crate::error::{ErrorKind, Result};
use crate::ports::{DeviceKey, Ports, SecretStore};

/// Name of the store file in its folder.
const STORE: &str = "tanfang.db";
/// Folder of the file secrets.
const KEYS: &str = "keys";
/// Folder of 练习 below the other.
const PRACTICE: &str = "practice";
/// Says that 练习 was open last, so that a killed process comes back to it.
const MARK: &str = "practice.open";
/// Secret that holds the software device key.
const DEVICE_KEY: &str = "device.key";

/// An open store and what is kept between calls.
pub(crate) struct Session {
    pub(crate) db: Db,
    pub(crate) practice: bool,
    /// Lists that were looked at, by token.
    pub(crate) looks: BTreeMap<String, Look>,
    pack: Option<(String, Pack)>,
    /// The recovery code of a store made in this process; shown once.
    recovery: Option<RecoveryCode>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("practice", &self.practice)
            .finish_non_exhaustive()
    }
}

/// Tells whether 练习 was open last.
pub(crate) fn was_practice(dir: &Path) -> bool {
    dir.join(MARK).is_file()
}

fn folder(dir: &Path, practice: bool) -> PathBuf {
    if practice {
        dir.join(PRACTICE)
    } else {
        dir.to_owned()
    }
}

fn file_error(kit: &Kit) -> impl FnOnce(std::io::Error) -> crate::error::AppError + '_ {
    |error| {
        tracing::warn!(kind = ?error.kind(), "file");
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        let (kind, code) = if full {
            (ErrorKind::DiskFull, "store_disk_full")
        } else {
            (ErrorKind::Unreadable, "store_file")
        };
        kit.error(kind, code, &[])
    }
}

/// Takes the device's keystore, in which 练习 has names of its own, or files beside the store.
fn secrets(ports: &Ports, folder: &Path, practice: bool) -> Arc<dyn SecretStore> {
    match &ports.secrets {
        Some(secrets) if practice => Arc::new(Apart(Arc::clone(secrets))),
        Some(secrets) => Arc::clone(secrets),
        None => Arc::new(FileSecretStore::new(folder.join(KEYS))),
    }
}

/// Keeps the secrets of 练习 apart: both stores have files of one name, and a
/// device has one keystore.
struct Apart(Arc<dyn SecretStore>);

impl Apart {
    fn name(name: &str) -> String {
        format!("{PRACTICE}.{name}")
    }
}

impl SecretStore for Apart {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.get(&Self::name(name))
    }

    fn set(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.0.set(&Self::name(name), bytes)
    }

    fn delete(&self, name: &str) -> Result<(), StoreError> {
        self.0.delete(&Self::name(name))
    }
}

/// Takes the device's key, or one in software that the secret store keeps.
fn device_key(kit: &Kit, ports: &Ports, secrets: &dyn SecretStore) -> Result<Arc<dyn DeviceKey>> {
    if let Some(key) = &ports.device_key {
        return Ok(Arc::clone(key));
    }
    let failed = |error: StoreError| errors::store(kit, &error);
    let kept = secrets.get(DEVICE_KEY).map_err(failed)?;
    let scalar: Option<[u8; 32]> = kept.and_then(|bytes| bytes.try_into().ok());
    if let Some(key) = scalar.and_then(|scalar| SoftwareKey::from_bytes(&scalar).ok()) {
        return Ok(Arc::new(key));
    }
    // Not every number is a key; nearly every one is.
    for _ in 0..16 {
        let mut scalar = [0; 32];
        ports.random.fill(&mut scalar);
        if let Ok(key) = SoftwareKey::from_bytes(&scalar) {
            secrets.set(DEVICE_KEY, &scalar).map_err(failed)?;
            return Ok(Arc::new(key));
        }
    }
    Err(kit.error(ErrorKind::Internal, "internal", &[]))
}

impl Session {
    /// Opens the store of a folder, or makes one.
    pub(crate) fn open(kit: &Kit, ports: &Ports, dir: &Path, practice: bool) -> Result<Self> {
        let folder = folder(dir, practice);
        std::fs::create_dir_all(&folder).map_err(file_error(kit))?;
        let path = folder.join(STORE);
        let secrets = secrets(ports, &folder, practice);
        let key = device_key(kit, ports, secrets.as_ref())?;
        let now = ports.moment();
        let mut draw = ports.draw();
        let failed = |error: StoreError| errors::store(kit, &error);
        let opened = Store::open(&path, Arc::clone(&secrets), &now, &mut draw);
        let (store, notes, recovery) = match opened {
            Ok(opened) => (opened.store, opened.notes, None),
            Err(StoreError::NotFound { .. }) => {
                let made = Store::create(&path, secrets, &now, &mut draw).map_err(failed)?;
                (made.store, Vec::new(), Some(made.recovery))
            }
            Err(error) => return Err(failed(error)),
        };
        mark(kit, dir, practice)?;
        Ok(Self::with(store, &notes, key, practice, recovery))
    }

    /// Opens a new store from a backup.
    pub(crate) fn restore(
        kit: &Kit,
        ports: &Ports,
        dir: &Path,
        from: &Path,
        code: &str,
    ) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(file_error(kit))?;
        let failed = |error: StoreError| errors::store(kit, &error);
        let code = RecoveryCode::parse(code).map_err(|error| failed(error.into()))?;
        let secrets = secrets(ports, dir, false);
        let opened = Store::restore(
            from,
            &dir.join(STORE),
            &code,
            Arc::clone(&secrets),
            &ports.moment(),
            &mut ports.draw(),
        )
        .map_err(failed)?;
        let key = device_key(kit, ports, secrets.as_ref())?;
        Ok(Self::with(opened.store, &opened.notes, key, false, None))
    }

    /// Opens a store without this device's key.
    pub(crate) fn recover(
        kit: &Kit,
        ports: &Ports,
        dir: &Path,
        practice: bool,
        code: &str,
    ) -> Result<Self> {
        let failed = |error: StoreError| errors::store(kit, &error);
        let code = RecoveryCode::parse(code).map_err(|error| failed(error.into()))?;
        let folder = folder(dir, practice);
        let secrets = secrets(ports, &folder, practice);
        let opened = Store::recover(
            &folder.join(STORE),
            &code,
            Arc::clone(&secrets),
            &ports.moment(),
            &mut ports.draw(),
        )
        .map_err(failed)?;
        let key = device_key(kit, ports, secrets.as_ref())?;
        mark(kit, dir, practice)?;
        Ok(Self::with(opened.store, &opened.notes, key, practice, None))
    }

    /// Saves what is readable of a damaged store.
    pub(crate) fn repair(kit: &Kit, ports: &Ports, dir: &Path, practice: bool) -> Result<Salvage> {
        let folder = folder(dir, practice);
        let repaired = Store::repair(
            &folder.join(STORE),
            secrets(ports, &folder, practice),
            &ports.moment(),
            &mut ports.draw(),
        )
        .map_err(|error| errors::store(kit, &error))?;
        Ok(repaired.salvage)
    }

    fn with(
        store: Store,
        notes: &[OpenNote],
        key: Arc<dyn DeviceKey>,
        practice: bool,
        recovery: Option<RecoveryCode>,
    ) -> Self {
        for note in notes {
            tracing::info!(?note, "opened");
        }
        Self {
            db: Db::new(store, key),
            practice,
            looks: BTreeMap::new(),
            pack: None,
            recovery,
        }
    }

    /// Returns the pack of a division, made ready once.
    pub(crate) fn pack(&mut self, kit: &Kit, division: &str) -> Result<Pack> {
        if let Some((of, pack)) = &self.pack
            && of == division
        {
            return Ok(pack.clone());
        }
        let pack = kit.pack(division)?;
        self.pack = Some((division.to_owned(), pack.clone()));
        Ok(pack)
    }

    /// Gives the recovery code of a new store once, and makes another after that.
    pub(crate) fn recovery_code(&mut self, kit: &Kit, ports: &Ports) -> Result<RecoveryCode> {
        match self.recovery.take() {
            Some(code) => Ok(code),
            None => self.db.new_recovery_code(kit, ports),
        }
    }
}

/// Remembers whether 练习 is open.
fn mark(kit: &Kit, dir: &Path, practice: bool) -> Result<()> {
    let path = dir.join(MARK);
    if practice {
        std::fs::write(&path, []).map_err(file_error(kit))
    } else {
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(file_error(kit)(error))
            }
            _ => Ok(()),
        }
    }
}
