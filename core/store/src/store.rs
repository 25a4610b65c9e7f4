//! One store: how it is made, opened, and what is found on the way.

use crate::error::{Result, StoreError};
use crate::keys::{DataKey, RecoveryCode};
use crate::meta::{Found, Head, Keys, Meta, beside};
use crate::migrate;
use crate::ports::{self, Moment, Random, SecretStore};
use crate::sqlcipher::{self, Use};
use rusqlite::{Connection, OptionalExtension};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tanfang_domain::event::BeganWhy;
use tanfang_values::InstanceId;

/// An open store: one encrypted file, its meta file, and their keys.
///
/// It may be shared between threads: one of them writes at a time, and one
/// reads beside it.
pub struct Store {
    pub(crate) path: PathBuf,
    pub(crate) key: DataKey,
    pub(crate) secrets: Arc<dyn SecretStore>,
    // Before the writer: the last connection to close empties the log file, and
    // the reader, which may not write, cannot.
    reader: Mutex<Connection>,
    pub(crate) writer: Mutex<Writer>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// The writing connection and what is kept in step with it.
pub(crate) struct Writer {
    pub(crate) db: Connection,
    pub(crate) keys: Keys,
    /// Whether the meta file and the secret store's head are behind the store.
    pub(crate) behind: bool,
}

/// A store just opened, with what a user may need to be told.
#[derive(Debug)]
pub struct Opened {
    /// The store, ready.
    pub store: Store,
    /// What was found and done, in order; empty on an ordinary day.
    pub notes: Vec<OpenNote>,
}

/// Something found and put right while opening.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenNote {
    /// The meta file was torn and has been written anew.
    MetaWasTorn,
    /// The meta file was missing and has been written anew.
    MetaWasMissing,
    /// The store is a copy restored from an earlier day: it goes on as a new instance.
    RestoredCopy {
        /// The head the device had recorded.
        recorded: Head,
        /// The head the file has for its own instance.
        found: Head,
    },
    /// A release with a newer schema opened it for the first time.
    Upgraded {
        /// The schema number before.
        from: u32,
        /// The schema number now.
        to: u32,
    },
    /// The projections were made by another release and have been made again.
    Rebuilt,
    /// A repair cut short by a crash was finished.
    RepairFinished,
}

/// A store just made.
#[derive(Debug)]
pub struct Created {
    /// The store, empty.
    pub store: Store,
    /// The recovery code: shown once, kept nowhere.
    pub recovery: RecoveryCode,
}

/// The names of a store's entries in the secret store, from its file name.
pub(crate) struct SecretNames {
    pub(crate) kek: String,
    pub(crate) keys: String,
    pub(crate) head: String,
}

impl SecretNames {
    pub(crate) fn of(path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        // A name in Chinese still gets an entry of its own.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let stem: String = if !stem.is_empty() && stem.chars().all(plain) {
            stem.into_owned()
        } else {
            format!("h{}", hex::encode(stem.as_bytes()))
        };
        Self {
            kek: format!("{stem}.kek"),
            keys: format!("{stem}.keys"),
            head: format!("{stem}.head"),
        }
    }
}

impl Store {
    /// Makes an empty store at `path`, which must be free.
    ///
    /// The store's secrets are kept under the stem of its file name: two stores
    /// sharing a secret store need two names.
    pub fn create(
        path: &Path,
        secrets: Arc<dyn SecretStore>,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Created> {
        crate::wipe::finish(path, secrets.as_ref())?;
        if path.exists() {
            return Err(StoreError::AlreadyThere {
                path: path.to_owned(),
            });
        }
        let key = DataKey::generate(random);
        let recovery = RecoveryCode::generate(random);
        let kek: [u8; 32] = ports::bytes(random);
        let keys = Keys::new(&key, &kek, &recovery, random);
        // The file is made under another name, so that a crash leaves no half store.
        let part = beside(path, ".new");
        remove_store_files(&part)?;
        drop(ports::private_file(&part)?);
        let mut db = sqlcipher::connect(&part, &key, Use::Create)?;
        sqlcipher::prepare_writer(&db)?;
        migrate::migrate(&mut db)?;
        mint_instance(&db, BeganWhy::New, None, now, random)?;
        crate::rebuild::mark_current(&db)?;
        seal_file(db)?;
        keep_keys(path, secrets.as_ref(), Some(&kek), &keys)?;
        secrets.delete(&SecretNames::of(path).head)?;
        std::fs::rename(&part, path).map_err(StoreError::file("renaming", path))?;
        ports::sync_folder(path)?;
        let mut notes = Vec::new();
        let store = Self::assemble(path, key, keys, secrets, now, random, &mut notes)?;
        Ok(Created { store, recovery })
    }

    /// Opens a store with the key in the secret store.
    pub fn open(
        path: &Path,
        secrets: Arc<dyn SecretStore>,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Opened> {
        let mut notes = Vec::new();
        crate::wipe::finish(path, secrets.as_ref())?;
        finish_repair(path, now, &mut notes)?;
        let found = find(path)?;
        let names = SecretNames::of(path);
        let copy = secrets.get(&names.keys)?;
        let copy = copy.and_then(|bytes| serde_json::from_slice::<Keys>(&bytes).ok());
        let mut candidates = Vec::new();
        match &found {
            Found::Whole(meta) => candidates.push(meta.keys.clone()),
            Found::Torn => notes.push(OpenNote::MetaWasTorn),
            Found::Missing => notes.push(OpenNote::MetaWasMissing),
        }
        candidates.extend(copy.filter(|c| !candidates.contains(c)));
        if candidates.is_empty() {
            return Err(StoreError::Unreadable);
        }
        let kek = secrets.get(&names.kek)?.ok_or(StoreError::NoKey)?;
        let (key, keys) = try_keys(path, candidates, |keys| keys.open(&kek))?;
        let store = Self::assemble(path, key, keys, secrets, now, random, &mut notes)?;
        Ok(Opened { store, notes })
    }

    /// Opens a store whose key this device does not have, or lost, with the
    /// recovery code; the device gets a key and the store a new instance.
    pub fn recover(
        path: &Path,
        code: &RecoveryCode,
        secrets: Arc<dyn SecretStore>,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Opened> {
        let mut notes = Vec::new();
        crate::wipe::finish(path, secrets.as_ref())?;
        finish_repair(path, now, &mut notes)?;
        let names = SecretNames::of(path);
        let copy = secrets.get(&names.keys)?;
        let copy = copy.and_then(|bytes| serde_json::from_slice::<Keys>(&bytes).ok());
        let candidates: Vec<Keys> = match find(path)? {
            Found::Whole(meta) => std::iter::once(meta.keys).chain(copy).collect(),
            Found::Torn | Found::Missing => copy.into_iter().collect(),
        };
        if candidates.is_empty() {
            return Err(StoreError::Unreadable);
        }
        let (key, keys) = try_keys(path, candidates, |keys| keys.recover(code))?;
        let kek: [u8; 32] = ports::bytes(random);
        let keys = keys.with_secret(&key, &kek, random);
        keep_keys(path, secrets.as_ref(), Some(&kek), &keys)?;
        // Whether the other device still writes as the old instance is not known here.
        secrets.delete(&names.head)?;
        {
            let mut db = sqlcipher::connect(path, &key, Use::Write)?;
            sqlcipher::prepare_writer(&db)?;
            migrate_and_rebuild(&mut db, &mut notes)?;
            let from = own_head(&db)?;
            mint_instance(&db, BeganWhy::Restored, Some(&from), now, random)?;
        }
        let store = Self::assemble(path, key, keys, secrets, now, random, &mut notes)?;
        store.mark_behind();
        store.catch_up();
        Ok(Opened { store, notes })
    }

    /// Replaces the recovery code; the old one opens this file no more, but
    /// still opens backups made under it.
    pub fn new_recovery_code(&self, random: &mut dyn Random) -> Result<RecoveryCode> {
        let code = RecoveryCode::generate(random);
        let kek = self
            .secrets
            .get(&SecretNames::of(&self.path).kek)?
            .ok_or(StoreError::NoKey)?;
        let keys = Keys::new(&self.key, &kek, &code, random);
        keep_keys(&self.path, self.secrets.as_ref(), None, &keys)?;
        let mut writer = self.writer();
        let mut meta = current_meta(&writer)?;
        meta.keys = keys.clone();
        meta.write(&self.path)?;
        writer.keys = keys;
        Ok(code)
    }

    /// The key of a store, known to be right even if no page of it reads.
    pub(crate) fn key_of(path: &Path, secrets: &dyn SecretStore) -> Result<DataKey> {
        let names = SecretNames::of(path);
        let copy = secrets.get(&names.keys)?;
        let copy = copy.and_then(|bytes| serde_json::from_slice::<Keys>(&bytes).ok());
        let first = match find(path)? {
            Found::Whole(meta) => Some(meta.keys),
            Found::Torn | Found::Missing => None,
        };
        let kek = secrets.get(&names.kek)?.ok_or(StoreError::NoKey)?;
        let mut candidates = first.into_iter().chain(copy).peekable();
        if candidates.peek().is_none() {
            return Err(StoreError::Unreadable);
        }
        candidates
            .find_map(|keys| keys.open(&kek))
            .ok_or(StoreError::WrongKey)
    }

    /// Makes the connections and settles instance, head and meta.
    pub(crate) fn assemble(
        path: &Path,
        key: DataKey,
        keys: Keys,
        secrets: Arc<dyn SecretStore>,
        now: &Moment,
        random: &mut dyn Random,
        notes: &mut Vec<OpenNote>,
    ) -> Result<Self> {
        let mut db = sqlcipher::connect(path, &key, Use::Write)?;
        sqlcipher::prepare_writer(&db)?;
        migrate_and_rebuild(&mut db, notes)?;
        let name = SecretNames::of(path).head;
        let recorded: Option<Head> = secrets
            .get(&name)?
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if let Some(recorded) = recorded
            && is_behind(&db, &recorded)?
        {
            let found = own_head(&db)?;
            mint_instance(&db, BeganWhy::Restored, Some(&found), now, random)?;
            notes.push(OpenNote::RestoredCopy { recorded, found });
        }
        let reader = sqlcipher::connect(path, &key, Use::Read)?;
        let store = Self {
            path: path.to_owned(),
            key,
            secrets,
            writer: Mutex::new(Writer {
                db,
                keys,
                behind: false,
            }),
            reader: Mutex::new(reader),
        };
        // Meta is compared rather than always written: opening writes nothing on an ordinary day.
        let current = current_meta(&store.writer())?;
        let stale = !matches!(Meta::read(path), Found::Whole(meta) if *meta == current);
        let head = store.secrets.get(&name)?;
        if stale || head.as_deref() != Some(crate::meta::json(&current.head)?.as_bytes()) {
            store.mark_behind();
            store.catch_up();
        }
        Ok(store)
    }

    /// Returns a number that is another one after anything was written to the
    /// file, by whomever: what was read while it stayed the same is not stale.
    pub fn data_version(&self) -> Result<i64> {
        let reader = self.reader();
        Ok(reader.pragma_query_value(None, "data_version", |r| r.get(0))?)
    }

    /// Returns a number that is another one after anybody but this object wrote to
    /// the file: while it stays the same, what changed was written here.
    pub fn others_version(&self) -> Result<i64> {
        let writer = self.writer();
        Ok(writer
            .db
            .pragma_query_value(None, "data_version", |r| r.get(0))?)
    }

    /// Returns the key under which files beside the store are encrypted: photos, signatures.
    ///
    /// It is worked out of the store's own key, so that whoever opens the store opens them,
    /// and a store that was wiped leaves files that nobody reads.
    pub fn files_key(&self) -> [u8; 32] {
        self.key.of_files()
    }

    /// The path of the store file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The instance this store writes as.
    pub fn instance(&self) -> Result<InstanceId> {
        Ok(InstanceId::new(own_head(&self.writer().db)?.instance))
    }

    /// The newest operation of this store's own chain.
    pub fn head(&self) -> Result<Head> {
        own_head(&self.writer().db)
    }

    /// Whether the meta file or the head in the secret store lags behind.
    ///
    /// Saved records are safe all the same; the next save tries again.
    pub fn meta_is_behind(&self) -> bool {
        self.writer().behind
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn mark_behind(&self) {
        self.writer().behind = true;
    }

    /// Writes meta and the recorded head after a commit. A failure here is never
    /// a failed save: it is remembered and tried again at the next.
    pub(crate) fn catch_up(&self) {
        let mut writer = self.writer();
        if !writer.behind {
            return;
        }
        match self.write_head(&writer) {
            Ok(()) => writer.behind = false,
            Err(error) => {
                tracing::warn!(
                    code = error.code(),
                    "meta not written; saved records are safe"
                );
            }
        }
    }

    fn write_head(&self, writer: &Writer) -> Result<()> {
        let meta = current_meta(writer)?;
        meta.write(&self.path)?;
        let head = crate::meta::json(&meta.head)?;
        self.secrets
            .set(&SecretNames::of(&self.path).head, head.as_bytes())
    }
}

/// Finds the store file and its meta; refuses what is not there or newer.
fn find(path: &Path) -> Result<Found> {
    if !path.exists() {
        return Err(StoreError::NotFound {
            path: path.to_owned(),
        });
    }
    let found = Meta::read(path);
    if let Found::Whole(meta) = &found {
        refuse_newer(meta.schema)?;
    }
    Ok(found)
}

fn refuse_newer(found: u32) -> Result<()> {
    if found > migrate::VERSION {
        return Err(StoreError::Newer {
            found,
            known: migrate::VERSION,
        });
    }
    Ok(())
}

/// Tries wrapped keys until the first page reads; tells a wrong key from damage.
fn try_keys(
    path: &Path,
    candidates: Vec<Keys>,
    open: impl Fn(&Keys) -> Option<DataKey>,
) -> Result<(DataKey, Keys)> {
    let mut known = false;
    // The meta file's, if there is one: it belongs to this file, a copy may be another's.
    let reference = candidates.first().cloned();
    for keys in candidates {
        let Some(key) = open(&keys) else { continue };
        match probe(path, &key) {
            Ok(schema) => {
                refuse_newer(schema)?;
                return Ok((key, keys));
            }
            Err(StoreError::Damaged { .. }) => {
                known = known || reference.as_ref().is_some_and(|r| r.knows(&key));
            }
            Err(other) => return Err(other),
        }
    }
    Err(if known {
        StoreError::Damaged {
            detail: "first page".to_owned(),
        }
    } else {
        StoreError::WrongKey
    })
}

fn probe(path: &Path, key: &DataKey) -> Result<u32> {
    sqlcipher::read_first_page(&sqlcipher::connect(path, key, Use::Probe)?)
}

fn migrate_and_rebuild(db: &mut Connection, notes: &mut Vec<OpenNote>) -> Result<()> {
    let from = migrate::migrate(db)?;
    if from < migrate::VERSION {
        let to = migrate::VERSION;
        notes.push(OpenNote::Upgraded { from, to });
    }
    if from < migrate::VERSION || crate::rebuild::is_stale(db)? {
        crate::rebuild::rebuild_on(db)?;
        notes.push(OpenNote::Rebuilt);
    }
    Ok(())
}

/// Keeps the platform's key and a copy of the wraps, so that a torn meta loses nothing.
pub(crate) fn keep_keys(
    path: &Path,
    secrets: &dyn SecretStore,
    kek: Option<&[u8; 32]>,
    keys: &Keys,
) -> Result<()> {
    let names = SecretNames::of(path);
    if let Some(kek) = kek {
        secrets.set(&names.kek, kek)?;
    }
    secrets.set(&names.keys, crate::meta::json(keys)?.as_bytes())
}

/// Begins to write as a new instance; its first operation says so.
pub(crate) fn mint_instance(
    db: &Connection,
    why: BeganWhy,
    from: Option<&Head>,
    now: &Moment,
    random: &mut dyn Random,
) -> Result<()> {
    let instance = hex::encode(ports::bytes::<8>(random));
    let why = crate::project::name_of(&why);
    db.execute(
        "INSERT INTO l_instance (instance, why, from_instance, from_seq, from_leaf, began_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (
            &instance,
            &why,
            from.map(|head| head.instance.as_str()),
            from.map(|head| head.seq.cast_signed()),
            from.map(|head| head.leaf.as_str()),
            now.stamp.ms,
        ),
    )?;
    tracing::info!(why, "new instance");
    Ok(())
}

/// The newest operation of the current instance.
pub(crate) fn own_head(db: &Connection) -> Result<Head> {
    let instance: String = db
        .prepare_cached("SELECT instance FROM l_instance ORDER BY n DESC LIMIT 1")?
        .query_row([], |r| r.get(0))?;
    let newest: Option<(i64, Vec<u8>)> = db
        .prepare_cached(
            "SELECT seq, leaf FROM op_log WHERE instance = ?1 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([&instance], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let (seq, leaf) = newest.unwrap_or((0, vec![0; 32]));
    Ok(Head {
        instance,
        seq: u64::try_from(seq).unwrap_or_default(),
        leaf: hex::encode(leaf),
    })
}

/// Whether a store lacks what the device recorded as written: it is an older copy.
fn is_behind(db: &Connection, recorded: &Head) -> Result<bool> {
    let ours: i64 = db.query_row(
        "SELECT count(*) FROM l_instance WHERE instance = ?1",
        [&recorded.instance],
        |r| r.get(0),
    )?;
    if recorded.seq == 0 {
        return Ok(ours == 0);
    }
    let leaf: Option<Vec<u8>> = db
        .query_row(
            "SELECT leaf FROM op_log WHERE instance = ?1 AND seq = ?2",
            (&recorded.instance, recorded.seq.cast_signed()),
            |r| r.get(0),
        )
        .optional()?;
    Ok(ours == 0 || leaf.map(hex::encode).as_ref() != Some(&recorded.leaf))
}

pub(crate) fn current_meta(writer: &Writer) -> Result<Meta> {
    let pos: Option<i64> = writer
        .db
        .prepare_cached("SELECT max(pos) FROM op_log")?
        .query_row([], |r| r.get(0))?;
    let pos = u64::try_from(pos.unwrap_or_default()).unwrap_or_default();
    let head = own_head(&writer.db)?;
    Ok(Meta::new(migrate::VERSION, writer.keys.clone(), head, pos))
}

/// Closes a database so that everything is in its one file and durable.
pub(crate) fn seal_file(db: Connection) -> Result<()> {
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let path = db.path().map(PathBuf::from).unwrap_or_default();
    db.close().map_err(|(_, e)| e)?;
    let file = std::fs::File::open(&path).map_err(StoreError::file("opening", &path))?;
    file.sync_all().map_err(StoreError::file("syncing", &path))
}

/// Removes a working copy of ours with SQLite's files beside it.
pub(crate) fn remove_store_files(path: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let file = beside(path, suffix);
        match std::fs::remove_file(&file) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::file("removing", &file)(e));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A repair ends by renaming; if a crash came between, the ready file takes its
/// place now. It holds all that was readable, and nothing was written since.
fn finish_repair(path: &Path, now: &Moment, notes: &mut Vec<OpenNote>) -> Result<()> {
    let ready = beside(path, crate::repair::READY);
    if ready.exists() {
        crate::repair::set_aside(path, now)?;
        std::fs::rename(&ready, path).map_err(StoreError::file("renaming", &ready))?;
        ports::sync_folder(path)?;
        notes.push(OpenNote::RepairFinished);
    }
    Ok(())
}
