//! Handing over to a successor: the whole store as one encrypted file.
//!
//! The file is a line of JSON and then a copy of the database under a key of its
//! own, which is wrapped under a code made for this one file. Neither the store's
//! key nor its recovery code leaves the old phone. Both phones show the same few
//! digits of the file's hash, so that nobody types the code for another file.

use crate::backup::{copy_checked, digest, hash_through, is_backup, open_headed, write_with_head};
use crate::error::{Result, StoreError};
use crate::keys::{DataKey, RecoveryCode, Wrapped};
use crate::meta::{Head, Keys, beside, json};
use crate::migrate;
use crate::ops::Author;
use crate::ports::{self, Moment, Random, SecretStore};
use crate::project::{self, Dirty};
use crate::read::Snapshot;
use crate::sqlcipher::{self, Use};
use crate::store::{
    Created, SecretNames, Store, keep_keys, mint_instance, own_head, remove_store_files, seal_file,
};
use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use tanfang_domain::event::{BeganWhy, Event, InstanceHandedOver, NewOp, Scope};
use tanfang_values::InstanceId;

pub(crate) const MAGIC: &str = "tanfang-hand-over-1";

/// Settings that say something of the old phone alone.
const OF_THIS_PHONE: &[&str] = &[
    crate::backup::LAST,
    crate::backup::LAST_POS,
    crate::clock::BACK,
];

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    magic: String,
    schema: u32,
    key: Wrapped,
    key_check: String,
    head: Head,
    made_ms: i64,
    bytes: u64,
    sha256: String,
}

/// Three groups of four digits, the same on both phones for the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckCode(pub [String; 3]);

/// What a successor writes first, in the commit in which the store becomes theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// The successor.
    pub author: Author,
    /// Who they are and what they look after.
    pub ops: Vec<NewOp>,
    /// Settings of the new phone, by key.
    pub settings: Vec<(String, String)>,
}

/// A file written for a successor.
#[derive(Debug)]
pub struct HandedOver {
    /// The code for this one file: shown once, kept nowhere.
    pub code: RecoveryCode,
    /// What both phones must show.
    pub check: CheckCode,
    /// The newest operation that the file holds.
    pub upto: Head,
}

impl Store {
    /// Writes the whole store for a successor to one encrypted file at `to`,
    /// which must be free, and records that it was handed over.
    ///
    /// The settings named in `leave` and what was shown here stay on this phone.
    /// The store goes on as it was: what is written later is not in the file.
    pub fn hand_over(
        &self,
        to: &Path,
        to_name: &str,
        leave: &[&str],
        author: &Author,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<HandedOver> {
        if to.exists() {
            return Err(StoreError::AlreadyThere {
                path: to.to_owned(),
            });
        }
        let code = RecoveryCode::generate(random);
        let (copy, part) = (beside(to, ".copy"), beside(to, ".part"));
        remove_store_files(&copy)?;
        let made = self.write_hand_over((&copy, &part), leave, &code, now, random);
        remove_store_files(&copy)?;
        let made = made.and_then(|upto| {
            // Before the file has its name: a file without a record must not be found.
            let event = Event::HandedOver(InstanceHandedOver {
                instance: InstanceId::new(upto.instance.as_str()),
                day: now.stamp.day(),
                to_name: to_name.to_owned(),
                upto_seq: upto.seq,
                upto_leaf: upto.leaf.clone(),
            });
            let ops = vec![NewOp::new(Scope::own(), event)];
            self.append(author, now, random, ops)?;
            std::fs::rename(&part, to).map_err(StoreError::file("renaming", &part))?;
            ports::sync_folder(to)?;
            Ok(upto)
        });
        if made.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        let upto = made?;
        Ok(HandedOver {
            code,
            check: hand_over_check(to)?,
            upto,
        })
    }

    fn write_hand_over(
        &self,
        (copy, part): (&Path, &Path),
        leave: &[&str],
        code: &RecoveryCode,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Head> {
        let meta = self.copy_whole(copy)?;
        let key = DataKey::generate(random);
        {
            let db = sqlcipher::connect(copy, &self.key, Use::Write)?;
            for key in leave.iter().chain(OF_THIS_PHONE) {
                db.execute("DELETE FROM l_setting WHERE key = ?1", [key])?;
            }
            db.execute_batch("DELETE FROM l_shown; VACUUM;")?;
            sqlcipher::rekey(&db, &key)?;
        }
        let (bytes, sha256) = digest(copy)?;
        let header = Header {
            magic: MAGIC.to_owned(),
            schema: meta.schema,
            key: key.wrap(&code.secret(), random),
            key_check: key.check_value(),
            head: meta.head,
            made_ms: now.stamp.ms,
            bytes,
            sha256,
        };
        write_with_head(part, &json(&header)?, copy)?;
        Ok(header.head)
    }

    /// Makes a store at `path`, which must be free, from a file of a predecessor.
    ///
    /// It gets a key and a recovery code of its own and writes as a new instance
    /// that continues the old one, first what `begin` decides. Records keep the
    /// worker who made them, and open drafts come along. If anything is wrong
    /// with the file or the code, or `begin` fails, nothing is written.
    pub fn take_over<E: From<StoreError>>(
        from: &Path,
        path: &Path,
        code: &RecoveryCode,
        secrets: Arc<dyn SecretStore>,
        now: &Moment,
        random: &mut dyn Random,
        begin: impl FnOnce(&Snapshot<'_>) -> Result<Beginning, E>,
    ) -> Result<Created, E> {
        crate::wipe::finish(path, secrets.as_ref())?;
        if path.exists() {
            let path = path.to_owned();
            return Err(StoreError::AlreadyThere { path }.into());
        }
        let (header, file_key, mut body) = unlock(from, code)?;
        let part = beside(path, ".new");
        remove_store_files(&part)?;
        let key = DataKey::generate(random);
        let made = take_into(&part, &header, &mut body, (&file_key, &key))
            .map_err(E::from)
            .and_then(|db| begin_in(db, now, random, begin));
        if let Err(error) = made {
            remove_store_files(&part)?;
            return Err(error);
        }
        let recovery = RecoveryCode::generate(random);
        let kek: [u8; 32] = ports::bytes(random);
        let keys = Keys::new(&key, &kek, &recovery, random);
        keep_keys(path, secrets.as_ref(), Some(&kek), &keys)?;
        secrets.delete(&SecretNames::of(path).head)?;
        std::fs::rename(&part, path).map_err(StoreError::file("renaming", path))?;
        ports::sync_folder(path)?;
        let mut notes = Vec::new();
        let store = Self::assemble(path, key, keys, secrets, now, random, &mut notes)?;
        Ok(Created { store, recovery })
    }
}

/// Finds the key of a file for a successor.
fn unlock(from: &Path, code: &RecoveryCode) -> Result<(Header, DataKey, BufReader<std::fs::File>)> {
    let (header, body) = open_hand_over(from)?;
    let key = header
        .key
        .unwrap(&code.secret())
        .filter(|key| key.check_value() == header.key_check)
        .ok_or(StoreError::WrongHandOverCode)?;
    Ok((header, key, body))
}

/// Copies the database out of the file and encrypts it under this phone's own key.
fn take_into(
    part: &Path,
    header: &Header,
    body: &mut BufReader<std::fs::File>,
    (file_key, key): (&DataKey, &DataKey),
) -> Result<Connection> {
    if !copy_checked(body, part, (header.bytes, &header.sha256))? {
        return Err(cut_short());
    }
    let mut db = sqlcipher::connect(part, file_key, Use::Write)?;
    sqlcipher::read_first_page(&db)?;
    sqlcipher::rekey(&db, key)?;
    sqlcipher::prepare_writer(&db)?;
    migrate::migrate(&mut db)?;
    crate::rebuild::rebuild_on(&mut db)?;
    Ok(db)
}

/// Begins the successor's chain, in one transaction.
fn begin_in<E: From<StoreError>>(
    mut db: Connection,
    now: &Moment,
    random: &mut dyn Random,
    begin: impl FnOnce(&Snapshot<'_>) -> Result<Beginning, E>,
) -> Result<(), E> {
    let tx = db
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(StoreError::from)?;
    let old = own_head(&tx)?;
    mint_instance(&tx, BeganWhy::Successor, Some(&old), now, random)?;
    let beginning = begin(&Snapshot::new(&tx))?;
    let mut dirty = Dirty::default();
    let (author, ops) = (&beginning.author, &beginning.ops);
    crate::ops::append(&tx, author, now, random, ops, &mut dirty)?;
    project::settle(&tx, &mut dirty)?;
    for (key, value) in &beginning.settings {
        tx.execute(
            "INSERT OR REPLACE INTO l_setting (key, value) VALUES (?1, ?2)",
            (key, value),
        )
        .map_err(StoreError::from)?;
    }
    tx.commit().map_err(StoreError::from)?;
    Ok(seal_file(db)?)
}

/// Returns what both phones must show for a hand-over file; reads it whole.
///
/// A file that is cut short, changed, of another kind or of a newer release is
/// told apart by its error, before any code is typed.
pub fn hand_over_check(path: &Path) -> Result<CheckCode> {
    let (header, mut body) = open_hand_over(path)?;
    let (bytes, sha256) = hash_through(&mut body, path, |_| Ok(()))?;
    if (bytes, &sha256) != (header.bytes, &header.sha256) {
        return Err(cut_short());
    }
    let (_, whole) = digest(path)?;
    // Two bytes a group, four digits each: enough to see that the file is another.
    let digits = |at: usize| {
        let hex = whole.get(at * 4..at * 4 + 4).unwrap_or_default();
        let n = u32::from_str_radix(hex, 16).unwrap_or_default();
        format!("{:04}", n % 10_000)
    };
    Ok(CheckCode(std::array::from_fn(digits)))
}

/// Tells whether a file for a successor is whole and a code is its own.
pub fn hand_over_opens(path: &Path, code: &RecoveryCode) -> Result<()> {
    hand_over_check(path)?;
    unlock(path, code).map(|_| ())
}

fn open_hand_over(path: &Path) -> Result<(Header, BufReader<std::fs::File>)> {
    let (line, reader) = open_headed(path)?;
    let not_ours = |reason| StoreError::BadHandOver { reason };
    let header: Header = serde_json::from_slice(&line).map_err(|_| {
        not_ours(if is_backup(&line) {
            "it is a backup"
        } else {
            "it does not begin as a file for a successor"
        })
    })?;
    if header.magic != MAGIC {
        return Err(not_ours("it is of another kind or of a later release"));
    }
    if header.schema > migrate::VERSION {
        return Err(StoreError::Newer {
            found: header.schema,
            known: migrate::VERSION,
        });
    }
    Ok((header, reader))
}

fn cut_short() -> StoreError {
    StoreError::BadHandOver {
        reason: "it was cut short or changed",
    }
}
