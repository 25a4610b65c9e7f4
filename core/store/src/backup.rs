//! Backup and restore: the whole store as one encrypted file.
//!
//! The file is a line of JSON (what it is, and the data key under the recovery
//! code) and then a copy of the database, encrypted with the same data key. It
//! opens with the recovery code on any device, and nothing personal is outside
//! the encrypted part.

use crate::error::{Result, StoreError};
use crate::keys::RecoveryCode;
use crate::meta::{Head, Keys, Meta, beside, json};
use crate::ports::{self, Moment, Random, SecretStore};
use crate::store::{Opened, Store, current_meta, remove_store_files};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;
use tanfang_values::Stamp;

const MAGIC: &str = "tanfang-backup-1";
pub(crate) const LAST: &str = "backup.last";
/// The arrival number up to which the last backup holds.
pub(crate) const LAST_POS: &str = "backup.pos";

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    magic: String,
    schema: u32,
    keys: Keys,
    head: Head,
    pos: u64,
    made_ms: i64,
    bytes: u64,
    sha256: String,
}

/// What a backup file says of itself, without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupInfo {
    /// When it was made, UTC milliseconds.
    pub made_ms: i64,
    /// Schema number of the store in it.
    pub schema: u32,
    /// Newest operation of the instance that made it.
    pub head: Head,
}

impl Store {
    /// Writes the whole store to one encrypted file at `to`, which must be free.
    ///
    /// The copy is of one moment, even while another thread saves.
    pub fn backup(&self, to: &Path, now: &Moment) -> Result<BackupInfo> {
        if to.exists() {
            return Err(StoreError::AlreadyThere {
                path: to.to_owned(),
            });
        }
        let copy = beside(to, ".copy");
        let part = beside(to, ".part");
        remove_store_files(&copy)?;
        let made = self.write_backup(&copy, &part, now);
        remove_store_files(&copy)?;
        let (info, pos) = match made {
            Ok(made) => made,
            Err(error) => {
                // A half-written backup must not be mistaken for one.
                let _ = std::fs::remove_file(&part);
                return Err(error);
            }
        };
        std::fs::rename(&part, to).map_err(StoreError::file("renaming", &part))?;
        ports::sync_folder(to)?;
        self.set_setting(LAST_POS, &pos.to_string())?;
        self.set_setting(LAST, &now.stamp.ms.to_string())?;
        Ok(info)
    }

    fn write_backup(&self, copy: &Path, part: &Path, now: &Moment) -> Result<(BackupInfo, u64)> {
        let meta = self.copy_whole(copy)?;
        let pos = meta.pos;
        let (bytes, sha256) = digest(copy)?;
        let header = Header {
            magic: MAGIC.to_owned(),
            schema: meta.schema,
            keys: meta.keys,
            head: meta.head,
            pos: meta.pos,
            made_ms: now.stamp.ms,
            bytes,
            sha256,
        };
        write_with_head(part, &json(&header)?, copy)?;
        Ok((header.info(), pos))
    }

    /// Copies the database of one moment to a file of its own, under the same key.
    pub(crate) fn copy_whole(&self, copy: &Path) -> Result<Meta> {
        let writer = self.writer();
        let target = copy.to_str().ok_or(StoreError::BadBackup {
            reason: "its path is not valid text",
        })?;
        drop(ports::private_file(copy)?);
        writer.db.execute("VACUUM INTO ?1", [target])?;
        current_meta(&writer)
    }

    /// Counts the operations that no backup of this store holds.
    pub fn ops_since_backup(&self) -> Result<u64> {
        let pos: Option<i64> = self.setting(LAST_POS)?.and_then(|pos| pos.parse().ok());
        let ms: Option<i64> = self.setting(LAST)?.and_then(|ms| ms.parse().ok());
        let db = self.reader();
        let count: i64 = match (pos, ms) {
            (Some(pos), _) => {
                db.query_row("SELECT count(*) FROM op_log WHERE pos > ?1", [pos], |r| {
                    r.get(0)
                })?
            }
            // A backup made before its place was kept: by the clock, rather one too many.
            (None, Some(ms)) => db.query_row(
                "SELECT count(*) FROM op_log WHERE hlc_ms >= ?1",
                [ms],
                |r| r.get(0),
            )?,
            (None, None) => db.query_row("SELECT count(*) FROM op_log", [], |r| r.get(0))?,
        };
        Ok(count.cast_unsigned())
    }

    /// Returns how many civil days ago the last backup was made; `None` if never.
    pub fn days_since_backup(&self, now: Stamp) -> Result<Option<i64>> {
        let last = self.setting(LAST)?.and_then(|ms| ms.parse().ok());
        Ok(last.map(|ms| {
            let made = Stamp {
                ms,
                offset_min: now.offset_min,
            };
            made.day().days_until(now.day()).max(0)
        }))
    }

    /// Makes a store at `path`, which must be free, from a backup file.
    ///
    /// It goes on as a new instance, because the device that made the backup
    /// may have written more since.
    pub fn restore(
        from: &Path,
        path: &Path,
        code: &RecoveryCode,
        secrets: Arc<dyn SecretStore>,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Opened> {
        crate::wipe::finish(path, secrets.as_ref())?;
        if path.exists() {
            return Err(StoreError::AlreadyThere {
                path: path.to_owned(),
            });
        }
        let (header, mut body) = open_backup(from)?;
        if header.schema > crate::VERSION {
            return Err(StoreError::Newer {
                found: header.schema,
                known: crate::VERSION,
            });
        }
        if header.keys.recover(code).is_none() {
            return Err(StoreError::WrongKey);
        }
        let part = beside(path, ".new");
        remove_store_files(&part)?;
        match copy_checked(&mut body, &part, (header.bytes, &header.sha256)) {
            Ok(true) => {}
            whole => {
                remove_store_files(&part)?;
                whole?;
                return Err(StoreError::BadBackup {
                    reason: "it was cut short or changed",
                });
            }
        }
        let meta = Meta::new(header.schema, header.keys, header.head, header.pos);
        meta.write(path)?;
        std::fs::rename(&part, path).map_err(StoreError::file("renaming", &part))?;
        ports::sync_folder(path)?;
        Self::recover(path, code, secrets, now, random)
    }
}

/// Reads what a backup file says of itself.
pub fn backup_info(path: &Path) -> Result<BackupInfo> {
    Ok(open_backup(path)?.0.info())
}

impl Header {
    fn info(&self) -> BackupInfo {
        BackupInfo {
            made_ms: self.made_ms,
            schema: self.schema,
            head: self.head.clone(),
        }
    }
}

fn open_backup(path: &Path) -> Result<(Header, BufReader<File>)> {
    let (line, reader) = open_headed(path)?;
    let header: Header = serde_json::from_slice(&line).map_err(|_| StoreError::BadBackup {
        reason: if magic_of(&line).as_deref() == Some(crate::handover::MAGIC) {
            "it is a file for a successor"
        } else {
            "it does not begin as a backup"
        },
    })?;
    if header.magic != MAGIC {
        return Err(StoreError::BadBackup {
            reason: "it is of another kind or of a later release",
        });
    }
    Ok((header, reader))
}

/// Opens a file of ours: its first line, and the rest.
pub(crate) fn open_headed(path: &Path) -> Result<(Vec<u8>, BufReader<File>)> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::NotFound {
                path: path.to_owned(),
            });
        }
        Err(e) => return Err(StoreError::file("opening", path)(e)),
    };
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    // A header is some hundred bytes; a file without a line end must not be read whole.
    let mut head = reader.by_ref().take(65_536);
    std::io::BufRead::read_until(&mut head, b'\n', &mut line)
        .map_err(StoreError::file("reading", path))?;
    Ok((line, reader))
}

/// What kind of file a first line says it is.
pub(crate) fn magic_of(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Magic {
        magic: String,
    }
    let magic: Magic = serde_json::from_slice(line).ok()?;
    Some(magic.magic)
}

/// Whether a first line is that of a backup.
pub(crate) fn is_backup(line: &[u8]) -> bool {
    magic_of(line).is_some_and(|magic| magic == MAGIC)
}

/// Writes a line and then a whole file, durably.
pub(crate) fn write_with_head(part: &Path, line: &str, copy: &Path) -> Result<()> {
    let fail = |what| StoreError::file(what, part);
    let source = File::open(copy).map_err(StoreError::file("opening", copy))?;
    let mut out = BufWriter::new(ports::private_file(part)?);
    writeln!(out, "{line}").map_err(fail("writing"))?;
    std::io::copy(&mut BufReader::new(source), &mut out).map_err(fail("writing"))?;
    let file = out
        .into_inner()
        .map_err(|e| fail("writing")(e.into_error()))?;
    file.sync_all().map_err(fail("writing"))
}

/// Copies what follows the first line; tells whether it is what was once written.
pub(crate) fn copy_checked(
    body: &mut impl Read,
    part: &Path,
    (length, sha256): (u64, &str),
) -> Result<bool> {
    let mut out = ports::private_file(part)?;
    let found = hash_through(body, part, |chunk| {
        out.write_all(chunk)
            .map_err(StoreError::file("writing", part))
    })?;
    out.sync_all().map_err(StoreError::file("writing", part))?;
    Ok(found == (length, sha256.to_owned()))
}

/// Length and SHA-256 of a file.
pub(crate) fn digest(path: &Path) -> Result<(u64, String)> {
    let mut file = File::open(path).map_err(StoreError::file("opening", path))?;
    hash_through(&mut file, path, |_| Ok(()))
}

/// Reads to the end, a piece at a time; returns length and SHA-256.
pub(crate) fn hash_through(
    source: &mut impl Read,
    path: &Path,
    mut each: impl FnMut(&[u8]) -> Result<()>,
) -> Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut bytes = 0u64;
    let mut buffer = vec![0; 65_536];
    loop {
        let n = source
            .read(&mut buffer)
            .map_err(StoreError::file("reading", path))?;
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else {
            return Ok((bytes, hex::encode(hash.finalize())));
        };
        hash.update(chunk);
        bytes += n as u64;
        each(chunk)?;
    }
}
