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
const LAST: &str = "backup.last";

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
        let info = match made {
            Ok(info) => info,
            Err(error) => {
                // A half-written backup must not be mistaken for one.
                let _ = std::fs::remove_file(&part);
                return Err(error);
            }
        };
        std::fs::rename(&part, to).map_err(StoreError::file("renaming", &part))?;
        ports::sync_folder(to)?;
        self.set_setting(LAST, &now.stamp.ms.to_string())?;
        Ok(info)
    }

    fn write_backup(&self, copy: &Path, part: &Path, now: &Moment) -> Result<BackupInfo> {
        let meta = {
            let writer = self.writer();
            let target = copy.to_str().ok_or(StoreError::BadBackup {
                reason: "its path is not valid text",
            })?;
            drop(ports::private_file(copy)?);
            writer.db.execute("VACUUM INTO ?1", [target])?;
            current_meta(&writer)?
        };
        let mut source = File::open(copy).map_err(StoreError::file("opening", copy))?;
        let (bytes, sha256) = digest(&mut source).map_err(StoreError::file("reading", copy))?;
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
        let fail = |what| StoreError::file(what, part);
        let source = File::open(copy).map_err(StoreError::file("opening", copy))?;
        let mut out = BufWriter::new(ports::private_file(part)?);
        writeln!(out, "{}", json(&header)?).map_err(fail("writing"))?;
        std::io::copy(&mut BufReader::new(source), &mut out).map_err(fail("writing"))?;
        let file = out
            .into_inner()
            .map_err(|e| fail("writing")(e.into_error()))?;
        file.sync_all().map_err(fail("writing"))?;
        Ok(header.info())
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
        let copied = copy_checked(&mut body, &part, &header);
        if let Err(error) = copied {
            remove_store_files(&part)?;
            return Err(error);
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
    let header: Header = serde_json::from_slice(&line).map_err(|_| StoreError::BadBackup {
        reason: "it does not begin as a backup",
    })?;
    if header.magic != MAGIC {
        return Err(StoreError::BadBackup {
            reason: "it is of another kind or of a later release",
        });
    }
    Ok((header, reader))
}

fn copy_checked(body: &mut impl Read, part: &Path, header: &Header) -> Result<()> {
    let mut out = ports::private_file(part)?;
    let mut hash = Sha256::new();
    let mut bytes = 0u64;
    let mut buffer = vec![0; 65_536];
    loop {
        let n = body
            .read(&mut buffer)
            .map_err(StoreError::file("reading", part))?;
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else {
            break;
        };
        hash.update(chunk);
        bytes += n as u64;
        out.write_all(chunk)
            .map_err(StoreError::file("writing", part))?;
    }
    if bytes != header.bytes || hex::encode(hash.finalize()) != header.sha256 {
        return Err(StoreError::BadBackup {
            reason: "it was cut short or changed",
        });
    }
    out.sync_all().map_err(StoreError::file("writing", part))
}

fn digest(source: &mut impl Read) -> std::io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut bytes = 0u64;
    let mut buffer = vec![0; 65_536];
    loop {
        let n = source.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else {
            return Ok((bytes, hex::encode(hash.finalize())));
        };
        hash.update(chunk);
        bytes += n as u64;
    }
}
