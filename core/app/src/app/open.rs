//! Opening: which store, its keys, and what is kept between calls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tanfang_domain::checklist::MissingFact;
use tanfang_domain::visit::Draft;
use tanfang_evidence::finding::RememberingEye;
use tanfang_evidence::vault::Vault;
use tanfang_log::SoftwareKey;
use tanfang_store::{
    Beginning, FileSecretStore, OpenNote, RecoveryCode, Salvage, Snapshot as Moments, Store,
    StoreError,
};
use tanfang_values::{Day, Stamp};

use super::db::{Db, Failed, Span};
use super::errors;
use super::homes::HomeList;
use super::kit::{Kit, Pack};
use super::owed::Owed;
use super::people::Snapshot;
use super::photo;
use super::roster::Looked;
use super::trips::Planned;
use super::{App, Scene};
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
    pub(crate) looks: BTreeMap<String, Looked>,
    pack: Option<(String, Pack)>,
    /// What 今天 and 各户 were last made from.
    pub(crate) read: Option<Read>,
    /// The home that was last looked at.
    pub(crate) home: Option<ReadHome>,
    /// The files of photos, once they were asked for.
    pub(crate) vault: Option<Arc<Vault>>,
    /// What pictures looked at again need not be decoded for.
    pub(crate) eye: Arc<RememberingEye>,
    /// The recovery code of a store made in this process; shown once.
    recovery: Option<RecoveryCode>,
}

/// The homes of the grid as they were read last; good while the file is not
/// written to and the day is the same.
pub(crate) struct Read {
    pub(crate) version: i64,
    pub(crate) today: Day,
    pub(crate) snapshot: Arc<Snapshot>,
    /// Made when 今天 or 各户 is first asked for.
    pub(crate) owed: Option<Arc<Owed>>,
    /// The way that 今天 showed last.
    pub(crate) planned: Option<Planned>,
    /// Made when 各户 is first asked for.
    pub(crate) list: Option<Arc<HomeList>>,
}

/// One home with its history as it was read last; good while the file is not
/// written to, but for the draft of the visit, and the day is the same.
pub(crate) struct ReadHome {
    pub(crate) version: i64,
    /// The same, of what others write.
    pub(crate) others: i64,
    pub(crate) today: Day,
    pub(crate) household: String,
    pub(crate) snapshot: Arc<Snapshot>,
    /// A draft, and what would decide a hint with its answers.
    pub(crate) deciding: Option<(Draft, Vec<MissingFact>)>,
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

    /// Opens a new store from the file of a predecessor.
    pub(crate) fn take_over(
        kit: &Kit,
        ports: &Ports,
        dir: &Path,
        (from, code): (&Path, &RecoveryCode),
        begin: impl FnOnce(&Moments<'_>, Option<String>) -> Result<Beginning>,
    ) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(file_error(kit))?;
        let secrets = secrets(ports, dir, false);
        let key = device_key(kit, ports, secrets.as_ref())?;
        let public_key = hex::encode(key.public_key().to_sec1());
        let made = Store::take_over(
            from,
            &dir.join(STORE),
            code,
            Arc::clone(&secrets),
            &ports.moment(),
            &mut ports.draw(),
            |reads| begin(reads, Some(public_key)).map_err(Failed::App),
        )
        .map_err(|failed| failed.said(kit))?;
        mark(kit, dir, false)?;
        Ok(Self::with(made.store, &[], key, false, Some(made.recovery)))
    }

    /// Removes the stores of a folder, 练习 too, with their keys. Nobody has them open.
    pub(crate) fn wipe(kit: &Kit, ports: &Ports, dir: &Path) -> Result<()> {
        // 练习 first: cut short here, the real one is whole and can be wiped again.
        let practice = folder(dir, true);
        if practice.is_dir() {
            wipe_folder(kit, ports, &practice, true)?;
            remove_empty(kit, &practice)?;
        }
        Self::wipe_one(kit, ports, dir)?;
        mark(kit, dir, false)
    }

    /// Removes the store of a folder and leaves 练习 alone.
    pub(crate) fn wipe_one(kit: &Kit, ports: &Ports, dir: &Path) -> Result<()> {
        wipe_folder(kit, ports, dir, false)
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
            read: None,
            home: None,
            vault: None,
            eye: Arc::default(),
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

    /// Saves a draft; it is durable when this returns. Nothing else that was read
    /// changes by it, so that the home need not be read again.
    pub(crate) fn save_draft(&mut self, kit: &Kit, draft: &Draft, now: Stamp) -> Result<()> {
        self.db.save_draft(kit, draft, now)?;
        if let Some(mut home) = self.home.take()
            && self.db.others_version(kit)? == home.others
        {
            home.version = self.db.version(kit)?;
            self.home = Some(home);
        }
        Ok(())
    }

    /// Gives the recovery code of a new store once, and makes another after that.
    pub(crate) fn recovery_code(&mut self, kit: &Kit, ports: &Ports) -> Result<RecoveryCode> {
        match self.recovery.take() {
            Some(code) => Ok(code),
            None => self.db.new_recovery_code(kit, ports),
        }
    }
}

impl App {
    /// Reads the worker's pack and the homes of the grid.
    pub(super) fn scene(&self, session: &mut Session, span: Span<'_>) -> Result<Scene> {
        let today = self.today_day();
        let post = session.db.post(&self.kit)?;
        let pack = session.pack(&self.kit, &post.division)?;
        // Asked before reading: what is written meanwhile makes the next one read again.
        let others = session.db.others_version(&self.kit)?;
        let version = session.db.version(&self.kit)?;
        if span == Span::Today
            && let Some(read) = &session.read
            && (read.version, read.today) == (version, today)
        {
            let snapshot = Arc::clone(&read.snapshot);
            return Ok(Scene { pack, snapshot });
        }
        if let (Span::Home(household), Some(read)) = (span, &session.home)
            && (read.version, read.today) == (version, today)
            && read.household == household
        {
            let snapshot = Arc::clone(&read.snapshot);
            return Ok(Scene { pack, snapshot });
        }
        if span == Span::Today {
            // A township is not held twice.
            session.read = None;
        }
        let snapshot = session.db.snapshot(&self.kit, &pack, post, today, span)?;
        let snapshot = Arc::new(snapshot);
        if span == Span::Today {
            session.read = Some(Read {
                version,
                today,
                snapshot: Arc::clone(&snapshot),
                owed: None,
                planned: None,
                list: None,
            });
        }
        if let Span::Home(household) = span {
            session.home = Some(ReadHome {
                version,
                others,
                today,
                household: household.to_owned(),
                snapshot: Arc::clone(&snapshot),
                deciding: None,
            });
        }
        Ok(Scene { pack, snapshot })
    }
}

fn wipe_folder(kit: &Kit, ports: &Ports, folder: &Path, practice: bool) -> Result<()> {
    let failed = |error: StoreError| errors::store(kit, &error);
    let secrets = secrets(ports, folder, practice);
    secrets.delete(DEVICE_KEY).map_err(failed)?;
    Store::wipe(&folder.join(STORE), secrets.as_ref()).map_err(failed)?;
    // Nobody can read them any more: their key went with the store's.
    match std::fs::remove_dir_all(folder.join(photo::FOLDER)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(file_error(kit)(error));
        }
        _ => {}
    }
    if ports.secrets.is_none() {
        remove_empty(kit, &folder.join(KEYS))?;
    }
    Ok(())
}

/// Removes a folder of ours that nothing is left in.
fn remove_empty(kit: &Kit, folder: &Path) -> Result<()> {
    match std::fs::remove_dir(folder) {
        Err(error) if folder.is_dir() => Err(file_error(kit)(error)),
        _ => Ok(()),
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
